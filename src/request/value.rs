//! A request before it is understood.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::sentence;
use crate::sentence::IntoValue;

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
    Other(&'static str),
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

impl IntoValue for Value {
    fn value(&self) -> sentence::Value {
        sentence::Value::Sentence(match self {
            Self::Numbers(numbers) => sentence!("value.numbers", "an array of {count} numbers", count = numbers.len()),
            Self::List(items) => sentence!("value.array", "an array of {count}", count = items.len()),
            Self::Map(_) => sentence!("value.object", "an object"),
            other => return sentence::Value::Text(other.to_string()),
        })
    }
}

/// As an error message shows it: short, whatever its size.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) if text.chars().count() > SHOWN => {
                write!(f, "\"{}…\"", text.chars().take(SHOWN).collect::<String>())
            }
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Numbers(numbers) => write!(f, "an array of {} numbers", numbers.len()),
            Self::List(items) => write!(f, "an array of {}", items.len()),
            Self::Map(_) => f.write_str("an object"),
            Self::Other(what) => f.write_str(what),
        }
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

        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Bool(flag))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
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
