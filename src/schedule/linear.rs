//! From one rate to another by equal differences.

use crate::error::Result;
use crate::range::Range;

use super::{STEPS_OR_NONE, Timing};

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
        STEPS_OR_NONE.check("steps", steps as f64)?;
        Ok(Self {
            start_lr: Range::NOT_NEGATIVE.check("startLr", start_lr)?,
            end_lr: Range::NOT_NEGATIVE.check("endLr", end_lr)?,
            steps,
        })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        if t >= self.steps {
            return self.end_lr;
        }
        self.start_lr + (self.end_lr - self.start_lr) * (t as f64 / self.steps as f64)
    }

    pub(super) fn timing(&self) -> Timing {
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

    #[test]
    fn refused_settings() {
        assert_eq!(Linear::new(-0.1, 0.1, 1).unwrap_err().field(), "startLr");
        assert_eq!(Linear::new(0.1, f64::NAN, 1).unwrap_err().field(), "endLr");
        assert_eq!(Linear::new(0.1, 0.1, u64::MAX).unwrap_err().field(), "steps");
    }
}
