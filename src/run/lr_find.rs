//! The range test on a network.

use std::sync::Arc;

use crate::data::Part;
use crate::error::Result;
use crate::finder::{FinderConfig, LrFindReport, LrFinder};
use crate::named;
use crate::train::{Fingerprint, Trainer, Vary};

use super::epoch_mean::EpochMean;
use super::{Progress, nothing_held_out};

named! {
    /// How long a rate is kept.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Per {
        /// For a batch.
        Batch = "batch",
        /// For an epoch.
        Epoch = "epoch",
    }
}

named! {
    /// Which loss a rate is judged by.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum LossOn {
        /// The batch's, before its update; with a rate for every epoch, the mean over the epoch.
        Batch = "batch",
        /// The validation set's, after the rate's last update: as torch-lr-finder measures it when it is given one, and
        /// Keras at the end of an epoch.
        Validation = "validation",
        /// The mean over the epoch so far, each row counting once, as Keras logs it since TensorFlow 2.2. It begins anew with
        /// every epoch and drags behind within: it shifts the curve to larger rates.
        RunningMean = "running-mean",
    }
}

/// Settings of an [`LrFind`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LrFindConfig {
    /// The rates, and what is done with the losses.
    pub finder: FinderConfig,
    /// How long a rate is kept.
    pub per: Per,
    /// Which loss it is judged by.
    pub loss_on: LossOn,
}

/// A learning-rate finder at work on a clone of a trainer: there is nothing to restore afterwards.
#[derive(Clone, Debug)]
pub struct LrFind {
    original: Trainer,
    probe: Trainer,
    finder: LrFinder,
    per: Per,
    loss_on: LossOn,
    epoch: EpochMean,
    /// Rows on which the loss is measured from time to time, if it is.
    sample: Option<Arc<Part>>,
    before: Fingerprint,
}

impl LrFind {
    /// A range test that starts from where `trainer` is.
    ///
    /// # Errors
    /// As in [`LrFinder::new`]; `lossOn`: the validation set, of which there is none.
    pub fn new(trainer: Trainer, config: LrFindConfig) -> Result<Self> {
        let LrFindConfig { finder, per, loss_on } = config;
        let finder = LrFinder::new(finder)?;
        if loss_on == LossOn::Validation && trainer.data().validation.is_none() {
            return Err(nothing_held_out("lossOn", "batch"));
        }
        let before = trainer.fingerprint();
        let (probe, epoch) = (trainer.clone(), EpochMean::default());
        Ok(Self { probe, original: trainer, finder, per, loss_on, epoch, sample: None, before })
    }

    /// Before its first step: the same test, which measures the loss on a sample of the rows held out as well, for the
    /// lab's own answer; on rows that are trained on where none are held out.
    #[must_use]
    pub fn with_held_out(self) -> Self {
        let data = self.original.data();
        let part = data.judging();
        let batch = match self.per {
            Per::Batch => self.original.batch_size(),
            Per::Epoch => self.original.rows(),
        };
        let (rows, finder) = self.finder.with_held_out(part.rows(), batch, data.validation.is_some());
        let sample = Some(Arc::new(part.sample(rows)));
        Self { sample, finder, ..self }
    }

    /// Before its first step: the same test with another seed, as [`Trainer::reseed`] has it.
    #[must_use]
    pub fn reseeded(&self, seed: u64, vary: Vary) -> Self {
        let mut test = self.clone();
        test.original.reseed(seed, vary);
        test.probe.reseed(seed, vary);
        test.before = test.original.fingerprint();
        test
    }

    /// Trains at most `max_steps` further batches.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            let Some(lr) = self.finder.next_lr() else { break };
            let loss = self.probe.step(lr);
            let (mean, epoch_ends) = self.epoch.add(loss, self.probe.steps() as usize, &self.probe);
            // A mean that is no number stays none: no need to train to the end of the epoch.
            let waits =
                self.per == Per::Epoch && !epoch_ends && (self.loss_on == LossOn::Validation || mean.is_finite());
            if !waits {
                if let Some(sample) = self.sample.as_ref().filter(|_| self.finder.wants_held_out()) {
                    self.finder.record_held_out(self.probe.mean_loss(sample));
                }
                self.finder.record(match (self.loss_on, self.per) {
                    (LossOn::Validation, _) => self.probe.validate().map_or(f64::NAN, |evaluation| evaluation.loss),
                    (LossOn::Batch, Per::Batch) => loss,
                    (LossOn::Batch, Per::Epoch) | (LossOn::RunningMean, _) => mean,
                });
            }
        }
        self.progress()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let (lr, loss) = self.finder.last().unwrap_or((f64::NAN, f64::NAN));
        let (step, total) = (self.finder.recorded(), self.finder.planned());
        Progress { done: self.finder.stop().is_some(), step, total, loss, lr }
    }

    /// Ends the test where it is.
    pub fn cancel(&mut self) {
        self.finder.cancel();
    }

    /// The curve so far, as [`LrFinder::curve`] has it.
    pub fn curve(&self, most: usize) -> [Vec<f64>; 5] {
        self.finder.curve(most)
    }

    /// What the curve says so far.
    pub fn report(&self) -> LrFindReport {
        self.finder.report()
    }

    /// Fingerprints of the trainer before the test and now: they are equal, since only a clone was trained.
    pub fn fingerprints(&self) -> (Fingerprint, Fingerprint) {
        (self.before, self.original.fingerprint())
    }
}
