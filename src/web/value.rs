//! Plain values from JavaScript.

use js_sys::{Array, Float32Array, Float64Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::api::Value;
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

use super::error::{or_throw, thrown};

/// Deeper objects are refused: no request is so deep, and one that contains itself never ends.
const MAX_DEPTH: usize = 16;

/// The most values in a request.
const MAX_VALUES: usize = 20_000_000;

/// A request as the crate reads it. Fields that are `undefined` are absent.
///
/// # Errors
/// Objects nested more than 16 deep, or more than 20 million values.
fn read(value: &JsValue) -> Result<Value> {
    Reader { left: MAX_VALUES }.read(value, MAX_DEPTH)
}

/// An argument, whose errors lie under `field`.
pub(super) fn given(field: &str, value: &JsValue) -> std::result::Result<Value, JsValue> {
    or_throw(read(value).map_err(|error| error.under(field)))
}

/// An argument that may be `undefined` or left out.
pub(super) fn optional(field: &str, value: &JsValue) -> std::result::Result<Option<Value>, JsValue> {
    if value.is_undefined() { Ok(None) } else { given(field, value).map(Some) }
}

/// A text; anything else says nothing.
pub(super) fn text(_: &str, value: &JsValue) -> std::result::Result<String, JsValue> {
    Ok(value.as_string().unwrap_or_default())
}

/// A name that must be a text.
pub(super) fn name(field: &str, value: &JsValue) -> std::result::Result<String, JsValue> {
    value.as_string().ok_or_else(|| thrown(&Error::new(field, sentence!("error.no-text", "not a text"))))
}

/// The bytes of a file.
pub(super) fn bytes(field: &str, value: &JsValue) -> std::result::Result<Vec<u8>, JsValue> {
    let no_bytes = || thrown(&Error::new(field, sentence!("error.no-bytes", "not bytes; use a Uint8Array")));
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).ok_or_else(no_bytes)
}

struct Reader {
    left: usize,
}

impl Reader {
    fn read(&mut self, value: &JsValue, depth: usize) -> Result<Value> {
        self.take(1)?;
        if value.is_null() {
            return Ok(Value::Null);
        }
        if value.is_undefined() {
            return Ok(Value::Other(Sentence::name("undefined")));
        }
        if let Some(flag) = value.as_bool() {
            return Ok(Value::Bool(flag));
        }
        if let Some(number) = value.as_f64() {
            return Ok(Value::Number(number));
        }
        if let Some(text) = value.as_string() {
            return Ok(Value::Text(text));
        }
        if let Some(numbers) = value.dyn_ref::<Float64Array>() {
            self.take(numbers.length() as usize)?;
            return Ok(Value::Numbers(numbers.to_vec()));
        }
        if let Some(numbers) = value.dyn_ref::<Float32Array>() {
            self.take(numbers.length() as usize)?;
            return Ok(Value::Numbers(numbers.to_vec().into_iter().map(f64::from).collect()));
        }
        if value.is_function() {
            return Ok(Value::Other(sentence!("value.function", "a function")));
        }
        if depth == 0 {
            let problem = sentence!(
                "error.deep-objects",
                "objects nested more than {most} deep are not accepted",
                most = MAX_DEPTH
            );
            return Err(Error::new("", problem));
        }
        if Array::is_array(value) {
            let array: &Array = value.unchecked_ref();
            // Read one by one: a proxy may claim any length, and `take` ends it.
            let items = array.iter().map(|item| self.read(&item, depth - 1)).collect::<Result<_>>()?;
            return Ok(Value::array(items));
        }
        if js_sys::ArrayBuffer::is_view(value) && !value.is_instance_of::<js_sys::DataView>() {
            return self.read(&Array::from(value), depth);
        }
        if !value.is_object() {
            return Ok(Value::Other(sentence!("value.symbol", "a symbol or a big integer")));
        }
        let mut fields = Vec::new();
        for entry in Object::entries(value.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            let (key, field) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
            if !field.is_undefined() {
                let field = self.read(&field, depth - 1).map_err(|error| error.under(&key))?;
                fields.push((key, field));
            }
        }
        Ok(Value::Map(fields))
    }

    fn take(&mut self, values: usize) -> Result<()> {
        let too_many =
            || sentence!("error.too-many-values", "more than {most} values are not accepted", most = MAX_VALUES);
        self.left = self.left.checked_sub(values).ok_or_else(|| Error::new("", too_many()))?;
        Ok(())
    }
}
