//! The rates of a run of many that differ in their peak alone.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::schedule::{Horizon, Plateau, Policy, Schedule};
use crate::sentence;
use crate::train::Trainer;

use super::plateau_watch::PlateauWatch;

/// How the rate goes over a run, whatever its peak.
#[derive(Clone, Debug)]
pub(super) enum Course {
    Constant,
    /// The rate of each step as a share of the peak.
    Shares(Arc<[f64]>),
    /// From the peak down. Its lowest rate stays where it is.
    Plateau(Plateau),
}

impl Course {
    /// The course of a run of `taken` steps by a policy over `planned` ones: a shorter run goes through a schedule faster,
    /// so that it sees all of it, and a plateau waits for fewer epochs.
    ///
    /// # Errors
    /// `schedule`: an expression that gives no rate at one of the steps; a rate that is 0 throughout.
    pub(super) fn new(policy: Option<&Policy>, planned: Horizon, taken: u64) -> Result<Self> {
        let schedule = match policy {
            None => return Ok(Self::Constant),
            Some(Policy::Plateau(plateau)) => return Ok(Self::Plateau(plateau.compressed(taken, planned.steps))),
            Some(Policy::Schedule(schedule)) => schedule,
        };
        schedule.check(&planned).map_err(|error| error.under("schedule"))?;
        let peak = highest(schedule, &planned)?;
        // Whole numbers, so that every machine takes the same steps.
        let at = |step: u64| (u128::from(step) * u128::from(planned.steps) / u128::from(taken)) as u64;
        Ok(Self::Shares((0..taken).map(|step| schedule.lr_at(at(step), &planned) / peak).collect()))
    }

    /// The rates of a run with this peak.
    pub(super) fn pace(&self, peak: f64) -> Pace {
        match self {
            Self::Constant => Pace::Constant(peak),
            Self::Shares(shares) => Pace::Shares(Arc::clone(shares), peak),
            Self::Plateau(plateau) => Pace::Plateau(PlateauWatch::new(*plateau, plateau.start_at(peak))),
        }
    }
}

/// The highest rate of a schedule over a run.
///
/// # Errors
/// `schedule`: a rate that is 0 throughout.
pub(crate) fn highest(schedule: &Schedule, horizon: &Horizon) -> Result<f64> {
    let peak = (0..horizon.steps).map(|step| schedule.lr_at(step, horizon)).fold(0.0, f64::max);
    if peak == 0.0 {
        let problem = sentence!("error.no-peak", "its rate is 0 throughout; there is nothing to raise");
        return Err(Error::new("schedule", problem));
    }
    Ok(peak)
}

/// The rates of a run, step by step.
#[derive(Clone, Debug)]
pub(super) enum Pace {
    Constant(f64),
    /// The rate of each step as a share of the peak, and the peak.
    Shares(Arc<[f64]>, f64),
    Plateau(PlateauWatch),
}

impl Pace {
    /// Takes the next step of `trainer`; its loss and its rate.
    pub(super) fn step(&mut self, trainer: &mut Trainer) -> (f64, f64) {
        let lr = match self {
            Self::Constant(lr) => *lr,
            Self::Shares(shares, peak) => *peak * shares[trainer.steps() as usize],
            Self::Plateau(watch) => watch.lr(),
        };
        let loss = trainer.step(lr);
        if let Self::Plateau(watch) = self {
            let taken = trainer.steps() as usize;
            watch.watch(loss, taken, trainer, |trainer| trainer.validate().map(|evaluation| evaluation.loss));
        }
        (loss, lr)
    }
}
