//! Decay in proportion to 1 / √t, after a warm-up.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, holds_settings};

kind! {
    InverseSqrt: InverseSqrtConfig::new(max_lr, warmup_steps),
    "inverse-sqrt", "Inverse square root", "Down with 1/√t after a warm-up: Transformer practice.",
    max_lr: Setting::number(Range::POSITIVE, "The highest rate.").required().rate().suits(|run| Datum::Number(run.lr)),
    warmup_steps: Setting::number(Range::NOT_NEGATIVE, "Steps of the warm-up from 0."),
    timescale: Setting::number(Range::POSITIVE, "The longer, the slower it falls; if left out, warmupSteps, or 10000 without them.").follows(),
}

/// Settings of [`InverseSqrt`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseSqrtConfig {
    /// The rate at the end of the warm-up.
    pub max_lr: f64,
    /// Steps (or epochs) from 0 to `max_lr`.
    pub warmup_steps: f64,
    /// Steps (or epochs) that the decay behaves as if it had behind it when it begins: the longer, the slower.
    pub timescale: f64,
}

impl InverseSqrtConfig {
    /// The decay follows from the warm-up; without one its timescale is 10,000 steps.
    pub fn new(max_lr: f64, warmup_steps: f64) -> Self {
        Self { max_lr, warmup_steps, timescale: if warmup_steps > 0.0 { warmup_steps } else { 10_000.0 } }
    }
}

/// lr(t) = maxLr · t / warmupSteps up to warmupSteps, then maxLr · √(timescale / (t − warmupSteps + timescale)), which
/// with the usual timescale = warmupSteps is maxLr · √(warmupSteps / t).
///
/// Sources: fairseq `inverse_sqrt`, Transformers `get_inverse_sqrt_schedule`.
///
/// ```
/// use lr_lab::schedule::{InverseSqrt, InverseSqrtConfig};
///
/// let schedule = InverseSqrt::new(InverseSqrtConfig::new(1.0, 4.0))?;
/// assert_eq!([0, 1, 4, 16, 64].map(|t| schedule.lr_at(t)), [0.0, 0.25, 1.0, 0.5, 0.25]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseSqrt(pub(crate) InverseSqrtConfig);

impl InverseSqrt {
    /// The schedule.
    ///
    /// # Errors
    /// `maxLr`, `timescale`: not a finite number above 0; `warmupSteps`: negative or not finite.
    pub fn new(config: InverseSqrtConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let InverseSqrtConfig { max_lr, warmup_steps, timescale } = self.0;
        let since = t as f64 - warmup_steps;
        if since < 0.0 {
            return max_lr * (t as f64 / warmup_steps);
        }
        // Divided by the timescale first, so that no sum leaves the numbers.
        max_lr / (since / timescale + 1.0).sqrt()
    }
}

impl Curve for InverseSqrt {
    const HANDLES: &'static [Handle<Self::Config>] = &[Handle::new(
        "Peak",
        |config| (config.warmup_steps, config.max_lr),
        |config, t, lr| (config.warmup_steps, config.max_lr) = (t.round().max(0.0), lr),
    )];

    holds_settings!();

    fn formula(&self) -> String {
        if self.0.warmup_steps > 0.0 {
            "t < warmupSteps ? maxLr * t / warmupSteps : maxLr / sqrt((t - warmupSteps) / timescale + 1)".to_owned()
        } else {
            "maxLr / sqrt(t / timescale + 1)".to_owned()
        }
    }

    fn timing(&self) -> Timing {
        let Self(InverseSqrtConfig { warmup_steps, .. }) = *self;
        Timing { warmup: (warmup_steps > 0.0).then_some(warmup_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{InverseSqrt, InverseSqrtConfig};

    #[test]
    fn rates() {
        let config = InverseSqrtConfig::new(1.0, 4.0);
        for (config, t, want) in [
            (config, 3, 0.75),
            (config, 400, 0.1),
            (InverseSqrtConfig { timescale: 1.0, ..config }, 7, 0.5),
            (InverseSqrtConfig::new(1.0, 0.0), 0, 1.0),
            (InverseSqrtConfig::new(1.0, 0.0), 30_000, 0.5),
            (InverseSqrtConfig { timescale: f64::MIN_POSITIVE, ..config }, u64::MAX, 0.0),
            (InverseSqrtConfig { timescale: f64::MAX, ..config }, u64::MAX, 1.0),
        ] {
            let lr = InverseSqrt::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }
}
