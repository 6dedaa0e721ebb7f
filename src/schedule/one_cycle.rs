//! Up once, then down below the beginning.

use std::f64::consts::PI;

use crate::declare::{Datum, Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::math::cos;
use crate::named;
use crate::range::Range;
use crate::sentence;

use super::curve::{Curve, Handle, Moment};
use super::{STEPS, Timing, finite};

named! {
    /// Whose one-cycle it is: the libraries agree on the shape and differ in where each phase ends.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum OneCycleConvention {
        /// `OneCycleLR`: the peak at pctStart · totalSteps − 1, the end at totalSteps − 1.
        #[default]
        Pytorch = "pytorch",
        /// `cosine_onecycle_schedule`, `linear_onecycle_schedule`: the peak at ⌊pctStart · totalSteps⌋, the end at
        /// totalSteps, one step after the run.
        Optax = "optax",
        /// `fit_one_cycle`: the peak at pctStart · totalSteps, the end at totalSteps; finalDivFactor divides the peak.
        Fastai = "fastai",
    }
}

named! {
    /// The way from one rate to another.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Anneal {
        /// Half a cosine.
        #[default]
        Cos = "cos",
        /// A straight line.
        Linear = "linear",
    }
}

kind! {
    OneCycle: OneCycleConfig::new(max_lr, total_steps, convention, anneal),
    "one-cycle", "One-cycle", "Up once, then down far below the beginning.",
    max_lr: Setting::number(Range::POSITIVE, "The highest rate.").required().rate().suits(|run| Datum::Number(run.lr)),
    total_steps: Setting::number(STEPS, "Steps of the whole.").required().length().suits(|run| Datum::Number(run.length)),
    convention: Setting::choice::<OneCycleConvention>("Whose end points and whose defaults."),
    pct_start: Setting::number(SHARE, "Share of the steps before the peak; fastai's default is 0.25."),
    div_factor: Setting::number(Range::POSITIVE, "The first rate is maxLr divided by this."),
    final_div_factor: Setting::number(Range::POSITIVE, "The last rate is the first (fastai: maxLr) divided by this; fastai's default is 100000."),
    anneal: Setting::choice::<Anneal>("The way between two rates."),
    three_phase: Setting::flag("Back to the first rate first; optax does so if linear.").only(&["pytorch", "optax"]),
    pct_final: Setting::number(SHARE, "Share of the steps before the third phase; 0.85 if left out.").follows().only(&["optax"]),
}

/// Settings of [`OneCycle`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneCycleConfig {
    /// The peak.
    pub max_lr: f64,
    /// Steps (or epochs) of the whole.
    pub total_steps: u64,
    /// Share of the steps before the peak.
    pub pct_start: f64,
    /// The first rate is the peak divided by this.
    pub div_factor: f64,
    /// The last rate is the first one (fastai: the peak) divided by this.
    pub final_div_factor: f64,
    /// The way between two rates.
    pub anneal: Anneal,
    /// Back to the first rate, then on to the last.
    pub three_phase: bool,
    /// Share of the steps before the third phase; optax only, in PyTorch it is as far behind the peak as that is
    /// behind the beginning.
    pub pct_final: Option<f64>,
    /// Whose end points.
    pub convention: OneCycleConvention,
}

impl OneCycleConfig {
    /// optax's share of the steps before the third phase.
    pub(crate) const PCT_FINAL: f64 = 0.85;

    /// The library's defaults. optax's linear one-cycle has three phases.
    pub fn new(max_lr: f64, total_steps: u64, convention: OneCycleConvention, anneal: Anneal) -> Self {
        let fastai = convention == OneCycleConvention::Fastai;
        Self {
            max_lr,
            total_steps,
            pct_start: if fastai { 0.25 } else { 0.3 },
            div_factor: 25.0,
            final_div_factor: if fastai { 1e5 } else { 1e4 },
            anneal,
            three_phase: convention == OneCycleConvention::Optax && anneal == Anneal::Linear,
            pct_final: None,
            convention,
        }
    }

    /// Where the peak is.
    fn peak(&self) -> f64 {
        let peak = self.pct_start * self.total_steps as f64;
        match self.convention {
            OneCycleConvention::Pytorch => peak - 1.0,
            OneCycleConvention::Optax => peak.floor(),
            OneCycleConvention::Fastai => peak,
        }
    }
}

/// Shares of a whole.
const SHARE: Range = Range { max: 1.0, max_accepted: true, ..Range::NOT_NEGATIVE };

