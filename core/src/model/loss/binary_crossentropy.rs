//! Cross-entropy of a yes or no.

use super::criterion::{
    Activation, Calls, Criterion, Kind, Scalar, each, log_share, mean_of, mean_target, of_columns, twin_mean,
};
use crate::math::{expf, lnf, sigmoidf};
use crate::model::activation::sigmoid::twin_sigmoid;

/// Mean of −(y ln p + (1 − y) ln(1 − p)) over rows and outputs; on sigmoid outputs.
pub struct BinaryCrossentropy;

impl Criterion for BinaryCrossentropy {
    const KIND: &'static Kind = &Kind::plain(
        "binary-crossentropy",
        "Binary cross-entropy",
        "How surprised the network is by each yes or no; for probabilities of their own.",
    );
    const CALLS: Calls = Calls {
        keras: "keras.losses.BinaryCrossentropy(from_logits=True)",
        pytorch: "nn.BCEWithLogitsLoss()",
        jax: "optax.sigmoid_binary_cross_entropy({}, y)",
    };
    const FUSED_WITH: Option<Activation> = Some(Activation::Sigmoid);

    fn evaluate(outputs: &[f32], targets: &[f32], _: usize, gradient: Option<&mut [f32]>) -> f64 {
        each(gradient, outputs, targets, 1.0 / outputs.len() as f32, |z, y| sigmoidf(z) - y);
        mean_of(outputs, targets, |z, y| {
            // ln(1 + e^−|z|) + max(z, 0) − z·y
            let positive = if z < 0.0 { 0.0 } else { z };
            lnf(1.0 + expf(-z.abs())) + positive - z * y
        })
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        let term = |z: T, y| {
            let (positive, size) = if z.value() > 0.0 { (z, z) } else { (T::from(0.0), -z) };
            (T::from(1.0) + (-size).exp()).ln() + positive - z * y
        };
        twin_mean(outputs, targets, &term, &|z, y| twin_sigmoid(z) - y)
    }

    /// ln(m / (1 − m)) of the mean m.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        of_columns(targets, width, |column| {
            let yes = mean_target(column);
            log_share(yes) - log_share(1.0 - yes)
        })
    }
}
