//! For tests/recipe.rs: what a loss needs, and no more.

use super::criterion::{Calls, Criterion, Kind, Scalar, each, mean_of, twin_mean};

/// Mean of ½(p − y)² over rows and outputs.
pub struct Specimen;

impl Criterion for Specimen {
    const KIND: &'static Kind = &Kind::plain("specimen", "Specimen", "A test's own: half of the mean squared error.");
    const CALLS: Calls = Calls {
        keras: "lambda y, p: 0.5 * keras.losses.mean_squared_error(y, p)",
        pytorch: "lambda p, y: 0.5 * nn.functional.mse_loss(p, y)",
        jax: "0.5 * ({} - y) ** 2",
    };

    fn evaluate(outputs: &[f32], targets: &[f32], _: usize, gradient: Option<&mut [f32]>) -> f64 {
        each(gradient, outputs, targets, 1.0 / outputs.len() as f32, |p, y| p - y);
        mean_of(outputs, targets, |p, y| 0.5 * (p - y) * (p - y))
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        twin_mean(outputs, targets, &|p, y| T::from(0.5) * (p - y) * (p - y), &|p, y| p - y)
    }
}
