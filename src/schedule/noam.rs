//! The Transformer's own schedule.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::curve::{Curve, Moment};
use super::{STEPS, Timing, finite};

kind! {
    Noam: NoamConfig::new(model_size, warmup_steps),
    "noam", "Noam", "The Transformer's own: up in a straight line, then down with 1/√t.",
    model_size: Setting::number(STEPS, "Features of the model; the more, the lower the rate.").required().suits(|_| Datum::Number(64.0)),
    warmup_steps: Setting::number(STEPS, "Steps of the warm-up.").required().suits(|run| Datum::Number(run.part(10.0))),
    factor: Setting::number(Range::POSITIVE, "What all rates are multiplied by."),
}

/// Settings of [`Noam`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoamConfig {
    /// Features of the model.
    pub model_size: u64,
    /// Steps (or epochs) of the warm-up.
    pub warmup_steps: u64,
    /// What all rates are multiplied by.
    pub factor: f64,
}

impl NoamConfig {
    /// As the paper has it.
    pub const fn new(model_size: u64, warmup_steps: u64) -> Self {
        Self { model_size, warmup_steps, factor: 1.0 }
    }
}

/// With n = t + 1, since the paper counts from 1:
///
/// lr(t) = factor · modelSize^−½ · min(n^−½, n · warmupSteps^−³⁄₂): a straight line up to n = warmupSteps, then 1 / √n.
///
/// Source: Vaswani et al., "Attention is all you need" (2017), equation 3; `factor` is 1 there.
///
/// ```
/// use lr_lab::schedule::Noam;
///
/// let schedule = Noam::new(4, 16, 1.0)?;
/// assert_eq!([0, 7, 15, 63].map(|t| schedule.lr_at(t)), [0.0078125, 0.0625, 0.125, 0.0625]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noam {
    pub(crate) config: NoamConfig,
    /// The rate at the end of the warm-up.
    peak: f64,
}

impl Noam {
    /// For a model of so many features, with so many steps (or epochs) of warm-up.
    ///
    /// # Errors
    /// `modelSize`, `warmupSteps`: 0; `factor`: not a finite number above 0.
    pub fn new(model_size: u64, warmup_steps: u64, factor: f64) -> Result<Self> {
        Self::make(NoamConfig { model_size, warmup_steps, factor })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let (n, warmup) = (t as f64 + 1.0, self.config.warmup_steps as f64);
        if n <= warmup { self.peak * (n / warmup) } else { self.peak * (warmup / n).sqrt() }
    }
}

impl Curve for Noam {
    fn make(config: Self::Config) -> Result<Self> {
        Self::check(&config)?;
        let peak = finite(config.factor / ((config.model_size as f64).sqrt() * (config.warmup_steps as f64).sqrt()));
        Ok(Self { config, peak })
    }

    fn config(&self) -> &Self::Config {
        &self.config
    }

    fn formula(&self) -> String {
        "n = t + 1
         factor * modelSize ^ -0.5 * min(n ^ -0.5, n * warmupSteps ^ -1.5)"
            .to_owned()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t)
    }

    fn timing(&self) -> Timing {
        Timing { warmup: Some(self.config.warmup_steps as f64 - 1.0), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Noam;

    #[test]
    fn the_papers_peak() {
        // modelSize 512 and 4,000 steps: 512^−½ · 4000^−½.
        let noam = Noam::new(512, 4000, 1.0).unwrap();
        for (t, want) in [(0, 1.746_928_107e-7), (3999, 6.987_712_430e-4), (15_999, 3.493_856_215e-4)] {
            assert!((noam.lr_at(t) / want - 1.0).abs() < 1e-8, "at {t}: {}", noam.lr_at(t));
        }
        assert!(noam.lr_at(u64::MAX) > 0.0);
        assert_eq!(Noam::new(1, 1, 2.0).unwrap().lr_at(0), 2.0);
    }
}
