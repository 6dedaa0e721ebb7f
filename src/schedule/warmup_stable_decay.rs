//! Up, level, down.

use std::f64::consts::PI;

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::cos;
use crate::named;
use crate::range::Range;

use super::curve::{Curve, Handle, holds_settings, whole};
use super::{STEPS_OR_NONE, Timing};

named! {
    /// How a [`WarmupStableDecay`] falls.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Fall {
        /// A straight line.
        #[default]
        Linear = "linear",
        /// Half a cosine.
        Cos = "cos",
        /// 1 − √p: steep at first.
        Sqrt = "sqrt",
    }
}

kind! {
    WarmupStableDecay: WarmupStableDecayConfig::new(max_lr, warmup_steps, stable_steps, decay_steps),
    "warmup-stable-decay", "Warm-up, stable, decay", "Up, level for most of the run, then down.",
    max_lr: Setting::number(Range::POSITIVE, "The level rate.").required().rate().suits(|run| Datum::Number(run.lr)),
    warmup_steps: Setting::number(STEPS_OR_NONE, "Steps up.").required().suits(|run| Datum::Number(run.part(10.0))),
    stable_steps: Setting::number(STEPS_OR_NONE, "Steps level.").required().suits(|run| Datum::Number(run.part(2.0))),
    decay_steps: Setting::number(STEPS_OR_NONE, "Steps down.").required().suits(|run| Datum::Number(run.length - run.part(10.0) - run.part(2.0))),
    start_lr: Setting::number(Range::NOT_NEGATIVE, "The first rate."),
    end_lr: Setting::number(Range::NOT_NEGATIVE, "The last rate."),
    anneal: Setting::choice::<Fall>("How it falls."),
}

/// Settings of [`WarmupStableDecay`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmupStableDecayConfig {
    /// The rate at t = 0, if there is a warm-up.
    pub start_lr: f64,
    /// The level rate.
    pub max_lr: f64,
    /// The last rate.
    pub end_lr: f64,
    /// Steps (or epochs) up.
    pub warmup_steps: u64,
    /// Steps (or epochs) level.
    pub stable_steps: u64,
    /// Steps (or epochs) down.
    pub decay_steps: u64,
    /// How it falls.
    pub anneal: Fall,
}

impl WarmupStableDecayConfig {
    /// From 0 up to `max_lr`, level, and down to 0 in a straight line.
    pub fn new(max_lr: f64, warmup_steps: u64, stable_steps: u64, decay_steps: u64) -> Self {
        let anneal = Fall::Linear;
        Self { start_lr: 0.0, max_lr, end_lr: 0.0, warmup_steps, stable_steps, decay_steps, anneal }
    }
}

/// A straight line from startLr to maxLr in warmupSteps; maxLr for stableSteps; then, with p how much of decaySteps is
/// done, endLr + (maxLr − endLr) · f(p), where f is 1 − p, (1 + cos(π·p)) / 2, or 1 − √p; endLr from there on.
///
/// Sources: Hu et al., "MiniCPM" (2024); Hägele et al., "Scaling laws beyond fixed training durations" (2024), for 1 −
/// √p; Transformers `get_wsd_schedule`.
///
/// ```
/// use lr_lab::schedule::{WarmupStableDecay, WarmupStableDecayConfig};
///
/// let schedule = WarmupStableDecay::new(WarmupStableDecayConfig::new(1.0, 2, 4, 4))?;
/// assert_eq!([0, 1, 2, 6, 8, 10, 99].map(|t| schedule.lr_at(t)), [0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmupStableDecay(pub(crate) WarmupStableDecayConfig);

