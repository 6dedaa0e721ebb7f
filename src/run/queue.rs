//! Runs that are made one after the other.

use crate::finder::RunsStop;

use super::Progress;

/// Some of the runs of a plan, and how far they have come.
#[derive(Clone, Debug)]
pub(super) struct Queue<R> {
    /// Number of each run in the plan.
    runs: Vec<usize>,
    ended: usize,
    /// The run at work.
    pub(super) current: Option<R>,
    /// The last loss and its rate.
    pub(super) last: (f64, f64),
    cancelled: bool,
}

impl<R> Queue<R> {
    pub(super) fn new(runs: Vec<usize>) -> Self {
        Self { runs, ended: 0, current: None, last: (f64::NAN, f64::NAN), cancelled: false }
    }

    /// Number of the run to go on with, as long as there is one.
    pub(super) fn next(&self) -> Option<usize> {
        self.runs.get(self.ended).copied().filter(|_| !self.cancelled)
    }

    /// Goes on to the next run.
    pub(super) fn end_run(&mut self) {
        self.ended += 1;
        self.current = None;
    }

    /// Leaves out the run at work and those to come.
    pub(super) fn cancel(&mut self) {
        self.cancelled = true;
        self.current = None;
    }

    pub(super) fn stop(&self) -> Option<RunsStop> {
        RunsStop::of(self.ended, self.runs.len(), self.cancelled)
    }

    /// How far they have come, if each takes `steps` and the one at work has `taken` some.
    pub(super) fn progress(&self, steps: usize, taken: impl Fn(&R) -> usize) -> Progress {
        let (loss, lr) = self.last;
        let step = self.ended * steps + self.current.as_ref().map_or(0, taken);
        Progress { done: self.stop().is_some(), step, total: self.runs.len() * steps, loss, lr }
    }
}
