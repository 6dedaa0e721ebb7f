//! Training by a schedule, with the sharpest curvature measured along the way.

use crate::curvature::{Curvature, Eigenvectors, Probe, ProbePlan, SharpnessConfig, Stability};
use crate::error::Result;
use crate::finder::{cancelled, every_step_taken, not_finite};
use crate::optimizer::OptimizerSpec;
use crate::range::Range;
use crate::rng::Rng;
use crate::sentence;
use crate::sentence::Sentence;
use crate::train::{TraceStop, TraceStopReason};

use super::{Fit, Progress};

/// Settings of a [`SharpnessRun`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SharpnessRunConfig {
    /// Places along the run where the curvature is measured, the first and the last step among them; default 20. There
    /// are no more than steps.
    pub points: Option<usize>,
    /// How it is measured.
    pub sharpness: SharpnessConfig,
    /// Batches that an adaptive optimizer sees before the first measurement; see [`ProbePlan::new`].
    pub warmup: Option<usize>,
}

impl SharpnessRunConfig {
    /// Accepted numbers of points.
    pub const POINTS: Range = Range::whole(2, 10_000);
    /// Points where none are asked for.
    pub const DEFAULT_POINTS: usize = 20;
}

/// The columns of a [`SharpnessRun`], one entry a point.
#[derive(Clone, Debug, PartialEq)]
pub struct SharpnessTrace {
    /// Optimizer steps taken before the measurement.
    pub steps: Vec<f64>,
    /// Largest eigenvalue of the Hessian of the mean loss.
    pub lambda_max: Vec<f64>,
    /// The same of the preconditioned Hessian; empty where the optimizer divides by nothing.
    pub preconditioned: Vec<f64>,
    /// The largest stable rate, infinite where nothing curves up; empty for a rule without an edge.
    pub limits: Vec<f64>,
    /// The rate of the next step; at the end that of the last.
    pub lrs: Vec<f64>,
    /// Mean loss of the rows that are looked at.
    pub losses: Vec<f64>,
    /// Whether the tolerance was met.
    pub converged: Vec<bool>,
    /// Up to which rate the optimizer is stable, as at the first step.
    pub stability: Stability,
    /// Absent while the run goes on.
    pub stop: Option<TraceStop>,
}

/// A training run that pauses at some of its steps to measure the curvature there: the edge of stability, as it comes
/// nearer. Each measurement starts from the eigenvector of the one before.
///
/// Its unit of work is a row: of a training batch or of a Hessian-vector product.
#[derive(Clone, Debug)]
pub struct SharpnessRun {
    fit: Fit,
    rule: OptimizerSpec,
    plan: ProbePlan,
    rng: Rng,
    points: usize,
    start: Eigenvectors,
    probe: Option<Box<Probe>>,
    trace: SharpnessTrace,
}

impl SharpnessRun {
    /// Measurements along `fit`, whose optimizer is `rule`. The searches draw their first directions from `rng`.
    ///
    /// # Errors
    /// `points` outside 2 ..= 10,000; as [`ProbePlan::new`].
    pub fn new(fit: Fit, rule: OptimizerSpec, config: SharpnessRunConfig, rng: Rng) -> Result<Self> {
        let points = config.points.unwrap_or(SharpnessRunConfig::DEFAULT_POINTS);
        SharpnessRunConfig::POINTS.check("points", points as f64)?;
        let plan = ProbePlan::new(fit.trainer(), config.sharpness, config.warmup)?;
        let points = points.min(fit.progress().total + 1);
        let trace = SharpnessTrace {
            steps: Vec::new(),
            lambda_max: Vec::new(),
            preconditioned: Vec::new(),
            limits: Vec::new(),
            lrs: Vec::new(),
            losses: Vec::new(),
            converged: Vec::new(),
            stability: Stability::of(&rule, 0),
            stop: None,
        };
        Ok(Self { fit, rule, plan, rng, points, start: Eigenvectors::default(), probe: None, trace })
    }

    /// Steps before the next measurement.
    fn due(&self) -> usize {
        let (next, total) = (self.trace.steps.len() as f64, self.fit.progress().total as f64);
        (next * total / (self.points - 1) as f64).round() as usize
    }

    /// Does work of about `most` further rows: at least one row, and whole batches.
    pub fn advance(&mut self, most: usize) -> Progress {
        let mut left = most;
        while left > 0 && self.trace.stop.is_none() {
            let used = if let Some(probe) = &mut self.probe {
                let used = probe.advance(left);
                self.record();
                used
            } else if self.fit.progress().step == self.due() {
                let start = std::mem::take(&mut self.start);
                let probe = Probe::new(self.fit.trainer(), &self.rule, self.plan, start, self.rng.clone());
                self.probe = Some(Box::new(probe));
                0
            } else {
                let loss = self.fit.advance(1).loss;
                if !loss.is_finite() {
                    self.end(TraceStopReason::NonFinite, &not_finite(loss));
                }
                self.fit.trainer().batch_size()
            };
            left = left.saturating_sub(used);
        }
        self.progress()
    }

    /// Takes what the measurement found, if it is at its end.
    fn record(&mut self) {
        let Some(found) = self.probe.as_ref().and_then(|probe| probe.curvature()) else { return };
        self.start = self.probe.take().map(|probe| probe.into_eigenvectors()).unwrap_or_default();
        let lr = self.fit.lr();
        let Curvature { sharpness, preconditioned, .. } = &found;
        let trace = &mut self.trace;
        trace.steps.push(self.fit.progress().step as f64);
        trace.lambda_max.push(sharpness.lambda_max);
        trace.preconditioned.extend(preconditioned.map(|found| found.lambda_max));
        trace.limits.extend(found.lr());
        trace.lrs.push(lr);
        trace.losses.push(sharpness.loss);
        trace.converged.push(found.converged());
        if !sharpness.loss.is_finite() {
            self.end(TraceStopReason::NonFinite, &not_finite(sharpness.loss));
        } else if self.trace.steps.len() == self.points {
            self.end(TraceStopReason::Completed, &every_step_taken());
        }
    }

    fn end(&mut self, reason: TraceStopReason, why: &Sentence) {
        let mut stop = self.fit.stopped(reason, why);
        if self.fit.progress().step == 0 {
            stop.message = sentence!("stop.before-first-step", "Stopped before the first step: {why}.", why);
        }
        self.trace.stop = Some(stop);
    }

    /// Ends the run where it is, in the middle of a measurement too. After the end it does nothing.
    pub fn cancel(&mut self) {
        if self.trace.stop.is_none() {
            self.probe = None;
            self.end(TraceStopReason::Cancelled, &cancelled());
        }
    }

    /// How far the training has come; it is done when the last point is measured too.
    pub fn progress(&self) -> Progress {
        Progress { done: self.trace.stop.is_some(), ..self.fit.progress() }
    }

    /// The columns so far.
    pub fn trace(&self) -> &SharpnessTrace {
        &self.trace
    }
}
