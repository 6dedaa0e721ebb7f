//! From one rate to another by equal differences.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::curve::{Curve, Handle, is_its_settings, whole};
use super::{STEPS_OR_NONE, Timing};

kind! {
    Linear: Linear { start_lr, end_lr, steps },
    "linear", "Linear", "A straight line from one rate to another: a warm-up, or a decay.",
    start_lr: Setting::number(Range::NOT_NEGATIVE, "The first rate.").required().suits(|run| Datum::Number(run.lr)),
    end_lr: Setting::number(Range::NOT_NEGATIVE, "The last rate.").required().suits(|_| Datum::Number(0.0)),
    steps: Setting::number(STEPS_OR_NONE, "Where the last rate is reached.").required().suits(|run| Datum::Number(run.length)),
}

/// lr(t) = startLr + (endLr − startLr) · t / steps, and endLr from t = steps on. With no steps it is endLr at once.
///
/// Sources: PyTorch `LinearLR` (startLr = lr · start_factor, endLr = lr · end_factor, steps = total_iters), optax
/// `linear_schedule`. The warm-up of a [`Join`](super::Join).
///
/// ```
/// use lr_lab::schedule::Linear;
///
/// let warmup = Linear::new(0.0, 0.5, 4)?;
/// assert_eq!([0, 1, 2, 4, 100].map(|t| warmup.lr_at(t)), [0.0, 0.125, 0.25, 0.5, 0.5]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    pub(crate) start_lr: f64,
    pub(crate) end_lr: f64,
    pub(crate) steps: u64,
}

impl Linear {
    /// From `start_lr` at t = 0 to `end_lr` at t = `steps`.
    ///
    /// # Errors
    /// `startLr`, `endLr`: negative or not finite; `steps`: more than 2⁵³ − 1.
    pub fn new(start_lr: f64, end_lr: f64, steps: u64) -> Result<Self> {
        Self::make(Self { start_lr, end_lr, steps })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        if t >= self.steps {
            return self.end_lr;
        }
        self.start_lr + (self.end_lr - self.start_lr) * (t as f64 / self.steps as f64)
    }
}

impl Curve for Linear {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("First rate", |config| (0.0, config.start_lr), |config, _, lr| config.start_lr = lr),
        Handle::new(
            "Last rate",
            |config| (config.steps as f64, config.end_lr),
            |config, t, lr| (config.steps, config.end_lr) = (whole(t) as u64, lr),
        ),
    ];

    is_its_settings!();

    fn formula(&self) -> String {
        if self.steps == 0 { "endLr" } else { "startLr + (endLr - startLr) * min(t / steps, 1)" }.to_owned()
    }

    fn timing(&self) -> Timing {
        let steps = self.steps as f64;
        let warmup = (self.end_lr > self.start_lr).then_some(steps);
        Timing { warmup, end: Some(steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Linear;

    #[test]
    fn rates() {
        for (start, end, steps, t, want) in [
            (0.4, 0.0, 4, 0, 0.4),
            (0.4, 0.0, 4, 3, 0.1),
            (0.4, 0.0, 4, 4, 0.0),
            (0.4, 0.0, 4, u64::MAX, 0.0),
            (0.1, 0.2, 0, 0, 0.2),
            (0.1, 0.2, 1, 0, 0.1),
            (0.1, 0.2, 1, 1, 0.2),
        ] {
            let lr = Linear::new(start, end, steps).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{start} to {end} in {steps} at {t}: {lr}");
        }
    }
}
