//! The experiment for elsewhere.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::value::{given, optional};

/// The run that `exportCode`'s script repeats, as JSON: the prepared data, the initial weights, and each step's row
/// numbers, rate and loss.
#[wasm_bindgen(js_name = exportRun)]
pub fn export_run(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ExportRunOptions")] options: &JsValue,
) -> Result<String, JsValue> {
    let experiment = given("", experiment)?;
    let options = optional("", options)?;
    or_throw(api::export_run(&experiment, options.as_ref()))
}

/// A script that trains the experiment in another library. It reads what `exportRun` makes of the same experiment,
/// schedule and steps from `lr-lab-run.json`.
#[wasm_bindgen(js_name = exportCode)]
pub fn export_code(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "ExportCodeOptions")] options: &JsValue,
) -> Result<String, JsValue> {
    let (experiment, options) = (given("", experiment)?, given("", options)?);
    or_throw(api::export_code(&experiment, &options))
}
