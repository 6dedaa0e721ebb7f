//! From one rate to another by equal factors.

use crate::error::{Error, Result};
use crate::math::pow;
use crate::range::Range;

use super::Timing;

/// lr(t) = startLr · (endLr / startLr)^(t / (steps − 1)), and endLr from t = steps − 1 on: the range test of
/// documents 000, 001 and 003.
///
/// ```
/// use lr_lab::schedule::Geometric;
///
/// let sweep = Geometric::new(1e-3, 10.0, 5)?;
/// assert_eq!([0, 4, 100].map(|t| sweep.lr_at(t)), [1e-3, 10.0, 10.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometric {
    pub(crate) start_lr: f64,
    pub(crate) end_lr: f64,
    pub(crate) steps: u64,
}

impl Geometric {
    /// A way from `start_lr` to `end_lr` in `steps` rates, both ends included; a single rate is the start.
    ///
    /// # Errors
    /// `startLr`, `endLr`: not a finite number above 0; `steps`: 0.
    pub fn new(start_lr: f64, end_lr: f64, steps: u64) -> Result<Self> {
        if steps == 0 {
            return Err(Error::not_accepted("steps", steps, "a whole number above 0"));
        }
        Ok(Self {
            start_lr: Range::POSITIVE.check("startLr", start_lr)?,
            end_lr: Range::POSITIVE.check("endLr", end_lr)?,
            steps,
        })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        if t == 0 {
            self.start_lr
        } else if t >= self.steps - 1 {
            self.end_lr
        } else {
            self.start_lr * pow(self.end_lr / self.start_lr, t as f64 / (self.steps - 1) as f64)
        }
    }

    pub(super) fn timing(&self) -> Timing {
        Timing { end: Some((self.steps - 1) as f64), length: Some(self.steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Geometric;

    #[test]
    fn reaches_both_ends_and_stays() {
        let sweep = Geometric::new(1e-3, 10.0, 5).unwrap();
        for (t, want) in [(0, 1e-3), (1, 1e-2), (2, 1e-1), (3, 1.0), (4, 10.0), (5, 10.0), (u64::MAX, 10.0)] {
            assert!((sweep.lr_at(t) / want - 1.0).abs() < 1e-14, "at {t}: {}", sweep.lr_at(t));
        }
    }

    #[test]
    fn a_single_rate_is_the_start() {
        assert_eq!(Geometric::new(0.1, 1.0, 1).unwrap().lr_at(0), 0.1);
    }

    #[test]
    fn refused_settings() {
        for (start, end, steps, field) in [
            (0.0, 1.0, 5, "startLr"),
            (f64::NAN, 1.0, 5, "startLr"),
            (0.1, f64::INFINITY, 5, "endLr"),
            (0.1, 1.0, 0, "steps"),
        ] {
            assert_eq!(Geometric::new(start, end, steps).unwrap_err().field(), field);
        }
    }
}
