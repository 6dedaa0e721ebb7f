//! A factor every few steps.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;
use crate::range::Range;

use super::curve::{Curve, FACTOR, Handle, INIT_LR, is_its_settings, share, whole};
use super::{Timing, finite};

kind! {
    StepDecay: StepDecay { init_lr, factor, step_size },
    "step", "Step", "Multiplied by a factor every few steps.",
    init_lr: INIT_LR,
    factor: FACTOR,
    step_size: Setting::number(Range::POSITIVE, "Steps between two changes.").required().suits(|run| Datum::Number(run.part(4.0))),
}

/// lr(t) = initLr · factor^⌊t / stepSize⌋.
///
/// Sources: document 002's "step based decay", PyTorch `StepLR`.
///
/// ```
/// use lr_lab::schedule::StepDecay;
///
/// let halving = StepDecay::new(0.1, 0.5, 10.0)?;
/// assert_eq!([0, 9, 10, 29, 30].map(|t| halving.lr_at(t)), [0.1, 0.1, 0.05, 0.025, 0.0125]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepDecay {
    pub(crate) init_lr: f64,
    pub(crate) factor: f64,
    pub(crate) step_size: f64,
}

impl StepDecay {
    /// `init_lr`, times `factor` after every `step_size` steps (or epochs; a fraction is a period too).
    ///
    /// # Errors
    /// `initLr`, `factor`, `stepSize`: not a finite number above 0.
    pub fn new(init_lr: f64, factor: f64, step_size: f64) -> Result<Self> {
        Self::make(Self { init_lr, factor, step_size })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        finite(self.init_lr * pow(self.factor, (t as f64 / self.step_size).floor()))
    }
}

impl Curve for StepDecay {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "First stair",
            |config| (config.step_size, config.init_lr * config.factor),
            |config, t, lr| (config.step_size, config.factor) = (whole(t), share(lr, config.init_lr)),
        ),
    ];

    is_its_settings!();

    fn formula(&self) -> String {
        "initLr * factor ^ floor(t / stepSize)".to_owned()
    }

    fn timing(&self) -> Timing {
        Timing { scale: Some(self.step_size), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::StepDecay;

    #[test]
    fn rates() {
        for (factor, step_size, t, want) in [
            (0.1, 2.5, 2, 1.0),
            (0.1, 2.5, 3, 0.1),
            (0.1, 2.5, 5, 0.01),
            (2.0, 1.0, 3, 8.0),
            (0.5, 1.0, u64::MAX, 0.0),
            (2.0, 1.0, u64::MAX, f64::MAX),
            (1.0, f64::MIN_POSITIVE, u64::MAX, 1.0),
        ] {
            let lr = StepDecay::new(1.0, factor, step_size).unwrap().lr_at(t);
            assert!((lr - want).abs() <= 1e-15 * want, "{factor} each {step_size} at {t}: {lr}");
        }
    }
}
