//! From one rate to another by equal factors.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;
use crate::range::Range;

use super::curve::{Curve, Handle, is_its_settings, whole};
use super::{STEPS, Timing};

kind! {
    Geometric: Geometric { start_lr, end_lr, steps },
    "geometric", "Geometric", "From one rate to another by equal factors: the range test.",
    start_lr: Setting::number(Range::POSITIVE, "The first rate.").required().suits(|run| Datum::Number(run.lr)),
    end_lr: Setting::number(Range::POSITIVE, "The last rate.").required().suits(|run| Datum::Number(run.lr / 100.0)),
    steps: Setting::number(STEPS, "How many rates.").required().suits(|run| Datum::Number(run.length)),
}

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
        Self::make(Self { start_lr, end_lr, steps })
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
}

impl Curve for Geometric {
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
        // A single rate is the start, and no way leads anywhere.
        match self.steps {
            1 => "t < 1 ? startLr : endLr".to_owned(),
            _ => "startLr * (endLr / startLr) ^ min(t / (steps - 1), 1)".to_owned(),
        }
    }

    fn timing(&self) -> Timing {
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
}
