//! Cross-entropy of one of several classes.

use super::criterion::{
    Activation, Calls, Criterion, Kind, Scalar, by_row, log_share, mean_target, of_columns, twin_crossentropy,
};
use crate::kernels::reduce;

/// Mean over rows of −Σ y ln p; on softmax outputs.
pub struct CategoricalCrossentropy;

impl Criterion for CategoricalCrossentropy {
    const KIND: &'static Kind = &Kind::plain(
        "categorical-crossentropy",
        "Categorical cross-entropy",
        "How surprised the network is by the right one of several classes.",
    );
    const CALLS: Calls = Calls {
        keras: "keras.losses.CategoricalCrossentropy(from_logits=True)",
        pytorch: "nn.CrossEntropyLoss()",
        jax: "optax.softmax_cross_entropy({}, y)",
    };
    const FUSED_WITH: Option<Activation> = Some(Activation::Softmax);

    fn evaluate(outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64 {
        let scale = 1.0 / (outputs.len() / width) as f32;
        by_row((outputs, width), (targets, width), gradient, |z, y, log_sum, gradient| {
            if let Some(gradient) = gradient {
                let total = reduce::sum(y);
                gradient.iter_mut().zip(y).for_each(|(g, y)| *g = (*g * total - y) * scale);
            }
            // Σ y·(ln Σ e^z − z)
            z.iter().zip(y).fold(0.0, |loss, (z, y)| if *y == 0.0 { loss } else { loss + y * (log_sum - z) })
        })
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        twin_crossentropy(outputs, &targets.iter().map(|y| T::from(f64::from(*y))).collect::<Vec<T>>())
    }

    /// The logarithms of the shares of the classes.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        of_columns(targets, width, |column| log_share(mean_target(column)))
    }
}
