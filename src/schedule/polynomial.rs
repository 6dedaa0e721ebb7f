//! Decay along a power.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, INIT_LR, holds_settings, whole};

kind! {
    Polynomial: PolynomialConfig::new(init_lr, decay_steps),
    "polynomial", "Polynomial", "Down along a power; with power 1 a straight line.",
    init_lr: INIT_LR,
    end_lr: Setting::number(Range::NOT_NEGATIVE, "The last rate."),
    decay_steps: Setting::number(Range::POSITIVE, "Where the last rate is reached.").required().length().suits(|run| Datum::Number(run.length)),
    power: Setting::number(Range::POSITIVE, "The exponent: above 1 the rate falls early."),
    cycle: Setting::flag("Begin again, longer each time, whenever the end is reached."),
}

/// Settings of [`Polynomial`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolynomialConfig {
    /// The rate at t = 0.
    pub init_lr: f64,
    /// The rate from `decay_steps` on.
    pub end_lr: f64,
    /// Steps (or epochs) to `end_lr`.
    pub decay_steps: f64,
    /// The exponent: 1 is a straight line, above it the rate falls early.
    pub power: f64,
    /// Begin again, longer each time, whenever the end is reached.
    pub cycle: bool,
}

impl PolynomialConfig {
    /// A straight line from `init_lr` to 0.
    pub fn new(init_lr: f64, decay_steps: f64) -> Self {
        Self { init_lr, end_lr: 0.0, decay_steps, power: 1.0, cycle: false }
    }
}

/// lr(t) = endLr + (initLr − endLr) · (1 − t / n)^power for t < n = decaySteps, then endLr; with `cycle`, n is the
/// first multiple of decaySteps that is not below t.
///
/// Sources: Keras `PolynomialDecay`, PyTorch `PolynomialLR` (endLr = 0, decaySteps = total_iters), optax
/// `polynomial_schedule` (its `transition_begin` is a [`Join`](super::Join) with a constant in front).
///
/// ```
/// use lr_lab::schedule::{Polynomial, PolynomialConfig};
///
/// let decay = Polynomial::new(PolynomialConfig { power: 2.0, ..PolynomialConfig::new(1.0, 4.0) })?;
/// assert_eq!([0, 1, 2, 4, 100].map(|t| decay.lr_at(t)), [1.0, 0.5625, 0.25, 0.0, 0.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polynomial(pub(crate) PolynomialConfig);

impl Polynomial {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `decaySteps`, `power`: not a finite number above 0; `endLr`: negative or not finite.
    pub fn new(config: PolynomialConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let spans = t as f64 / config.decay_steps;
        let most = if config.cycle { spans.ceil() } else { 1.0 };
        // At t = 0 a cycle is whole; from the end on there is nothing left.
        let left = if t == 0 {
            1.0
        } else if most.is_finite() && spans < most {
            1.0 - spans / most
        } else {
            0.0
        };
        config.end_lr + (config.init_lr - config.end_lr) * pow(left, config.power)
    }
}

impl Curve for Polynomial {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "End",
            |config| (config.decay_steps, config.end_lr),
            |config, t, lr| (config.decay_steps, config.end_lr) = (whole(t), lr),
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let left = if self.0.cycle {
            "spans = t / decaySteps
             left = 1 - spans / max(ceil(spans), 1)"
        } else {
            "left = max(1 - t / decaySteps, 0)"
        };
        format!("{left}\nendLr + (initLr - endLr) * left ^ power")
    }

    fn timing(&self) -> Timing {
        Timing { end: Some(self.0.decay_steps), ..Timing::default() }
    }

    fn rises_again(&self) -> bool {
        self.0.cycle
    }
}

#[cfg(test)]
mod tests {
    use super::{Polynomial, PolynomialConfig};

    #[test]
    fn rates() {
        let line = PolynomialConfig { end_lr: 0.2, ..PolynomialConfig::new(1.0, 4.0) };
        let cycle = PolynomialConfig { cycle: true, ..line };
        for (config, t, want) in [
            (line, 0, 1.0),
            (line, 2, 0.6),
            (line, 4, 0.2),
            (line, u64::MAX, 0.2),
            (cycle, 0, 1.0),
            (cycle, 4, 0.2),
            (cycle, 5, 0.2 + 0.8 * 3.0 / 8.0),
            (cycle, 8, 0.2),
            (cycle, u64::MAX, 0.2),
            (PolynomialConfig { decay_steps: 0.5, ..line }, 1, 0.2),
            (PolynomialConfig { decay_steps: f64::MIN_POSITIVE, ..cycle }, u64::MAX, 0.2),
            (PolynomialConfig { end_lr: 2.0, ..line }, 1, 1.25),
        ] {
            let lr = Polynomial::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }
}
