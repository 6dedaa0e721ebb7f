//! The finder's rules on a curve of the user's own.

use js_sys::Float64Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;
use crate::report::Found;

use super::error::or_throw;
use super::report;
use super::value::{given, optional};

/// The losses as a preset's system smooths them: a number for every loss.
#[wasm_bindgen]
pub fn smooth(
    #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>")] losses: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "NonNullable<FinderOptions[\"preset\"]>")] preset: &JsValue,
) -> Result<Float64Array, JsValue> {
    let losses = given("losses", losses)?;
    let preset = given("preset", preset)?;
    Ok(Float64Array::from(or_throw(api::smooth(&losses, &preset))?.as_slice()))
}

/// What the finder says of a range test that ran elsewhere: `{ lrs, losses }`, or a text with a column of rates and one
/// of losses.
#[wasm_bindgen(js_name = readLrFind, unchecked_return_type = "LrFindReport")]
pub fn read_lr_find(
    #[wasm_bindgen(unchecked_param_type = "string | LrCurve")] table: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CurveOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let table = given("table", table)?;
    let options = optional("", options)?;
    report::write(Found::from(or_throw(api::read_lr_find(&table, options.as_ref()))?))
}

/// What a rule of the finder says of rates and smoothed losses.
#[wasm_bindgen(unchecked_return_type = "Advice")]
pub fn suggest(
    #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>")] lrs: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>")] losses: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SuggestOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let lrs = given("lrs", lrs)?;
    let losses = given("losses", losses)?;
    let rule = given("rule", rule)?;
    let options = optional("", options)?;
    report::write(or_throw(api::suggest(&lrs, &losses, &rule, options.as_ref()))?)
}
