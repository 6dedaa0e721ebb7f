//! What there is to choose from, declared once, beside the code that it is about.
//!
//! A [`Kind`] (an optimizer, a schedule, a layer, …) has a name, a sentence and its [`Setting`]s. Everything else follows
//! from the declaration: reading a request ([`Given`]), checking it ([`Declared::check`]), the catalog, links, controls,
//! types and tables.
//!
//! ```
//! use lr_lab_core::declare::{Datum, Declared, Nothing, Setting};
//! use lr_lab_core::kind;
//! use lr_lab_core::range::Range;
//!
//! /// lr(t) = initLr / (1 + t)
//! struct Hyperbola {
//!     init_lr: f64,
//! }
//!
//! kind! {
//!     Hyperbola: Hyperbola { init_lr },
//!     "hyperbola", "Hyperbola", "Divided by 1 + t.",
//!     init_lr: Setting::number(Range::POSITIVE, "The first rate.").required(),
//! }
//!
//! assert_eq!(Hyperbola::KIND.settings[0].name, "initLr");
//! assert_eq!(Hyperbola::data(&Hyperbola { init_lr: 0.1 }), [Datum::Number(0.1)]);
//! assert_eq!(Hyperbola::check(&Hyperbola { init_lr: 0.0 }).unwrap_err().field(), "initLr");
//! assert_eq!(Hyperbola::read(&mut Nothing).err().map(|error| error.to_string()), Some("initLr: missing".to_owned()));
//! ```

use std::fmt;

use crate::error::{Error, Result};
use crate::named::Named;
use crate::range::Range;
use crate::sentence;
use crate::sentence::{IntoValue, Value};

/// A kind: what a request calls it, and what a person is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name in a request, in small letters with hyphens.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Its settings, in the order in which a person is shown them.
    pub settings: &'static [Setting],
}

impl Kind {
    /// A kind without settings.
    pub const fn plain(name: &'static str, title: &'static str, sentence: &'static str) -> Self {
        Self { name, title, sentence, settings: &[] }
    }
}

/// A setting of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in a request: the field's, in camel case.
    pub name: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// What it may be.
    pub accepts: Accepts,
    /// Whether a request must give it.
    pub required: bool,
    /// Whether what holds without it follows from other settings, as the sentence says.
    pub follows: bool,
    /// The conventions that have it, by name; empty: all.
    pub only: &'static [&'static str],
    /// The letters that papers and libraries have for it.
    pub short: Option<&'static str>,
    /// What of a run it is.
    pub of_the_run: Option<OfTheRun>,
    /// What suits a run where nothing is typed and nothing is the default.
    pub suits: Option<fn(&Run) -> Datum>,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum Accepts {
    /// A number; a whole one where the range says so.
    Number(Range),
    /// `true` or `false`.
    Flag,
    /// One of some names.
    Choice(fn() -> Vec<&'static str>),
    /// A text.
    Text,
    /// An array of numbers.
    Numbers(Range),
    /// An array of kinds of the same family.
    Kinds,
}

/// What of a run a setting is: a link leaves it out where it says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfTheRun {
    /// The picked rate.
    Rate,
    /// The number of steps.
    Length,
}

/// The run that a setting has to suit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The picked rate.
    pub lr: f64,
    /// How long it is, in the unit that the settings count.
    pub length: f64,
}

impl Run {
    /// The whole part of the length divided by `share`, at least 1.
    pub fn part(&self, share: f64) -> f64 {
        (self.length / share).floor().max(1.0)
    }
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// Absent.
    None,
    /// A number.
    Number(f64),
    /// A flag.
    Flag(bool),
    /// One of a closed set of names.
    Name(&'static str),
    /// A text.
    Text(String),
    /// Numbers.
    Numbers(Vec<f64>),
    /// Kinds of the same family, each with some of its settings.
    Kinds(Vec<(&'static str, Vec<(&'static str, Datum)>)>),
}

