//! The sharpest curvature along a run, as it is asked for.

use crate::error::Result;
use crate::rng::{Rng, Stream};
use crate::run::{SharpnessRun, SharpnessRunConfig};

use super::fit::FitOptions;
use super::sharpness::search;
use crate::request::{Ask as _, Experiment, Flat, Value, options};

options! {
    /// Options of a training run along which the curvature is measured: a schedule and its length, in steps or in epochs.
    pub struct SharpnessRunOptions {
        /// The schedule and its length.
        pub fit: Flat<FitOptions>,
        /// Measurements, the first before the first step, the last after the last; default 20.
        pub points: Option<usize>,
        /// Rows of the training part to look at, from the first; default all, or as many as keep the work bounded.
        pub rows: Option<usize>,
        /// The most Hessian-vector products of a measurement; default 1000.
        pub max_iterations: Option<usize>,
        /// Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth.
        pub tolerance: Option<f64>,
        /// Batches that an adaptive optimizer sees, at a rate of 0, before the first measurement; default an epoch, or as many
        /// as have the rows that are looked at.
        pub warmup: Option<usize>,
    }
}

/// Measurements along a run, at their start: `new SharpnessRun(experiment, { schedule, steps | epochs, points, … })`.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, a refused option by its name.
pub fn sharpness_run(experiment: &Value, options: &Value) -> Result<SharpnessRun> {
    let SharpnessRunOptions { fit: Flat(fit), points, rows, max_iterations, tolerance, warmup } =
        SharpnessRunOptions::ask(options)?;
    let experiment = Experiment::read(experiment)?;
    let fit = fit.run(experiment.trainer()?)?;
    let config = SharpnessRunConfig { points, sharpness: search(rows, max_iterations, tolerance), warmup };
    let rng = Rng::new(experiment.seed.unwrap_or(0), Stream::Probe);
    SharpnessRun::new(fit, experiment.optimizer, config, rng)
}
