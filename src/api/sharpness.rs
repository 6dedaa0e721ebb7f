//! The sharpest curvature of an experiment's loss.

use serde::Serialize;

use crate::curvature::{self, SharpnessConfig, stability_limits};
use crate::error::Result;
use crate::rng::{Rng, Stream};

use super::fields::{self, Fields};
use super::{Experiment, Value};

/// Options of `sharpness`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct SharpnessOptions {
    /// Rows of the training part to look at, from the first; default all, or as many as keep the work bounded.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rows: Option<usize>,
    /// The most Hessian-vector products of an iteration; default 1000.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub max_iterations: Option<usize>,
    /// Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub tolerance: Option<f64>,
    /// Momentum for the limits; default 0.9.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub momentum: Option<f64>,
}

/// The sharpest curvature, and the rates that it allows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
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
}

/// Rates below which an optimizer is stable on a quadratic of curvature λ; infinite where the loss does not curve up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LimitsReport {
    /// 2 / λ
    pub gradient_descent: f64,
    /// (2 + 2β) / λ
    pub momentum: f64,
    /// (2 + 2β) / ((1 + 2β)·λ)
    pub nesterov: f64,
}

/// The sharpest curvature of an experiment's loss at its initial weights.
///
/// # Errors
/// A refused experiment by its path; a refused option by its name.
pub fn sharpness(experiment: &Value, options: Option<&Value>) -> Result<SharpnessReport> {
    let mut fields = Fields::of_optional(options)?;
    let options = SharpnessOptions {
        rows: fields.optional("rows", fields::size)?,
        max_iterations: fields.optional("maxIterations", fields::size)?,
        tolerance: fields.optional("tolerance", fields::number)?,
        momentum: fields.optional("momentum", fields::number)?,
    };
    fields.finish()?;
    let momentum = crate::range::Range::FRACTION.check("momentum", options.momentum.unwrap_or(0.9))?;
    let defaults = SharpnessConfig::default();
    let config = SharpnessConfig {
        rows: options.rows,
        max_iterations: options.max_iterations.unwrap_or(defaults.max_iterations),
        tolerance: options.tolerance.unwrap_or(defaults.tolerance),
    };
    let experiment = Experiment::read(experiment)?;
    let trainer = experiment.trainer()?;
    let mut rng = Rng::new(experiment.seed.unwrap_or(0), Stream::Probe);
    let part = &trainer.data().training;
    let found = curvature::sharpness(trainer.network(), trainer.parameters(), part, config, &mut rng)?;
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
        },
    })
}
