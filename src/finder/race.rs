//! A race: short trainings at a few rates, which together take no longer than a few full ones.

use super::excess::{as_good, excess};
use super::merge::merged;
use super::quantile::lowest;
use super::report::Answer;
use super::runs::RunsStop;
use super::truth::{check_runs, check_seeds};
use crate::error::Result;
use crate::math::pow;
use crate::named;
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

named! {
    /// How much a race trains.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum RaceLength {
        /// Seven rates over 2.4 decades with two seeds, half of the steps each: 7 full trainings.
        #[default]
        Long = "long",
        /// Six rates over three decades with one seed, a quarter of the steps each: 1.5 full trainings.
        Short = "short",
    }
}

/// The lowest loss of a race must be below this share of the reference, or there is too little to learn to tell.
pub(crate) const LEARNED: f64 = 0.75;

/// Where a race starts whose range test has measured nothing; where it has no answer, the lowest loss on held-out rows will
/// do.
pub(crate) const MIDDLE: f64 = 1e-2;

impl RaceLength {
    /// The rates, in decades from where the race starts.
    pub(crate) fn decades(self) -> &'static [f64] {
        match self {
            Self::Long => &[-1.4, -1.0, -0.6, -0.2, 0.2, 0.6, 1.0],
            Self::Short => &[-1.1, -0.5, 0.1, 0.7, 1.3, 1.9],
        }
    }

    /// How many seeds.
    pub fn seeds(self) -> u64 {
        match self {
            Self::Long => 2,
            Self::Short => 1,
        }
    }

    /// A run's share of the steps of a full training, one in so many.
    pub(crate) fn share(self) -> u64 {
        match self {
            Self::Long => 2,
            Self::Short => 4,
        }
    }

    /// Optimizer steps of each run, where a full training takes `steps`.
    pub fn run_steps(self, steps: u64) -> u64 {
        steps.div_ceil(self.share())
    }

    /// What the best rate of such short runs is too high by.
    pub(crate) fn bias(self) -> f64 {
        match self {
            Self::Long => 1.6,
            Self::Short => 2.5,
        }
    }
}

/// What a race trains: every rate with every seed.
#[derive(Clone, Debug, PartialEq)]
pub struct LrRacePlan {
    /// The rate that it starts from; NaN while it is being sought.
    pub from: f64,
    /// How much it trains.
    pub length: RaceLength,
    /// Optimizer steps of the full training that a rate is sought for.
    pub steps: u64,
    /// The seeds. Weights, order and split vary with them.
    pub seeds: Vec<u64>,
    /// Steps that were taken to find `from`.
    pub steps_before: u64,
    /// What training must improve on, on average over the seeds: the loss of the untrained network or of the best constant
    /// answer, whichever is lower.
    pub reference: f64,
}

impl LrRacePlan {
    /// The rates, rising.
    pub fn lrs(&self) -> Vec<f64> {
        self.length.decades().iter().map(|decades| self.from * pow(10.0, *decades)).collect()
    }

    /// Optimizer steps of each run.
    pub fn run_steps(&self) -> u64 {
        self.length.run_steps(self.steps)
    }
}

/// A race's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceAnswer {
    /// The rate to train at, and why.
    pub answer: Answer,
    /// The lowest rate that is as good.
    pub low: f64,
    /// The highest rate that is as good.
    pub high: f64,
    /// Whether the race could tell: there was something to learn, and rates on both sides of the best did worse.
    pub is_sure: bool,
}

/// What a race found. The columns have an entry for each rate.
#[derive(Clone, Debug, PartialEq)]
pub struct LrRaceReport {
    /// What is trained.
    pub plan: LrRacePlan,
    /// The rates, rising.
    pub lrs: Vec<f64>,
    /// Final losses, \[rates × seeds\] row by row: NaN is not trained yet, infinity diverged.
    pub finals: Vec<f64>,
    /// Their means over the seeds: NaN until all of a rate have ended, infinite where one diverged.
    pub losses: Vec<f64>,
    /// What each rate loses of the gain against the best; NaN until every run has ended.
    pub excess: Vec<f64>,
    /// The rate to train at, or why there is none (yet).
    pub answer: std::result::Result<RaceAnswer, Sentence>,
    /// What it costs, in full trainings.
    pub cost: f64,
    /// Absent while it runs.
    pub stop: Option<RunsStop>,
}

