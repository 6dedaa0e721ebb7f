//! The value of a setting as plain data.

use crate::declare::Datum;

use super::Value;

impl From<Datum> for Value {
    fn from(datum: Datum) -> Self {
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

fn nested((kind, settings): (&'static str, Vec<(&'static str, Datum)>)) -> Value {
    [("kind", Datum::Name(kind))].into_iter().chain(settings).collect()
}
