//! The sharpest curvature along a run, as it is asked for.

use crate::error::Result;
use crate::rng::{Rng, Stream};
use crate::run::{SharpnessRun, SharpnessRunConfig};

use super::fit::FitOptions;
use super::sharpness::search;
use crate::request::fields::{self, Fields};
use crate::request::{Experiment, Value};
use crate::schedule::Policy;

/// Options of a training run along which the curvature is measured: a schedule and its length, in steps or in epochs.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct SharpnessRunOptions {
    /// The rate over time.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Schedule"))]
    pub schedule: Policy,
    /// Number of optimizer steps.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// Number of whole epochs, instead of `steps`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub epochs: Option<u64>,
    /// Measurements, the first before the first step, the last after the last; default 20.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub points: Option<usize>,
    /// Rows of the training part to look at, from the first; default all, or as many as keep the work bounded.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rows: Option<usize>,
    /// The most Hessian-vector products of a measurement; default 1000.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub max_iterations: Option<usize>,
    /// Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub tolerance: Option<f64>,
    /// Batches that an adaptive optimizer sees, at a rate of 0, before the first measurement; default an epoch, or as many
    /// as have the rows that are looked at.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub warmup: Option<usize>,
}

/// Measurements along a run, at their start: `new SharpnessRun(experiment, { schedule, steps | epochs, points, … })`.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, a refused option by its name.
pub fn sharpness_run(experiment: &Value, options: &Value) -> Result<SharpnessRun> {
    let mut fields = Fields::of(options)?;
    let FitOptions { schedule, steps, epochs } = FitOptions::take(&mut fields)?;
    let options = SharpnessRunOptions {
        schedule,
        steps,
        epochs,
        points: fields.optional("points", fields::size)?,
        rows: fields.optional("rows", fields::size)?,
        max_iterations: fields.optional("maxIterations", fields::size)?,
        tolerance: fields.optional("tolerance", fields::number)?,
        warmup: fields.optional("warmup", fields::size)?,
    };
    fields.finish()?;
    let SharpnessRunOptions { schedule, steps, epochs, points, rows, max_iterations, tolerance, warmup } = options;
    let experiment = Experiment::read(experiment)?;
    let fit = FitOptions { schedule, steps, epochs }.run(experiment.trainer()?)?;
    let config = SharpnessRunConfig { points, sharpness: search(rows, max_iterations, tolerance), warmup };
    let rng = Rng::new(experiment.seed.unwrap_or(0), Stream::Probe);
    SharpnessRun::new(fit, experiment.optimizer, config, rng)
}
