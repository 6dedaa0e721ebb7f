//! The truth under a finder's curve: the losses of networks that were trained at fixed rates.

use super::quantile::quantile;
use super::runs::RunsStop;
use crate::error::{Error, Result};
use crate::math::{exp, ln};
use crate::named;
use crate::range::Range;
use crate::sentence;
use crate::sentence::Sentence;

named! {
    /// Which rows the trained networks are judged by: the mean loss over all of them, after the last step.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum JudgedBy {
        /// Those held out.
        Validation = "validation",
        /// Those trained on.
        Training = "training",
    }
}

/// What is trained: every rate with every seed.
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepPlan {
    /// The rates, rising.
    pub lrs: Vec<f64>,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Optimizer steps of each run.
    pub steps: u64,
    /// Whose loss counts in the end.
    pub judged_by: JudgedBy,
}

/// The rate with the lowest median loss; the lowest such rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestLr {
    /// Its index among the rates.
    pub index: usize,
    /// The rate.
    pub lr: f64,
    /// Its median loss.
    pub loss: f64,
}

/// What a rate costs against the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// The quotient of its loss and the best one: 1 is the best; infinite where it diverges.
    pub regret: f64,
    /// Whether the rate itself was not trained, so that its loss is taken from its neighbours'.
    pub interpolated: bool,
}

/// Final losses over rates and seeds. The columns after `finals` have an entry for each rate and count the seeds
/// trained so far; they are NaN before the first.
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepReport {
    /// What is trained.
    pub plan: LrSweepPlan,
    /// Final losses, \[rates × seeds\] row by row: NaN is not trained yet, infinity diverged.
    pub finals: Vec<f64>,
    /// Median over the seeds, a diverged run counting as infinity.
    pub median: Vec<f64>,
    /// Lower quartile.
    pub lower: Vec<f64>,
    /// Upper quartile.
    pub upper: Vec<f64>,
    /// How many runs diverged.
    pub diverged: Vec<usize>,
    /// What each rate costs against the best, as in [`Regret`]; NaN while there is no best.
    pub regret: Vec<f64>,
    /// Absent while nothing is trained, and where everything diverged.
    pub best: Option<BestLr>,
    /// Absent while it runs.
    pub stop: Option<RunsStop>,
}

impl LrSweepReport {
    /// The report on `finals` (\[rates × seeds\], row by row; NaN is not trained yet, infinity diverged).
    ///
    /// # Errors
    /// `lrs`: none, not finite numbers above 0, or not rising; `seeds`: none, or one twice; `finals`: another number
    /// than rates × seeds.
    pub fn new(plan: LrSweepPlan, finals: Vec<f64>, stop: Option<RunsStop>) -> Result<Self> {
        let LrSweepPlan { lrs, seeds, .. } = &plan;
        check_lrs(lrs)?;
        check_seeds(seeds)?;
        let runs = lrs.len() * seeds.len();
        if finals.len() != runs {
            let problem = sentence!(
                "error.other-count-of-finals",
                "{count} numbers; {rates} rates × {seeds} seeds",
                count = finals.len(),
                rates = lrs.len(),
                seeds = seeds.len()
            );
            return Err(Error::new("finals", problem));
        }
        Ok(Self::of(plan, finals, stop))
    }

    /// The report on what [`new`](Self::new) has accepted before.
    pub(crate) fn of(plan: LrSweepPlan, finals: Vec<f64>, stop: Option<RunsStop>) -> Self {
        let rows = || finals.chunks_exact(plan.seeds.len().max(1));
        let column = |q| rows().map(|row| quantile(trained(row), q).unwrap_or(f64::NAN)).collect();
        let median: Vec<f64> = column(0.5);
        let finite = median.iter().copied().enumerate().filter(|(_, loss)| loss.is_finite());
        let best = finite.fold(None, |best: Option<BestLr>, (index, loss)| match best {
            Some(best) if best.loss <= loss => Some(best),
            _ => Some(BestLr { index, lr: plan.lrs[index], loss }),
        });
        Self {
            lower: column(0.25),
            upper: column(0.75),
            diverged: rows().map(|row| row.iter().filter(|loss| loss.is_infinite()).count()).collect(),
            regret: median.iter().map(|loss| best.map_or(f64::NAN, |best| regret(*loss, best.loss))).collect(),
            best,
            median,
            plan,
            finals,
            stop,
        }
    }

