//! Decay in proportion to 1 / t.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, INIT_LR, STAIRCASE, holds_settings};

kind! {
    InverseTime: InverseTimeConfig::new(init_lr, decay_rate),
    "inverse-time", "Inverse time", "Time-based decay: divided by 1 + decayRate · t.",
    init_lr: INIT_LR,
    decay_rate: Setting::number(Range::NOT_NEGATIVE, "How much the divisor grows in decaySteps.").required().suits(|_| Datum::Number(1.0)),
    decay_steps: Setting::number(Range::POSITIVE, "Steps to one decayRate.").suits(|run| Datum::Number(run.part(10.0))),
    staircase: STAIRCASE,
}

/// Settings of [`InverseTime`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTimeConfig {
    /// The rate at t = 0.
    pub init_lr: f64,
    /// How much of the first rate's reciprocal is added for each `decay_steps`; no unit.
    pub decay_rate: f64,
    /// Steps (or epochs) to one `decay_rate`.
    pub decay_steps: f64,
    /// Change in jumps, at whole multiples of `decay_steps`.
    pub staircase: bool,
}

impl InverseTimeConfig {
    /// Smooth, with `decay_rate` for each step: document 002's k.
    pub fn new(init_lr: f64, decay_rate: f64) -> Self {
        Self { init_lr, decay_rate, decay_steps: 1.0, staircase: false }
    }
}

/// lr(t) = initLr / (1 + decayRate · t / decaySteps), t / decaySteps rounded down with `staircase`.
///
/// Sources: document 002's "time based decay", Keras `InverseTimeDecay`.
///
/// ```
/// use lr_lab::schedule::{InverseTime, InverseTimeConfig};
///
/// let decay = InverseTime::new(InverseTimeConfig::new(0.1, 0.5))?;
/// assert_eq!([0, 2, 18].map(|t| decay.lr_at(t)), [0.1, 0.05, 0.01]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTime(pub(crate) InverseTimeConfig);

impl InverseTime {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `decaySteps`: not a finite number above 0; `decayRate`: negative or not finite.
    pub fn new(config: InverseTimeConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let decays = t as f64 / config.decay_steps;
        let decays = if config.staircase { decays.floor() } else { decays };
        // 0 · ∞ would be no number: without a decay nothing decays, however long it takes.
        if config.decay_rate == 0.0 { config.init_lr } else { config.init_lr / (1.0 + config.decay_rate * decays) }
    }
}

impl Curve for InverseTime {
    const HANDLES: &'static [Handle<Self::Config>] =
        &[Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr)];

    holds_settings!();

    fn formula(&self) -> String {
        let decays = if self.0.staircase { "floor(t / decaySteps)" } else { "t / decaySteps" };
        format!("initLr / (1 + decayRate * {decays})")
    }

    fn timing(&self) -> Timing {
        Timing { scale: Some(self.0.decay_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{InverseTime, InverseTimeConfig};

    #[test]
    fn rates() {
        let config = InverseTimeConfig { decay_steps: 10.0, ..InverseTimeConfig::new(0.1, 0.5) };
        let staircase = InverseTimeConfig { staircase: true, ..config };
        for (config, t, want) in [
            (config, 0, 0.1),
            (config, 5, 0.08),
            (config, 20, 0.05),
            (staircase, 9, 0.1),
            (staircase, 29, 0.05),
            (InverseTimeConfig::new(0.1, 0.0), u64::MAX, 0.1),
            (InverseTimeConfig { decay_steps: f64::MIN_POSITIVE, ..InverseTimeConfig::new(0.1, 0.0) }, u64::MAX, 0.1),
            (InverseTimeConfig::new(0.1, f64::MAX), u64::MAX, 0.0),
        ] {
            let lr = InverseTime::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-16, "{config:?} at {t}: {lr}");
        }
    }
}