/// From maxLr / divFactor up to maxLr, then down to the last rate, each way half a cosine or a straight line:
///
/// lr(t) = from + (to − from) · (1 − cos(π·p)) / 2, with p how much of the phase is done.
///
/// The last rate holds past the end; see [`OneCycleConvention`] for where the phases end and [`OneCycleConfig`] for
/// the settings. Sources: Smith and Topin, "Super-convergence" (2018); PyTorch `OneCycleLR`; optax; fastai.
///
/// ```
/// use lr_lab::schedule::{Anneal, OneCycle, OneCycleConfig, OneCycleConvention};
///
/// let config = OneCycleConfig::new(1.0, 100, OneCycleConvention::Pytorch, Anneal::Linear);
/// let cycle = OneCycle::new(config)?;
/// assert_eq!([0, 29].map(|t| cycle.lr_at(t)), [0.04, 1.0]);
/// assert!([99, 1000].iter().all(|t| cycle.lr_at(*t) == 0.04 / 1e4));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneCycle {
    phases: [Phase; 3],
    pub(crate) config: OneCycleConfig,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Phase {
    end: f64,
    from: f64,
    to: f64,
}

impl OneCycle {
    /// The schedule.
    ///
    /// # Errors
    /// `maxLr`, `divFactor`, `finalDivFactor`: not a finite number above 0; `totalSteps`: 0; `pctStart`, `pctFinal`:
    /// not from 0 to 1; `pctFinal`: below `pctStart`; `threePhase`: with fastai, which has none.
    pub fn new(mut config: OneCycleConfig) -> Result<Self> {
        Self::check(&config)?;
        if config.convention == OneCycleConvention::Optax && config.three_phase {
            let pct_final = config.pct_final.unwrap_or(OneCycleConfig::PCT_FINAL);
            if pct_final < config.pct_start {
                let accepted = sentence!("accepted.pct-final", "a number not below pctStart");
                return Err(Error::not_accepted("pctFinal", pct_final, accepted));
            }
            config.pct_final = Some(pct_final);
        } else if config.pct_final.is_some() {
            let problem =
                sentence!("error.no-pct-final", "not accepted here; only optax's one-cycle of three phases has it");
            return Err(Error::new("pctFinal", problem));
        }
        let (max, total) = (config.max_lr, config.total_steps as f64);
        let first = finite(max / config.div_factor);
        let last = finite(match config.convention {
            OneCycleConvention::Fastai => max / config.final_div_factor,
            _ => first / config.final_div_factor,
        });
        let peak = config.pct_start * total;
        let [peak, back, end] = match config.convention {
            OneCycleConvention::Pytorch => [peak - 1.0, 2.0 * peak - 2.0, total - 1.0],
            OneCycleConvention::Optax => [peak.floor(), (config.pct_final.unwrap_or(1.0) * total).floor(), total],
            OneCycleConvention::Fastai => [peak, peak, total],
        };
        let phase = |end, from, to| Phase { end, from, to };
        let up = phase(peak, first, max);
        let phases = if config.three_phase {
            [up, phase(back, max, first), phase(end, first, last)]
        } else {
            [up, phase(end, max, last), phase(end, last, last)]
        };
        Ok(Self { phases, config })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let t = t as f64;
        let mut start = 0.0;
        let mut lr = self.phases[0].from;
        for Phase { end, from, to } in self.phases {
            let done = (t - start) / (end - start);
            // A phase without a length is over; past the last one its end holds.
            lr = if end > start && done < 1.0 { from + (to - from) * self.share(done) } else { to };
            if t <= end {
                break;
            }
            start = end;
        }
        lr
    }

    fn share(&self, done: f64) -> f64 {
        match self.config.anneal {
            Anneal::Linear => done,
            Anneal::Cos => 0.5 * (1.0 - cos(PI * done)),
        }
    }
}

