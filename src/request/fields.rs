//! Reading the fields of an object, one by one, with the path kept for the error.

use std::cell::RefCell;

use crate::declare::Given;
use crate::error::{Error, Result};
use crate::named::Named;
use crate::sentence;
use crate::sentence::Sentence;

use super::Value;

/// What may be refused within something larger.
pub(crate) trait Under {
    /// The same, with an error's field under `parent`.
    fn under(self, parent: &str) -> Self;
}

impl<T> Under for Result<T> {
    fn under(self, parent: &str) -> Self {
        self.map_err(|error| error.under(parent))
    }
}

/// The fields of an object. Those that nobody asked for are errors.
pub(crate) struct Fields<'v> {
    entries: &'v [(String, Value)],
    known: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    /// The fields of `value`.
    pub(crate) fn of(value: &'v Value) -> Result<Self> {
        match value {
            Value::Map(entries) => Ok(Self { entries, known: Vec::new() }),
            other => Err(no_object(other)),
        }
    }

    /// The fields of `value`, or none where it is absent.
    pub(crate) fn of_optional(value: Option<&'v Value>) -> Result<Self> {
        value.map_or(Ok(Self { entries: &[], known: Vec::new() }), Self::of)
    }

    /// The raw value of a field.
    pub(crate) fn get(&mut self, name: &'static str) -> Option<&'v Value> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        self.entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A field that may be absent.
    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value) -> Result<T>,
    ) -> Result<Option<T>> {
        self.get(name).map(read).transpose().under(name)
    }

    /// A field that may be absent or `null`.
    pub(crate) fn nullable<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value) -> Result<T>,
    ) -> Result<Option<T>> {
        let read = |value: &'v Value| if *value == Value::Null { Ok(None) } else { read(value).map(Some) };
        self.optional(name, read).map(Option::flatten)
    }

    /// A field that must be there.
    pub(crate) fn required<T>(&mut self, name: &'static str, read: impl FnOnce(&'v Value) -> Result<T>) -> Result<T> {
        self.optional(name, read)?.ok_or_else(|| Error::missing(name))
    }

    /// Refuses the fields that were not asked for.
    pub(crate) fn finish(&self) -> Result<()> {
        match self.entries.iter().find(|(key, _)| !self.known.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, _)) => {
                // A name comes from outside and may be long.
                let shown: String = key.chars().take(60).collect();
                Err(Error::unknown(shown, key, self.known.iter().copied()))
            }
        }
    }
}

impl Given for Fields<'_> {
    fn number(&mut self, name: &'static str) -> Result<Option<f64>> {
        self.optional(name, number)
    }

    fn whole(&mut self, name: &'static str) -> Result<Option<u64>> {
        self.optional(name, whole)
    }

    fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        self.optional(name, flag)
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        self.optional(name, |value| text(value).map(str::to_owned))
    }

    fn numbers(&mut self, name: &'static str) -> Result<Option<Vec<f64>>> {
        self.optional(name, numbers)
    }

    fn wholes(&mut self, name: &'static str) -> Result<Option<Vec<u64>>> {
        self.optional(name, wholes)
    }

    fn list(&mut self, name: &'static str, each: &mut dyn FnMut(&mut dyn Given) -> Result<()>) -> Result<bool> {
        let each = RefCell::new(each);
        let item = |item: &Value| each.borrow_mut()(&mut Fields::of(item)?);
        Ok(self.optional(name, |value| list(value, item))?.is_some())
    }

    fn finish(&mut self) -> Result<()> {
        Fields::finish(self)
    }
}

/// Any number; what range it must lie in, its user knows.
pub(crate) fn number(value: &Value) -> Result<f64> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(Error::not_accepted("", other, sentence!("accepted.a-number", "a number"))),
    }
}

/// A whole number from 0 that a double holds exactly.
pub(crate) fn whole(value: &Value) -> Result<u64> {
    const MOST: f64 = 9_007_199_254_740_991.0; // 2^53 − 1, JavaScript's largest safe integer
    match value {
        Value::Number(number) if (0.0..=MOST).contains(number) && number.fract() == 0.0 => Ok(*number as u64),
        other => Err(Error::not_accepted("", other, sentence!("accepted.a-whole-number", "a whole number from 0"))),
    }
}

/// [`whole`], as a size.
pub(crate) fn size(value: &Value) -> Result<usize> {
    whole(value).map(as_size)
}

/// On wasm32 a size has 32 bits; no size beyond is accepted anywhere.
pub(crate) fn as_size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What a flag may be.
pub(crate) fn a_flag() -> Sentence {
    sentence!("accepted.a-flag", "true or false")
}

/// Something else than an object.
pub(crate) fn no_object(value: &Value) -> Error {
    Error::not_accepted("", value, sentence!("accepted.an-object", "an object"))
}

/// What a text may be.
pub(crate) fn a_text() -> Sentence {
    sentence!("accepted.a-text", "a text")
}

/// `true` or `false`.
pub(crate) fn flag(value: &Value) -> Result<bool> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        other => Err(Error::not_accepted("", other, a_flag())),
    }
}

/// Whole numbers in an array or a typed array.
pub(crate) fn wholes(value: &Value) -> Result<Vec<u64>> {
    let numbers = numbers(value)?.into_iter().enumerate();
    let read = |(i, number)| whole(&Value::Number(number)).under(&format!("[{i}]"));
    numbers.map(read).collect()
}

/// A text.
pub(crate) fn text(value: &Value) -> Result<&str> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(Error::not_accepted("", other, a_text())),
    }
}

/// One of a closed set of names.
pub(crate) fn named<T: Named>(value: &Value) -> Result<T> {
    T::named("", text(value)?)
}

/// Numbers in an array or a typed array.
pub(crate) fn numbers(value: &Value) -> Result<Vec<f64>> {
    match value {
        Value::Numbers(numbers) => Ok(numbers.clone()),
        Value::List(items) => items.iter().enumerate().map(|(i, item)| number(item).under(&format!("[{i}]"))).collect(),
        other => Err(Error::not_accepted("", other, sentence!("accepted.numbers", "an array of numbers"))),
    }
}

/// An array, each item read by `read`.
pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    match value {
        Value::List(items) => items.iter().enumerate().map(|(i, item)| read(item).under(&format!("[{i}]"))).collect(),
        other => Err(Error::not_accepted("", other, sentence!("accepted.an-array", "an array"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, number, whole};
    use crate::request::Value;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn unknown_fields_name_the_nearest() {
        let request = value(r#"{ "startLr": 1, "endLR": 2 }"#);
        let mut fields = Fields::of(&request).unwrap();
        assert_eq!(fields.required("startLr", number), Ok(1.0));
        assert_eq!(fields.optional("endLr", number), Ok(None));
        let error = fields.finish().unwrap_err();
        assert_eq!(error.field(), "endLR");
        assert!(error.problem().contains("did you mean endLr?"), "{error}");
    }

    #[test]
    fn whole_numbers() {
        for (json, want) in
            [("0", Some(0)), ("3.0", Some(3)), ("2.5", None), ("-1", None), ("1e300", None), ("null", None)]
        {
            assert_eq!(whole(&value(json)).ok(), want, "{json}");
        }
        assert!(whole(&Value::Number(f64::NAN)).is_err());
    }
}
