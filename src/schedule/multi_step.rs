//! A factor at given steps.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;

use super::curve::{Curve, FACTOR, Handle, INIT_LR, Moment};
use super::{STEPS_OR_NONE, Timing, ascending, finite};

kind! {
    MultiStep: MultiStep { init_lr, factor, milestones },
    "multi-step", "Multi-step", "Multiplied by a factor at given steps.",
    init_lr: INIT_LR,
    factor: FACTOR,
    milestones: Setting::numbers(STEPS_OR_NONE, "Where the rate changes, ascending; the new one holds there.").required().suits(|run| Datum::Numbers(vec![run.part(2.0), (0.75 * run.length).floor()])),
}

/// lr(t) = initLr · factor^(number of milestones ≤ t): the new rate holds at t = milestone. A milestone that is given
/// twice counts twice.
///
/// Source: PyTorch `MultiStepLR`.
///
/// ```
/// use lr_lab::schedule::MultiStep;
///
/// let drops = MultiStep::new(1.0, 0.5, vec![10, 30])?;
/// assert_eq!([0, 9, 10, 29, 30, 1000].map(|t| drops.lr_at(t)), [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MultiStep {
    pub(crate) init_lr: f64,
    pub(crate) factor: f64,
    pub(crate) milestones: Vec<u64>,
}

impl MultiStep {
    /// `init_lr`, times `factor` at each of the `milestones`, in steps (or epochs).
    ///
    /// # Errors
    /// `initLr`, `factor`: not a finite number above 0; `milestones[i]`: before the one in front of it.
    pub fn new(init_lr: f64, factor: f64, milestones: Vec<u64>) -> Result<Self> {
        Self::make(Self { init_lr, factor, milestones })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let passed = self.milestones.partition_point(|milestone| *milestone <= t);
        finite(self.init_lr * pow(self.factor, passed as f64))
    }
}

impl Curve for MultiStep {
    const HANDLES: &'static [Handle<Self::Config>] =
        &[Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr)];

    fn make(config: Self::Config) -> Result<Self> {
        Self::check(&config)?;
        ascending("milestones", &config.milestones)?;
        Ok(config)
    }

    fn config(&self) -> &Self::Config {
        self
    }

    fn formula(&self) -> String {
        "initLr * factor ^ count(t, milestones)".to_owned()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t)
    }

    fn timing(&self) -> Timing {
        Timing { end: self.milestones.last().map(|last| *last as f64), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::MultiStep;

    #[test]
    fn rates() {
        for (milestones, t, want) in [
            (vec![], u64::MAX, 1.0),
            (vec![0], 0, 0.5),
            (vec![3, 3], 2, 1.0),
            (vec![3, 3], 3, 0.25),
            (vec![1, (1 << 53) - 1], (1 << 53) - 2, 0.5),
            (vec![1, (1 << 53) - 1], u64::MAX, 0.25),
        ] {
            assert_eq!(MultiStep::new(1.0, 0.5, milestones.clone()).unwrap().lr_at(t), want, "{milestones:?} at {t}");
        }
    }
}
