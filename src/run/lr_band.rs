//! The range test over many seeds.

use crate::error::Result;
use crate::finder::{BandRuns, LrBandReport, Ramp};
use crate::range::Range;
use crate::train::{Trainer, Vary};

use super::fit::MAX_STEPS;
use super::queue::Queue;
use super::rates::MAX_SEEDS;
use super::{LrFind, LrFindConfig, Progress, Share};

/// Settings of an [`LrBand`].
#[derive(Clone, Debug, PartialEq)]
pub struct LrBandConfig {
    /// The finder.
    pub find: LrFindConfig,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// What they change.
    pub vary: Vary,
    /// Which of the runs are made here.
    pub part: Share,
}

/// One finder over many seeds: how far its curve and its answers hang on chance.
#[derive(Clone, Debug)]
pub struct LrBand {
    /// The test before its first step, whatever its seed.
    start: LrFind,
    seeds: Vec<u64>,
    vary: Vary,
    lrs: Vec<f64>,
    runs: BandRuns,
    /// Runs by the index of their seed.
    queue: Queue<LrFind>,
}

impl LrBand {
    /// Range tests that begin with `start`, which must have taken no step. With the seed that `start` was built with, a
    /// run is what [`LrFind`] does.
    ///
    /// # Errors
    /// As in [`LrFind::new`], under `finder`; `seeds` as in [`LrBandReport::new`], or more than 1000; `finder.steps`:
    /// more than 10 million with all seeds together; `part.of`, `part.index`: no share.
    pub fn new(start: Trainer, config: LrBandConfig) -> Result<Self> {
        let LrBandConfig { find, seeds, vary, part } = config;
        let start = LrFind::new(start, find).map_err(|error| error.under("finder"))?;
        Range::whole(1, MAX_SEEDS).check("seeds", seeds.len() as f64)?;
        let sweep = find.finder.sweep;
        Range::whole(1, MAX_STEPS / seeds.len() as u64).check("finder.steps", sweep.steps as f64)?;
        let lrs: Vec<f64> = Ramp::new(sweep).map_err(|error| error.under("finder"))?.collect();
        // Checks rates and seeds.
        let runs = LrBandReport::new(lrs.clone(), seeds.clone(), BandRuns::empty(lrs.len(), seeds.len()), None)?.runs;
        let queue = Queue::new(part.items(seeds.len())?);
        Ok(Self { start, seeds, vary, lrs, runs, queue })
    }

    /// Trains at most `max_steps` further batches.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            let Some(seed) = self.queue.next() else { break };
            let test = self.queue.current.get_or_insert_with(|| self.start.reseeded(self.seeds[seed], self.vary));
            let Progress { done, loss, lr, .. } = test.advance(1);
            self.queue.last = (loss, lr);
            if done {
                self.runs.put(seed, &test.report());
                self.queue.end_run();
            }
        }
        self.progress()
    }

    /// How far it has come, in rates tried; those that a stopped run leaves out count as tried.
    pub fn progress(&self) -> Progress {
        self.queue.progress(self.lrs.len(), |test| test.progress().step)
    }

    /// Ends it where it is; the run at work is left out. After the end it does nothing.
    pub fn cancel(&mut self) {
        self.queue.cancel();
    }

    /// What the runs so far found.
    pub fn report(&self) -> LrBandReport {
        LrBandReport::of(self.lrs.clone(), self.seeds.clone(), self.runs.clone(), self.queue.stop())
    }
}
