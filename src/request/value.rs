//! A request before it is understood.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::declare::Datum;
use crate::sentence;
use crate::sentence::{IntoValue, Sentence};

/// Plain data as JavaScript and JSON have it, with every number there is (JSON has no NaN; a text field may).
/// A field that JavaScript leaves `undefined` is absent.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which no field accepts: JSON writes NaN as null, and that must not pass for an absent field.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number, NaN and the infinities included.
    Number(f64),
    /// A text.
    Text(String),
    /// An array of numbers, typed or not: kept flat, since it may be long.
    Numbers(Vec<f64>),
    /// Any other array.
    List(Vec<Value>),
    /// An object, its fields in order.
    Map(Vec<(String, Value)>),
    /// A function or another thing that is no data, by name.
    Other(Sentence),
}

impl Value {
    /// An array, flat if all of it are numbers.
    pub fn array(items: Vec<Value>) -> Self {
        let number = |item: &Value| if let Self::Number(number) = item { Some(*number) } else { None };
        match items.iter().map(number).collect() {
            Some(numbers) if !items.is_empty() => Self::Numbers(numbers),
            _ => Self::List(items),
        }
    }
}

impl From<Datum> for Value {
    fn from(datum: Datum) -> Self {
        let nested =
            |(kind, settings): (_, Vec<_>)| [("kind", Datum::Name(kind))].into_iter().chain(settings).collect();
        match datum {
            Datum::None => Self::Null,
            Datum::Number(number) => Self::Number(number),
            Datum::Flag(flag) => Self::Bool(flag),
            Datum::Name(name) => Self::Text(name.to_owned()),
            Datum::Text(text) => Self::Text(text),
            Datum::Numbers(numbers) => Self::Numbers(numbers),
            Datum::Kinds(kinds) => Self::List(kinds.into_iter().map(nested).collect()),
        }
    }
}

/// Settings by name.
impl FromIterator<(&'static str, Datum)> for Value {
    fn from_iter<T: IntoIterator<Item = (&'static str, Datum)>>(settings: T) -> Self {
        Self::Map(settings.into_iter().map(|(name, datum)| (name.to_owned(), datum.into())).collect())
    }
}

/// As an error message shows it: short, whatever its size.
impl IntoValue for Value {
    fn value(&self) -> sentence::Value {
        const SHOWN: usize = 40;
        sentence::Value::Sentence(match self {
            Self::Null => return "null".value(),
            Self::Bool(flag) => return flag.value(),
            Self::Number(number) => return number.value(),
            Self::Text(text) if text.chars().count() > SHOWN => {
                return format!("\"{}…\"", text.chars().take(SHOWN).collect::<String>()).value();
            }
            Self::Text(text) => return format!("\"{text}\"").value(),
            Self::Numbers(numbers) => sentence!("value.numbers", "an array of {count} numbers", count = numbers.len()),
            Self::List(items) => sentence!("value.array", "an array of {count}", count = items.len()),
            Self::Map(_) => sentence!("value.object", "an object"),
            Self::Other(what) => return what.value(),
        })
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

/// The plain data again. Whole numbers are written without a point, as JavaScript writes them.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here every whole number is a double.
        const WHOLE: f64 = 9_007_199_254_740_991.0;
        struct Number(f64);
        impl Serialize for Number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let whole = self.0.fract() == 0.0 && self.0.abs() <= WHOLE && self.0.to_bits() != (-0.0_f64).to_bits();
                if whole { serializer.serialize_i64(self.0 as i64) } else { serializer.serialize_f64(self.0) }
            }
        }
        match self {
            Self::Null | Self::Other(_) => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => Number(*number).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Numbers(numbers) => serializer.collect_seq(numbers.iter().map(|number| Number(*number))),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, field) in fields {
                    map.serialize_entry(name, field)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;

        macro_rules! visits {
            ($($visit:ident: |$it:ident: $type:ty| $value:expr;)*) => {
                $(fn $visit<E>(self, $it: $type) -> Result<Value, E> {
                    Ok($value)
                })*
            };
        }

        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            visits! {
                visit_bool: |flag: bool| Value::Bool(flag);
                visit_i64: |number: i64| Value::Number(number as f64);
                visit_u64: |number: u64| Value::Number(number as f64);
                visit_f64: |number: f64| Value::Number(number);
                visit_str: |text: &str| Value::Text(text.to_owned());
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(item) = items.next_element()? {
                    values.push(item);
                }
                Ok(Value::array(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = entries.next_entry()? {
                    fields.push(field);
                }
                Ok(Value::Map(fields))
            }
        }

        deserializer.deserialize_any(AnyValue)
    }
}
