//! Reports to JavaScript: columns as copied typed arrays, the rest as plain objects.

use js_sys::{Float32Array, Float64Array};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;

use crate::report::{Plain, Tell};

/// A plain value or object. Reports hold numbers, texts and columns, none of which can fail; the error is passed on all
/// the same.
pub(super) fn write(report: impl Tell) -> Result<JsValue, JsValue> {
    Js(&report.tell()).serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

struct Js<'a>(&'a Plain);

impl Serialize for Js<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Plain::Column(numbers) => preserve::serialize(&Float64Array::from(numbers.as_slice()), serializer),
            Plain::Singles(numbers) => preserve::serialize(&Float32Array::from(numbers.as_slice()), serializer),
            Plain::List(items) => serializer.collect_seq(items.iter().map(Js)),
            Plain::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, field)| map.serialize_entry(name, &Js(field)))?;
                map.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}
