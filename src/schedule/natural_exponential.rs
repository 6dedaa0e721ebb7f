//! Decay by e^−k each step.

use std::f64::consts::E;

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::exp;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, INIT_LR, is_its_settings, whole};

kind! {
    NaturalExponential: NaturalExponential { init_lr, k },
    "natural-exponential", "Natural exponential", "Falls by a factor of e in 1/k steps.",
    init_lr: INIT_LR,
    k: Setting::number(Range::NOT_NEGATIVE, "The speed of the decay.").required().suits(|run| Datum::Number(3.0 / run.length)),
}

/// lr(t) = initLr · e^(−k·t).
///
/// Source: document 002's "exponential decay", with `k` in 1/steps (or 1/epochs).
///
/// ```
/// use lr_lab::schedule::NaturalExponential;
///
/// let decay = NaturalExponential::new(0.1, 0.5)?;
/// assert_eq!(decay.lr_at(0), 0.1);
/// assert!((decay.lr_at(2) - 0.1 / std::f64::consts::E).abs() < 1e-16);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NaturalExponential {
    pub(crate) init_lr: f64,
    pub(crate) k: f64,
}

impl NaturalExponential {
    /// `init_lr`, which falls by a factor of e in 1/`k` steps.
    ///
    /// # Errors
    /// `initLr`: not a finite number above 0; `k`: negative or not finite.
    pub fn new(init_lr: f64, k: f64) -> Result<Self> {
        Self::make(Self { init_lr, k })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        self.init_lr * exp(-self.k * t as f64)
    }
}

impl Curve for NaturalExponential {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "Speed of the decay",
            |config| (1.0 / config.k, config.init_lr / E),
            |config, t, _| config.k = 1.0 / whole(t),
        ),
    ];

    is_its_settings!();

    fn formula(&self) -> String {
        "initLr * exp(-k * t)".to_owned()
    }

    fn timing(&self) -> Timing {
        Timing { scale: (self.k > 0.0).then(|| 1.0 / self.k), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::NaturalExponential;

    #[test]
    fn rates() {
        for (k, t, want) in
            [(0.0, u64::MAX, 1.0), (1.0, 0, 1.0), (1.0, u64::MAX, 0.0), (f64::MAX, 1, 0.0), (0.1, 10, 0.367_879_441)]
        {
            let lr = NaturalExponential::new(1.0, k).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-9, "{k} at {t}: {lr}");
        }
    }
}