impl IntoValue for Datum {
    fn value(&self) -> Value {
        Value::Sentence(match self {
            Self::None => sentence!("value.none", "none"),
            Self::Number(number) => return number.value(),
            Self::Flag(flag) => return flag.value(),
            Self::Name(name) => return name.value(),
            Self::Text(text) => return Value::Text(format!("\"{text}\"")),
            Self::Numbers(numbers) => sentence!("value.numbers", "an array of {count} numbers", count = numbers.len()),
            Self::Kinds(kinds) => sentence!("value.array", "an array of {count}", count = kinds.len()),
        })
    }
}

/// As an error message shows it.
impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl Setting {
    const PLAIN: Self = Self {
        name: "",
        sentence: "",
        accepts: Accepts::Text,
        required: false,
        follows: false,
        only: &[],
        short: None,
        of_the_run: None,
        suits: None,
    };

    /// A number within `range`.
    pub const fn number(range: Range, sentence: &'static str) -> Self {
        Self { accepts: Accepts::Number(range), sentence, ..Self::PLAIN }
    }

    /// `true` or `false`.
    pub const fn flag(sentence: &'static str) -> Self {
        Self { accepts: Accepts::Flag, sentence, ..Self::PLAIN }
    }

    /// One of the names of `T`.
    pub const fn choice<T: Named>(sentence: &'static str) -> Self {
        Self { accepts: Accepts::Choice(names::<T>), sentence, ..Self::PLAIN }
    }

    /// A text.
    pub const fn text(sentence: &'static str) -> Self {
        Self { sentence, ..Self::PLAIN }
    }

    /// An array of numbers, each within `range`.
    pub const fn numbers(range: Range, sentence: &'static str) -> Self {
        Self { accepts: Accepts::Numbers(range), sentence, ..Self::PLAIN }
    }

    /// An array of kinds of the same family.
    pub const fn kinds(sentence: &'static str) -> Self {
        Self { accepts: Accepts::Kinds, sentence, ..Self::PLAIN }
    }

    /// The same setting with its name.
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The same setting with another sentence.
    pub const fn says(self, sentence: &'static str) -> Self {
        Self { sentence, ..self }
    }

    /// The same setting, which a request must give.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same setting, whose default follows from other settings, as its sentence says.
    pub const fn follows(self) -> Self {
        Self { follows: true, ..self }
    }

    /// The same setting, which only these conventions have.
    pub const fn only(self, conventions: &'static [&'static str]) -> Self {
        Self { only: conventions, ..self }
    }

    /// The same setting with the letters that papers have for it.
    pub const fn short(self, letters: &'static str) -> Self {
        Self { short: Some(letters), ..self }
    }

    /// The same setting, which is the run's rate.
    pub const fn rate(self) -> Self {
        Self { of_the_run: Some(OfTheRun::Rate), ..self }
    }

    /// The same setting, which is the run's length.
    pub const fn length(self) -> Self {
        Self { of_the_run: Some(OfTheRun::Length), ..self }
    }

    /// The same setting with what suits a run.
    pub const fn suits(self, suits: fn(&Run) -> Datum) -> Self {
        Self { suits: Some(suits), ..self }
    }

    /// Whether the setting accepts `datum`.
    ///
    /// # Errors
    /// The setting, with the value and what is accepted.
    pub fn check(&self, datum: &Datum) -> Result<()> {
        match (self.accepts, datum) {
            (Accepts::Number(range), Datum::Number(number)) => range.check(self.name, *number).map(drop),
            (Accepts::Numbers(range), Datum::Numbers(numbers)) => numbers
                .iter()
                .enumerate()
                .try_for_each(|(i, number)| range.check(&format!("{}[{i}]", self.name), *number).map(drop)),
            _ => Ok(()),
        }
    }
}

/// The names of a closed set.
pub fn names<T: Named>() -> Vec<&'static str> {
    T::ALL.iter().map(|kind| kind.name()).collect()
}

/// The setting that names whose rule a kind follows.
pub const CONVENTION: &str = "convention";

