//! The truth under a finder's curve: the losses of networks that were trained at fixed rates.

use super::excess::{AS_GOOD, as_good, excess, whole_gain};
use super::merge::merged;
use super::quantile::{lowest, median, quantile};
use super::runs::RunsStop;
use crate::error::{Error, Result};
use crate::math::ln;
use crate::named;
use crate::range::Range;
use crate::sentence;

named! {
    /// What the trained networks are judged by: a mean loss over all rows of a part of the data.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum JudgedBy {
        /// The loss on the rows held out, after the last step.
        Validation = "validation",
        /// The lowest loss on the rows held out, at the end of an epoch or after the last step: what early stopping keeps.
        ValidationBest = "validation-best",
        /// The loss on the rows trained on, after the last step.
        Training = "training",
    }
}

/// What is trained: every rate with every seed.
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepPlan {
    /// The rates, rising: the highest of a run, where a schedule changes it.
    pub lrs: Vec<f64>,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Optimizer steps of each run.
    pub steps: u64,
    /// Whose loss counts in the end.
    pub judged_by: JudgedBy,
    /// What training must improve on, by the same rows: the loss of the untrained network or of the best constant answer,
    /// whichever is lower.
    pub reference: f64,
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

/// Rates that are as good as the best: the unbroken stretch round it that keeps nine tenths of the gain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AsGood {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// How many of the seeds have been trained at every rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// So many have.
    pub done: usize,
    /// Of so many.
    pub of: usize,
}

/// How much of the gain a rate keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// 1 is the best rate, 0 no better than not training, below 0 worse; −∞ where it diverges.
    pub gain: f64,
    /// Points of accuracy lost against the best rate; NaN where no answer is right or wrong.
    pub points: f64,
    /// Whether the rate itself was not trained, so that both lie on straight lines between its neighbours.
    pub interpolated: bool,
}

/// Final losses over rates and seeds. The columns after `accuracies` have an entry for each rate and count the seeds that
/// have been trained at every rate, so that no rate is compared by other seeds than another; they are NaN before the first
/// such round.
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepReport {
    /// What is trained.
    pub plan: LrSweepPlan,
    /// Final losses, \[rates × seeds\] row by row: NaN is not trained yet, infinity diverged.
    pub finals: Vec<f64>,
    /// Share of right answers in the end, in the same order; NaN where not trained yet, and where no answer is right or
    /// wrong.
    pub accuracies: Vec<f64>,
    /// How many seeds count.
    pub rounds: Rounds,
    /// Median over the seeds, a diverged run counting as infinity.
    pub median: Vec<f64>,
    /// Lower quartile.
    pub lower: Vec<f64>,
    /// Upper quartile.
    pub upper: Vec<f64>,
    /// How many runs diverged.
    pub diverged: Vec<usize>,
    /// How much of the gain each rate keeps, as in [`Gain`]; NaN while there is no best.
    pub gain: Vec<f64>,
    /// Points of accuracy that each rate loses against the best; NaN where no answer is right or wrong.
    pub points: Vec<f64>,
    /// Absent before the first round, and where everything diverged.
    pub best: Option<BestLr>,
    /// Absent as the best is.
    pub as_good: Option<AsGood>,
    /// Absent while it runs.
    pub stop: Option<RunsStop>,
}

impl LrSweepReport {
    /// The report on `finals` and `accuracies` (\[rates × seeds\], row by row; of the losses NaN is not trained yet, infinity
    /// diverged).
    ///
    /// # Errors
    /// `lrs`: none, not finite numbers above 0, or not rising; `seeds`: none, or one twice; `finals`, `accuracies`: another
    /// number than rates × seeds.
    pub fn new(plan: LrSweepPlan, finals: Vec<f64>, accuracies: Vec<f64>, stop: Option<RunsStop>) -> Result<Self> {
        check_lrs(&plan.lrs)?;
        check_seeds(&plan.seeds)?;
        for (field, column) in [("finals", &finals), ("accuracies", &accuracies)] {
            check_runs(field, column.len(), plan.lrs.len(), plan.seeds.len())?;
        }
        Ok(Self::of(plan, finals, accuracies, stop))
    }

