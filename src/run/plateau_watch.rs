//! A plateau at work on a run.

use crate::schedule::{Monitor, Plateau, PlateauState};
use crate::train::Trainer;

use super::epoch_mean::EpochMean;

/// A plateau, how far it has come, and the losses that it has seen since the epoch began.
#[derive(Clone, Debug)]
pub(super) struct PlateauWatch {
    plateau: Plateau,
    state: PlateauState,
    epoch: EpochMean,
}

impl PlateauWatch {
    /// At the beginning of a run.
    pub(super) fn new(plateau: Plateau, state: PlateauState) -> Self {
        Self { plateau, state, epoch: EpochMean::default() }
    }

    /// The rate of the next step.
    pub(super) fn lr(&self) -> f64 {
        self.state.lr()
    }

    /// Takes the loss of the step that `trainer` took last, of `taken` in all. Where an epoch ends with it the plateau sees
    /// its metric, for which it may have to know the loss on held-out rows.
    pub(super) fn watch(
        &mut self,
        loss: f64,
        taken: usize,
        trainer: &mut Trainer,
        held_out: impl FnOnce(&mut Trainer) -> Option<f64>,
    ) {
        let (mean, epoch_ends) = self.epoch.add(loss, taken, trainer);
        if epoch_ends {
            let metric = match self.plateau.config().monitor {
                Monitor::ValLoss => held_out(trainer).unwrap_or(mean),
                Monitor::Loss => mean,
            };
            self.state = self.plateau.after(self.state, metric);
        }
    }
}
