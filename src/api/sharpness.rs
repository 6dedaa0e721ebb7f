//! The sharpest curvature as it is asked for and told.

use crate::curvature::{Curvature, Eigenvectors, Probe, ProbePlan, SharpnessConfig, Stability, stability_limits};
use crate::error::{Error, Result};
use crate::range::Range;
use crate::report::report;
use crate::rng::{Rng, Stream};
use crate::sentence;

use crate::request::{Experiment, Options as _, Value, options};

options! {
    /// Options of `sharpness`.
    #[derive(Copy, Default)]
    pub struct SharpnessOptions {
        /// Rows of the training part to look at, from the first; default all, or as many as keep the work bounded.
        pub rows: Option<usize>,
        /// The most Hessian-vector products of a measurement; default 1000.
        pub max_iterations: Option<usize>,
        /// Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth.
        pub tolerance: Option<f64>,
        /// Momentum for `limits`; default 0.9.
        pub momentum: Option<f64>,
        /// Batches that an adaptive optimizer sees, at a rate of 0, before it is asked what it divides by; default an epoch,
        /// or as many as have the rows that are looked at. With a full batch, 1: then Adam divides by |g| + ε.
        pub warmup: Option<usize>,
    }
}

report! {
    /// The sharpest curvature, and the rates that it allows.
    pub struct SharpnessReport {
        /// Largest eigenvalue of the Hessian of the mean loss at the initial weights.
        pub lambda_max: f64,
        /// Hessian-vector products taken.
        pub iterations: usize,
        /// Whether the tolerance was met.
        pub converged: bool,
        /// Rows looked at.
        pub rows: usize,
        /// Rates below which an optimizer is stable on a quadratic of this curvature.
        pub limits: LimitsReport,
        /// The rate below which the experiment's own optimizer is.
        pub limit: LimitReport,
    }
}

report! {
    /// Rates below which an optimizer is stable on a quadratic of curvature λ; infinite where the loss does not curve up.
    #[derive(Copy)]
    pub struct LimitsReport {
        /// 2 / λ
        pub gradient_descent: f64,
        /// (2 + 2β) / λ
        pub momentum: f64,
        /// (2 + 2β) / ((1 + 2β)·λ)
        pub nesterov: f64,
        /// That of the experiment's optimizer where it divides by the size of the gradients; null where it does not.
        pub adaptive: Option<AdaptiveReport>,
    }
}

report! {
    /// The sharpest curvature as an adaptive optimizer sees it.
    #[derive(Copy)]
    pub struct AdaptiveReport {
        /// Largest eigenvalue of the Hessian divided by what the optimizer divides the gradient by.
        pub lambda_max: f64,
        /// Hessian-vector products taken.
        pub iterations: usize,
        /// Whether the tolerance was met.
        pub converged: bool,
        /// The rate below which the optimizer is stable.
        pub lr: f64,
    }
}

report! {
    /// The rate below which an optimizer is stable on a quadratic.
    pub struct LimitReport {
        /// The rate; infinite where the loss does not curve up, null where there is none.
        pub lr: Option<f64>,
        /// Such as `2/λ`; null for optimizers that have none.
        pub formula: Option<String>,
        /// In words.
        pub reason: String,
    }
}

impl From<&Curvature> for LimitReport {
    fn from(curvature: &Curvature) -> Self {
        let lr = curvature.lr().filter(|lr| !lr.is_nan());
        match &curvature.stability {
            Stability::NoEdge(why) => Self { lr, formula: None, reason: why.to_string() },
            Stability::Below(edge) => {
                Self { lr, formula: Some(edge.formula.clone()), reason: edge.reason(curvature.deciding()).into() }
            }
        }
    }
}

/// A search for an eigenvalue with some of its settings left out.
pub(super) fn search(rows: Option<usize>, max_iterations: Option<usize>, tolerance: Option<f64>) -> SharpnessConfig {
    let defaults = SharpnessConfig::default();
    SharpnessConfig {
        rows,
        max_iterations: max_iterations.unwrap_or(defaults.max_iterations),
        tolerance: tolerance.unwrap_or(defaults.tolerance),
    }
}

/// The sharpest curvature of an experiment's loss at its initial weights, and the rates that it allows.
///
/// # Errors
/// A refused experiment by its path; a refused option by its name.
pub fn sharpness(experiment: &Value, options: Option<&Value>) -> Result<SharpnessReport> {
    let SharpnessOptions { rows, max_iterations, tolerance, momentum, warmup } = SharpnessOptions::asked(options)?;
    let momentum = Range::FRACTION.check("momentum", momentum.unwrap_or(0.9))?;
    let experiment = Experiment::read(experiment)?;
    let trainer = experiment.trainer()?;
    let plan = ProbePlan::new(&trainer, search(rows, max_iterations, tolerance), warmup)?;
    let rng = Rng::new(experiment.seed.unwrap_or(0), Stream::Probe);
    let mut probe = Probe::new(&trainer, &experiment.optimizer, plan, Eigenvectors::default(), rng);
    probe.advance(usize::MAX);
    let unmeasured = || sentence!("error.not-measured", "the curvature was not measured to the end");
    let curvature = probe.curvature().ok_or_else(|| Error::new("", unmeasured()))?;
    let found = curvature.sharpness;
    let limits = stability_limits(found.lambda_max, momentum);
    Ok(SharpnessReport {
        lambda_max: found.lambda_max,
        iterations: found.iterations,
        converged: found.converged,
        rows: found.rows,
        limits: LimitsReport {
            gradient_descent: limits.gradient_descent,
            momentum: limits.momentum,
            nesterov: limits.nesterov,
            adaptive: curvature.preconditioned.zip(curvature.lr()).map(|(found, lr)| AdaptiveReport {
                lambda_max: found.lambda_max,
                iterations: found.iterations,
                converged: found.converged,
                lr,
            }),
        },
        limit: (&curvature).into(),
    })
}
