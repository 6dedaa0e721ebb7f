//! The whole state as a link.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::report;
use super::value::given;

/// A configuration as the text behind the `#` of a link: short, readable, and the same for the same configuration.
#[wasm_bindgen(js_name = encodeLink)]
pub fn encode_link(#[wasm_bindgen(unchecked_param_type = "LinkConfig")] config: &JsValue) -> Result<String, JsValue> {
    let config = given("", config)?;
    or_throw(api::encode_link(&config))
}

/// What a link says, with or without its `#`. Never throws: what is not accepted becomes the nearest that is, with a
/// note.
#[wasm_bindgen(js_name = decodeLink, unchecked_return_type = "DecodedLink")]
pub fn decode_link(#[wasm_bindgen(unchecked_param_type = "string")] hash: &JsValue) -> Result<JsValue, JsValue> {
    report::write(api::decode_link(&hash.as_string().unwrap_or_default()))
}
