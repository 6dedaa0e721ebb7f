//! A schedule's rates as a column.

use crate::error::Result;
use crate::range::Range;
use crate::run::MAX_STEPS;

use super::fields::{self, Fields};
use super::{Schedule, Value};

/// How much of a schedule to sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct SampleOptions {
    /// Number of steps, from 0.
    pub steps: u64,
    /// Steps in an epoch, for schedules by epoch; default 1.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps_per_epoch: Option<u64>,
}

impl SampleOptions {
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let options = Self {
            steps: fields.required("steps", fields::whole)?,
            steps_per_epoch: fields.optional("stepsPerEpoch", fields::whole)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// The rates of the first `steps` steps: `sampleSchedule(schedule, { steps, stepsPerEpoch? })`.
///
/// # Errors
/// A refused schedule under `schedule`; `steps` above 10 million; `stepsPerEpoch` of 0.
pub fn sample_schedule(schedule: &Value, options: &Value) -> Result<Vec<f64>> {
    let schedule = Schedule::read(schedule).and_then(Schedule::build);
    let schedule = schedule.map_err(|error| error.under("schedule"))?;
    let SampleOptions { steps, steps_per_epoch } = SampleOptions::read(options)?;
    Range::whole(0, MAX_STEPS).check("steps", steps as f64)?;
    let steps_per_epoch = steps_per_epoch.unwrap_or(1);
    Range::whole(1, u64::MAX).check("stepsPerEpoch", steps_per_epoch as f64)?;
    let horizon = crate::schedule::Horizon::new(steps, steps_per_epoch);
    (0..steps).map(|step| schedule.rate(step, &horizon)).collect()
}
