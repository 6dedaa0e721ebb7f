//! Decay along a power.

use crate::error::Result;
use crate::math::pow;
use crate::range::Range;

use super::Timing;

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
        Range::POSITIVE.check("initLr", config.init_lr)?;
        Range::NOT_NEGATIVE.check("endLr", config.end_lr)?;
        Range::POSITIVE.check("decaySteps", config.decay_steps)?;
        Range::POSITIVE.check("power", config.power)?;
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

    pub(super) fn cycles(&self) -> bool {
        self.0.cycle
    }

    pub(super) fn timing(&self) -> Timing {
        Timing { end: Some(self.0.decay_steps), ..Timing::default() }
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

    #[test]
    fn refused_settings() {
        let good = PolynomialConfig::new(0.1, 4.0);
        for (config, field) in [
            (PolynomialConfig { init_lr: 0.0, ..good }, "initLr"),
            (PolynomialConfig { end_lr: -0.1, ..good }, "endLr"),
            (PolynomialConfig { decay_steps: 0.0, ..good }, "decaySteps"),
            (PolynomialConfig { power: 0.0, ..good }, "power"),
        ] {
            assert_eq!(Polynomial::new(config).unwrap_err().field(), field);
        }
    }
}
