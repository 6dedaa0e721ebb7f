//! Decay or growth by a factor.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;
use crate::range::Range;

use super::curve::{Curve, Handle, INIT_LR, STAIRCASE, holds_settings, share, whole};
use super::{Timing, finite};

kind! {
    Exponential: ExponentialConfig::new(init_lr, decay_rate),
    "exponential", "Exponential", "Multiplied by decayRate in every decaySteps, smoothly.",
    init_lr: INIT_LR.says("The rate up to begin."),
    decay_rate: Setting::number(Range::POSITIVE, "The factor; above 1 the rate rises.").required().suits(|_| Datum::Number(0.5)),
    decay_steps: Setting::number(Range::POSITIVE, "Steps to one whole factor.").suits(|run| Datum::Number(run.part(4.0))),
    staircase: STAIRCASE,
    begin: Setting::number(Range::NOT_NEGATIVE, "Where the change begins."),
    end_lr: Setting::number(Range::POSITIVE, "A floor, or a ceiling if it rises; none if left out."),
}

/// Settings of [`Exponential`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialConfig {
    /// The rate up to `begin`.
    pub init_lr: f64,
    /// The factor for each `decay_steps`; above 1 the rate rises.
    pub decay_rate: f64,
    /// Steps to one whole factor.
    pub decay_steps: f64,
    /// Change in jumps, at whole multiples of `decay_steps`.
    pub staircase: bool,
    /// Where the change begins.
    pub begin: f64,
    /// A floor when the rate falls, a ceiling when it rises.
    pub end_lr: Option<f64>,
}

impl ExponentialConfig {
    /// `init_lr` times `decay_rate` each step, from the first, without an end.
    pub fn new(init_lr: f64, decay_rate: f64) -> Self {
        Self { init_lr, decay_rate, decay_steps: 1.0, staircase: false, begin: 0.0, end_lr: None }
    }
}

/// lr(t) = initLr · decayRate^((t − begin) / decaySteps), and initLr up to `begin`.
///
/// Sources: document 002's custom schedule, Keras `ExponentialDecay`, optax `exponential_decay`.
///
/// ```
/// use lr_lab::schedule::{Exponential, ExponentialConfig};
///
/// let halving = Exponential::new(ExponentialConfig { decay_steps: 10.0, ..ExponentialConfig::new(0.1, 0.5) })?;
/// assert_eq!(halving.lr_at(20), 0.025);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential(pub(crate) ExponentialConfig);

impl Exponential {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `decayRate`, `decaySteps`, `endLr`: not a finite number above 0; `begin`: negative or not finite.
    pub fn new(config: ExponentialConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let since = t as f64 - config.begin;
        if since <= 0.0 {
            return config.init_lr;
        }
        let factors = since / config.decay_steps;
        let lr = config.init_lr * pow(config.decay_rate, if config.staircase { factors.floor() } else { factors });
        let lr = finite(lr);
        match config.end_lr {
            Some(floor) if config.decay_rate < 1.0 && lr < floor => floor,
            Some(ceiling) if config.decay_rate > 1.0 && lr > ceiling => ceiling,
            _ => lr,
        }
    }
}

impl Curve for Exponential {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "Speed of the decay",
            |config| (config.decay_steps, config.init_lr * config.decay_rate),
            |config, t, lr| (config.decay_steps, config.decay_rate) = (whole(t), share(lr, config.init_lr)),
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let ExponentialConfig { decay_rate, staircase, begin, end_lr, .. } = self.0;
        let decays = if begin > 0.0 { "(t - begin) / decaySteps" } else { "t / decaySteps" };
        let rate = format!("initLr * decayRate ^ {}({decays})", if staircase { "floor" } else { "" });
        let rate = match end_lr {
            Some(_) if decay_rate < 1.0 => format!("max({rate}, endLr)"),
            Some(_) if decay_rate > 1.0 => format!("min({rate}, endLr)"),
            _ => rate,
        };
        if begin > 0.0 || end_lr.is_some() { format!("t <= begin ? initLr : {rate}") } else { rate }
    }

    fn timing(&self) -> Timing {
        Timing { scale: Some(self.0.decay_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Exponential, ExponentialConfig};

    #[test]
    fn rates() {
        let config = ExponentialConfig { decay_steps: 10.0, ..ExponentialConfig::new(0.1, 0.5) };
        let begin = ExponentialConfig { begin: 5.0, ..config };
        let staircase = ExponentialConfig { staircase: true, ..config };
        let floor = ExponentialConfig { end_lr: Some(0.03), ..config };
        let rising = ExponentialConfig { decay_rate: 2.0, end_lr: Some(0.3), ..config };
        for (config, t, want) in [
            (config, 0, 0.1),
            (config, 5, 0.1 * 0.5_f64.sqrt()),
            (config, 30, 0.0125),
            (begin, 5, 0.1),
            (begin, 15, 0.05),
            (staircase, 9, 0.1),
            (staircase, 19, 0.05),
            (floor, 10, 0.05),
            (floor, 1_000_000, 0.03),
            (rising, 10, 0.2),
            (rising, 1_000_000, 0.3),
        ] {
            let lr = Exponential::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }

    #[test]
    fn enormous_steps_stay_numbers() {
        let rising = Exponential::new(ExponentialConfig::new(0.1, 2.0)).unwrap();
        assert_eq!(rising.lr_at(u64::MAX), f64::MAX);
        let falling = Exponential::new(ExponentialConfig::new(0.1, 0.5)).unwrap();
        assert_eq!(falling.lr_at(u64::MAX), 0.0);
    }
}
