//! The truth under a finder's curve: training for real at fixed rates.

use crate::error::Result;
use crate::finder::{JudgedBy, LrSweepPlan, LrSweepReport};
use crate::range::Range;
use crate::train::{Trainer, Vary};

use super::fit::MAX_STEPS;
use super::queue::Queue;
use super::rates::{MAX_RATES, MAX_SEEDS};
use super::{Progress, Share, nothing_held_out};

/// Settings of an [`LrSweep`].
#[derive(Clone, Debug, PartialEq)]
pub struct LrSweepConfig {
    /// What is trained.
    pub plan: LrSweepPlan,
    /// Which of the runs are made here.
    pub part: Share,
}

/// Trains a network at every rate with every seed, each run from its start and at a constant rate, and keeps the
/// losses. A run whose loss becomes NaN or infinite has diverged and ends at once.
///
/// The runs are ordered so that what is there early spans all rates: the first seed over the rates from coarse to
/// fine, then the next seed.
#[derive(Clone, Debug)]
pub struct LrSweep {
    start: Trainer,
    plan: LrSweepPlan,
    finals: Vec<f64>,
    /// Runs by their index into `finals`.
    queue: Queue<Trainer>,
}

impl LrSweep {
    /// A sweep of the training that begins with `start`, which must have taken no step. With the seed that `start` was
    /// built with, a run is what it would do itself.
    ///
    /// # Errors
    /// `lrs` and `seeds` as in [`LrSweepReport::new`], or more than 1000; `steps`: 0, or more than 10 million in all
    /// runs of all parts together; `judgedBy`: the validation set, of which there is none; `part.of`, `part.index`:
    /// no share.
    pub fn new(start: Trainer, config: LrSweepConfig) -> Result<Self> {
        let LrSweepConfig { plan, part } = config;
        let (rates, seeds) = (plan.lrs.len(), plan.seeds.len());
        Range::whole(1, MAX_RATES).check("lrs", rates as f64)?;
        Range::whole(1, MAX_SEEDS).check("seeds", seeds as f64)?;
        let runs = rates * seeds;
        // Checks rates and seeds.
        let finals = LrSweepReport::new(plan.clone(), vec![f64::NAN; runs], None)?.finals;
        Range::whole(1, MAX_STEPS / runs as u64).check("steps", plan.steps as f64)?;
        if plan.judged_by == JudgedBy::Validation && start.data().validation.is_none() {
            return Err(nothing_held_out("judgedBy", "training"));
        }
        let order = coarse_to_fine(rates);
        let runs = part.items(runs)?.into_iter().map(|item| order[item % rates] * seeds + item / rates).collect();
        Ok(Self { start, plan, finals, queue: Queue::new(runs) })
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
    fn step(&mut self, run: usize) {
        let seeds = self.plan.seeds.len();
        let (lr, seed) = (self.plan.lrs[run / seeds], self.plan.seeds[run % seeds]);
        let trainer = self.queue.current.get_or_insert_with(|| {
            let mut trainer = self.start.clone();
            trainer.reseed(seed, Vary::Both);
            trainer
        });
        let loss = trainer.step(lr);
        self.queue.last = (loss, lr);
        if loss.is_finite() && trainer.steps() < self.plan.steps {
            return;
        }
        let judged = match self.plan.judged_by {
            _ if !loss.is_finite() => loss,
            JudgedBy::Training => trainer.training_loss(),
            JudgedBy::Validation => trainer.validation_loss().unwrap_or(f64::NAN),
        };
        self.finals[run] = if judged.is_finite() { judged } else { f64::INFINITY };
        self.queue.end_run();
    }

    /// How far it has come, in optimizer steps; those that a diverged run leaves out count as taken.
    pub fn progress(&self) -> Progress {
        self.queue.progress(self.plan.steps as usize, |trainer| trainer.steps() as usize)
    }

    /// Ends the sweep where it is; the run at work is left out. After the end it does nothing.
    pub fn cancel(&mut self) {
        self.queue.cancel();
    }

    /// The losses so far.
    pub fn report(&self) -> LrSweepReport {
        LrSweepReport::of(self.plan.clone(), self.finals.clone(), self.queue.stop())
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
