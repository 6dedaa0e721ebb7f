//! What there is to choose from.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::api;
use crate::error::Error;
use crate::sentence;

use super::error::or_throw;
use super::report;
use super::value::{given, optional};

/// Every data set of the lab.
#[wasm_bindgen(unchecked_return_type = "DatasetInfo[]")]
pub fn datasets() -> Result<JsValue, JsValue> {
    report::write(or_throw(api::datasets())?)
}

/// Every kind that an experiment can name, with its fields, defaults and ranges.
#[wasm_bindgen(unchecked_return_type = "Catalog")]
pub fn catalog() -> Result<JsValue, JsValue> {
    report::write(api::catalog())
}

/// What a text with a table of the user's own is, where `target`, by default its last column, is to be predicted.
#[wasm_bindgen(js_name = describeData, unchecked_return_type = "DataDescription")]
pub fn describe_data(
    #[wasm_bindgen(unchecked_param_type = "string")] csv: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] target: &JsValue,
) -> Result<JsValue, JsValue> {
    let csv = given("csv", csv)?;
    let target = optional("target", target)?;
    report::write(or_throw(api::describe_data(&csv, target.as_ref()))?)
}

/// Takes the pictures of a data set that is too large to come along, from two IDX files, gzipped or not. They stay with
/// this instance: a worker needs them given to it.
#[wasm_bindgen(js_name = provideData, unchecked_return_type = "DatasetInfo")]
pub fn provide_data(
    #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] images: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] labels: &JsValue,
) -> Result<JsValue, JsValue> {
    let bytes = |field: &str, value: &JsValue| {
        let array = value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        array.ok_or_else(|| Error::new(field, sentence!("error.no-bytes", "not bytes; use a Uint8Array")))
    };
    let name = name.as_string().ok_or_else(|| Error::new("name", sentence!("error.no-text", "not a text")));
    let info = name.and_then(|name| api::provide_data(&name, &bytes("images", images)?, &bytes("labels", labels)?));
    report::write(or_throw(info)?)
}
