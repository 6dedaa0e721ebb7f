//! One finder over many seeds: the band of its curves, and what each rule answers on each.

use super::quantile::quantile;
use super::report::LrFindReport;
use super::runs::RunsStop;
use super::suggest::RULES;
use super::truth::{check_lrs, check_seeds, nothing_given};
use crate::error::{Error, Result};
use crate::sentence;

/// A rule's answers.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswers {
    /// The rule, such as `fastai-valley`.
    pub rule: &'static str,
    /// The library that ships it.
    pub system: &'static str,
    /// The suggested rate for each seed; NaN where there is none.
    pub lrs: Vec<f64>,
}

/// What a finder found with each seed: columns with an entry for each seed, NaN for none.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRuns {
    /// How many losses each run recorded; 0 is not made yet.
    pub steps: Vec<usize>,
    /// Smoothed losses, \[seeds × rates\] row by row; NaN after a run's end.
    pub smoothed: Vec<f64>,
    /// Answers of every rule, in the order of [`RULES`].
    pub rules: Vec<RuleAnswers>,
    /// Lower bounds of the useful range.
    pub bounds_lower: Vec<f64>,
    /// Upper bounds of the useful range.
    pub bounds_upper: Vec<f64>,
}

/// One finder over many seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct LrBandReport {
    /// The planned rates.
    pub lrs: Vec<f64>,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// The runs.
    pub runs: BandRuns,
    /// At each rate, how many runs reached it with a loss that is a number.
    pub counts: Vec<usize>,
    /// Of the smoothed losses of those runs the 10 % quantile; NaN where no run came.
    pub lower: Vec<f64>,
    /// The median.
    pub median: Vec<f64>,
    /// The 90 % quantile.
    pub upper: Vec<f64>,
    /// Absent while it runs.
    pub stop: Option<RunsStop>,
}

impl BandRuns {
    /// No run yet, of `seeds` seeds over `lrs` rates.
    pub fn empty(lrs: usize, seeds: usize) -> Self {
        let none = || vec![f64::NAN; seeds];
        Self {
            steps: vec![0; seeds],
            smoothed: vec![f64::NAN; lrs * seeds],
            rules: RULES.iter().map(|rule| RuleAnswers { rule: rule.name, system: rule.system, lrs: none() }).collect(),
            bounds_lower: none(),
            bounds_upper: none(),
        }
    }

    /// Puts in what the finder found with the seed of index `seed`.
    pub fn put(&mut self, seed: usize, report: &LrFindReport) {
        let Some(steps) = self.steps.get_mut(seed) else { return };
        *steps = report.smoothed.len();
        let lrs = self.smoothed.len() / self.steps.len();
        for (place, loss) in self.smoothed[seed * lrs..][..lrs].iter_mut().zip(&report.smoothed) {
            *place = *loss;
        }
        for answers in &mut self.rules {
            let answer = report.suggestions.iter().find(|suggestion| suggestion.rule == answers.rule);
            answers.lrs[seed] = answer.map_or(f64::NAN, |suggestion| suggestion.lr);
        }
        let bounds = report.bounds.as_ref();
        self.bounds_lower[seed] = bounds.map_or(f64::NAN, |bounds| bounds.lower);
        self.bounds_upper[seed] = bounds.map_or(f64::NAN, |bounds| bounds.upper);
    }

    /// Takes the runs of `other` that are missing here.
    fn fill(&mut self, other: &Self) {
        let lrs = self.smoothed.len() / self.steps.len();
        for seed in (0..self.steps.len()).filter(|&seed| self.steps[seed] == 0).collect::<Vec<_>>() {
            self.steps[seed] = other.steps[seed];
            let row = seed * lrs..(seed + 1) * lrs;
            self.smoothed[row.clone()].copy_from_slice(&other.smoothed[row]);
            for (own, theirs) in self.columns_mut().zip(other.columns()) {
                own[seed] = theirs[seed];
            }
        }
    }

    /// The columns of rates.
    fn columns(&self) -> impl Iterator<Item = &Vec<f64>> {
        let rules = self.rules.iter().map(|answers| &answers.lrs);
        rules.chain([&self.bounds_lower, &self.bounds_upper])
    }

    fn columns_mut(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        let rules = self.rules.iter_mut().map(|answers| &mut answers.lrs);
        rules.chain([&mut self.bounds_lower, &mut self.bounds_upper])
    }
}

impl LrBandReport {
    /// The report on `runs` over the planned `lrs` with `seeds`.
    ///
    /// # Errors
    /// `lrs`: none, not finite numbers above 0, or not rising; `seeds`: none, or one twice; `runs`: columns of another
    /// length, or other rules than there are.
    pub fn new(lrs: Vec<f64>, seeds: Vec<u64>, runs: BandRuns, stop: Option<RunsStop>) -> Result<Self> {
        check_lrs(&lrs)?;
        check_seeds(&seeds)?;
        let fits = runs.steps.len() == seeds.len()
            && runs.smoothed.len() == lrs.len() * seeds.len()
            && runs.columns().all(|column| column.len() == seeds.len())
            && runs.rules.iter().map(|answers| answers.rule).eq(RULES.iter().map(|rule| rule.name));
        if !fits {
            let problem = sentence!(
                "error.other-columns",
                "columns that do not fit {rates} rates × {seeds} seeds",
                rates = lrs.len(),
                seeds = seeds.len()
            );
            return Err(Error::new("runs", problem));
        }
        Ok(Self::of(lrs, seeds, runs, stop))
    }

