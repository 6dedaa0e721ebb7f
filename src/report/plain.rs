//! What a report's fields may be, each declared once: from [`report!`] come its plain data and its TypeScript.

use std::borrow::Cow;

use crate::request::{Line, Types, Value, array};
use crate::sentence::{self, Sentence};

/// A report before it is JavaScript's or JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Absent.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(u64),
    /// A text.
    Text(Cow<'static, str>),
    /// A column, which is a typed array.
    Column(Vec<f64>),
    /// A column of less exact numbers.
    Singles(Vec<f32>),
    /// An array.
    List(Vec<Plain>),
    /// An object: the names of its fields, and the fields.
    Report(&'static [&'static str], Vec<Plain>),
    /// An object whose names come from outside.
    Map(Vec<(String, Plain)>),
}

/// What leaves.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only the boundary to JavaScript tells"))]
pub(crate) trait Tell: Sized {
    /// As plain data.
    fn tell(self) -> Plain;

    /// Its TypeScript.
    fn ts(types: &mut Types) -> String;

    /// An array of it.
    fn tell_all(all: Vec<Self>) -> Plain {
        Plain::List(all.into_iter().map(Self::tell).collect())
    }

    /// The TypeScript of an array of it.
    fn ts_all(types: &mut Types) -> String {
        array(&Self::ts(types))
    }
}

macro_rules! tells {
    ($($type:ty: |$it:ident| $plain:expr, $ts:literal $(, $all:path, $ts_all:literal)?;)*) => {
        $(impl Tell for $type {
            fn tell(self) -> Plain {
                let $it = self;
                $plain
            }

            fn ts(_: &mut Types) -> String {
                $ts.to_owned()
            }
            $(
                fn tell_all(all: Vec<Self>) -> Plain {
                    $all(all)
                }

                fn ts_all(_: &mut Types) -> String {
                    $ts_all.to_owned()
                }
            )?
        })*
    };
}

tells! {
    f64: |it| Plain::Number(it), "number", Plain::Column, "Float64Array";
    f32: |it| Plain::Number(f64::from(it)), "number", Plain::Singles, "Float32Array";
    u64: |it| Plain::Whole(it), "number";
    usize: |it| Plain::Whole(it as u64), "number";
    bool: |it| Plain::Flag(it), "boolean";
    char: |it| Plain::Text(Cow::Owned(it.to_string())), "string";
    &'static str: |it| Plain::Text(Cow::Borrowed(it)), "string";
    String: |it| Plain::Text(Cow::Owned(it)), "string";
    Cow<'static, str>: |it| Plain::Text(it), "string";
    Sentence: |it| Plain::Text(Cow::Owned(it.into())), "string";
}

impl<T: Tell> Tell for Vec<T> {
    fn tell(self) -> Plain {
        T::tell_all(self)
    }

    fn ts(types: &mut Types) -> String {
        T::ts_all(types)
    }
}

impl<T: Tell> Tell for Option<T> {
    fn tell(self) -> Plain {
        self.map_or(Plain::Null, T::tell)
    }

    fn ts(types: &mut Types) -> String {
        T::ts(types) + " | null"
    }
}

/// What was sought, or why there is none.
impl<T: Tell> Tell for Result<T, Sentence> {
    fn tell(self) -> Plain {
        self.map_or_else(|none| NoneReport { none }.tell(), T::tell)
    }

    fn ts(types: &mut Types) -> String {
        format!("{} | {}", T::ts(types), NoneReport::ts(types))
    }
}

report! {
    /// No answer.
    NoneReport of it: NoneReport {
        /// Why there is none.
        none: it.none.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.none),
    }
}

/// Why there is no answer.
pub(crate) struct NoneReport {
    none: Sentence,
}

/// A request as it came.
impl Tell for Value {
    fn tell(self) -> Plain {
        match self {
            Self::Null | Self::Other(_) => Plain::Null,
            Self::Bool(flag) => Plain::Flag(flag),
            Self::Number(number) => Plain::Number(number),
            Self::Text(text) => Plain::Text(Cow::Owned(text)),
            Self::Numbers(numbers) => Plain::List(numbers.into_iter().map(Plain::Number).collect()),
            Self::List(items) => Plain::List(items.into_iter().map(Self::tell).collect()),
            Self::Map(fields) => Plain::Map(fields.into_iter().map(|(name, field)| (name, field.tell())).collect()),
        }
    }