    /// The report on what [`new`](Self::new) has accepted before.
    pub(crate) fn of(plan: LrSweepPlan, finals: Vec<f64>, accuracies: Vec<f64>, stop: Option<RunsStop>) -> Self {
        let seeds = plan.seeds.len();
        let is_whole = whole_rounds(&finals, seeds);
        let whole: Vec<usize> = (0..seeds).filter(|seed| is_whole[*seed]).collect();
        let rounds = Rounds { done: whole.len(), of: seeds };
        let counted = |row: &[f64]| whole.iter().map(|seed| row[*seed]).collect::<Vec<f64>>();
        let rows = || finals.chunks_exact(seeds).map(counted);
        let column = |q| rows().map(|row| quantile(row, q).unwrap_or(f64::NAN)).collect();
        let middle: Vec<f64> = column(0.5);
        let at_best = lowest(&middle);
        let excess: Vec<f64> = match at_best {
            Some(best) => middle.iter().map(|loss| excess(*loss, middle[best], plan.reference)).collect(),
            None => vec![f64::NAN; middle.len()],
        };
        let accuracy: Vec<f64> =
            accuracies.chunks_exact(seeds).map(|row| median(counted(row)).unwrap_or(f64::NAN)).collect();
        let best_accuracy = at_best.map_or(f64::NAN, |best| accuracy[best]);
        let points = accuracy.iter().map(|share| 100.0 * (best_accuracy - share)).collect();
        Self {
            rounds,
            lower: column(0.25),
            upper: column(0.75),
            diverged: rows().map(|row| row.iter().filter(|loss| loss.is_infinite()).count()).collect(),
            gain: excess.iter().map(|excess| 1.0 - excess).collect(),
            points,
            best: at_best.map(|index| BestLr { index, lr: plan.lrs[index], loss: middle[index] }),
            as_good: at_best.map(|best| {
                let (low, high) = as_good(&excess, best);
                AsGood { low: plan.lrs[low], high: plan.lrs[high] }
            }),
            median: middle,
            plan,
            finals,
            accuracies,
            stop,
        }
    }

    /// How much of the gain rate `lr` keeps: as it was trained, or between two trained rates on straight lines over the
    /// logarithm of the rate, −∞ beside a rate that diverged. `None` outside of the trained rates, and while there is no
    /// best.
    pub fn gain_at(&self, lr: f64) -> Option<Gain> {
        self.best?;
        let lrs = &self.plan.lrs;
        let above = lrs.partition_point(|trained| *trained < lr);
        if lrs.get(above) == Some(&lr) {
            return Some(Gain { gain: self.gain[above], points: self.points[above], interpolated: false });
        }
        let below = above.checked_sub(1)?;
        let share = ln(lr / lrs[below]) / ln(lrs.get(above)? / lrs[below]);
        let between = |column: &[f64]| column[below] * (1.0 - share) + column[above] * share;
        Some(Gain { gain: between(&self.gain), points: between(&self.points), interpolated: true })
    }

    /// The loss that keeps so much of the gain, 1 being that of the best rate. `None` while there is no best, and where nothing
    /// can be gained.
    pub fn loss_at(&self, gain: f64) -> Option<f64> {
        let best = self.best?.loss;
        let whole = whole_gain(best, self.plan.reference);
        Some(best + (1.0 - gain) * whole).filter(|loss| loss.is_finite() && whole > 0.0)
    }

    /// The loss that a rate as good as the best may have, as [`loss_at`](Self::loss_at) has it.
    pub fn as_good_loss(&self) -> Option<f64> {
        self.loss_at(1.0 - AS_GOOD)
    }

    /// Whether every seed has been trained at every rate, so that no round to come moves anything.
    pub fn is_whole(&self) -> bool {
        self.rounds.done == self.rounds.of
    }

