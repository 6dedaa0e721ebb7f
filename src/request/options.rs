//! What a request's fields may be, each declared once: from [`options!`] come the struct, its reader and its TypeScript.

use ndarray::Array2;

use crate::error::Result;
use crate::named::Named;
use crate::range::Range;

use super::Value;
use super::fields::{self, Fields};
use super::types::{self, Types};

/// What a field may be.
pub(crate) trait Ask: Sized {
    /// Whether it may be absent.
    const OPTIONAL: bool = false;
    /// Whether its own fields stand in its place.
    const FLAT: bool = false;

    /// Reads it.
    fn ask(value: &Value) -> Result<Self>;

    /// Its TypeScript.
    fn ts(types: &mut Types) -> String;

    /// Reads it from among others.
    fn take(fields: &mut Fields, name: &'static str) -> Result<Self> {
        fields.required(name, Self::ask)
    }

    /// Reads an array of it.
    fn ask_all(value: &Value) -> Result<Vec<Self>> {
        fields::list(value, Self::ask)
    }

    /// The TypeScript of an array of it.
    fn ts_all(types: &mut Types) -> String {
        types::array(&Self::ts(types))
    }
}

/// Some fields.
pub(crate) trait Options: Sized {
    /// What they are taken from, in TypeScript, where that has more fields.
    const FROM: Option<&'static str> = None;

    /// Reads them, in their order, from among others.
    fn fields(fields: &mut Fields) -> Result<Self>;

    /// Their interface.
    fn interface(types: &mut Types) -> String;

    /// Reads an object that has these fields alone; where it is absent, so are they.
    fn asked(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self::fields(&mut fields)?;
        if Self::FROM.is_none() {
            fields.finish()?;
        }
        Ok(options)
    }
}

impl<T: Options> Ask for T {
    fn ask(value: &Value) -> Result<Self> {
        T::asked(Some(value))
    }

    fn ts(types: &mut Types) -> String {
        T::FROM.map_or_else(|| T::interface(types), str::to_owned)
    }
}

/// Options whose fields stand among those of others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flat<T>(pub T);

impl<T: Options> Ask for Flat<T> {
    const FLAT: bool = true;

    fn ask(value: &Value) -> Result<Self> {
        T::ask(value).map(Self)
    }

    fn take(fields: &mut Fields, _: &'static str) -> Result<Self> {
        T::fields(fields).map(Self)
    }

    fn ts(types: &mut Types) -> String {
        T::ts(types)
    }
}

impl<T: Ask> Ask for Option<T> {
    const OPTIONAL: bool = true;

    fn ask(value: &Value) -> Result<Self> {
        T::ask(value).map(Some)
    }

    fn take(fields: &mut Fields, name: &'static str) -> Result<Self> {
        fields.optional(name, T::ask)
    }

    fn ts(types: &mut Types) -> String {
        T::ts(types)
    }
}

impl<T: Ask> Ask for Vec<T> {
    fn ask(value: &Value) -> Result<Self> {
        T::ask_all(value)
    }

    fn ts(types: &mut Types) -> String {
        T::ts_all(types)
    }
}

/// `type: reader, TypeScript`, and the same for an array where it is not a list like any other.
macro_rules! asks {
    ($($type:ty: $ask:expr, $ts:literal $(, $ask_all:expr, $ts_all:literal)?;)*) => {
        $(impl $crate::request::Ask for $type {
            fn ask(value: &$crate::request::Value) -> $crate::error::Result<Self> {
                $ask(value)
            }

            fn ts(_: &mut $crate::request::Types) -> String {
                $ts.to_owned()
            }
            $(
                fn ask_all(value: &$crate::request::Value) -> $crate::error::Result<Vec<Self>> {
                    $ask_all(value)
                }

                fn ts_all(_: &mut $crate::request::Types) -> String {
                    $ts_all.to_owned()
                }
            )?
        })*
    };
}
pub(crate) use asks;

asks! {
    f64: fields::number, "number", fields::numbers, "ArrayLike<number>";
    f32: |value| fields::number(value).map(|number| number as f32), "number",
        |value| fields::numbers(value).map(|all| all.into_iter().map(|number| number as f32).collect()),
        "ArrayLike<number>";
    u64: fields::whole, "number", fields::wholes, "ArrayLike<number>";
    usize: fields::size, "number",
        |value| fields::wholes(value).map(|all| all.into_iter().map(fields::as_size).collect()), "number[]";
    bool: fields::flag, "boolean";
    String: |value| fields::text(value).map(str::to_owned), "string";
    Array2<f64>: super::read_matrix, "ArrayLike<number>[]";
}

