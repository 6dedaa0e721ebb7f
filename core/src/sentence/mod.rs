//! Sentences for people: what they say, apart from how they say it in English.
//!
//! The code speaks English. [`set_texts`] hands over templates in another language; whoever shows a report's sentence in a
//! language of their own goes by its id and its values.
//!
//! ```
//! use lr_lab_core::sentence;
//!
//! let stop = sentence!("stop.lr-cap", "The next rate, {lr}, is above the cap of {cap}.", lr = 0.5, cap = 0.3);
//! assert_eq!(stop.to_string(), "The next rate, 0.5, is above the cap of 0.3.");
//! assert_eq!((stop.id(), stop.values()[1].0), ("stop.lr-cap", "cap"));
//! ```

mod texts;

pub use texts::{place, set_texts, translated};

use std::fmt;
use std::ops::Deref;

/// A sentence, or a part of one: its id, its values, and its words, in English or as [`set_texts`] has them. As a text it
/// is its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence(Box<Said>);

/// Apart from the sentence, so that what holds one is not larger for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    id: &'static str,
    values: Vec<(&'static str, Value)>,
    text: String,
}

/// What a sentence says apart from its values. One of them is less code at each place than a formatted text with its
/// arguments, and there are hundreds.
#[derive(Debug)]
pub struct Words {
    /// The id, `area.what`.
    pub id: &'static str,
    /// The English, with names at its places.
    pub text: &'static str,
    /// The names, in the order in which values are given.
    pub names: &'static [&'static str],
}

/// What a sentence says at one of its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number as it is shown, a name, or what came from outside.
    Text(String),
    /// A part that has an id of its own.
    Sentence(Sentence),
    /// Several, with commas between them.
    List(Vec<Value>),
}

impl Value {
    /// Several values.
    pub fn list<T: IntoValue>(values: impl IntoIterator<Item = T>) -> Self {
        Self::List(values.into_iter().map(|value| value.value()).collect())
    }
}

impl Value {
    fn write(&self, text: &mut String) {
        match self {
            Self::Text(value) => text.push_str(value),
            Self::Sentence(sentence) => text.push_str(sentence),
            Self::List(values) => {
                for (i, value) in values.iter().enumerate() {
                    text.push_str(if i > 0 { ", " } else { "" });
                    value.write(text);
                }
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write(&mut text);
        f.write_str(&text)
    }
}

impl Sentence {
    /// What [`sentence!`](crate::sentence!) makes: `values` at the places of `words`, in the order of their names.
    #[cold]
    #[inline(never)]
    pub fn new(words: &'static Words, values: &[&dyn IntoValue]) -> Self {
        let values: Vec<_> = words.names.iter().copied().zip(values.iter().map(|value| value.value())).collect();
        let template = translated(words.id);
        let mut text = String::new();
        let mut rest = template.as_deref().unwrap_or(words.text);
        while let Some((before, name, after)) = place(rest) {
            text.push_str(before);
            for (_, value) in values.iter().filter(|(known, _)| *known == name) {
                value.write(&mut text);
            }
            rest = after;
        }
        text.push_str(rest);
        Self(Box::new(Said { id: words.id, values, text }))
    }

    /// What came from outside, such as a sentence of a report that is read back for drawing.
    pub fn given(text: impl Into<String>) -> Self {
        Self(Box::new(Said { id: "", values: Vec::new(), text: text.into() }))
    }

    /// A name or a number where a sentence may stand.
    pub fn name(name: impl fmt::Display) -> Self {
        crate::sentence!("value.name", "{name}", name = name.to_string())
    }

    /// Its id; empty for what came from outside.
    pub fn id(&self) -> &'static str {
        self.0.id
    }

    /// Its values by name, in the order of the English.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.0.values
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for Sentence {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl From<Sentence> for String {
    fn from(sentence: Sentence) -> Self {
        sentence.0.text
    }
}

impl From<&Sentence> for Sentence {
    fn from(sentence: &Sentence) -> Self {
        sentence.clone()
    }
}

/// What may stand at a place of a sentence.
pub trait IntoValue {
    /// As it is kept.
    fn value(&self) -> Value;
}

impl IntoValue for Sentence {
    fn value(&self) -> Value {
        Value::Sentence(self.clone())
    }
}

impl IntoValue for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl<T: IntoValue + ?Sized> IntoValue for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

macro_rules! shown {
    ($($type:ty),*) => {
        $(impl IntoValue for $type {
            fn value(&self) -> Value {
                Value::Text(self.to_string())
            }
        })*
    };
}

shown!(str, String, char, f32, f64, u32, u64, usize, i32, bool);

/// A sentence: its id, its English with names at its places, and what stands there, `name = value` or, where a variable
/// is called so, `name`. `tests/sentences.rs` holds that the
/// names are those of the places.
#[macro_export]
macro_rules! sentence {
    ($id:literal, $text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::sentence::Sentence::new(
            const { &$crate::sentence::Words { id: $id, text: $text, names: &[$(stringify!($name)),*] } },
            &[$(&$crate::sentence!(@ $name $(= $value)?) as &dyn $crate::sentence::IntoValue),*],
        )
    };
    (@ $name:ident) => { $name };
    (@ $name:ident = $value:expr) => { $value };
}