    /// One report of several that trained different parts of a plan: the same however they were divided. It has ended
    /// when every run has; it was cancelled when a part was.
    ///
    /// # Errors
    /// `reports`: none; `reports[i]`: another plan than the first, or another loss of the same run.
    pub fn merge(reports: &[Self]) -> Result<Self> {
        let parts =
            reports.iter().map(|report| (&report.plan, [&report.finals[..], &report.accuracies[..]], &report.stop));
        let (plan, [finals, accuracies], stop) = merged(parts)?;
        Ok(Self::of(plan, finals, accuracies, stop))
    }
}

/// Of each seed, whether it has been trained at every rate.
pub(crate) fn whole_rounds(finals: &[f64], seeds: usize) -> Vec<bool> {
    let mut is_whole = vec![true; seeds];
    for row in finals.chunks_exact(seeds) {
        is_whole.iter_mut().zip(row).for_each(|(is_whole, loss)| *is_whole &= !loss.is_nan());
    }
    is_whole
}

pub(super) fn nothing_given(field: &str) -> Error {
    Error::new(field, sentence!("error.give-one", "none; give at least one"))
}

/// A column with an entry for each run.
pub(super) fn check_runs(field: &str, count: usize, rates: usize, seeds: usize) -> Result<()> {
    if count == rates * seeds {
        return Ok(());
    }
    let problem =
        sentence!("error.other-count-of-finals", "{count} numbers; {rates} rates × {seeds} seeds", count, rates, seeds);
    Err(Error::new(field, problem))
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
    use super::{AsGood, BestLr, Gain, JudgedBy, LrSweepPlan, LrSweepReport, Rounds};
    use crate::finder::{RunsStop, StopReason};

    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    fn plan(lrs: &[f64], seeds: &[u64]) -> LrSweepPlan {
        let judged_by = JudgedBy::Validation;
        LrSweepPlan { lrs: lrs.to_vec(), seeds: seeds.to_vec(), steps: 10, judged_by, reference: 5.0 }
    }

    fn report(lrs: &[f64], seeds: usize, finals: &[f64]) -> LrSweepReport {
        let plan = plan(lrs, &(0..seeds as u64).collect::<Vec<_>>());
        LrSweepReport::new(plan, finals.to_vec(), vec![NAN; finals.len()], None).unwrap()
    }

    #[test]
    fn columns_over_the_seeds() {
        let report = report(&[0.01, 0.1, 1.0], 3, &[4.0, 2.0, 3.0, 0.5, 1.0, 1.5, 0.5, INF, INF]);
        assert_eq!(report.rounds, Rounds { done: 3, of: 3 });
        assert_eq!(report.median, [3.0, 1.0, INF]);
        assert_eq!(report.lower[..2], [2.5, 0.75]);
        assert_eq!(report.upper, [3.5, 1.25, INF]);
        assert_eq!(report.gain, [0.5, 1.0, -INF]);
        assert_eq!(report.diverged, [0, 0, 2]);
        assert_eq!(report.best, Some(BestLr { index: 1, lr: 0.1, loss: 1.0 }));
    }

    /// A seed that some rate has not seen yet would favour those that have.
    #[test]
    fn only_whole_rounds_count() {
        let lrs = [0.01, 0.1];
        let half = report(&lrs, 2, &[4.0, 0.1, 1.0, NAN]);
        assert_eq!((half.rounds, &half.median[..]), (Rounds { done: 1, of: 2 }, &[4.0, 1.0][..]));
        let none = report(&lrs, 2, &[4.0, NAN, NAN, 1.0]);
        assert_eq!((none.rounds.done, none.best, none.as_good), (0, None, None));
        assert!(none.median.iter().chain(&none.gain).chain(&none.points).all(|entry| entry.is_nan()));
        assert_eq!(none.gain_at(0.01), None);
    }

    #[test]
    fn rates_as_good_as_the_best() {
        for (finals, want) in [
            ([1.0, 1.39, 1.2, 3.0], Some((0.1, 0.3))),
            ([1.0, 1.41, 1.2, 3.0], Some((0.1, 0.1))),
            ([2.0, 2.0, 2.0, 2.0], Some((0.1, 0.4))),
            ([INF, INF, 4.0, INF], Some((0.3, 0.3))),
            ([INF; 4], None),
        ] {
            let as_good = report(&[0.1, 0.2, 0.3, 0.4], 1, &finals).as_good;
            assert_eq!(as_good.map(|AsGood { low, high }| (low, high)), want, "{finals:?}");
        }
    }

    #[test]
    fn of_equal_losses_the_lowest_rate_is_best() {
        assert_eq!(report(&[0.1, 0.2, 0.3], 1, &[2.0, 1.0, 1.0]).best.unwrap().index, 1);
    }

    #[test]
    fn points_of_accuracy() {
        let (finals, accuracies) = (vec![1.0, 1.2, 2.0, 1.8], vec![0.9, 0.8, 0.75, 0.85]);
        let report = LrSweepReport::new(plan(&[0.1, 0.2], &[1, 2]), finals, accuracies, None).unwrap();
        assert_eq!(report.points[0], 0.0);
        assert!((report.points[1] - 5.0).abs() < 1e-12, "{:?}", report.points);
    }

    #[test]
    fn the_loss_at_a_gain_is_that_of_the_rates_that_keep_it() {
        let whole = report(&[0.01, 0.1, 1.0], 1, &[3.0, 1.0, 4.6]);
        for (loss, gain) in whole.median.iter().zip(&whole.gain) {
            assert!((whole.loss_at(*gain).unwrap() - loss).abs() < 1e-12, "{loss} keeps {gain}");
        }
        assert_eq!(whole.loss_at(0.0), Some(whole.plan.reference));
        assert!((whole.as_good_loss().unwrap() - 1.4).abs() < 1e-12 && whole.is_whole());
        let running = report(&[0.01, 0.1], 2, &[4.0, NAN, 1.0, NAN]);
        assert!(!running.is_whole() && running.loss_at(1.0) == Some(1.0));
        assert_eq!(report(&[0.1], 1, &[INF]).loss_at(0.5), None);
    }

    #[test]
    fn gain_between_and_outside() {
        let report = report(&[0.01, 0.1, 1.0, 10.0], 1, &[3.0, 1.0, 5.0, INF]);
        let at = |lr| report.gain_at(lr).map(|Gain { gain, interpolated, .. }| (gain, interpolated));
        assert_eq!(at(0.1), Some((1.0, false)));
        assert_eq!(at(10.0), Some((-INF, false)));
        let (middle, interpolated) = at(0.316_227_766_016_837_94).unwrap();
        assert!((middle - 0.5).abs() < 1e-12 && interpolated, "the middle of 1 and 0: {middle}");
        assert_eq!(at(3.0), Some((-INF, true)), "beside a rate that diverged");
        for outside in [0.009, 11.0, 0.0, -1.0, NAN, INF] {
            assert_eq!(at(outside), None, "{outside}");
        }
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
            let refused = LrSweepReport::new(plan(lrs, seeds), finals.to_vec(), finals.to_vec(), None).unwrap_err();
            assert_eq!(refused.field(), field, "{lrs:?} {seeds:?}");
        }
        let (one, other) = (report(&[0.1], 1, &[1.0]), report(&[0.1], 1, &[2.0]));
        assert_eq!(LrSweepReport::merge(&[]).unwrap_err().field(), "reports");
        assert_eq!(LrSweepReport::merge(&[one.clone(), other]).unwrap_err().field(), "reports[1]");
        let elsewhere = report(&[0.2], 1, &[NAN]);
        assert_eq!(LrSweepReport::merge(&[one.clone(), one, elsewhere]).unwrap_err().field(), "reports[2]");
    }
}
