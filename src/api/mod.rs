//! What the outside says and hears: requests read from plain values, reports written to them.
//!
//! A request is a [`Value`], whether it comes from JavaScript, JSON or a link; every refusal is an
//! [`Error`](crate::error::Error) with the path of the field. Dispatch on `kind` is by hand: serde's tagged enums
//! lose the path.

mod catalog;
mod experiment;
mod fields;
mod finder;
mod report;
mod schedule;
mod value;

pub use catalog::{DatasetInfo, datasets};
pub use experiment::{BatchSize, Data, Experiment, Layer, Model, Optimizer, WeightTensor};
pub use finder::{FinderOptions, Preset, SmoothingOptions, StopOptions};
pub use report::{
    BoundsReport, ConsensusReport, FingerprintsReport, ProgressReport, StopReport, SuggestionReport, UnansweredReport,
    read_lr_find_report, read_trace,
};
pub use schedule::{ScheduleRequest, ShapeRequest};
pub use value::Value;

use crate::error::{Error, Result};
use crate::run::{Fit, Length, LrFind, MAX_STEPS};
use fields::Fields;

/// A finder at its start: `new LrFind(experiment, options)`.
///
/// # Errors
/// A refused experiment by its path (`data.name`), a refused option under `finder` (`finder.startLr`).
pub fn lr_find(experiment: &Value, options: Option<&Value>) -> Result<LrFind> {
    let options = FinderOptions::read(options).map_err(|error| error.under("finder"))?;
    let trainer = Experiment::read(experiment)?.trainer()?;
    let config = options.config(&trainer).map_err(|error| error.under("finder"))?;
    LrFind::new(trainer, config).map_err(|error| error.under("finder"))
}

/// A training run at its start: `new Fit(experiment, { schedule, steps | epochs })`.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, a refused length at `steps` or `epochs`.
pub fn fit(experiment: &Value, options: &Value) -> Result<Fit> {
    let mut fields = Fields::of(options)?;
    let schedule = fields.required("schedule", ScheduleRequest::read)?;
    let steps = fields.optional("steps", fields::whole)?;
    let epochs = fields.optional("epochs", fields::whole)?;
    fields.finish()?;
    let length = match (steps, epochs) {
        (Some(steps), None) => Length::Steps(steps),
        (None, Some(epochs)) => Length::Epochs(epochs),
        (None, None) => return Err(Error::new("steps", "missing; give steps or epochs")),
        (Some(_), Some(_)) => return Err(Error::new("epochs", "given beside steps; give one of them")),
    };
    let schedule = schedule.build().map_err(|error| error.under("schedule"))?;
    Fit::new(Experiment::read(experiment)?.trainer()?, schedule, length)
}

/// The rates of the first `steps` steps: `sampleSchedule(schedule, { steps, stepsPerEpoch? })`.
///
/// # Errors
/// A refused schedule under `schedule`; `steps` above 10 million; `stepsPerEpoch` of 0.
pub fn sample_schedule(schedule: &Value, options: &Value) -> Result<Vec<f64>> {
    let schedule = ScheduleRequest::read(schedule).and_then(|schedule| schedule.build());
    let schedule = schedule.map_err(|error| error.under("schedule"))?;
    let mut fields = Fields::of(options)?;
    let steps = fields.required("steps", fields::whole)?;
    let steps_per_epoch = fields.optional("stepsPerEpoch", fields::whole)?.unwrap_or(1);
    fields.finish()?;
    if steps > MAX_STEPS {
        return Err(Error::not_accepted("steps", steps, format!("a whole number up to {MAX_STEPS}")));
    }
    if steps_per_epoch == 0 {
        return Err(Error::not_accepted("stepsPerEpoch", 0, "a whole number above 0"));
    }
    Ok((0..steps).map(|step| schedule.lr_at(step, steps_per_epoch as usize)).collect())
}