/// The name of a library as it spells itself.
pub fn library(name: &'static str) -> &'static str {
    match name {
        "keras" => "Keras",
        "pytorch" => "PyTorch",
        other => other,
    }
}

/// A request's settings, by name. Whoever implements it knows where they come from, and refuses those that nobody asked
/// for.
pub trait Given {
    /// A number.
    ///
    /// # Errors
    /// Another type, here and below.
    fn number(&mut self, name: &'static str) -> Result<Option<f64>>;
    /// A whole number from 0.
    ///
    /// # Errors
    /// As [`Given::number`].
    fn whole(&mut self, name: &'static str) -> Result<Option<u64>>;
    /// A flag.
    ///
    /// # Errors
    /// As [`Given::number`].
    fn flag(&mut self, name: &'static str) -> Result<Option<bool>>;
    /// A text.
    ///
    /// # Errors
    /// As [`Given::number`].
    fn text(&mut self, name: &'static str) -> Result<Option<String>>;
    /// Numbers.
    ///
    /// # Errors
    /// As [`Given::number`].
    fn numbers(&mut self, name: &'static str) -> Result<Option<Vec<f64>>>;
    /// Whole numbers.
    ///
    /// # Errors
    /// As [`Given::number`].
    fn wholes(&mut self, name: &'static str) -> Result<Option<Vec<u64>>>;
    /// Objects, each read by `each`; whether there is an array of them at all.
    ///
    /// # Errors
    /// As [`Given::number`], and what `each` refuses, under its place.
    fn list(&mut self, name: &'static str, each: &mut dyn FnMut(&mut dyn Given) -> Result<()>) -> Result<bool>;
    /// That nothing else is given.
    ///
    /// # Errors
    /// The first setting that nobody asked for.
    fn finish(&mut self) -> Result<()>;
}

/// A request that gives nothing: what is read of it are the defaults.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

/// A request that gives nothing but a convention.
#[derive(Clone, Copy, Debug)]
pub struct Only(pub &'static str);

macro_rules! gives_nothing {
    ($request:ty, |$of:ident, $name:ident| $text:expr) => {
        impl Given for $request {
            fn number(&mut self, _: &'static str) -> Result<Option<f64>> {
                Ok(None)
            }
            fn whole(&mut self, _: &'static str) -> Result<Option<u64>> {
                Ok(None)
            }
            fn flag(&mut self, _: &'static str) -> Result<Option<bool>> {
                Ok(None)
            }
            fn text(&mut self, $name: &'static str) -> Result<Option<String>> {
                let $of = self;
                Ok($text)
            }
            fn numbers(&mut self, _: &'static str) -> Result<Option<Vec<f64>>> {
                Ok(None)
            }
            fn wholes(&mut self, _: &'static str) -> Result<Option<Vec<u64>>> {
                Ok(None)
            }
            fn list(&mut self, _: &'static str, _: &mut dyn FnMut(&mut dyn Given) -> Result<()>) -> Result<bool> {
                Ok(false)
            }
            fn finish(&mut self) -> Result<()> {
                Ok(())
            }
        }
    };
}

gives_nothing!(Nothing, |_nothing, _name| None);
gives_nothing!(Only, |only, name| (name == CONVENTION).then(|| only.0.to_owned()));

/// A kind that has been declared with [`kind!`](crate::kind!).
pub trait Declared: Sized {
    /// Its settings as the code has them.
    type Config;
    /// The declaration.
    const KIND: &'static Kind;

    /// The defaults beside what others follow from, such as a convention, as far as it is given.
    ///
    /// # Errors
    /// What is given and of another type.
    fn usual(given: &mut dyn Given) -> Result<Self::Config>;

    /// The settings of a request; what it leaves out is as usual. What the numbers may be is [`Declared::check`]'s to say.
    ///
    /// # Errors
    /// The first setting that is missing or of another type.
    fn read(given: &mut dyn Given) -> Result<Self::Config>;

    /// The value of each setting, in the order of the declaration.
    fn data(config: &Self::Config) -> Vec<Datum>;

    /// Whether each setting is what its declaration accepts. What hangs together is the constructor's to check.
    ///
    /// # Errors
    /// The first setting that is not accepted, or that the convention lacks.
    fn check(config: &Self::Config) -> Result<()> {
        check(Self::KIND, &Self::data(config))
    }
}

#[cold]
fn lacks(setting: &Setting, datum: &Datum, convention: &'static str) -> Error {
    let problem = sentence!(
        "error.other-convention",
        "{value} is not accepted; {library} has no such setting, only {only} has it",
        value = datum.value(),
        library = library(convention),
        only = Value::list(setting.only.iter().map(|name| library(name)))
    );
    Error::new(setting.name, problem)
}

#[inline(never)]
fn check(kind: &Kind, data: &[Datum]) -> Result<()> {
    let all = || kind.settings.iter().zip(data);
    let convention = all().find(|(setting, _)| setting.name == CONVENTION).map(|(_, convention)| convention);
    for (setting, datum) in all() {
        if let Some(Datum::Name(convention)) = convention
            && !setting.only.is_empty()
            && !setting.only.contains(convention)
        {
            if matches!(datum, Datum::None | Datum::Flag(false)) {
                continue;
            }
            return Err(lacks(setting, datum, convention));
        }
        setting.check(datum)?;
    }
    Ok(())
}

/// A field of a configuration, which a request may set.
pub trait Field: Sized {
    /// What stands in for one that a request leaves out, until it is refused or the default takes its place.
    const BLANK: Self;

    /// What is given.
    ///
    /// # Errors
    /// Another type.
    fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>>;

    /// As plain data.
    fn datum(&self) -> Datum;
}

/// What is given, or blank.
///
/// # Errors
/// Another type.
#[inline(never)]
pub fn given_or_blank<T: Field>(given: &mut dyn Given, name: &'static str) -> Result<T> {
    Ok(T::read(given, name)?.unwrap_or(T::BLANK))
}

/// Sets a field to what is given.
///
/// # Errors
/// Another type; a setting that must be given and is not.
#[inline(never)]
pub fn set<T: Field>(field: &mut T, setting: &Setting, given: &mut dyn Given) -> Result<()> {
    match T::read(given, setting.name)? {
        Some(value) => *field = value,
        None if setting.required => return Err(Error::missing(setting.name)),
        None => {}
    }
    Ok(())
}

macro_rules! field {
    ($type:ty, $blank:expr, $read:ident, |$value:ident| $datum:expr) => {
        impl Field for $type {
            const BLANK: Self = $blank;

            fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>> {
                given.$read(name)
            }

            #[inline(never)]
            fn datum(&self) -> Datum {
                let $value = self;
                $datum
            }
        }
    };
}

field!(f64, 0.0, number, |number| Datum::Number(*number));
field!(u64, 0, whole, |number| Datum::Number(*number as f64));
field!(bool, false, flag, |flag| Datum::Flag(*flag));
field!(String, String::new(), text, |text| Datum::Text(text.clone()));
field!(Vec<f64>, Vec::new(), numbers, |numbers| Datum::Numbers(numbers.clone()));
field!(Vec<u64>, Vec::new(), wholes, |numbers| Datum::Numbers(numbers.iter().map(|number| *number as f64).collect()));

impl Field for usize {
    const BLANK: Self = 0;

    fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>> {
        // On wasm32 a size has 32 bits; no size beyond is accepted anywhere.
        Ok(given.whole(name)?.map(|number| Self::try_from(number).unwrap_or(Self::MAX)))
    }

    fn datum(&self) -> Datum {
        Datum::Number(*self as f64)
    }
}

/// A kind within a kind of the same family, such as a piece of a schedule.
pub trait Nested: Sized {
    /// What is given.
    ///
    /// # Errors
    /// The first setting that is not accepted.
    fn read(given: &mut dyn Given) -> Result<Self>;
}

impl<T: Nested> Field for Vec<T> {
    const BLANK: Self = Vec::new();

    fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>> {
        let mut all = Vec::new();
        let there = given.list(name, &mut |item| {
            all.push(T::read(item)?);
            Ok(())
        })?;
        Ok(there.then_some(all))
    }

    fn datum(&self) -> Datum {
        Datum::None
    }
}

impl<T: Field> Field for Option<T> {
    const BLANK: Self = None;

    fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>> {
        Ok(T::read(given, name)?.map(Some))
    }

    fn datum(&self) -> Datum {
        self.as_ref().map_or(Datum::None, T::datum)
    }
}

impl<T: Named> Field for T {
    const BLANK: Self = T::ALL[0];

    fn read(given: &mut dyn Given, name: &'static str) -> Result<Option<Self>> {
        given.text(name)?.map(|text| T::named(name, &text)).transpose()
    }

    fn datum(&self) -> Datum {
        Datum::Name(self.name())
    }
}

/// Declares a kind: what it is called, what makes its defaults of the fields that they follow from, and a line for each
/// setting. See [the module](crate::declare).
#[macro_export]
macro_rules! kind {
    ($kind:ty: $config:ident :: $usual:ident ( $($known:ident),* ), $($rest:tt)*) => {
        $crate::kind!(@ $kind, $config, ($config::$usual), ($($known)*), $($rest)*);
    };
    ($kind:ty: $config:ident via $of:ident :: $usual:ident ( $($known:ident),* ), $($rest:tt)*) => {
        $crate::kind!(@ $kind, $config, ($of::$usual), ($($known)*), $($rest)*);
    };
    ($kind:ty: $config:ident { $($known:ident),* }, $($rest:tt)*) => {
        $crate::kind!(@ $kind, $config, (|$($known),*| $config { $($known),* }), ($($known)*), $($rest)*);
    };
    (
        @ $kind:ty, $config:ident, ($usual:expr), ($($known:ident)*),
        $name:expr, $title:expr, $sentence:expr $(, $field:ident: $setting:expr)* $(,)?
    ) => {
        #[allow(unused, reason = "a kind may have no settings, or none that its defaults follow from")]
        impl $crate::declare::Declared for $kind {
            type Config = $config;
            const KIND: &'static $crate::declare::Kind = &$crate::declare::Kind {
                name: $name,
                title: $title,
                sentence: $sentence,
                settings: &[$($setting.named($crate::camel!($field))),*],
            };

            #[cold]
            #[inline(never)]
            fn usual(given: &mut dyn $crate::declare::Given) -> $crate::error::Result<$config> {
                Ok($usual($($crate::declare::given_or_blank(given, $crate::camel!($known))?),*))
            }

            #[cold]
            #[inline(never)]
            fn read(given: &mut dyn $crate::declare::Given) -> $crate::error::Result<$config> {
                let mut config = Self::usual(given)?;
                let mut settings = Self::KIND.settings.iter();
                $(if let Some(setting) = settings.next() {
                    $crate::declare::set(&mut config.$field, setting, given)?;
                })*
                Ok(config)
            }

            #[cold]
            #[inline(never)]
            fn data(config: &$config) -> Vec<$crate::declare::Datum> {
                vec![$($crate::declare::Field::datum(&config.$field)),*]
            }
        }
    };
}

/// A field's name in camel case, as requests have it: `init_lr` is `initLr`.
#[macro_export]
macro_rules! camel {
    ($field:ident) => {
        const {
            const SNAKE: &str = stringify!($field);
            const CAMEL: [u8; $crate::declare::camel_len(SNAKE)] = $crate::declare::camel(SNAKE);
            $crate::declare::ascii(&CAMEL)
        }
    };
}

/// How long a name is without its underscores.
pub const fn camel_len(snake: &str) -> usize {
    let (snake, mut len, mut i) = (snake.as_bytes(), 0, 0);
    while i < snake.len() {
        if snake[i] != b'_' {
            len += 1;
        }
        i += 1;
    }
    len
}

/// A name without its underscores, a capital behind each.
pub const fn camel<const LEN: usize>(snake: &str) -> [u8; LEN] {
    let (snake, mut camel, mut at, mut i) = (snake.as_bytes(), [0; LEN], 0, 0);
    while i < snake.len() {
        if snake[i] != b'_' {
            camel[at] = if i > 0 && snake[i - 1] == b'_' { snake[i].to_ascii_uppercase() } else { snake[i] };
            at += 1;
        }
        i += 1;
    }
    camel
}

/// Letters as a text; empty where they are none.
pub const fn ascii(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_in_camel_case() {
        assert_eq!(
            [camel!(lr), camel!(init_lr), camel!(beta1), camel!(final_div_factor)].concat(),
            "lrinitLrbeta1finalDivFactor"
        );
    }
}