    fn ts(_: &mut Types) -> String {
        "unknown".to_owned()
    }
}

/// A sentence apart from its words, beside it.
pub(crate) struct Said(pub(crate) Sentence);

report! {
    /// A sentence as its id and its values, for whoever shows it in another language. docs/sentences.md lists all.
    Sentence of it: Said {
        /// Its id, such as `stop.lr-cap`; empty for a text that came from outside.
        id: it.0.id(),
        /// What stands at its places, by name.
        values: it.0.values().to_vec(),
    }
}

impl Tell for Vec<(&'static str, sentence::Value)> {
    fn tell(self) -> Plain {
        Plain::Map(self.into_iter().map(|(name, value)| (name.to_owned(), value.tell())).collect())
    }

    fn ts(types: &mut Types) -> String {
        let about = "What stands at a place of a sentence: a text, a sentence, or several of either.";
        let is =
            types.declare("SentenceValue", about, |_, name| format!("type {name} = string | Sentence | {name}[];"));
        format!("Record<string, {is}>")
    }
}

impl Tell for sentence::Value {
    fn tell(self) -> Plain {
        match self {
            Self::Text(text) => text.tell(),
            Self::Sentence(sentence) => Said(sentence).tell(),
            Self::List(values) => Plain::List(values.into_iter().map(Self::tell).collect()),
        }
    }

    fn ts(_: &mut Types) -> String {
        "SentenceValue".to_owned()
    }
}

/// A column of whole numbers; JavaScript's are doubles.
pub(crate) fn counts<T: TryInto<u64>>(counts: Vec<T>) -> Vec<f64> {
    counts.into_iter().map(|count| count.try_into().unwrap_or(u64::MAX) as f64).collect()
}

/// A field that `get` takes from a report.
pub(crate) fn told<S, T: Tell>(types: &mut Types, name: &'static str, docs: &[&str], _get: fn(S) -> T) -> Line {
    Line::new(name, docs, T::ts(types))
}

/// The name of a field: its own, unless it is called otherwise.
pub(crate) const fn called(names: &[&'static str]) -> &'static str {
    names[names.len() - 1]
}

/// Declares a report: comments, fields and types, as Rust has them. Behind a type, `as (text)` is another type in
/// TypeScript; a name in brackets is what JavaScript calls a field; fields under `hidden` stay here.
///
/// `Name of report: Type { field: expression, … }` tells a type that there is already.
macro_rules! report {
    (
        $(#[doc = $doc:literal])* $(#[derive($($derive:ident),*)])?
        $vis:vis struct $name:ident {
            $($(#[doc = $about:literal])* pub $field:ident $([$called:literal])?: $type:ty $(as ($ts:expr))?),* $(,)?
        } $(hidden { $($(#[doc = $internal:literal])* $hidden:ident: $hides:ty),* $(,)? })?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, $($($derive),*)?)]
        #[serde(rename_all = "camelCase")]
        $vis struct $name {
            $($(#[doc = $about])* $(#[serde(rename = $called)])? pub $field: $type,)*
            $($($(#[doc = $internal])* #[serde(skip)] pub(crate) $hidden: $hides),*)?
        }

        $crate::report::report! {
            $(#[doc = $doc])*
            $name of it: $name {
                $($(#[doc = $about])* $field $([$called])?: it.$field $(=> ($ts))?),*
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        $name:ident of $it:ident: $from:ty {
            $($(#[doc = $about:literal])* $field:ident $([$called:literal])?: $get:expr $(=> ($ts:expr))?),* $(,)?
        }
    ) => {
        impl $crate::report::Tell for $from {
            fn tell(self) -> $crate::report::Plain {
                const NAMES: &[&str] = &[$($crate::report::called(&[$crate::camel!($field) $(, $called)?])),*];
                let $it = self;
                $crate::report::Plain::Report(NAMES, vec![$($crate::report::Tell::tell($get)),*])
            }

            fn ts(types: &mut $crate::request::Types) -> String {
                types.interface(stringify!($name), &[$($doc),*], |types| vec![$(
                    $crate::report::told(
                        types,
                        $crate::report::called(&[$crate::camel!($field) $(, $called)?]),
                        &[$($about),*],
                        |$it: $from| $get,
                    ) $(.typed($ts))?
                ),*])
            }
        }
    };
}
pub(crate) use report;
