//! Mean squared error.

use super::criterion::{Calls, Criterion, Kind, Scalar, each, mean_of, twin_mean};

/// Mean of (p − y)² over rows and outputs.
pub struct Mse;

impl Criterion for Mse {
    const KIND: &'static Kind = &Kind::plain(
        "mse",
        "Mean squared error",
        "The square of the distance to the target: large errors weigh the most.",
    );
    const CALLS: Calls =
        Calls { keras: "keras.losses.MeanSquaredError()", pytorch: "nn.MSELoss()", jax: "({} - y) ** 2" };

    fn evaluate(outputs: &[f32], targets: &[f32], _: usize, gradient: Option<&mut [f32]>) -> f64 {
        each(gradient, outputs, targets, 2.0 / outputs.len() as f32, |p, y| p - y);
        mean_of(outputs, targets, |p, y| (p - y) * (p - y))
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        twin_mean(outputs, targets, &|p, y| (p - y) * (p - y), &|p, y| T::from(2.0) * (p - y))
    }
}