/// Lets fields be one of a closed set of names.
macro_rules! choices {
    ($($type:ty),*) => {
        $(impl $crate::request::Ask for $type {
            fn ask(value: &$crate::request::Value) -> $crate::error::Result<Self> {
                $crate::request::fields::named(value)
            }

            fn ts(_: &mut $crate::request::Types) -> String {
                $crate::request::names::<Self>()
            }
        })*
    };
}
pub(crate) use choices;

choices! {
    crate::data::Encoding, crate::finder::Against, crate::finder::JudgedBy, crate::finder::RaceLength, crate::model::Init, crate::model::Loss,
    crate::run::LossOn, crate::run::Per, crate::run::Search, crate::schedule::Unit, crate::train::Vary, super::Preset,
    super::RampKind
}

/// The names of a closed set in TypeScript.
pub(crate) fn names<T: Named>() -> String {
    types::texts(&crate::declare::names::<T>())
}

/// Whether a number that was given lies in its range.
pub(crate) fn within(number: impl Into<Option<f64>>, name: &'static str, range: &Range) -> Result<()> {
    number.into().map_or(Ok(()), |number| range.check(name, number).map(drop))
}

/// Declares options, or an enum of them that differ in the field that tells them apart: comments, fields and types, as
/// Rust has them. Behind a type, `where (range)` is checked once the field is read, and so is `= (result)`, which may
/// name the fields in front of it; `as (text)` is another type in TypeScript. `from "type"` is what has these fields among
/// others, such as a report.
macro_rules! options {
    (
        $(#[doc = $doc:literal])* $(#[derive($($derive:ident),*)])?
        pub struct $name:ident $(from $from:literal)? {
            $($(#[doc = $about:literal])* pub $field:ident: $type:ty
                $(where ($range:expr))? $(= ($check:expr))? $(as ($ts:expr))?),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, $($($derive),*)?)]
        pub struct $name {
            $($(#[doc = $about])* pub $field: $type),*
        }

        impl $crate::request::Options for $name {
            $(const FROM: Option<&'static str> = Some($from);)?

            fn fields(fields: &mut $crate::request::fields::Fields) -> $crate::error::Result<Self> {
                $(
                    let $field = <$type as $crate::request::Ask>::take(fields, $crate::camel!($field))?;
                    $($crate::request::within($field, $crate::camel!($field), &$range)?;)?
                    $($check?;)?
                )*
                Ok(Self { $($field),* })
            }

            fn interface(types: &mut $crate::request::Types) -> String {
                types.interface(stringify!($name), &[$($doc),*], |types| vec![$(
                    $crate::request::Line::asked::<$type>(types, $crate::camel!($field), &[$($about),*])
                        $(.within(&$range))? $(.typed($ts))?
                ),*])
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $($(#[doc = $says:literal])* $variant:ident $(with $key:literal)? {
                $($(#[doc = $about:literal])* $field:ident: $type:ty $(= ($check:expr))?),* $(,)?
            }),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $($(#[doc = $says])* $variant { $($(#[doc = $about])* $field: $type),* }),*
        }

        impl $crate::request::Ask for $name {
            fn ask(value: &$crate::request::Value) -> $crate::error::Result<Self> {
                let mut fields = $crate::request::fields::Fields::of(value)?;
                $(if true $(&& fields.get($key).is_some())? {
                    $(
                        let $field = <$type as $crate::request::Ask>::take(&mut fields, $crate::camel!($field))?;
                        $($check?;)?
                    )*
                    return fields.finish().map(|()| Self::$variant { $($field),* });
                })*
                Err($crate::request::fields::no_object(value))
            }

            fn ts(types: &mut $crate::request::Types) -> String {
                types.union(stringify!($name), &[$($doc),*], |types| vec![$(
                    ([$($says),*].concat().trim().to_owned(), vec![$(
                        $crate::request::Line::asked::<$type>(types, $crate::camel!($field), &[$($about),*])
                    ),*])
                ),*])
            }
        }
    };
}
pub(crate) use options;
