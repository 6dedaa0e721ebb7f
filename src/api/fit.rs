//! A training run as it is asked for.

use crate::error::{Error, Result};
use crate::run::{Fit, Length};
use crate::schedule::Policy;
use crate::train::Trainer;

use crate::request::fields::{self, Fields};
use crate::request::read_policy;
use crate::request::{Experiment, Value};

/// Options of a training run: a schedule and its length, in steps or in epochs.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FitOptions {
    /// The rate over time.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Schedule"))]
    pub schedule: Policy,
    /// Number of optimizer steps.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// Number of whole epochs, instead of `steps`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub epochs: Option<u64>,
}

impl FitOptions {
    /// Reads them from among other fields.
    pub(super) fn take(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            schedule: fields.required("schedule", read_policy)?,
            steps: fields.optional("steps", fields::whole)?,
            epochs: fields.optional("epochs", fields::whole)?,
        })
    }

    /// The run that they ask for.
    pub(super) fn run(self, trainer: Trainer) -> Result<Fit> {
        let length = match (self.steps, self.epochs) {
            (Some(steps), None) => Length::Steps(steps),
            (None, Some(epochs)) => Length::Epochs(epochs),
            (None, None) => return Err(Error::new("steps", "missing; give steps or epochs")),
            (Some(_), Some(_)) => return Err(Error::new("epochs", "given beside steps; give one of them")),
        };
        Fit::new(trainer, self.schedule, length)
    }
}

/// A training run at its start: `new Fit(experiment, { schedule, steps | epochs })`.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, a refused length at `steps` or `epochs`.
pub fn fit(experiment: &Value, options: &Value) -> Result<Fit> {
    let mut fields = Fields::of(options)?;
    let options = FitOptions::take(&mut fields)?;
    fields.finish()?;
    options.run(Experiment::read(experiment)?.trainer()?)
}
