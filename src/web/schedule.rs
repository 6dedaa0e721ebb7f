//! Schedules: columns, single rates, and what the linter says.

use js_sys::Float64Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::report;
use super::value::given;

/// The rates of the first steps of a schedule.
#[wasm_bindgen(js_name = sampleSchedule)]
pub fn sample_schedule(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "SampleOptions")] options: &JsValue,
) -> Result<Float64Array, JsValue> {
    let schedule = given("schedule", schedule)?;
    let options = given("", options)?;
    let rates = or_throw(api::sample_schedule(&schedule, &options))?;
    Ok(Float64Array::from(rates.as_slice()))
}

/// The rate of one step, from 0.
#[wasm_bindgen(js_name = lrAt)]
pub fn lr_at(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    step: f64,
    #[wasm_bindgen(unchecked_param_type = "RunLength")] options: &JsValue,
) -> Result<f64, JsValue> {
    let schedule = given("schedule", schedule)?;
    let options = given("", options)?;
    or_throw(api::lr_at(&schedule, step, &options))
}

/// What is odd about a schedule over a run, in one sentence each.
#[wasm_bindgen(js_name = lintSchedule, unchecked_return_type = "LintFinding[]")]
pub fn lint_schedule(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "RunLength")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let schedule = given("schedule", schedule)?;
    let options = given("", options)?;
    report::write(or_throw(api::lint_schedule(&schedule, &options))?)
}
