//! Up and down for ever.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::pow;
use crate::named;
use crate::range::Range;

use super::Timing;
use super::curve::{Curve, Handle, holds_settings, whole};

named! {
    /// How the peaks of a [`Cyclic`] go on.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum CyclicMode {
        /// All the same.
        #[default]
        Triangular = "triangular",
        /// Each half as high over the base as the last.
        Triangular2 = "triangular2",
        /// Lower by `gamma` each step.
        ExpRange = "exp-range",
    }
}

kind! {
    Cyclic: CyclicConfig::new(base_lr, max_lr, step_size_up),
    "cyclic", "Cyclic", "Up and down between two rates for ever.",
    base_lr: Setting::number(Range::NOT_NEGATIVE, "The lowest rate.").required().suits(|run| Datum::Number(run.lr / 10.0)),
    max_lr: Setting::number(Range::POSITIVE, "The highest rate.").required().rate().suits(|run| Datum::Number(run.lr)),
    step_size_up: Setting::number(Range::POSITIVE, "Steps up.").required().suits(|run| Datum::Number(run.part(8.0))),
    step_size_down: Setting::number(Range::POSITIVE, "Steps down; if left out, as many as up.").follows(),
    mode: Setting::choice::<CyclicMode>("How the peaks go on."),
    // Above 1 the rate would grow without end.
    gamma: Setting::number(Range { max: 1.0, max_accepted: true, ..Range::POSITIVE }, "Mode exp-range: the factor of each step."),
}

/// Settings of [`Cyclic`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CyclicConfig {
    /// The rate at both feet of a triangle.
    pub base_lr: f64,
    /// The rate at the first peak.
    pub max_lr: f64,
    /// Steps (or epochs) up.
    pub step_size_up: f64,
    /// Steps (or epochs) down.
    pub step_size_down: f64,
    /// How the peaks go on.
    pub mode: CyclicMode,
    /// The factor of each step in the mode `exp-range`.
    pub gamma: f64,
}

impl CyclicConfig {
    /// Equal triangles that rise and fall in `step_size` steps each.
    pub fn new(base_lr: f64, max_lr: f64, step_size: f64) -> Self {
        let mode = CyclicMode::Triangular;
        Self { base_lr, max_lr, step_size_up: step_size, step_size_down: step_size, mode, gamma: 1.0 }
    }
}

/// lr(t) = baseLr + (maxLr − baseLr) · triangle(t) · scale, where the triangle rises from 0 to 1 in stepSizeUp and
/// falls back in stepSizeDown, and scale is 1, 1/2^(cycles before), or gamma^t.
///
/// Sources: Smith, "Cyclical learning rates" (2017); PyTorch `CyclicLR`.
///
/// ```
/// use lr_lab::schedule::{Cyclic, CyclicConfig};
///
/// let cyclic = Cyclic::new(CyclicConfig { step_size_down: 8.0, ..CyclicConfig::new(0.0, 1.0, 4.0) })?;
/// assert_eq!([0, 2, 4, 8, 12, 16].map(|t| cyclic.lr_at(t)), [0.0, 0.5, 1.0, 0.5, 0.0, 1.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cyclic(pub(crate) CyclicConfig);

impl Cyclic {
    /// The schedule.
    ///
    /// # Errors
    /// `baseLr`: negative or not finite; `maxLr`, `stepSizeUp`, `stepSizeDown`: not a finite number above 0; `gamma`:
    /// not above 0 and up to 1.
    pub fn new(config: CyclicConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let t = t as f64;
        let cycle = config.step_size_up + config.step_size_down;
        let into = t % cycle;
        let triangle = if into <= config.step_size_up {
            into / config.step_size_up
        } else {
            (cycle - into) / config.step_size_down
        };
        let scale = match config.mode {
            CyclicMode::Triangular => 1.0,
            CyclicMode::Triangular2 => pow(0.5, (t / cycle).floor()),
            CyclicMode::ExpRange => pow(config.gamma, t),
        };
        config.base_lr + (config.max_lr - config.base_lr) * triangle * scale
    }
}

impl Curve for Cyclic {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Lowest rate", |config| (0.0, config.base_lr), |config, _, lr| config.base_lr = lr),
        Handle::new(
            "First peak",
            |config| (config.step_size_up, config.max_lr),
            |config, t, lr| (config.step_size_up, config.max_lr) = (whole(t), lr),
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let scale = match self.0.mode {
            CyclicMode::Triangular => "",
            CyclicMode::Triangular2 => " * 0.5 ^ floor(t / cycle)",
            CyclicMode::ExpRange => " * gamma ^ t",
        };
        format!(
            "cycle = stepSizeUp + stepSizeDown
             into = t % cycle
             triangle = min(into / stepSizeUp, (cycle - into) / stepSizeDown)
             baseLr + (maxLr - baseLr) * triangle{scale}"
        )
    }

    fn timing(&self) -> Timing {
        Timing { warmup: Some(self.0.step_size_up), ..Timing::default() }
    }

    fn rises_again(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Cyclic, CyclicConfig, CyclicMode};

    #[test]
    fn rates() {
        let plain = CyclicConfig::new(0.2, 1.0, 2.0);
        let halved = CyclicConfig { mode: CyclicMode::Triangular2, ..plain };
        let shrinking = CyclicConfig { mode: CyclicMode::ExpRange, gamma: 0.5, ..plain };
        for (config, t, want) in [
            (plain, 0, 0.2),
            (plain, 2, 1.0),
            (plain, 3, 0.6),
            (plain, 4_000_000_002, 1.0),
            (halved, 2, 1.0),
            (halved, 6, 0.6),
            (halved, 10, 0.4),
            (halved, u64::MAX, 0.2),
            (shrinking, 2, 0.2 + 0.8 * 0.25),
            (shrinking, u64::MAX, 0.2),
            (CyclicConfig { step_size_up: 0.5, step_size_down: 2.5, ..plain }, 3, 0.2),
            (CyclicConfig { max_lr: 0.1, ..plain }, 2, 0.1),
        ] {
            let lr = Cyclic::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }

    #[test]
    fn enormous_settings_stay_numbers() {
        for step_size in [f64::MIN_POSITIVE, 1.0, f64::MAX] {
            let cyclic = Cyclic::new(CyclicConfig::new(0.0, f64::MAX, step_size)).unwrap();
            for t in [0, 1, 1 << 60, u64::MAX] {
                assert!((0.0..=f64::MAX).contains(&cyclic.lr_at(t)), "{step_size} at {t}: {}", cyclic.lr_at(t));
            }
        }
    }
}
