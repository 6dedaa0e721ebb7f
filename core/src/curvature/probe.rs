//! The curvature at a trainer's parameters, plain and as its optimizer sees it.

use crate::error::Result;
use crate::optimizer::OptimizerSpec;
use crate::range::Range;
use crate::rng::Rng;
use crate::train::Trainer;

use super::limits::Stability;
use super::measurement::{Measurement, Metric, Sharpness, SharpnessConfig};

/// How a [`Probe`] measures, on trainers of one experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbePlan {
    config: SharpnessConfig,
    rows: usize,
    warmup: usize,
}

impl ProbePlan {
    /// Accepted numbers of batches.
    pub const WARMUP: Range = Range::whole(1, 10_000);

    /// A plan for `trainer`. `warmup` is the number of batches that an adaptive optimizer sees before its first step; by
    /// default as many as hold the rows that are looked at: an epoch, where that is not too much work.
    ///
    /// # Errors
    /// As [`SharpnessConfig::check`]; `warmup` outside 1 ..= 10,000.
    pub fn new(trainer: &Trainer, config: SharpnessConfig, warmup: Option<usize>) -> Result<Self> {
        let rows = config.check(trainer.data().training.rows(), trainer.parameters().len())?;
        let usual = rows.div_ceil(trainer.batch_size()).min(Self::WARMUP.max as usize);
        let warmup = warmup.unwrap_or(usual);
        Self::WARMUP.check("warmup", warmup as f64)?;
        Ok(Self { config, rows, warmup })
    }
}

/// Unit eigenvectors, from which the next measurement may start; none at first.
#[derive(Clone, Debug, Default)]
pub struct Eigenvectors {
    plain: Option<Vec<f64>>,
    preconditioned: Option<Vec<f64>>,
}

/// What a [`Probe`] finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Curvature {
    /// Of the Hessian.
    pub sharpness: Sharpness,
    /// Of the Hessian divided by what the optimizer divides the gradient by, where it does.
    pub preconditioned: Option<Sharpness>,
    /// The rate up to which the optimizer is stable.
    pub stability: Stability,
}

impl Curvature {
    /// The eigenvalue that decides the optimizer's stability, a weight decay in its gradient included.
    pub fn deciding(&self) -> f64 {
        let pull = match &self.stability {
            Stability::Below(edge) => edge.pull,
            Stability::NoEdge(_) => 0.0,
        };
        self.preconditioned.map_or(self.sharpness.lambda_max + pull, |found| found.lambda_max)
    }

    /// The largest stable rate: infinite where nothing curves up, NaN where the loss is not finite; `None` for a rule
    /// without an edge.
    pub fn lr(&self) -> Option<f64> {
        match &self.stability {
            Stability::Below(edge) => Some(edge.lr(self.deciding())),
            Stability::NoEdge(_) => None,
        }
    }

    /// Whether every tolerance was met.
    pub fn converged(&self) -> bool {
        self.sharpness.converged && self.preconditioned.is_none_or(|found| found.converged)
    }
}

/// A measurement of the [`Curvature`] where a trainer stands, in slices, with the same bits however it is sliced. It works
/// on a clone, so the trainer is left as it is.
///
/// What an adaptive optimizer divides by is asked for its next step: its clone sees the next batch at a rate of 0, which
/// lets the size of the gradient in and leaves the weights. Before its first step it has seen nothing, and sees the
/// warm-up of the plan instead: after one full batch Adam's v̂ is g², so that P = |g| + ε; over the batches of an epoch v̂
/// is their mean, noise included, as Adam has it in its first epoch. A single small batch would not do: where its gradient
/// happens to be near 0, P⁻¹ makes a mountain of it.
#[derive(Clone, Debug)]
pub struct Probe {
    plan: ProbePlan,
    trainer: Trainer,
    stability: Stability,
    /// Batches to be shown.
    warmup: usize,
    start: Eigenvectors,
    end: Eigenvectors,
    rng: Rng,
    sharpness: Option<Sharpness>,
    preconditioned: Option<Sharpness>,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    Plain(Measurement),
    /// This many batches are still to be shown.
    Warmup(usize),
    Preconditioned(Measurement),
    Done,
}

impl Probe {
    /// A measurement where `trainer`, whose optimizer is `rule`, stands.
    pub fn new(trainer: &Trainer, rule: &OptimizerSpec, plan: ProbePlan, start: Eigenvectors, mut rng: Rng) -> Self {
        let warmup = if trainer.steps() == 0 { plan.warmup } else { 1 };
        let stability = Stability::of(rule, trainer.steps() + warmup as u64 - 1);
        let of = (plan.rows, plan.config);
        let plain = Measurement::new(trainer.parameters(), Metric::default(), of, start.plain.as_deref(), &mut rng);
        Self {
            plan,
            trainer: trainer.clone(),
            stability,
            warmup,
            start,
            end: Eigenvectors::default(),
            rng,
            sharpness: None,
            preconditioned: None,
            stage: Stage::Plain(plain),
        }
    }

    /// Advances by about `most` rows, of Hessian-vector products or of batches, and returns by how many.
    pub fn advance(&mut self, most: usize) -> usize {
        let mut used = 0;
        while used < most {
            let (network, part) = (self.trainer.network(), &self.trainer.data().training);
            match &mut self.stage {
                Stage::Plain(measurement) | Stage::Preconditioned(measurement) => {
                    used += measurement.advance(network, part, most - used);
                    if measurement.is_done() {
                        self.finish_measurement();
                    }
                }
                Stage::Warmup(0) => self.measure_preconditioned(),
                Stage::Warmup(left) => {
                    *left -= 1;
                    self.trainer.step(0.0);
                    used += self.trainer.batch_size();
                }
                Stage::Done => break,
            }
        }
        used
    }

    fn finish_measurement(&mut self) {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Plain(measurement) => {
                self.sharpness = Some(measurement.sharpness());
                self.end.plain = measurement.into_eigenvector();
                if matches!(&self.stability, Stability::Below(edge) if edge.preconditioned) {
                    self.stage = Stage::Warmup(self.warmup);
                }
            }
            Stage::Preconditioned(measurement) => {
                self.preconditioned = Some(measurement.sharpness());
                self.end.preconditioned = measurement.into_eigenvector();
            }
            Stage::Warmup(_) | Stage::Done => {}
        }
    }

    fn measure_preconditioned(&mut self) {
        self.stage = match (&self.stability, self.trainer.optimizer().preconditioner()) {
            (Stability::Below(edge), Some(preconditioner)) => {
                let metric = Metric { preconditioner, pull: edge.pull };
                let (of, start) = ((self.plan.rows, self.plan.config), self.start.preconditioned.as_deref());
                Stage::Preconditioned(Measurement::new(self.trainer.parameters(), metric, of, start, &mut self.rng))
            }
            _ => Stage::Done,
        };
    }

    /// What was found, once the measurement has ended.
    pub fn curvature(&self) -> Option<Curvature> {
        let done = matches!(self.stage, Stage::Done);
        let Self { preconditioned, stability, .. } = self;
        let found = |sharpness| Curvature { sharpness, preconditioned: *preconditioned, stability: stability.clone() };
        self.sharpness.filter(|_| done).map(found)
    }

    /// The eigenvectors that were found.
    pub fn into_eigenvectors(self) -> Eigenvectors {
        self.end
    }
}
