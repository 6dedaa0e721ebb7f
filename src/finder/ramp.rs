//! The rates that a range test tries, in order.

use crate::error::{Error, Result};
use crate::math::{exp, ln, log10};
use crate::range::Range;
use crate::schedule::Geometric;
use crate::sentence;
use crate::sentence::Sentence;

/// The most rates of a sweep.
pub const MAX_STEPS: u64 = 10_000_000;

/// How the rates rise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RampShape {
    /// By equal factors, start · (end / start)^(i / (steps − 1)): the last rate is the end.
    Exponential,
    /// By equal differences, start + (end − start) · i / (steps − 1).
    Linear,
    /// By equal differences, start + (end − start) · i / steps: the end is never reached (ignite).
    LinearShort,
    /// By equal differences, start + (end − start) · (i + 1) / steps, but the first rate is the start (Lightning).
    LinearSkipping,
    /// By equal factors, start · (end / start)^(i / steps): the end is never reached (fastai).
    Short,
    /// By equal factors, start · (end / start)^((i + 1) / steps): the start is never tried (ignite).
    Ahead,
    /// As `Ahead`, but the first rate is the start (Lightning, whose scheduler counts from 1 after its first step).
    Skipping,
    /// As document 001's callback has it: in `f32`, each rate the last one times
    /// exp(ln(end / start) / `iterations`). With `iterations` = epochs · rows / batch, which need not be whole, the
    /// end is never reached.
    Product {
        /// Steps, whole or not, in which the rate would rise from start to end.
        iterations: f64,
    },
}

/// Settings of a [`Ramp`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RampConfig {
    /// The first rate.
    pub start_lr: f64,
    /// The last rate.
    pub end_lr: f64,
    /// How many rates.
    pub steps: u64,
    /// How they rise.
    pub shape: RampShape,
}

#[derive(Clone, Debug, PartialEq)]
enum Rates {
    /// Step i has the rate i + `shift` of a row, after `first`, where there is one.
    Geometric {
        row: Geometric,
        shift: u64,
        first: Option<f64>,
    },
    /// Step i has the rate of i + `shift`, after the start.
    Linear {
        start: f64,
        difference: f64,
        shift: u64,
    },
    Product {
        next: f32,
        factor: f32,
    },
    Given(Vec<f64>),
}

/// The rates one by one.
///
/// ```
/// use lr_lab::finder::{Ramp, RampConfig, RampShape};
///
/// let config = RampConfig { start_lr: 1e-4, end_lr: 1.0, steps: 3, shape: RampShape::Exponential };
/// let rates: Vec<f64> = Ramp::new(config)?.collect();
/// assert_eq!(rates, [1e-4, 1e-2, 1.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ramp {
    rates: Rates,
    next: u64,
    steps: u64,
}

impl Ramp {
    /// The sweep.
    ///
    /// # Errors
    /// `startLr`: not a finite number above 0; `endLr`: not a finite number above `startLr`, or so far above
    /// that their quotient is no number; `steps` outside
    /// 1 ..= 10 million.
    pub fn new(config: RampConfig) -> Result<Self> {
        let RampConfig { start_lr, end_lr, steps, shape } = config;
        Range::whole(1, MAX_STEPS).check("steps", steps as f64)?;
        let row = Geometric::new(start_lr, end_lr, steps)?;
        if end_lr <= start_lr {
            return Err(Error::not_accepted("endLr", end_lr, above_start(start_lr)));
        }
        if !(end_lr / start_lr).is_finite() {
            let accepted = sentence!(
                "accepted.quotient",
                "a rate at most {times} times the first, {start}",
                times = "1e308",
                start = start_lr
            );
            return Err(Error::not_accepted("endLr", end_lr, accepted));
        }
        let rates = match shape {
            RampShape::Exponential => Rates::Geometric { row, shift: 0, first: None },
            RampShape::Linear => {
                let intervals = (steps - 1).max(1);
                Rates::Linear { start: start_lr, difference: (end_lr - start_lr) / intervals as f64, shift: 0 }
            }
            RampShape::LinearShort | RampShape::LinearSkipping => Rates::Linear {
                start: start_lr,
                difference: (end_lr - start_lr) / steps as f64,
                shift: u64::from(shape == RampShape::LinearSkipping),
            },
            RampShape::Short | RampShape::Ahead | RampShape::Skipping => Rates::Geometric {
                row: Geometric::new(start_lr, end_lr, steps + 1)?,
                shift: u64::from(shape != RampShape::Short),
                first: (shape == RampShape::Skipping).then_some(start_lr),
            },
            RampShape::Product { iterations } => {
                let factor = exp(ln(end_lr / start_lr) / iterations) as f32;
                Rates::Product { next: start_lr as f32, factor }
            }
        };
        Ok(Self { rates, next: 0, steps })
    }

