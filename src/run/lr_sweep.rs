//! The truth under a finder's curve: training for real at fixed rates.

use std::sync::Arc;

use crate::data::{Dataset, Part};
use crate::error::Result;
use crate::finder::{JudgedBy, LrSweepPlan, LrSweepReport};
use crate::range::Range;
use crate::schedule::{Horizon, Policy};
use crate::train::{Evaluation, Trainer, Vary};

use super::fit::MAX_STEPS;
use super::pace::{Course, Pace};
use super::queue::Queue;
use super::rates::{MAX_RATES, MAX_SEEDS};
use super::{Progress, Share, nothing_held_out};

/// Settings of an [`LrSweep`].
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepConfig {
    /// The rates: the highest of a run, where there is a schedule.
    pub lrs: Vec<f64>,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Optimizer steps of each run.
    pub steps: u64,
    /// Whose loss counts in the end; by default that on the rows held out, or on those trained on where none are.
    pub judged_by: Option<JudgedBy>,
    /// How the rate goes over a run; `None`: it stays. The whole of it is multiplied, so that its highest rate is the run's.
    pub schedule: Option<Policy>,
    /// Which of the runs are made here.
    pub part: Share,
}

/// Trains a network at every rate with every seed, each run from its start, and keeps the losses. A run whose loss
/// becomes NaN or infinite has diverged and ends at once.
///
/// The runs are ordered so that what is there early spans all rates: the first seed over the rates from coarse to
/// fine, then the next seed.
#[derive(Clone, Debug)]
pub struct LrSweep {
    start: Trainer,
    course: Course,
    plan: LrSweepPlan,
    finals: Vec<f64>,
    accuracies: Vec<f64>,
    /// Runs by their index into `finals`.
    queue: Queue<Run>,
}

#[derive(Clone, Debug)]
struct Run {
    trainer: Trainer,
    pace: Pace,
    /// What it is judged by so far, where the best counts.
    best: Option<Evaluation>,
}

impl LrSweep {
    /// A sweep of the training that begins with `start`, which must have taken no step. With the seed that `start` was
    /// built with, a run is what it would do itself.
    ///
    /// # Errors
    /// `lrs` and `seeds` as in [`LrSweepReport::new`], or more than 1000; `steps`: 0, or more than 10 million in all
    /// runs of all parts together; `judgedBy`: the validation set, of which there is none; `schedule`: no rate at one of
    /// the steps, or 0 throughout; `part.of`, `part.index`: no share.
    pub fn new(mut start: Trainer, config: LrSweepConfig) -> Result<Self> {
        let LrSweepConfig { lrs, seeds, steps, judged_by, schedule, part } = config;
        let is_held_out = start.data().validation.is_some();
        let judged_by = judged_by.unwrap_or(if is_held_out { JudgedBy::Validation } else { JudgedBy::Training });
        if judged_by != JudgedBy::Training && !is_held_out {
            return Err(nothing_held_out("judgedBy", "training"));
        }
        let data = Arc::clone(start.data());
        let reference = start.reference_loss(judging(&data, judged_by));
        let (rates, rounds) = (lrs.len(), seeds.len());
        Range::whole(1, MAX_RATES).check("lrs", rates as f64)?;
        Range::whole(1, MAX_SEEDS).check("seeds", rounds as f64)?;
        let runs = rates * rounds;
        let plan = LrSweepPlan { lrs, seeds, steps, judged_by, reference };
        let none = vec![f64::NAN; runs];
        // Checks rates and seeds.
        let LrSweepReport { plan, finals, accuracies, .. } = LrSweepReport::new(plan, none.clone(), none, None)?;
        Range::whole(1, MAX_STEPS / runs as u64).check("steps", steps as f64)?;
        let horizon = Horizon::new(steps, start.steps_per_epoch() as u64);
        let course = Course::new(schedule.as_ref(), horizon, steps)?;
        let order = coarse_to_fine(rates);
        let own = part.items(runs)?.into_iter().map(|item| order[item % rates] * rounds + item / rates).collect();
        Ok(Self { start, course, plan, finals, accuracies, queue: Queue::new(own) })
    }

