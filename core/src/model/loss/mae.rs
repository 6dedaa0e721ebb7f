//! Mean absolute error.

use super::criterion::{Calls, Criterion, Kind, Scalar, each, mean_of, of_columns, sign, twin_mean, twin_sign};

/// Mean of |p − y| over rows and outputs; its derivative at 0 is taken as 0.
pub struct Mae;

impl Criterion for Mae {
    const KIND: &'static Kind = &Kind::plain(
        "mae",
        "Mean absolute error",
        "The distance to the target: outliers weigh little, and the slope is the same close to the target and far \
         from it.",
    );
    const CALLS: Calls =
        Calls { keras: "keras.losses.MeanAbsoluteError()", pytorch: "nn.L1Loss()", jax: "jnp.abs({} - y)" };

    fn evaluate(outputs: &[f32], targets: &[f32], _: usize, gradient: Option<&mut [f32]>) -> f64 {
        each(gradient, outputs, targets, 1.0 / outputs.len() as f32, |p, y| sign(p - y));
        mean_of(outputs, targets, |p, y| (p - y).abs())
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        twin_mean(outputs, targets, &|p, y| twin_sign(p - y) * (p - y), &|p, y| twin_sign(p - y))
    }

    /// The median.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        of_columns(targets, width, |column| {
            column.sort_unstable_by(f32::total_cmp);
            f64::from(column[column.len() / 2])
        })
    }
}
