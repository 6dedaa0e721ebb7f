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

/// Every key of a link, in its order; each is an attribute of the element too.
#[wasm_bindgen(js_name = linkKeys, unchecked_return_type = "LinkKey[]")]
pub fn link_keys() -> Result<JsValue, JsValue> {
    report::write(api::link_keys().to_vec())
}

/// The layers that a text such as `conv8x3-pool-flat-32-drop0.1` names, with what it says of them and no more.
#[wasm_bindgen(js_name = readNetwork, unchecked_return_type = "({ kind: Layer[\"kind\"] } & Record<string, unknown>)[]")]
pub fn read_network(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Result<JsValue, JsValue> {
    report::write(or_throw(api::read_network(&text.as_string().unwrap_or_default()))?)
}

/// Layers as such a text, each with its activation where that is not the usual one.
#[wasm_bindgen(js_name = writeNetwork)]
pub fn write_network(
    #[wasm_bindgen(unchecked_param_type = "Layer[]")] layers: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] activation: &JsValue,
) -> Result<String, JsValue> {
    let layers = given("layers", layers)?;
    or_throw(api::write_network(&layers, &activation.as_string().unwrap_or_default()))
}
