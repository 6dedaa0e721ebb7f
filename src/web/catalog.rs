//! What there is to choose from.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::report;

/// Every data set of the lab.
#[wasm_bindgen(unchecked_return_type = "DatasetInfo[]")]
pub fn datasets() -> Result<JsValue, JsValue> {
    report::write(&or_throw(api::datasets())?)
}

/// Every kind that an experiment can name, with its fields, defaults and ranges.
#[wasm_bindgen(unchecked_return_type = "Catalog")]
pub fn catalog() -> Result<JsValue, JsValue> {
    report::write(&api::catalog())
}