    /// Trains at most `max_steps` further batches.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            let Some(run) = self.queue.next() else { break };
            self.step(run);
        }
        self.progress()
    }

    /// Takes a step of the run with this index among all.
    fn step(&mut self, index: usize) {
        let seeds = self.plan.seeds.len();
        let run = self.queue.current.get_or_insert_with(|| {
            let mut trainer = self.start.clone();
            trainer.reseed(self.plan.seeds[index % seeds], Vary::Both);
            Run { trainer, pace: self.course.pace(self.plan.lrs[index / seeds]), best: None }
        });
        self.queue.last = run.pace.step(&mut run.trainer);
        let is_finite = self.queue.last.0.is_finite();
        let ends = !is_finite || run.trainer.steps() == self.plan.steps;
        if is_finite {
            run.judge(self.plan.judged_by, ends);
        }
        if !ends {
            return;
        }
        // What early stopping has kept is not lost when training diverges later.
        let judged = run.best.filter(|best| best.loss.is_finite());
        self.finals[index] = judged.map_or(f64::INFINITY, |judged| judged.loss);
        self.accuracies[index] = judged.and_then(|judged| judged.accuracy).unwrap_or(f64::NAN);
        self.queue.end_run();
    }

    /// How far it has come, in optimizer steps; those that a diverged run leaves out count as taken.
    pub fn progress(&self) -> Progress {
        self.queue.progress(self.plan.steps as usize, |run| run.trainer.steps() as usize)
    }

    /// Ends the sweep where it is; the run at work is left out. After the end it does nothing.
    pub fn cancel(&mut self) {
        self.queue.cancel();
    }

    /// The losses so far.
    pub fn report(&self) -> LrSweepReport {
        LrSweepReport::of(self.plan.clone(), self.finals.clone(), self.accuracies.clone(), self.queue.stop())
    }
}

impl Run {
    /// Evaluates the network where it counts: at the last step, or at the end of each epoch too.
    fn judge(&mut self, judged_by: JudgedBy, is_last: bool) {
        let trainer = &mut self.trainer;
        let epoch_ends = || trainer.steps().is_multiple_of(trainer.steps_per_epoch() as u64);
        if !(is_last || judged_by == JudgedBy::ValidationBest && epoch_ends()) {
            return;
        }
        let data = Arc::clone(trainer.data());
        let now = trainer.evaluate(judging(&data, judged_by));
        if self.best.is_none_or(|best| now.loss < best.loss) {
            self.best = Some(now);
        }
    }
}

/// The rows that decide.
fn judging(data: &Dataset, judged_by: JudgedBy) -> &Part {
    match judged_by {
        JudgedBy::Training => &data.training,
        JudgedBy::Validation | JudgedBy::ValidationBest => data.judging(),
    }
}

/// The numbers 0 .. `count` in an order that halves the gaps: every 2ᵏ-th, then those between, and so on.
fn coarse_to_fine(count: usize) -> Vec<usize> {
    let coarsest = count.next_power_of_two();
    let strides = std::iter::successors(Some(coarsest), |stride| (*stride > 1).then_some(stride / 2));
    strides
        .flat_map(|stride| (0..count).step_by(stride).filter(move |i| stride == coarsest || i % (2 * stride) != 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::coarse_to_fine;

    #[test]
    fn every_number_once_from_coarse_to_fine() {
        assert_eq!(coarse_to_fine(9), [0, 8, 4, 2, 6, 1, 3, 5, 7]);
        for count in 0..70 {
            let mut order = coarse_to_fine(count);
            order.sort_unstable();
            assert!(order.into_iter().eq(0..count), "{count}");
        }
    }
}