    /// The report on what [`new`](Self::new) has accepted before.
    pub(crate) fn of(lrs: Vec<f64>, seeds: Vec<u64>, runs: BandRuns, stop: Option<RunsStop>) -> Self {
        let at = |rate: usize| -> Vec<f64> {
            let column = runs.smoothed.iter().skip(rate).step_by(lrs.len()).copied();
            column.filter(|loss| !loss.is_nan()).collect()
        };
        let column = |q| (0..lrs.len()).map(|rate| quantile(at(rate), q).unwrap_or(f64::NAN)).collect();
        Self {
            counts: (0..lrs.len()).map(|rate| at(rate).len()).collect(),
            lower: column(0.1),
            median: column(0.5),
            upper: column(0.9),
            lrs,
            seeds,
            runs,
            stop,
        }
    }

    /// One report of several that made different runs: the same however they were divided. It has ended when every run
    /// has; it was cancelled when a part was.
    ///
    /// # Errors
    /// `reports`: none; `reports[i]`: other rates or seeds than the first.
    pub fn merge(reports: &[Self]) -> Result<Self> {
        let Some((first, others)) = reports.split_first() else {
            return Err(nothing_given("reports"));
        };
        let mut runs = first.runs.clone();
        for (i, report) in others.iter().enumerate() {
            if (&report.lrs, &report.seeds) != (&first.lrs, &first.seeds) {
                let problem = sentence!("error.other-rates", "other rates or seeds than the first report's");
                return Err(Error::new(format!("reports[{}]", i + 1), problem));
            }
            runs.fill(&report.runs);
        }
        let ended = runs.steps.iter().filter(|steps| **steps > 0).count();
        let stop = RunsStop::of_parts(ended, first.seeds.len(), reports.iter().map(|report| &report.stop));
        Ok(Self::of(first.lrs.clone(), first.seeds.clone(), runs, stop))
    }
}

#[cfg(test)]
mod tests {
    use super::{BandRuns, LrBandReport};
    use crate::finder::{
        Against, FinderConfig, LrFindReport, LrFinder, Ramp, RampConfig, RampShape, Smoothing, StopRule,
    };
    use crate::math::exp;

    const CONFIG: FinderConfig = FinderConfig {
        sweep: RampConfig { start_lr: 1e-4, end_lr: 1.0, steps: 60, shape: RampShape::Exponential },
        smoothing: Smoothing::None,
        stop: StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed },
        lr_cap: None,
        rule: None,
        diverged_above: None,
    };

    /// A finder on a curve that falls around step 30 and explodes around step `explosion`.
    fn found(explosion: f64) -> LrFindReport {
        let mut finder = LrFinder::new(CONFIG).unwrap();
        for step in 0..60 {
            let i = f64::from(step);
            finder.record(0.1 + 0.9 / (1.0 + exp((i - 30.0) / 3.0)) + exp(i - explosion));
        }
        finder.report()
    }

    fn lrs() -> Vec<f64> {
        Ramp::new(CONFIG.sweep).unwrap().collect()
    }

    #[test]
    fn quantiles_over_those_that_came_so_far() {
        let explosions = [40.0, 50.0, 80.0];
        let mut runs = BandRuns::empty(60, 4);
        for (seed, explosion) in explosions.into_iter().enumerate() {
            runs.put(seed, &found(explosion));
        }
        let report = LrBandReport::new(lrs(), vec![0, 1, 2, 3], runs, None).unwrap();
        let ends: Vec<usize> = explosions.iter().map(|explosion| found(*explosion).losses.len()).collect();
        assert_eq!(report.runs.steps[..3], ends);
        assert!(ends[0] < ends[1] && ends[1] < ends[2], "{ends:?}");
        assert_eq!((report.counts[0], report.counts[ends[0]], report.counts[59]), (3, 2, 1));
        let [a, b, c] = explosions.map(found);
        let at = ends[0] - 1;
        assert_eq!(report.median[at], b.smoothed[at].max(c.smoothed[at]));
        assert!(a.smoothed[at] > report.upper[at] && report.upper[at] > report.median[at]);
        assert_eq!(report.median[59], c.smoothed[59]);
        // Three answers, and none for the run to come.
        let valley = &report.runs.rules[0];
        assert_eq!(valley.lrs[1], b.suggestions[0].lr);
        assert!(report.runs.columns().all(|column| column[3].is_nan()));
        assert_eq!(report.runs.bounds_upper[2], c.bounds.unwrap().upper);
    }

    /// `tests/sweep.rs` divides real runs.
    #[test]
    fn refusals() {
        let empty = |seeds: usize| BandRuns::empty(60, seeds);
        for (rates, seeds, runs, field) in [
            (vec![], vec![1], BandRuns::empty(0, 1), "lrs"),
            (lrs(), vec![1, 1], empty(2), "seeds"),
            (lrs(), vec![1, 2], empty(3), "runs"),
            (lrs(), vec![1, 2], BandRuns::empty(59, 2), "runs"),
        ] {
            assert_eq!(LrBandReport::new(rates, seeds, runs, None).unwrap_err().field(), field);
        }
        let [one, other] = [1, 2].map(|seed| LrBandReport::new(lrs(), vec![seed], empty(1), None).unwrap());
        assert_eq!(LrBandReport::merge(std::slice::from_ref(&one)).unwrap().stop, None, "a run is missing");
        assert_eq!(LrBandReport::merge(&[one, other]).unwrap_err().field(), "reports[1]");
        assert_eq!(LrBandReport::merge(&[]).unwrap_err().field(), "reports");
    }
}
