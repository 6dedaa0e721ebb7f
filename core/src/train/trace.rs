//! What a training run leaves behind: columns, one entry a step.

use crate::named;
use crate::sentence::Sentence;
use crate::thin;

/// Measured on the validation part, at the end of each epoch and after the last step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validation {
    /// Epochs trained when this was measured; a run that ends inside an epoch ends with a fraction.
    pub epochs: Vec<f64>,
    /// Mean loss over the validation part.
    pub losses: Vec<f64>,
    /// Fraction of rows classified correctly; NaN for regression.
    pub accuracies: Vec<f64>,
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceStop {
    /// `completed`, `non-finite` or `cancelled`.
    pub reason: TraceStopReason,
    /// Index of the last recorded step, from 0.
    pub step: usize,
    /// The rate of that step.
    pub lr: f64,
    /// One sentence for a person.
    pub message: Sentence,
}

named! {
    /// The ways in which a training run ends.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TraceStopReason {
        /// Every planned step was taken.
        Completed = "completed",
        /// The loss became NaN or infinite.
        NonFinite = "non-finite",
        /// The user ended it.
        Cancelled = "cancelled",
    }
}

/// The columns of a run. Exactly one loss is recorded a step, before the update.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Step of each entry, from 0.
    pub steps: Vec<f64>,
    /// Learning rate of each step.
    pub lrs: Vec<f64>,
    /// Loss of each step's batch, before the update.
    pub losses: Vec<f64>,
    /// Steps in an epoch, to place the validation entries on the step axis.
    pub steps_per_epoch: usize,
    /// Empty when no rows are held out.
    pub validation: Validation,
    /// Absent while the run goes on.
    pub stop: Option<TraceStop>,
}

impl Trace {
    /// The same run with at most about `most` entries, the extremes of the loss kept, for drawing.
    pub fn thinned(&self, most: usize) -> Self {
        let kept = thin::indices(&self.losses, most);
        let column = |values| thin::pick(values, &kept);
        Self {
            steps: column(&self.steps),
            lrs: column(&self.lrs),
            losses: column(&self.losses),
            steps_per_epoch: self.steps_per_epoch,
            validation: self.validation.thinned(most),
            stop: self.stop.clone(),
        }
    }
}

impl Validation {
    fn thinned(&self, most: usize) -> Self {
        let kept = thin::indices(&self.losses, most);
        let column = |values| thin::pick(values, &kept);
        Self { epochs: column(&self.epochs), losses: column(&self.losses), accuracies: column(&self.accuracies) }
    }
}
