//! Half a cosine, with a warm-up in front if you like.

use std::f64::consts::PI;

use crate::declare::{Datum, Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::math::cos;
use crate::range::Range;
use crate::sentence;

use super::Timing;
use super::curve::{Curve, Handle, holds_settings, whole};

kind! {
    Cosine: CosineConfig::new(init_lr, decay_steps),
    "cosine", "Cosine", "Down along half a cosine, after a warm-up if you like.",
    init_lr: Setting::number(Range::NOT_NEGATIVE, "The first rate.").required().rate().suits(|run| Datum::Number(run.lr)),
    decay_steps: Setting::number(Range::POSITIVE, "Steps of the decay, the warm-up not counted.").required().length().suits(|run| Datum::Number(run.length)),
    alpha: Setting::number(Range::NOT_NEGATIVE, "The last rate as a share of the highest."),
    warmup_target: Setting::number(Range::NOT_NEGATIVE, "The rate at the end of the warm-up; without it there is none."),
    warmup_steps: Setting::number(Range::NOT_NEGATIVE, "Steps of the warm-up."),
}

/// Settings of [`Cosine`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineConfig {
    /// The rate at t = 0.
    pub init_lr: f64,
    /// Steps (or epochs) of the decay, the warm-up not counted.
    pub decay_steps: f64,
    /// The last rate as a share of the highest.
    pub alpha: f64,
    /// The rate at the end of the warm-up; without it there is none.
    pub warmup_target: Option<f64>,
    /// Steps (or epochs) of the warm-up.
    pub warmup_steps: f64,
}

impl CosineConfig {
    /// From `init_lr` to 0, without a warm-up.
    pub fn new(init_lr: f64, decay_steps: f64) -> Self {
        Self { init_lr, decay_steps, alpha: 0.0, warmup_target: None, warmup_steps: 0.0 }
    }

    /// The highest rate of the decay.
    pub(crate) fn peak(&self) -> f64 {
        self.warmup_target.unwrap_or(self.init_lr)
    }
}

/// A straight line from initLr to warmupTarget in warmupSteps, then with s = t − warmupSteps and peak = warmupTarget
/// (or initLr without one)
///
/// lr(t) = peak · ((1 − alpha) · (1 + cos(π · s / decaySteps)) / 2 + alpha), and peak · alpha from s = decaySteps on.
///
/// Sources: Keras `CosineDecay`; PyTorch's `CosineAnnealingLR` up to T_max (alpha = eta_min / lr, decaySteps = T_max);
/// optax `cosine_decay_schedule`, and `warmup_cosine_decay_schedule`, whose decay_steps include the warm-up.
///
/// ```
/// use lr_lab::schedule::{Cosine, CosineConfig};
///
/// let decay = Cosine::new(CosineConfig { alpha: 0.5, ..CosineConfig::new(1.0, 10.0) })?;
/// assert_eq!([0, 5, 10, 100].map(|t| decay.lr_at(t)), [1.0, 0.75, 0.5, 0.5]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cosine(pub(crate) CosineConfig);

impl Cosine {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `alpha`, `warmupTarget`, `warmupSteps`: negative or not finite; `decaySteps`: not above 0;
    /// `warmupTarget`: missing beside `warmupSteps`.
    pub fn new(config: CosineConfig) -> Result<Self> {
        Self::check(&config)?;
        // Keras leaves the warm-up out without a word.
        if config.warmup_target.is_none() && config.warmup_steps > 0.0 {
            return Err(Error::new(
                "warmupTarget",
                sentence!("error.no-warmup-target", "missing; warmupSteps lead to it"),
            ));
        }
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let t = t as f64;
        let peak = config.peak();
        if t < config.warmup_steps {
            return config.init_lr + (peak - config.init_lr) * (t / config.warmup_steps);
        }
        let done = (t - config.warmup_steps) / config.decay_steps;
        if done >= 1.0 {
            return super::finite(peak * config.alpha);
        }
        super::finite(peak * ((1.0 - config.alpha) * (0.5 * (1.0 + cos(PI * done))) + config.alpha))
    }
}

impl Curve for Cosine {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "End",
            |config| (config.warmup_steps + config.decay_steps, config.peak() * config.alpha),
            |config, t, lr| {
                config.decay_steps = whole(t - config.warmup_steps);
                config.alpha = lr / config.peak();
            },
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let (peak, warm) =
            (if self.0.warmup_target.is_some() { "warmupTarget" } else { "initLr" }, self.0.warmup_steps > 0.0);
        let since = if warm { "(t - warmupSteps)" } else { "t" };
        let warmup = if warm { "t < warmupSteps ? initLr + (warmupTarget - initLr) * t / warmupSteps : " } else { "" };
        format!(
            "done = min({since} / decaySteps, 1)
             {warmup}{peak} * ((1 - alpha) * (1 + cos(pi * done)) / 2 + alpha)"
        )
    }

    fn timing(&self) -> Timing {
        let Self(CosineConfig { warmup_steps, decay_steps, .. }) = *self;
        let warmup = (warmup_steps > 0.0).then_some(warmup_steps);
        Timing { warmup, end: Some(warmup_steps + decay_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cosine, CosineConfig};

    #[test]
    fn rates() {
        let plain = CosineConfig::new(1.0, 4.0);
        let warm = CosineConfig {
            init_lr: 0.0,
            warmup_target: Some(1.0),
            warmup_steps: 2.0,
            alpha: 0.1,
            ..CosineConfig::new(0.0, 4.0)
        };
        for (config, t, want) in [
            (plain, 1, 0.853_553_390_593_273_7),
            (plain, 4, 0.0),
            (plain, u64::MAX, 0.0),
            (warm, 0, 0.0),
            (warm, 1, 0.5),
            (warm, 2, 1.0),
            (warm, 4, 0.55),
            (warm, 6, 0.1),
            (warm, u64::MAX, 0.1),
            (CosineConfig { warmup_steps: 0.0, ..warm }, 0, 1.0),
            (CosineConfig { decay_steps: 0.5, ..plain }, 0, 1.0),
            (CosineConfig { decay_steps: 0.5, ..plain }, 1, 0.0),
        ] {
            let lr = Cosine::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }

    #[test]
    fn refused_settings() {
        let good = CosineConfig { warmup_target: Some(0.1), ..CosineConfig::new(0.1, 4.0) };
        for (config, field) in [
            (CosineConfig { init_lr: -0.1, ..good }, "initLr"),
            (CosineConfig { decay_steps: 0.0, ..good }, "decaySteps"),
            (CosineConfig { alpha: -0.1, ..good }, "alpha"),
            (CosineConfig { warmup_target: Some(f64::NAN), ..good }, "warmupTarget"),
            (CosineConfig { warmup_target: None, warmup_steps: 1.0, ..good }, "warmupTarget"),
            (CosineConfig { warmup_steps: f64::INFINITY, ..good }, "warmupSteps"),
        ] {
            assert_eq!(Cosine::new(config).unwrap_err().field(), field);
        }
    }
}
