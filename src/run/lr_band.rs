//! The range test over many seeds.

use crate::error::Result;
use crate::finder::{BandRuns, LrBandReport, Ramp, RunsStop};
use crate::range::Range;
use crate::train::{Trainer, Vary};

use super::fit::MAX_STEPS;
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
    /// Index of the seed of each run to make.
    own: Vec<usize>,
    /// How many of them have ended.
    ended: usize,
    current: Option<LrFind>,
    /// The last loss and its rate.
    last: (f64, f64),
    cancelled: bool,
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
        let own = part.items(seeds.len())?;
        let last = (f64::NAN, f64::NAN);
        Ok(Self { start, seeds, vary, lrs, runs, own, ended: 0, current: None, last, cancelled: false })
    }

    /// Trains at most `max_steps` further batches.
    pub fn advance(&mut self, max_steps: usize) -> Progress {
        for _ in 0..max_steps {
            let (false, Some(&seed)) = (self.cancelled, self.own.get(self.ended)) else { break };
            let test = self.current.get_or_insert_with(|| self.start.reseeded(self.seeds[seed], self.vary));
            let Progress { done, loss, lr, .. } = test.advance(1);
            self.last = (loss, lr);
            if done {
                self.runs.put(seed, &test.report());
                self.ended += 1;
                self.current = None;
            }
        }
        self.progress()
    }

    /// How far it has come, in rates tried; those that a stopped run leaves out count as tried.
    pub fn progress(&self) -> Progress {
        let tried = |test: &LrFind| test.progress().step;
        Progress {
            done: self.stop().is_some(),
            step: self.ended * self.lrs.len() + self.current.as_ref().map_or(0, tried),
            total: self.own.len() * self.lrs.len(),
            loss: self.last.0,
            lr: self.last.1,
        }
    }

    fn stop(&self) -> Option<RunsStop> {
        RunsStop::of(self.ended, self.own.len(), self.cancelled)
    }

    /// Ends it where it is; the run at work is left out. After the end it does nothing.
    pub fn cancel(&mut self) {
        self.cancelled = true;
        self.current = None;
    }

    /// What the runs so far found.
    pub fn report(&self) -> LrBandReport {
        LrBandReport::of(self.lrs.clone(), self.seeds.clone(), self.runs.clone(), self.stop())
    }
}
