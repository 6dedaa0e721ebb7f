//! A race: short trainings at a few rates.

use std::sync::Arc;

use crate::error::Result;
use crate::finder::race::MIDDLE;
use crate::finder::{LrRacePlan, LrRaceReport, RaceLength, lowest};
use crate::range::Range;
use crate::schedule::{Horizon, Policy};
use crate::train::Trainer;

use super::fit::MAX_STEPS;
use super::pace::{Course, Pace};
use super::queue::Queue;
use super::{LrFind, Progress, Share};

/// Settings of an [`LrRace`].
#[derive(Clone, Debug)]
pub struct LrRaceConfig {
    /// How much it trains.
    pub length: RaceLength,
    /// The rate that it starts from.
    pub from: RaceFrom,
    /// Optimizer steps of the full training that a rate is sought for.
    pub steps: u64,
    /// How the rate goes over such a training; `None`: it stays. A race's shorter runs go through it faster.
    pub schedule: Option<Policy>,
    /// Which of the runs are made here.
    pub part: Share,
}

/// Where a race starts. A wrong start costs little: it races over more than two decades.
#[derive(Clone, Debug)]
pub enum RaceFrom {
    /// At a rate.
    Lr(f64),
    /// At what a range test answers, which is run first.
    RangeTest(Box<LrFind>),
}

/// Short trainings at a few rates, judged by the loss on held-out rows after the last step (on training rows where none
/// are held out): [`LrRaceReport`] says what follows from them.
///
/// The runs of the first seed come first, over all rates.
#[derive(Clone, Debug)]
pub struct LrRace {
    /// One for each seed, at its start.
    starts: Vec<Trainer>,
    course: Course,
    range_test: Option<Box<LrFind>>,
    plan: LrRacePlan,
    finals: Vec<f64>,
    queue: Queue<(Trainer, Pace)>,
}

impl LrRace {
    /// A race of the trainings that begin with `starts`, each with the seed that it was built with; none has taken a step.
    ///
    /// # Errors
    /// `from`: not a finite number above 0; `steps`: 0, or more than 10 million in all runs; `schedule`: no rate at one of
    /// the steps, or 0 throughout; `part.of`, `part.index`: no share.
    pub fn new(starts: Vec<(u64, Trainer)>, config: LrRaceConfig) -> Result<Self> {
        let LrRaceConfig { length, from, steps, schedule, part } = config;
        let (from, range_test) = match from {
            RaceFrom::Lr(lr) => (Range::POSITIVE.check("from", lr)?, None),
            RaceFrom::RangeTest(range_test) => (f64::NAN, Some(range_test)),
        };
        let (seeds, mut starts): (Vec<u64>, Vec<Trainer>) = starts.into_iter().unzip();
        let of_start = |start: &mut Trainer| {
            let data = Arc::clone(start.data());
            start.reference_loss(data.judging())
        };
        let reference = starts.iter_mut().map(of_start).sum::<f64>() / starts.len() as f64;
        let plan = LrRacePlan { from, length, steps, seeds, steps_before: 0, reference };
        let runs = plan.lrs().len() * plan.seeds.len();
        Range::whole(1, MAX_STEPS / runs as u64).check("steps", steps as f64)?;
        let per_epoch = starts.first().map_or(1, Trainer::steps_per_epoch) as u64;
        let course = Course::new(schedule.as_ref(), Horizon::new(steps, per_epoch), plan.run_steps())?;
        let queue = Queue::new(part.items(runs)?);
        Ok(Self { starts, course, range_test, plan, finals: vec![f64::NAN; runs], queue })
    }

    /// Trains at most `max_steps` further batches.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            if self.progress().done {
                break;
            }
            if self.range_test.is_some() {
                self.test_range();
            } else if let Some(run) = self.queue.next() {
                self.step(run);
            }
        }
        self.progress()
    }

    /// Takes a step of the range test, whose answer the race starts from.
    fn test_range(&mut self) {
        let Some(range_test) = &mut self.range_test else { return };
        if !range_test.advance(1).done {
            return;
        }
        let report = range_test.report();
        self.plan.from = match &report.answer {
            Ok(answer) => answer.lr,
            Err(_) => lowest(&report.held_out_smoothed).map_or(MIDDLE, |at| report.lrs[at]),
        };
        self.plan.steps_before = report.lrs.len() as u64;
        self.range_test = None;
    }

    /// Takes a step of the run with this number.
    fn step(&mut self, run: usize) {
        let seeds = self.starts.len();
        let rates = self.finals.len() / seeds;
        let (rate, seed) = (run % rates, run / rates);
        let (trainer, pace) = self
            .queue
            .current
            .get_or_insert_with(|| (self.starts[seed].clone(), self.course.pace(self.plan.lrs()[rate])));
        self.queue.last = pace.step(trainer);
        let is_finite = self.queue.last.0.is_finite();
        if is_finite && trainer.steps() < self.plan.run_steps() {
            return;
        }
        let data = Arc::clone(trainer.data());
        let loss = if is_finite { trainer.mean_loss(data.judging()) } else { f64::NAN };
        self.finals[rate * seeds + seed] = if loss.is_finite() { loss } else { f64::INFINITY };
        self.queue.end_run();
    }

    /// How far it has come, in optimizer steps; those that a diverged run leaves out count as taken.
    pub fn progress(&self) -> Progress {
        let race = self.queue.progress(self.plan.run_steps() as usize, |(trainer, _)| trainer.steps() as usize);
        match &self.range_test {
            Some(range_test) => {
                let test = range_test.progress();
                Progress { total: test.total + race.total, done: test.done, ..test }
            }
            None => {
                let before = self.plan.steps_before as usize;
                Progress { step: before + race.step, total: before + race.total, ..race }
            }
        }
    }

    /// Ends the race where it is; the run at work is left out. After the end it does nothing.
    pub fn cancel(&mut self) {
        if let Some(range_test) = &mut self.range_test {
            range_test.cancel();
        }
        self.queue.cancel();
    }

    /// What the race has found so far.
    pub fn report(&self) -> LrRaceReport {
        let stop = self.queue.stop().filter(|_| self.progress().done);
        LrRaceReport::of(self.plan.clone(), self.finals.clone(), stop)
    }
}
