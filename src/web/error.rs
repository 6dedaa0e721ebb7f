//! The one way in which errors leave.

use js_sys::{Error as JsError, Reflect};
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::report::Said;

use super::report;

/// A JavaScript `Error` with `name: "LrLabError"`, the message, the field, and what is wrong apart from its words.
pub(super) fn thrown(error: &Error) -> JsValue {
    let thrown = JsError::new(&error.to_string());
    thrown.set_name("LrLabError");
    // Setting a property of a fresh, extensible object does not fail.
    let _ = Reflect::set(&thrown, &"field".into(), &error.field().into());
    if let Ok(sentence) = report::write(Said(error.problem().clone())) {
        let _ = Reflect::set(&thrown, &"sentence".into(), &sentence);
    }
    thrown.into()
}

/// A result whose error is thrown.
pub(super) fn or_throw<T>(result: crate::error::Result<T>) -> Result<T, JsValue> {
    result.map_err(|error| thrown(&error))
}
