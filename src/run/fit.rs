//! Training by a schedule.

use crate::error::Result;
use crate::finder::{cancelled, every_step_taken, not_finite, stopped};
use crate::range::Range;
use crate::schedule::{Horizon, Policy, Schedule};
use crate::sentence::Sentence;
use crate::train::{Trace, TraceStop, TraceStopReason, Trainer};

use super::Progress;
use super::plateau_watch::PlateauWatch;

/// The most steps of a run.
pub const MAX_STEPS: u64 = 10_000_000;

/// How long a run lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A number of optimizer steps.
    Steps(u64),
    /// A number of whole epochs.
    Epochs(u64),
}

/// Where the rates come from, and how far that has come.
#[derive(Clone, Debug)]
enum Rates {
    Schedule(Schedule, Horizon),
    Plateau(PlateauWatch),
}

/// A training run that records exactly one loss a step, before the update, and ends early only on a loss that is
/// not finite.
#[derive(Clone, Debug)]
pub struct Fit {
    trainer: Trainer,
    rates: Rates,
    total: usize,
    trace: Trace,
}

impl Fit {
    /// A run of `trainer` by a schedule or a plateau, which watches the validation loss at the end of each epoch, or
    /// the epoch's mean training loss.
    ///
    /// # Errors
    /// `steps` or `epochs`: 0, or more than 10 million steps; `schedule`: an expression that gives no rate at one of the
    /// steps, which is found before the first of them is taken.
    pub fn new(trainer: Trainer, rates: impl Into<Policy>, length: Length) -> Result<Self> {
        let steps_per_epoch = trainer.steps_per_epoch();
        let (field, count, per_unit) = match length {
            Length::Steps(count) => ("steps", count, 1),
            Length::Epochs(count) => ("epochs", count, steps_per_epoch as u64),
        };
        Range::whole(1, MAX_STEPS / per_unit).check(field, count as f64)?;
        let trace = Trace { steps_per_epoch, ..Trace::default() };
        let total = count * per_unit;
        let rates = match rates.into() {
            Policy::Schedule(schedule) => {
                let horizon = Horizon::new(total, steps_per_epoch as u64);
                schedule.check(&horizon).map_err(|error| error.under("schedule"))?;
                Rates::Schedule(schedule, horizon)
            }
            Policy::Plateau(plateau) => Rates::Plateau(PlateauWatch::new(plateau, plateau.start())),
        };
        Ok(Self { trainer, rates, total: total as usize, trace })
    }

    /// Takes at most `max_steps` further steps.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            if self.trace.stop.is_some() {
                break;
            }
            self.step();
        }
        self.progress()
    }

    fn step(&mut self) {
        let step = self.trace.losses.len();
        let lr = self.lr();
        let loss = self.trainer.step(lr);
        self.trace.steps.push(step as f64);
        self.trace.lrs.push(lr);
        self.trace.losses.push(loss);
        let taken = step + 1;
        if !loss.is_finite() {
            self.end(TraceStopReason::NonFinite, &not_finite(loss));
        } else if taken == self.total {
            self.end(TraceStopReason::Completed, &every_step_taken());
        }
        if loss.is_finite() && (taken.is_multiple_of(self.trace.steps_per_epoch) || taken == self.total) {
            self.validate(taken);
        }
        if let Rates::Plateau(watch) = &mut self.rates {
            let validated = self.trace.validation.losses.last().copied();
            watch.watch(loss, taken, &mut self.trainer, |_| validated);
        }
    }

    /// The rate of the next step; after the last one, its own.
    pub fn lr(&self) -> f64 {
        let step = self.trace.losses.len().min(self.total - 1);
        match &self.rates {
            Rates::Schedule(schedule, horizon) => schedule.lr_at(step as u64, horizon),
            Rates::Plateau(watch) => watch.lr(),
        }
    }

    fn validate(&mut self, taken: usize) {
        if let Some(evaluation) = self.trainer.validate() {
            let validation = &mut self.trace.validation;
            validation.epochs.push(taken as f64 / self.trace.steps_per_epoch as f64);
            validation.losses.push(evaluation.loss);
            validation.accuracies.push(evaluation.accuracy.unwrap_or(f64::NAN));
        }
    }

    fn end(&mut self, reason: TraceStopReason, why: &Sentence) {
        self.trace.stop = Some(self.stopped(reason, why));
    }

    /// How it has ended, if it ends here.
    pub(super) fn stopped(&self, reason: TraceStopReason, why: &Sentence) -> TraceStop {
        let Progress { step: taken, total, lr, .. } = self.progress();
        TraceStop { reason, step: taken.saturating_sub(1), lr, message: stopped(taken, total as u64, lr, why) }
    }

    /// Ends the run where it is. After the end it does nothing.
    pub fn cancel(&mut self) {
        if self.trace.stop.is_none() {
            self.end(TraceStopReason::Cancelled, &cancelled());
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.trace.stop.is_some(),
            step: self.trace.losses.len(),
            total: self.total,
            loss: self.trace.losses.last().copied().unwrap_or(f64::NAN),
            lr: self.trace.lrs.last().copied().unwrap_or(f64::NAN),
        }
    }

    /// The columns so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The trainer as it stands, for predictions and weights.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The trainer as it stands.
    pub fn trainer_mut(&mut self) -> &mut Trainer {
        &mut self.trainer
    }
}