impl LrRaceReport {
    /// The report on `finals` (\[rates × seeds\], row by row; NaN is not trained yet, infinity diverged).
    ///
    /// # Errors
    /// `seeds`: none, or one twice; `finals`: another number than rates × seeds.
    pub fn new(plan: LrRacePlan, finals: Vec<f64>, stop: Option<RunsStop>) -> Result<Self> {
        let (rates, seeds) = (plan.lrs().len(), plan.seeds.len());
        check_seeds(&plan.seeds)?;
        check_runs("finals", finals.len(), rates, seeds)?;
        Ok(Self::of(plan, finals, stop))
    }

    /// The report on what [`new`](Self::new) has accepted before.
    pub(crate) fn of(plan: LrRacePlan, finals: Vec<f64>, stop: Option<RunsStop>) -> Self {
        let (lrs, seeds) = (plan.lrs(), plan.seeds.len());
        let losses: Vec<f64> = finals.chunks_exact(seeds).map(|row| row.iter().sum::<f64>() / seeds as f64).collect();
        let has_ended = finals.iter().all(|loss| !loss.is_nan());
        let best = lowest(&losses).filter(|_| has_ended);
        let excess: Vec<f64> = losses
            .iter()
            .map(|loss| best.map_or(f64::NAN, |best| excess(*loss, losses[best], plan.reference)))
            .collect();
        let answer = match best {
            _ if !has_ended => Err(sentence!("race.running", "the race is not over")),
            None => Err(sentence!("race.diverged", "training diverged at every rate")),
            Some(best) if losses[best] >= plan.reference => {
                Err(sentence!("race.nothing-learned", "no rate trained better than not training at all"))
            }
            Some(best) => Ok(answer(&plan, (&lrs, &losses, &excess), best)),
        };
        let runs = finals.len() as u64 * plan.run_steps();
        let cost = (runs + plan.steps_before) as f64 / plan.steps.max(1) as f64;
        Self { plan, lrs, finals, losses, excess, answer, cost, stop }
    }

    /// One report of several that trained different parts of a race: the same however they were divided. Those that are
    /// still looking for a rate to start from have nothing to add.
    ///
    /// # Errors
    /// `reports`: none; `reports[i]`: another plan than the first, or another loss of the same run.
    pub fn merge(reports: &[Self]) -> Result<Self> {
        let racing: Vec<&Self> = reports.iter().filter(|report| !report.plan.from.is_nan()).collect();
        if let ([], Some(first)) = (&racing[..], reports.first()) {
            return Ok(first.clone());
        }
        let parts = racing.iter().map(|report| (&report.plan, [&report.finals[..]], &report.stop));
        let (plan, [finals], stop) = merged(parts)?;
        Ok(Self::of(plan, finals, stop))
    }
}

fn answer(plan: &LrRacePlan, (lrs, losses, excess): (&[f64], &[f64], &[f64]), best: usize) -> RaceAnswer {
    let (low, high) = as_good(excess, best);
    let bias = plan.length.bias();
    let lr = (lrs[low] * lrs[high]).sqrt() / bias;
    // Where few rates are good and one lies at the edge, better ones may lie beyond.
    let at_edge = (low == 0 || high == lrs.len() - 1) && high - low < 2;
    let learned = losses[best] <= LEARNED * plan.reference;
    let reason = if !learned {
        sentence!(
            "race.little-to-learn",
            "not sure: little to learn here, and the rate hardly matters; the best of the race loses {loss}, not training \
             {reference}",
            loss = number(losses[best], 3),
            reference = number(plan.reference, 3)
        )
    } else if at_edge {
        sentence!(
            "race.at-edge",
            "not sure: the best rates of the race lie at its edge, {lr}; race again from there",
            lr = number(lrs[if low == 0 { 0 } else { high }], 3)
        )
    } else {
        sentence!(
            "race.middle",
            "the middle of the rates that keep nine tenths of the gain, {low} to {high}, divided by {bias}, since short \
             runs favour high rates",
            low = number(lrs[low], 3),
            high = number(lrs[high], 3),
            bias
        )
    };
    RaceAnswer {
        answer: Answer { lr, reason },
        low: lrs[low] / bias,
        high: lrs[high] / bias,
        is_sure: learned && !at_edge,
    }
}