    /// What rate `lr` costs: exactly where it was trained; between two trained rates from their median losses, linear
    /// in the logarithms of rate and loss (of the rate alone where a loss is not above 0), and infinite beside a rate
    /// that diverged. `None` outside of the trained rates, and while there is no best.
    pub fn regret_at(&self, lr: f64) -> Option<Regret> {
        let best = self.best?.loss;
        let points =
            || self.plan.lrs.iter().copied().zip(self.median.iter().copied()).filter(|(_, loss)| !loss.is_nan());
        if let Some((_, loss)) = points().find(|(trained, _)| *trained == lr) {
            return Some(Regret { regret: regret(loss, best), interpolated: false });
        }
        let (below, low) = points().take_while(|(trained, _)| *trained < lr).last()?;
        let (above, high) = points().find(|(trained, _)| *trained > lr)?;
        let share = ln(lr / below) / ln(above / below);
        let between = |from: f64, to: f64| from * (1.0 - share) + to * share;
        let loss = if low > 0.0 && high > 0.0 { exp(between(ln(low), ln(high))) } else { between(low, high) };
        Some(Regret { regret: regret(loss, best), interpolated: true })
    }

    /// One report of several that trained different parts of a plan: the same however they were divided. It has ended
    /// when every run has; it was cancelled when a part was.
    ///
    /// # Errors
    /// `reports`: none; `reports[i]`: another plan than the first, or another loss of the same run.
    pub fn merge(reports: &[Self]) -> Result<Self> {
        let Some((first, others)) = reports.split_first() else {
            return Err(nothing_given("reports"));
        };
        let mut finals = first.finals.clone();
        for (i, report) in others.iter().enumerate() {
            let other = |what: Sentence| Err(Error::new(format!("reports[{}]", i + 1), what));
            if report.plan != first.plan {
                return other(sentence!(
                    "error.other-plan",
                    "other rates, seeds, steps or rows than the first report's"
                ));
            }
            for (known, loss) in finals.iter_mut().zip(&report.finals) {
                if known.is_nan() {
                    *known = *loss;
                } else if !loss.is_nan() && known.to_bits() != loss.to_bits() {
                    return other(sentence!(
                        "error.other-loss",
                        "another loss than an earlier report's for the same rate and seed"
                    ));
                }
            }
        }
        let ended = finals.iter().filter(|loss| !loss.is_nan()).count();
        let stop = RunsStop::of_parts(ended, finals.len(), reports.iter().map(|report| &report.stop));
        Ok(Self::of(first.plan.clone(), finals, stop))
    }
}

/// `loss` / `best`. A quotient says nothing where the best is not above 0; there it is 1 and how much worse the loss
/// is, in units of the best one's size: what the quotient is elsewhere.
fn regret(loss: f64, best: f64) -> f64 {
    if loss == best {
        1.0
    } else if best > 0.0 {
        loss / best
    } else {
        1.0 + (loss - best) / best.abs()
    }
}

fn trained(row: &[f64]) -> Vec<f64> {
    row.iter().copied().filter(|loss| !loss.is_nan()).collect()
}

pub(super) fn nothing_given(field: &str) -> Error {
    Error::new(field, sentence!("error.give-one", "none; give at least one"))
}

/// Rates that something can be trained at, in order.
pub(super) fn check_lrs(lrs: &[f64]) -> Result<()> {
    if lrs.is_empty() {
        return Err(Error::new("lrs", sentence!("error.give-a-rate", "none; give at least one rate")));
    }
    for (i, lr) in lrs.iter().enumerate() {
        Range::POSITIVE.check(&format!("lrs[{i}]"), *lr)?;
        if i > 0 && *lr <= lrs[i - 1] {
            let accepted =
                sentence!("accepted.rate-above", "a rate above the one before, {before}", before = lrs[i - 1]);
            return Err(Error::not_accepted(format!("lrs[{i}]"), lr, accepted));
        }
    }
    Ok(())
}

