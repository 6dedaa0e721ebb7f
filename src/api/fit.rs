//! A training run as it is asked for.

use crate::error::{Error, Result};
use crate::run::{Fit, Length};
use crate::schedule::Policy;
use crate::sentence;
use crate::train::Trainer;

use crate::request::{Ask as _, Experiment, Value, options};

options! {
    /// Options of a training run: a schedule and its length, in steps or in epochs.
    pub struct FitOptions {
        /// The rate over time.
        pub schedule: Policy,
        /// Number of optimizer steps.
        pub steps: Option<u64>,
        /// Number of whole epochs, instead of `steps`.
        pub epochs: Option<u64>,
    }
}

impl FitOptions {
    /// The run that they ask for.
    pub(super) fn run(self, trainer: Trainer) -> Result<Fit> {
        let length = match (self.steps, self.epochs) {
            (Some(steps), None) => Length::Steps(steps),
            (None, Some(epochs)) => Length::Epochs(epochs),
            (None, None) => {
                return Err(Error::missing_either("steps", sentence!("value.steps-or-epochs", "steps or epochs")));
            }
            (Some(_), Some(_)) => return Err(Error::given_beside("epochs", "steps")),
        };
        Fit::new(trainer, self.schedule, length)
    }
}

/// A training run at its start: `new Fit(experiment, { schedule, steps | epochs })`.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, a refused length at `steps` or `epochs`.
pub fn fit(experiment: &Value, options: &Value) -> Result<Fit> {
    let options = FitOptions::ask(options)?;
    options.run(Experiment::read(experiment)?.trainer()?)
}
