//! A schedule as it is asked for: `{ kind: "cosine", initLr: 0.1, decaySteps: 100, unit: "step" }`.

use crate::declare::Nested as _;
use crate::error::Result;
use crate::schedule::{Policy, Schedule};

use super::fields::Fields;
use super::{Value, asks};

asks! {
    Policy: read_policy, "Schedule";
    Schedule: read_schedule, "Schedule";
}

/// Reads what decides the rates of a run: a schedule, or plateau.
///
/// # Errors
/// The first field that is missing, unknown, of another type, or not accepted, by its path.
pub(crate) fn read_policy(value: &Value) -> Result<Policy> {
    Policy::read(&mut Fields::of(value)?).map(Policy::placed)
}

/// Reads a schedule of the step alone.
///
/// # Errors
/// As [`read_policy`]; `kind`: plateau, which follows a metric.
pub(crate) fn read_schedule(value: &Value) -> Result<Schedule> {
    Schedule::read(&mut Fields::of(value)?).map(Schedule::placed)
}
