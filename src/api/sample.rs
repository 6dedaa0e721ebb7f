//! A schedule's rates as a column, and one by one.

use crate::error::{Error, Result};
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::schedule::{Horizon, Policy, STEPS, Schedule};
use crate::sentence;

use crate::request::{Ask as _, Under as _, Value, fields, options, read_policy, read_schedule};

options! {
    /// How much of a schedule to sample.
    pub struct SampleOptions {
        /// Number of steps, from 0; for plateau at most as many rates, and with `metrics` it may be left out.
        pub steps: Option<u64>,
        /// Steps in an epoch, for whatever counts epochs; default 1.
        pub steps_per_epoch: Option<u64>,
        /// For plateau: the metric seen at the end of each epoch.
        pub metrics: Option<Vec<f64>>,
    }
}

options! {
    /// The length of a run.
    #[derive(Copy, Eq)]
    pub struct RunLength {
        /// Number of steps.
        pub steps: u64,
        /// Steps in an epoch, for whatever counts epochs; default 1.
        pub steps_per_epoch: Option<u64>,
    }
}

impl RunLength {
    /// Reads `{ steps, stepsPerEpoch? }`.
    ///
    /// # Errors
    /// As [`horizon`], and unknown fields.
    pub(super) fn read(value: &Value) -> Result<Horizon> {
        let Self { steps, steps_per_epoch } = Self::ask(value)?;
        horizon(steps, steps_per_epoch)
    }
}

/// What a schedule may know of a run.
///
/// # Errors
/// `steps` above 10 million; `stepsPerEpoch` of 0.
pub(super) fn horizon(steps: u64, steps_per_epoch: Option<u64>) -> Result<Horizon> {
    Range::whole(0, MAX_STEPS).check("steps", steps as f64)?;
    let steps_per_epoch = steps_per_epoch.unwrap_or(1);
    STEPS.check("stepsPerEpoch", steps_per_epoch as f64)?;
    Ok(Horizon::new(steps, steps_per_epoch))
}

/// What a schedule that came from outside says of the rates.
pub(super) fn policy(schedule: &Value) -> Result<Policy> {
    read_policy(schedule).under("schedule")
}

/// The rates of a schedule that is drawn, whose errors lie under `path`.
///
/// # Errors
/// A refused schedule under `schedule`, then whatever is wrong with the horizon.
pub(super) fn column(schedule: &Value, path: &str, horizon: &Result<Horizon>) -> Result<Vec<f64>> {
    let schedule = read_schedule(schedule).under("schedule").under(path)?;
    let horizon = horizon.clone()?;
    rates(&schedule, &horizon).under(path)
}

fn rates(schedule: &Schedule, horizon: &Horizon) -> Result<Vec<f64>> {
    (0..horizon.steps).map(|step| schedule.rate(step, horizon)).collect::<Result<_>>().under("schedule")
}

/// The rates of the first `steps` steps; for plateau, the rate after each of the `metrics`, and no more of them than
/// `steps`: `sampleSchedule(schedule, { steps, stepsPerEpoch?, metrics? })`.
///
/// # Errors
/// A refused schedule under `schedule`, which includes an expression that gives no rate at one of the steps; `steps`
/// above 10 million; `stepsPerEpoch` of 0; `metrics`: missing for plateau, given for anything else, or more than 10
/// million.
pub fn sample_schedule(schedule: &Value, options: &Value) -> Result<Vec<f64>> {
    let policy = policy(schedule)?;
    let SampleOptions { steps, steps_per_epoch, metrics } = SampleOptions::ask(options)?;
    match (policy, metrics) {
        (Policy::Schedule(schedule), None) => {
            rates(&schedule, &horizon(steps.ok_or_else(|| Error::missing("steps"))?, steps_per_epoch)?)
        }
        (Policy::Schedule(_), Some(_)) => {
            let problem = sentence!(
                "error.metrics-for-schedule",
                "given for a schedule of the step; only plateau follows a metric"
            );
            Err(Error::new("metrics", problem))
        }
        (Policy::Plateau(plateau), Some(metrics)) => {
            Range::whole(0, MAX_STEPS).check("metrics", metrics.len() as f64)?;
            let horizon = horizon(steps.unwrap_or(metrics.len() as u64), steps_per_epoch)?;
            let most = usize::try_from(horizon.steps).unwrap_or(usize::MAX);
            Ok(plateau.sample(&metrics[..metrics.len().min(most)]))
        }
        (Policy::Plateau(_), None) => {
            let problem =
                sentence!("error.no-metrics", "missing; plateau follows the metric seen at the end of each epoch");
            Err(Error::new("metrics", problem))
        }
    }
}

/// The rate of one step: `lrAt(schedule, step, { steps, stepsPerEpoch? })`. The step may lie past the run's end; of
/// plateau only the first epoch is known.
///
/// # Errors
/// A refused schedule under `schedule`; `steps`, `stepsPerEpoch` as in [`sample_schedule`]; `step`: not a whole number
/// from 0, or for plateau past the first epoch.
pub fn lr_at(schedule: &Value, step: f64, options: &Value) -> Result<f64> {
    let policy = policy(schedule)?;
    let horizon = RunLength::read(options)?;
    let step = fields::whole(&Value::Number(step)).under("step")?;
    match policy {
        Policy::Schedule(schedule) => schedule.rate(step, &horizon).under("schedule"),
        Policy::Plateau(plateau) if step < horizon.steps_per_epoch => Ok(plateau.start().lr()),
        Policy::Plateau(_) => {
            let accepted = sentence!(
                "accepted.first-epoch",
                "a step of the first epoch, since plateau then follows a metric; sampleSchedule takes it"
            );
            Err(Error::not_accepted("step", step, accepted))
        }
    }
}
