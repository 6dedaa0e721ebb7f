//! Cosines one after another.

use std::f64::consts::PI;

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math::{cos, exp_m1, ln_1p, pow};
use crate::range::Range;

use super::curve::{Curve, Handle, INIT_LR, holds_settings, whole};
use super::{Timing, finite};

kind! {
    WarmRestarts: WarmRestartsConfig::new(init_lr, first_decay_steps),
    "warm-restarts", "Warm restarts", "Cosines one after another, each beginning at the top again.",
    init_lr: INIT_LR,
    first_decay_steps: Setting::number(Range::POSITIVE, "Steps of the first cosine.").required().suits(|run| Datum::Number(run.part(4.0))),
    // With shorter and shorter cosines time would run out.
    t_mul: Setting::number(Range { min: 1.0, min_accepted: true, ..Range::POSITIVE }, "How much longer each is than the last."),
    m_mul: Setting::number(Range::POSITIVE, "How much higher each begins than the last."),
    // Above 1 the lowest rate would be the highest.
    alpha: Setting::number(Range { max: 1.0, max_accepted: true, ..Range::NOT_NEGATIVE }, "The lowest rate as a share of initLr."),
}

/// Settings of [`WarmRestarts`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmRestartsConfig {
    /// The rate at t = 0.
    pub init_lr: f64,
    /// Steps (or epochs) of the first cosine.
    pub first_decay_steps: f64,
    /// How much longer each cosine is than the last.
    pub t_mul: f64,
    /// How much higher each cosine begins than the last.
    pub m_mul: f64,
    /// The lowest rate as a share of `init_lr`.
    pub alpha: f64,
}

impl WarmRestartsConfig {
    /// As Keras has it: each cosine twice as long as the last, down to 0.
    pub fn new(init_lr: f64, first_decay_steps: f64) -> Self {
        Self { init_lr, first_decay_steps, t_mul: 2.0, m_mul: 1.0, alpha: 0.0 }
    }
}

/// With i the number of whole cosines before t and p how much of this one is done
///
/// lr(t) = initLr · ((1 − alpha) · mMul^i · (1 + cos(π·p)) / 2 + alpha); cosine i lasts firstDecaySteps · tMul^i.
///
/// Sources: Loshchilov and Hutter, "SGDR" (2017); Keras `CosineDecayRestarts`; PyTorch `CosineAnnealingWarmRestarts`
/// (firstDecaySteps = T_0, tMul = T_mult, alpha = eta_min / lr); it never ends.
///
/// ```
/// use lr_lab::schedule::{WarmRestarts, WarmRestartsConfig};
///
/// let restarts = WarmRestarts::new(WarmRestartsConfig::new(1.0, 10.0))?;
/// assert_eq!([0, 5, 10, 20, 30].map(|t| restarts.lr_at(t)), [1.0, 0.5, 1.0, 0.5, 1.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmRestarts(pub(crate) WarmRestartsConfig);

impl WarmRestarts {
    /// The schedule.
    ///
    /// # Errors
    /// `initLr`, `firstDecaySteps`, `mMul`: not a finite number above 0; `tMul`: below 1; `alpha`: not from 0 to 1.
    pub fn new(config: WarmRestartsConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let config = &self.0;
        let (cosine, done) = self.place(t);
        let height = finite(pow(config.m_mul, cosine)) * (0.5 * (1.0 + cos(PI * done)));
        finite(config.init_lr * ((1.0 - config.alpha) * height + config.alpha))
    }

    /// The number of the cosine at `t` and how much of it is done.
    fn place(&self, t: u64) -> (f64, f64) {
        let config = &self.0;
        let spans = finite(t as f64 / config.first_decay_steps);
        let growth = config.t_mul - 1.0;
        if growth == 0.0 {
            return (spans.floor(), spans.fract());
        }
        // Cosine i begins at (tMul^i − 1) / (tMul − 1) first lengths; written so that it keeps its digits where tMul
        // is hardly above 1.
        let start = |i: f64| exp_m1(i * ln_1p(growth)) / growth;
        // A beginning that rounding has put behind its step by less than this is at that step.
        let reached = |i: f64| start(i) <= spans * (1.0 + 1e-12);
        let mut i = (ln_1p(finite(spans * growth)) / ln_1p(growth)).floor();
        if reached(i + 1.0) {
            i += 1.0;
        } else if i > 0.0 && !reached(i) {
            i -= 1.0;
        }
        let done = (spans - start(i)) / pow(config.t_mul, i);
        (i, if done > 0.0 { done.min(1.0) } else { 0.0 })
    }
}