#[cfg(test)]
mod tests {
    use super::{LrRacePlan, LrRaceReport, RaceLength};
    use crate::finder::RunsStop;

    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    fn report(length: RaceLength, finals: &[f64]) -> LrRaceReport {
        let seeds = (0..length.seeds()).collect();
        let plan = LrRacePlan { from: 0.1, length, steps: 300, seeds, steps_before: 100, reference: 1.0 };
        LrRaceReport::new(plan, finals.to_vec(), None).unwrap()
    }

    /// Twice the same loss at each rate of a long race.
    fn long(losses: [f64; 7]) -> LrRaceReport {
        report(RaceLength::Long, &losses.map(|loss| [loss; 2]).concat())
    }

    #[test]
    fn rates_and_costs() {
        for (length, low, high, runs, cost) in [
            (RaceLength::Long, 0.1 / 25.118_864, 1.0, 14, 7.0),
            (RaceLength::Short, 0.1 / 12.589_254, 7.943_282_3, 6, 1.5),
        ] {
            let report = report(length, &vec![NAN; runs]);
            let (first, last) = (report.lrs[0], *report.lrs.last().unwrap());
            assert!((first / low - 1.0).abs() < 1e-6 && (last / high - 1.0).abs() < 1e-6, "{:?}", report.lrs);
            assert!((report.cost - cost - 1.0 / 3.0).abs() < 1e-12, "{}", report.cost);
        }
    }

    /// The good rates are x₀·10^(−0.6, −0.2, 0.2); their middle is x₀·10^(−0.2).
    #[test]
    fn the_middle_of_the_good_rates_divided_by_what_short_runs_favour() {
        let report = long([0.9, 0.6, 0.25, 0.2, 0.22, 0.5, INF]);
        let answer = report.answer.unwrap();
        assert!(answer.is_sure, "{answer:?}");
        assert!((answer.answer.lr - 0.1 / 1.584_893_2 / 1.6).abs() < 1e-8, "{answer:?}");
        assert!(answer.low < answer.answer.lr && answer.answer.lr < answer.high);
        assert_eq!(report.excess[3], 0.0);
        assert!((report.excess[5] - 0.375).abs() < 1e-12 && report.excess[6] == INF);
    }

    #[test]
    fn what_a_race_is_not_sure_of() {
        for (what, losses, reason) in [
            ("little to learn", [0.99, 0.95, 0.9, 0.85, 0.9, 0.95, 1.5], "race.little-to-learn"),
            ("the lowest rate is best", [0.2, 0.5, 0.6, 0.7, 0.8, 0.9, INF], "race.at-edge"),
            ("the highest rate is best", [0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2], "race.at-edge"),
        ] {
            let answer = long(losses).answer.unwrap();
            assert_eq!((answer.is_sure, answer.answer.reason.id()), (false, reason), "{what}");
        }
        assert!(long([0.9, 0.5, 0.2, 0.2, 0.2, 0.2, 0.2]).answer.unwrap().is_sure, "many good rates, up to the edge");
    }

    #[test]
    fn why_there_is_no_answer() {
        for (losses, reason) in [
            ([INF; 7], "race.diverged"),
            ([1.0, 1.1, 1.0, 1.2, INF, INF, INF], "race.nothing-learned"),
            ([0.5, NAN, 0.5, 0.5, 0.5, 0.5, 0.5], "race.running"),
        ] {
            assert_eq!(long(losses).answer.unwrap_err().id(), reason);
        }
    }

    #[test]
    fn one_diverged_seed_is_enough() {
        let mut finals = [0.5; 14];
        finals[4] = INF;
        assert_eq!(report(RaceLength::Long, &finals).losses[2], INF);
    }

    #[test]
    fn parts_that_still_look_for_a_start_add_nothing() {
        let mut looking = long([NAN; 7]);
        looking.plan.from = NAN;
        let racing = long([0.5, 0.4, 0.3, NAN, NAN, NAN, NAN]);
        let merged = LrRaceReport::merge(&[looking.clone(), racing.clone()]).unwrap();
        assert_eq!(merged.losses[..3], racing.losses[..3]);
        assert!(LrRaceReport::merge(&[looking]).unwrap().plan.from.is_nan());
        let done = LrRaceReport { stop: RunsStop::of(0, 1, true), ..racing };
        assert!(LrRaceReport::merge(&[done]).unwrap().stop.is_some());
        assert_eq!(LrRaceReport::merge(&[]).unwrap_err().field(), "reports");
    }
}
