//! The sharpest curvature.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::{report, value};

/// The largest eigenvalue of the Hessian of an experiment's loss at its initial weights, and the rates that it allows.
#[wasm_bindgen(unchecked_return_type = "SharpnessReport")]
pub fn sharpness(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SharpnessOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let experiment = or_throw(value::read(experiment))?;
    let options = or_throw(value::read_optional(options))?;
    report::write(&or_throw(api::sharpness(&experiment, options.as_ref()))?)
}