/// Seeds, each once.
pub(super) fn check_seeds(seeds: &[u64]) -> Result<()> {
    if seeds.is_empty() {
        return Err(nothing_given("seeds"));
    }
    let mut sorted = seeds.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            Err(Error::new("seeds", sentence!("error.twice", "{seed} is there twice; give each once", seed = pair[0])))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{BestLr, JudgedBy, LrSweepPlan, LrSweepReport, Regret};
    use crate::finder::{RunsStop, StopReason};

    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    fn plan(lrs: &[f64], seeds: &[u64]) -> LrSweepPlan {
        LrSweepPlan { lrs: lrs.to_vec(), seeds: seeds.to_vec(), steps: 10, judged_by: JudgedBy::Training }
    }

    fn report(lrs: &[f64], seeds: usize, finals: &[f64]) -> LrSweepReport {
        LrSweepReport::new(plan(lrs, &(0..seeds as u64).collect::<Vec<_>>()), finals.to_vec(), None).unwrap()
    }

    #[test]
    fn columns_over_the_seeds() {
        let report = report(&[0.01, 0.1, 1.0, 10.0], 3, &[4.0, 2.0, 3.0, 0.5, NAN, 1.5, 0.5, INF, INF, NAN, NAN, NAN]);
        assert_eq!(report.median[..3], [3.0, 1.0, INF]);
        assert_eq!(report.lower[..3], [2.5, 0.75, INF]);
        assert_eq!(report.upper[..3], [3.5, 1.25, INF]);
        assert_eq!(report.regret[..3], [3.0, 1.0, INF]);
        assert_eq!(report.diverged, [0, 0, 2, 0]);
        assert!([report.median[3], report.lower[3], report.upper[3], report.regret[3]].iter().all(|x| x.is_nan()));
        assert_eq!(report.best, Some(BestLr { index: 1, lr: 0.1, loss: 1.0 }));
    }

    #[test]
    fn regrets_of_losses_not_above_zero() {
        for (finals, want) in [
            ([2.0, 1.0, 4.0], [2.0, 1.0, 4.0]),
            ([0.0, 1.0, 0.0], [1.0, INF, 1.0]),
            ([-2.0, -1.0, 2.0], [1.0, 1.5, 3.0]),
        ] {
            assert_eq!(report(&[0.1, 0.2, 0.3], 1, &finals).regret, want, "{finals:?}");
        }
    }

    #[test]
    fn of_equal_losses_the_lowest_rate_is_best() {
        assert_eq!(report(&[0.1, 0.2, 0.3], 1, &[2.0, 1.0, 1.0]).best.unwrap().index, 1);
    }

    #[test]
    fn without_a_best_there_is_no_regret() {
        for finals in [[NAN, NAN], [INF, INF], [NAN, INF]] {
            let report = report(&[0.1, 0.2], 1, &finals);
            assert_eq!(report.best, None);
            assert!(report.regret.iter().all(|regret| regret.is_nan()));
            assert_eq!(report.regret_at(0.1), None);
        }
    }

    #[test]
    fn regret_between_and_outside() {
        let report = report(&[0.01, 0.1, 1.0, 10.0, 100.0], 1, &[4.0, 1.0, 16.0, INF, NAN]);
        let at = |lr| report.regret_at(lr).map(|Regret { regret, interpolated }| (regret, interpolated));
        assert_eq!(at(0.1), Some((1.0, false)));
        assert_eq!(at(10.0), Some((INF, false)));
        let (middle, interpolated) = at(0.316_227_766_016_837_94).unwrap();
        assert!((middle - 4.0).abs() < 1e-12 && interpolated, "the geometric mean of 1 and 16");
        assert_eq!(at(3.0), Some((INF, true)), "beside a rate that diverged");
        for outside in [0.009, 100.0, 11.0, 0.0, -1.0, NAN, INF] {
            assert_eq!(at(outside), None, "{outside}");
        }
        let negative = self::report(&[0.01, 1.0], 1, &[-1.0, 1.0]).regret_at(0.1).unwrap();
        assert!((negative.regret - 2.0).abs() < 1e-12, "the loss is 0 there: {negative:?}");
    }

    /// `tests/sweep.rs` divides real runs.
    #[test]
    fn a_merged_sweep_stops_as_its_parts_did() {
        let [mut one, other] = [[1.0, NAN], [NAN, 2.0]].map(|finals| report(&[0.1, 0.2], 1, &finals));
        let stop = |reports: &[LrSweepReport]| LrSweepReport::merge(reports).unwrap().stop.map(|stop| stop.reason);
        assert_eq!(stop(std::slice::from_ref(&one)), None, "a part is missing");
        assert_eq!(stop(&[other, one.clone()]), Some(StopReason::Completed));
        one.stop = RunsStop::of(0, 1, true);
        assert_eq!(stop(&[one]), Some(StopReason::Cancelled));
    }

    #[test]
    fn refusals() {
        for (lrs, seeds, finals, field) in [
            (&[][..], &[1][..], &[][..], "lrs"),
            (&[0.1, 0.1], &[1], &[1.0, 1.0], "lrs[1]"),
            (&[-0.1], &[1], &[1.0], "lrs[0]"),
            (&[0.1], &[], &[], "seeds"),
            (&[0.1], &[1], &[1.0, 2.0], "finals"),
        ] {
            let refused = LrSweepReport::new(plan(lrs, seeds), finals.to_vec(), None).unwrap_err();
            assert_eq!(refused.field(), field, "{lrs:?} {seeds:?}");
        }
        let (one, other) = (report(&[0.1], 1, &[1.0]), report(&[0.1], 1, &[2.0]));
        assert_eq!(LrSweepReport::merge(&[]).unwrap_err().field(), "reports");
        assert_eq!(LrSweepReport::merge(&[one.clone(), other]).unwrap_err().field(), "reports[1]");
        let elsewhere = report(&[0.2], 1, &[NAN]);
        assert_eq!(LrSweepReport::merge(&[one.clone(), one, elsewhere]).unwrap_err().field(), "reports[2]");
    }
}
