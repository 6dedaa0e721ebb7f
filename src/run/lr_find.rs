//! The range test on a network.

use crate::error::Result;
use crate::finder::{FinderConfig, LrFindReport, LrFinder};
use crate::train::{Fingerprint, Trainer};

use super::Progress;

/// A learning-rate finder at work on a clone of a trainer: there is nothing to restore afterwards.
#[derive(Clone, Debug)]
pub struct LrFind {
    original: Trainer,
    probe: Trainer,
    finder: LrFinder,
    before: Fingerprint,
}

impl LrFind {
    /// A range test that starts from where `trainer` is.
    ///
    /// # Errors
    /// As in [`LrFinder::new`].
    pub fn new(trainer: Trainer, config: FinderConfig) -> Result<Self> {
        let finder = LrFinder::new(config)?;
        let before = trainer.fingerprint();
        Ok(Self { probe: trainer.clone(), original: trainer, finder, before })
    }

    /// Tries at most `max_steps` further rates.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            let Some(lr) = self.finder.next_lr() else { break };
            self.finder.record(self.probe.step(lr));
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
    pub fn curve(&self, most: usize) -> [Vec<f64>; 3] {
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
