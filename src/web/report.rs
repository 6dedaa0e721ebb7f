//! Reports to JavaScript: columns as copied typed arrays, the rest as plain objects.

use js_sys::{Float32Array, Float64Array};
use serde::ser::{Serialize, Serializer};
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;

use crate::report::{Plain, Tell};

use super::error::or_throw;

/// A plain value or object. Reports hold numbers, texts and columns, none of which can fail; the error is passed on all
/// the same.
pub(super) fn write(report: impl Tell) -> Result<JsValue, JsValue> {
    made(&report.tell())
}

/// What a function of the crate gives, its error thrown.
pub(super) fn told(result: crate::error::Result<impl Tell>) -> Result<JsValue, JsValue> {
    write(or_throw(result)?)
}

/// Once for all reports.
#[inline(never)]
fn made(plain: &Plain) -> Result<JsValue, JsValue> {
    Js(plain).serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

struct Js<'a>(&'a Plain);

impl Serialize for Js<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Plain::Column(numbers) => preserve::serialize(&Float64Array::from(numbers.as_slice()), serializer),
            Plain::Singles(numbers) => preserve::serialize(&Float32Array::from(numbers.as_slice()), serializer),
            Plain::List(items) => serializer.collect_seq(items.iter().map(Js)),
            Plain::Report(names, fields) => serializer.collect_map(names.iter().zip(fields.iter().map(Js))),
            Plain::Map(fields) => serializer.collect_map(fields.iter().map(|(name, field)| (name, Js(field)))),
            Plain::Null => serializer.serialize_unit(),
            Plain::Flag(flag) => serializer.serialize_bool(*flag),
            Plain::Number(number) => serializer.serialize_f64(*number),
            Plain::Whole(number) => serializer.serialize_f64(*number as f64),
            Plain::Text(text) => serializer.serialize_str(text),
        }
    }
}
