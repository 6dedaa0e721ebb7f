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

/// Where a schedule can be taken hold of; `t` is in its unit.
#[wasm_bindgen(js_name = scheduleHandles, unchecked_return_type = "ScheduleHandle[]")]
pub fn schedule_handles(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
) -> Result<JsValue, JsValue> {
    let schedule = given("schedule", schedule)?;
    report::write(or_throw(api::schedule_handles(&schedule))?)
}

/// The settings that change when the handle `index` goes to `t` and `lr`.
#[wasm_bindgen(js_name = dragSchedule, unchecked_return_type = "Record<string, number>")]
pub fn drag_schedule(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    index: usize,
    t: f64,
    lr: f64,
) -> Result<JsValue, JsValue> {
    let schedule = given("schedule", schedule)?;
    report::write(or_throw(api::drag_schedule(&schedule, index, t, lr))?)
}

/// The settings of a kind of schedule that suit a run where nothing is typed.
#[wasm_bindgen(js_name = suitedSchedule, unchecked_return_type = "Record<string, unknown>")]
pub fn suited_schedule(
    #[wasm_bindgen(unchecked_param_type = "string")] kind: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "SuitedOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let kind = given("kind", kind)?;
    let options = given("", options)?;
    report::write(or_throw(api::suited_schedule(&kind, &options))?)
}
