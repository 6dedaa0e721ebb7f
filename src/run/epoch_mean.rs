//! The mean loss of an epoch.

use crate::train::Trainer;

/// The mean loss of an epoch so far, every row counting once, as Keras reports it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EpochMean {
    sum: f64,
    rows: usize,
}

impl EpochMean {
    /// Takes the mean loss of the batch of step `taken`, from 1. The mean so far, and whether the epoch ends with it, after
    /// which it begins anew.
    pub(super) fn add(&mut self, loss: f64, taken: usize, trainer: &Trainer) -> (f64, bool) {
        let (per_epoch, batch) = (trainer.steps_per_epoch(), trainer.batch_size());
        // The last batch of an epoch takes what is left.
        let rows = batch.min(trainer.rows() - (taken - 1) % per_epoch * batch);
        self.sum += loss * rows as f64;
        self.rows += rows;
        let mean = self.sum / self.rows as f64;
        let ends = taken.is_multiple_of(per_epoch);
        if ends {
            *self = Self::default();
        }
        (mean, ends)
    }
}