impl WarmupStableDecay {
    /// The schedule.
    ///
    /// # Errors
    /// `maxLr`: not a finite number above 0; `startLr`, `endLr`: negative or not finite; `warmupSteps`,
    /// `stableSteps`, `decaySteps`: more than 2⁵³ − 1.
    pub fn new(config: WarmupStableDecayConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let WarmupStableDecayConfig { start_lr, max_lr, end_lr, warmup_steps, stable_steps, decay_steps, anneal } =
            self.0;
        if t < warmup_steps {
            return start_lr + (max_lr - start_lr) * (t as f64 / warmup_steps as f64);
        }
        let falling = t - warmup_steps;
        if falling < stable_steps {
            return max_lr;
        }
        let falling = falling - stable_steps;
        if falling >= decay_steps {
            return end_lr;
        }
        let done = falling as f64 / decay_steps as f64;
        let left = match anneal {
            Fall::Linear => 1.0 - done,
            Fall::Cos => 0.5 * (1.0 + cos(PI * done)),
            Fall::Sqrt => 1.0 - done.sqrt(),
        };
        end_lr + (max_lr - end_lr) * left
    }
}

impl Curve for WarmupStableDecay {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new(
            "End of the warm-up",
            |config| (config.warmup_steps as f64, config.max_lr),
            |config, t, lr| (config.warmup_steps, config.max_lr) = (whole(t) as u64, lr),
        ),
        Handle::new(
            "Beginning of the decay",
            |config| ((config.warmup_steps + config.stable_steps) as f64, config.max_lr),
            |config, t, lr| {
                config.stable_steps = (t - config.warmup_steps as f64).round().max(0.0) as u64;
                config.max_lr = lr;
            },
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let WarmupStableDecayConfig { warmup_steps, decay_steps, anneal, .. } = self.0;
        let warmup = "t < warmupSteps ? startLr + (maxLr - startLr) * t / warmupSteps : ";
        let warmup = if warmup_steps > 0 { warmup } else { "" };
        if decay_steps == 0 {
            return format!("{warmup}t < warmupSteps + stableSteps ? maxLr : endLr");
        }
        let left = match anneal {
            Fall::Linear => "(1 - done)",
            Fall::Cos => "(1 + cos(pi * done)) / 2",
            Fall::Sqrt => "(1 - sqrt(done))",
        };
        format!(
            "done = min(max(t - warmupSteps - stableSteps, 0) / decaySteps, 1)
             {warmup}endLr + (maxLr - endLr) * {left}"
        )
    }

    fn timing(&self) -> Timing {
        let WarmupStableDecayConfig { warmup_steps, stable_steps, decay_steps, .. } = self.0;
        let total = warmup_steps + stable_steps + decay_steps; // each below 2⁵³
        let warmup = (warmup_steps > 0).then_some(warmup_steps as f64);
        Timing { warmup, end: Some(total as f64), length: Some(total), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fall, WarmupStableDecay, WarmupStableDecayConfig};

    #[test]
    fn rates() {
        let config =
            WarmupStableDecayConfig { start_lr: 0.2, end_lr: 0.1, ..WarmupStableDecayConfig::new(1.0, 4, 0, 4) };
        let at = |anneal| WarmupStableDecayConfig { anneal, ..config };
        for (config, t, want) in [
            (config, 0, 0.2),
            (config, 2, 0.6),
            (config, 4, 1.0),
            (at(Fall::Linear), 5, 0.1 + 0.9 * 0.75),
            (at(Fall::Cos), 5, 0.1 + 0.9 * 0.853_553_390_593_273_7),
            (at(Fall::Sqrt), 5, 0.1 + 0.9 * 0.5),
            (config, u64::MAX, 0.1),
            (WarmupStableDecayConfig::new(1.0, 0, 0, 0), 0, 0.0),
            (WarmupStableDecayConfig::new(1.0, 0, 1, 1), 0, 1.0),
            (WarmupStableDecayConfig::new(1.0, 0, 1, 1), 1, 1.0),
            (WarmupStableDecayConfig::new(1.0, 0, 1, 1), 2, 0.0),
        ] {
            let lr = WarmupStableDecay::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }
}