    /// The rates of somebody else's sweep, of which these were tried and `planned` were planned.
    ///
    /// # Errors
    /// `lrs`: none; `lrs[i]`: not a finite number above 0, or below the one in front of it; `steps`: fewer planned than
    /// tried, or more than 10 million.
    pub fn given(lrs: Vec<f64>, planned: u64) -> Result<Self> {
        if lrs.is_empty() {
            return Err(Error::new("lrs", sentence!("error.empty-curve", "empty; a curve has at least one point")));
        }
        for (i, lr) in lrs.iter().enumerate() {
            Range::POSITIVE.check(&format!("lrs[{i}]"), *lr)?;
            if i > 0 && *lr < lrs[i - 1] {
                let accepted = sentence!(
                    "accepted.rising-rate",
                    "a rate from {before} up, the one in front of it: a range test's rates rise",
                    before = lrs[i - 1]
                );
                return Err(Error::not_accepted(format!("lrs[{i}]"), lr, accepted));
            }
        }
        Range::whole(lrs.len() as u64, MAX_STEPS.max(lrs.len() as u64)).check("steps", planned as f64)?;
        Ok(Self { rates: Rates::Given(lrs), next: 0, steps: planned })
    }

    /// How many rates lie in a decade; NaN where that is not the same everywhere, or not known.
    pub(super) fn steps_per_decade(&self) -> f64 {
        let mut ahead = self.clone();
        match (&self.rates, ahead.next(), ahead.last()) {
            (Rates::Linear { .. } | Rates::Given(_), ..) => f64::NAN,
            (_, Some(first), Some(last)) => (self.steps - 1) as f64 / log10(last / first),
            _ => f64::NAN,
        }
    }

    /// How many rates the whole sweep has.
    pub fn steps(&self) -> u64 {
        self.steps
    }
}

/// What a rate may be that lies past the first one.
pub(super) fn above_start(start: f64) -> Sentence {
    sentence!("accepted.above-start", "a finite number above the first rate, {start}", start)
}

impl Iterator for Ramp {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        if self.next == self.steps {
            return None;
        }
        let i = self.next;
        self.next += 1;
        Some(match &mut self.rates {
            Rates::Given(lrs) => return lrs.get(i as usize).copied(),
            Rates::Geometric { row, shift, first } => first.filter(|_| i == 0).unwrap_or_else(|| row.lr_at(i + *shift)),
            Rates::Linear { start, difference, shift } => {
                *start + *difference * if i == 0 { 0 } else { i + *shift } as f64
            }
            Rates::Product { next, factor } => {
                let lr = *next;
                *next *= *factor;
                f64::from(lr)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Ramp, RampConfig, RampShape};

    fn rates(start_lr: f64, end_lr: f64, steps: u64, shape: RampShape) -> Vec<f64> {
        Ramp::new(RampConfig { start_lr, end_lr, steps, shape }).unwrap().collect()
    }

    #[test]
    fn linear_and_exponential_reach_the_end() {
        assert_eq!(rates(0.5, 2.5, 5, RampShape::Linear), [0.5, 1.0, 1.5, 2.0, 2.5]);
        assert_eq!(rates(0.25, 4.0, 3, RampShape::Exponential), [0.25, 1.0, 4.0]);
        assert_eq!(rates(0.25, 4.0, 1, RampShape::Linear), [0.25]);
    }

    #[test]
    fn exponents_of_the_libraries() {
        for (shape, want) in [
            (RampShape::Short, [1.0, 2.0, 4.0]),
            (RampShape::Ahead, [2.0, 4.0, 8.0]),
            (RampShape::Skipping, [1.0, 4.0, 8.0]),
        ] {
            for (got, want) in rates(1.0, 8.0, 3, shape).into_iter().zip(want) {
                assert!((got / want - 1.0).abs() < 1e-12, "{shape:?}: {got} against {want}");
            }
        }
    }

    /// What document 001's notebook printed.
    #[test]
    fn document_001_digit_for_digit() {
        let printed = "0.05000 0.05869 0.06890 0.08088 0.09494 0.11144 0.13082 0.15357 0.18026 0.21161 0.24840 0.29158 \
                       0.34228 0.40179 0.47165 0.55365 0.64991 0.76290 0.89554 1.05124 1.23401 1.44856 1.70042 1.99606 \
                       2.34310 2.75048 3.22868 3.79003 4.44898 5.22250 6.13050 7.19637 8.44755 9.91627 11.64034 13.66417 \
                       16.03987 18.82861 22.10222 25.94498 30.45586 35.75102 41.96681 49.26329 57.82837 67.88261 79.68490 \
                       93.53918";
        let shape = RampShape::Product { iterations: 569.0 / 12.0 };
        let ours: Vec<String> = rates(0.05, 100.0, 48, shape).iter().map(|lr| format!("{lr:.5}")).collect();
        assert_eq!(ours.join(" "), printed);
    }
}
