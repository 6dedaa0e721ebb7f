//! Schedules as columns.

use js_sys::Float64Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;

use super::error::or_throw;
use super::value;

/// The rates of the first steps of a schedule.
#[wasm_bindgen(js_name = sampleSchedule)]
pub fn sample_schedule(
    #[wasm_bindgen(unchecked_param_type = "Schedule")] schedule: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "SampleOptions")] options: &JsValue,
) -> Result<Float64Array, JsValue> {
    let schedule = or_throw(value::read(schedule).map_err(|error| error.under("schedule")))?;
    let options = or_throw(value::read(options))?;
    let rates = or_throw(api::sample_schedule(&schedule, &options))?;
    Ok(Float64Array::from(rates.as_slice()))
}