impl Curve for WarmRestarts {
    const HANDLES: &'static [Handle<Self::Config>] = &[
        Handle::new("Rate", |config| (0.0, config.init_lr), |config, _, lr| config.init_lr = lr),
        Handle::new(
            "First restart",
            |config| (config.first_decay_steps, config.init_lr),
            |config, t, _| config.first_decay_steps = whole(t),
        ),
    ];

    holds_settings!();

    fn formula(&self) -> String {
        let place = if self.0.t_mul == 1.0 {
            "cosine = floor(spans)
             done = spans - cosine"
        } else {
            // A beginning that rounding has put behind its step by less than 1e-12 is at that step.
            "cosine = floor(ln(1 + spans * (tMul - 1) * (1 + 1e-12)) / ln(tMul))
             start = (tMul ^ cosine - 1) / (tMul - 1)
             done = max(spans - start, 0) / tMul ^ cosine"
        };
        format!(
            "spans = t / firstDecaySteps
             {place}
             initLr * ((1 - alpha) * mMul ^ cosine * (1 + cos(pi * done)) / 2 + alpha)"
        )
    }

    fn timing(&self) -> Timing {
        Timing { end: Some(self.0.first_decay_steps), ..Timing::default() }
    }

    fn rises_again(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Formula, Variable};
    use super::{WarmRestarts, WarmRestartsConfig};

    #[test]
    fn begins_again_at_exactly_the_step() {
        for t_mul in [1.0, 1.0 + 1e-9, 1.1, 1.5, 2.0, 3.0, 7.0] {
            for first in [1.0, 3.0, 10.0, 1000.0] {
                let restarts = WarmRestartsConfig { t_mul, ..WarmRestartsConfig::new(1.0, first) };
                let restarts = WarmRestarts::new(restarts).unwrap();
                let (mut start, mut length) = (0.0_f64, first);
                for cosine in 0..12 {
                    if start.fract() == 0.0 {
                        let lr = restarts.lr_at(start as u64);
                        assert!(lr > 1.0 - 1e-9, "{first} × {t_mul}, cosine {cosine} at {start}: {lr}");
                        // Hardly above 1 the formula's powers lose their digits.
                        let by_formula = Formula::of(&restarts).rate.value(&|variable| match variable {
                            Variable::T => start,
                            _ => std::f64::consts::PI,
                        });
                        assert!(
                            (by_formula - lr).abs() < 1e-9 || t_mul < 1.001,
                            "{first} × {t_mul} at {start}: {by_formula}"
                        );
                    }
                    start += length;
                    length *= t_mul;
                }
            }
        }
    }

    #[test]
    fn rates() {
        let plain = WarmRestartsConfig { t_mul: 1.0, ..WarmRestartsConfig::new(1.0, 4.0) };
        for (config, t, want) in [
            (plain, 6, 0.5),
            (plain, 4_000_000_002, 0.5),
            (WarmRestartsConfig { m_mul: 0.5, ..plain }, 9, 0.25 * 0.853_553_390_593_273_7),
            (WarmRestartsConfig { alpha: 0.2, ..plain }, 2, 0.6),
            (WarmRestartsConfig { alpha: 1.0, ..plain }, 3, 1.0),
            (WarmRestartsConfig { first_decay_steps: 2.5, ..plain }, 5, 1.0),
            (WarmRestartsConfig { first_decay_steps: 0.5, ..plain }, 3, 1.0),
        ] {
            let lr = WarmRestarts::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }

    #[test]
    fn enormous_steps_stay_numbers() {
        for t_mul in [1.0, 1.0 + f64::EPSILON, 2.0, 1e300, f64::MAX] {
            for first_decay_steps in [f64::MIN_POSITIVE, 1.0, f64::MAX] {
                for m_mul in [1e-300, 1.0, 1e300] {
                    let config = WarmRestartsConfig { init_lr: 0.1, first_decay_steps, t_mul, m_mul, alpha: 0.0 };
                    let restarts = WarmRestarts::new(config).unwrap();
                    for t in [0, 1, 2, 1 << 40, u64::MAX] {
                        let lr = restarts.lr_at(t);
                        assert!(lr.is_finite() && lr >= 0.0, "{config:?} at {t}: {lr}");
                    }
                }
            }
        }
    }
}