impl Curve for OneCycle {
    const HANDLES: &'static [Handle<Self::Config>] = &[Handle::new(
        "Peak",
        |config| (config.peak(), config.max_lr),
        |config, t, lr| {
            let before = if config.convention == OneCycleConvention::Pytorch { 1.0 } else { 0.0 };
            config.pct_start = ((t + before) / config.total_steps as f64).clamp(0.0, 1.0);
            config.max_lr = lr;
        },
    )];

    fn make(config: Self::Config) -> Result<Self> {
        Self::new(config)
    }

    fn config(&self) -> &Self::Config {
        &self.config
    }

    fn formula(&self) -> String {
        let OneCycleConfig { convention, three_phase, anneal, .. } = self.config;
        let last = if convention == OneCycleConvention::Fastai { "maxLr" } else { "first" };
        let [peak, back, end] = match convention {
            OneCycleConvention::Pytorch => ["pctStart * totalSteps - 1", "2 * peak", "totalSteps - 1"],
            OneCycleConvention::Optax => ["floor(pctStart * totalSteps)", "floor(pctFinal * totalSteps)", "totalSteps"],
            OneCycleConvention::Fastai => ["pctStart * totalSteps", "peak", "totalSteps"],
        };
        let phases = if three_phase {
            format!(
                "back = {back}
                 phase = (t > peak) + (t > back)
                 start = pick(phase, 0, peak, back)
                 end = pick(phase, peak, back, {end})
                 lrFrom = pick(phase, first, maxLr, first)
                 lrTo = pick(phase, maxLr, first, last)"
            )
        } else {
            format!(
                "phase = t > peak
                 start = pick(phase, 0, peak)
                 end = pick(phase, peak, {end})
                 lrFrom = pick(phase, first, maxLr)
                 lrTo = pick(phase, maxLr, last)"
            )
        };
        let rate = match anneal {
            Anneal::Linear => "lrFrom * (1 - done) + lrTo * done",
            Anneal::Cos => "lrFrom * (1 + cos(pi * done)) / 2 + lrTo * (1 - cos(pi * done)) / 2",
        };
        format!(
            "first = maxLr / divFactor
             last = {last} / finalDivFactor
             peak = {peak}
             {phases}
             done = start < end ? min((t - start) / (end - start), 1) : 1
             {rate}"
        )
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t)
    }

    fn timing(&self) -> Timing {
        let warmup = Some(self.phases[0].end);
        Timing { warmup, end: Some(self.phases[2].end), length: Some(self.config.total_steps), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Anneal, OneCycle, OneCycleConfig, OneCycleConvention};

    fn config(convention: OneCycleConvention, anneal: Anneal) -> OneCycleConfig {
        let config = OneCycleConfig::new(1.0, 10, convention, anneal);
        OneCycleConfig { pct_start: 0.4, div_factor: 10.0, final_div_factor: 100.0, ..config }
    }

    #[test]
    fn three_libraries_three_end_points() {
        use OneCycleConvention::{Fastai, Optax, Pytorch};
        for (convention, peak, end, last) in [(Pytorch, 3, 9, 1e-3), (Optax, 4, 10, 1e-3), (Fastai, 4, 10, 1e-2)] {
            for anneal in [Anneal::Cos, Anneal::Linear] {
                let cycle = OneCycleConfig { three_phase: false, ..config(convention, anneal) };
                let cycle = OneCycle::new(cycle).unwrap();
                for (t, want) in [(0, 0.1), (peak, 1.0), (end, last), (end + 1, last), (u64::MAX, last)] {
                    assert!((cycle.lr_at(t) - want).abs() < 1e-15, "{convention:?} {anneal:?} at {t}");
                }
                assert!(cycle.lr_at(end - 1) > last && cycle.lr_at(peak - 1) < 1.0 && cycle.lr_at(peak + 1) < 1.0);
            }
        }
    }

    #[test]
    fn three_phases() {
        let pytorch = OneCycleConfig { three_phase: true, ..config(OneCycleConvention::Pytorch, Anneal::Linear) };
        let optax = OneCycleConfig { pct_final: Some(0.8), ..config(OneCycleConvention::Optax, Anneal::Linear) };
        assert!(optax.three_phase);
        for (config, t, want) in [
            (pytorch, 3, 1.0),
            (pytorch, 6, 0.1),
            (pytorch, 9, 1e-3),
            (optax, 4, 1.0),
            (optax, 6, 0.55),
            (optax, 8, 0.1),
            (optax, 10, 1e-3),
        ] {
            let lr = OneCycle::new(config).unwrap().lr_at(t);
            assert!((lr - want).abs() < 1e-15, "{config:?} at {t}: {lr}");
        }
    }

    #[test]
    fn short_cycles_stay_numbers() {
        for convention in [OneCycleConvention::Pytorch, OneCycleConvention::Optax, OneCycleConvention::Fastai] {
            for total_steps in [1, 2, 3] {
                for pct_start in [0.0, 0.5, 1.0] {
                    let config = OneCycleConfig { total_steps, pct_start, ..config(convention, Anneal::Cos) };
                    let cycle = OneCycle::new(config).unwrap();
                    for t in [0, 1, 2, 3, u64::MAX] {
                        assert!((0.0..=1.0).contains(&cycle.lr_at(t)), "{config:?} at {t}: {}", cycle.lr_at(t));
                    }
                }
            }
        }
    }

    #[test]
    fn refused_settings() {
        let good = config(OneCycleConvention::Optax, Anneal::Linear);
        for (config, field) in [
            (OneCycleConfig { max_lr: 0.0, ..good }, "maxLr"),
            (OneCycleConfig { total_steps: 0, ..good }, "totalSteps"),
            (OneCycleConfig { pct_start: 1.1, ..good }, "pctStart"),
            (OneCycleConfig { div_factor: 0.0, ..good }, "divFactor"),
            (OneCycleConfig { final_div_factor: f64::NAN, ..good }, "finalDivFactor"),
            (OneCycleConfig { pct_final: Some(0.3), ..good }, "pctFinal"),
            (OneCycleConfig { convention: OneCycleConvention::Fastai, ..good }, "threePhase"),
        ] {
            assert_eq!(OneCycle::new(config).unwrap_err().field(), field);
        }
    }
}
