//! Level at first, then half a cosine.

use std::f64::consts::PI;

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::cos;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, holds_settings, whole};

kind! {
    FlatCosine: FlatCosineConfig::new(init_lr, total_steps),
    "flat-cosine", "Flat, then cosine", "Level for most of the run, then down along half a cosine.",
    init_lr: Setting::number(Range::POSITIVE, "The rate of the level part.").required().rate().suits(|run| Datum::Number(run.lr)),
    total_steps: Setting::number(Range::POSITIVE, "Steps of the whole.").required().length().suits(|run| Datum::Number(run.length)),
    pct_start: Setting::number(Range::FRACTION, "Share of the steps before the fall."),
    div_final: Setting::number(Range::POSITIVE, "The last rate is initLr divided by this."),
}

/// Settings of [`FlatCosine`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlatCosineConfig {
    /// The rate of the level part.
    pub init_lr: f64,
    /// Steps (or epochs) of both parts.
    pub total_steps: f64,
    /// The share of them before the fall, 0 ≤ pctStart < 1.
    pub pct_start: f64,
    /// What the last rate is `init_lr` divided by.
    pub div_final: f64,
}

impl FlatCosineConfig {
    /// fastai's defaults: level for three quarters, then down to a hundred-thousandth.
    pub fn new(init_lr: f64, total_steps: f64) -> Self {
        Self { init_lr, total_steps, pct_start: 0.75, div_final: 1e5 }
    }
}

/// With endLr = initLr / divFinal and done = (t / totalSteps − pctStart) / (1 − pctStart), at least 0 and at most 1,
///
/// lr(t) = endLr + (initLr − endLr) · (1 + cos(π · done)) / 2.
///
/// Source: fastai `fit_flat_cos`.
///
/// ```
/// use lr_lab::schedule::{FlatCosine, FlatCosineConfig};
///
/// let schedule = FlatCosine::new(FlatCosineConfig { div_final: 2.0, ..FlatCosineConfig::new(1.0, 8.0) })?;
/// assert_eq!([0, 6, 7, 8, 100].map(|t| schedule.lr_at(t)), [1.0, 1.0, 0.75, 0.5, 0.5]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlatCosine(FlatCosineConfig);

impl FlatCosine {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `totalSteps`, `divFinal`: not a finite number above 0; `pctStart`: not from 0 to below 1.
    pub fn new(config: FlatCosineConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let FlatCosineConfig { init_lr, total_steps, pct_start, div_final } = self.0;
        let done = ((t as f64 / total_steps - pct_start) / (1.0 - pct_start)).clamp(0.0, 1.0);
        let end = super::finite(init_lr / div_final);
        super::finite(end + (init_lr - end) * (0.5 * (1.0 + cos(PI * done))))
    }
}

impl Curve for FlatCosine {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "End",
            |config| (config.total_steps, config.init_lr / config.div_final),
            |config, t, lr| (config.total_steps, config.div_final) = (whole(t), config.init_lr / lr),
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        "done = min(max((t / totalSteps - pctStart) / (1 - pctStart), 0), 1)
         end = initLr / divFinal
         end + (initLr - end) * (1 + cos(pi * done)) / 2"
            .to_owned()
    }

    fn timing(&self) -> Timing {
        Timing { end: Some(self.0.total_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{FlatCosine, FlatCosineConfig};

    /// By hand, after fastai's `combine_scheds([pct_start, 1 - pct_start], [SchedCos(lr, lr), SchedCos(lr, lr / div_final)])`.
    #[test]
    fn rates() {
        let usual = FlatCosineConfig::new(1.0, 100.0);
        for (config, t, want) in [
            (usual, 0, 1.0),
            (usual, 75, 1.0),
            (usual, 100, 1e-5),
            (usual, u64::MAX, 1e-5),
            (FlatCosineConfig { pct_start: 0.0, div_final: 4.0, ..usual }, 50, 0.625),
            (FlatCosineConfig { pct_start: 0.5, div_final: 0.5, ..usual }, 75, 1.5),
            (FlatCosineConfig { init_lr: f64::MAX, div_final: f64::MIN_POSITIVE, ..usual }, 100, f64::MAX),
        ] {
            let lr = FlatCosine::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() <= 1e-15 * want, "{config:?} at {t}: {lr}");
        }
    }
}
