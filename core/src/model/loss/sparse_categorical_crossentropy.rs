//! Cross-entropy of one of several classes, given by its number.

use super::criterion::{Activation, Calls, Criterion, Kind, Scalar, by_row, log_share, twin_crossentropy};

/// Mean over rows of −ln p\[y\], with y the number of the row's class; on softmax outputs. The same bits as
/// [`Loss::CategoricalCrossentropy`](super::Loss::CategoricalCrossentropy) on one-hot targets.
pub struct SparseCategoricalCrossentropy;

impl Criterion for SparseCategoricalCrossentropy {
    const KIND: &'static Kind = &Kind::plain(
        "sparse-categorical-crossentropy",
        "Sparse categorical cross-entropy",
        "Categorical cross-entropy on targets that give the number of the class instead of a column for each.",
    );
    const CALLS: Calls = Calls {
        keras: "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
        pytorch: "nn.CrossEntropyLoss()",
        jax: "optax.softmax_cross_entropy_with_integer_labels({}, y)",
    };
    const FUSED_WITH: Option<Activation> = Some(Activation::Softmax);
    const TAKES_CLASSES: bool = true;

    fn evaluate(outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64 {
        let scale = 1.0 / (outputs.len() / width) as f32;
        by_row((outputs, width), (targets, 1), gradient, |z, y, log_sum, gradient| {
            let class = class(y[0]);
            if let Some(gradient) = gradient {
                if let Some(g) = gradient.get_mut(class) {
                    *g -= 1.0;
                }
                gradient.iter_mut().for_each(|g| *g *= scale);
            }
            log_sum - z.get(class).copied().unwrap_or(f32::NAN)
        })
    }

    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
        let class = targets.first().map_or(0, |class| *class as usize);
        let one_hot = (0..outputs.len()).map(|i| T::from(if i == class { 1.0 } else { 0.0 }));
        twin_crossentropy(outputs, &one_hot.collect::<Vec<T>>())
    }

    /// The logarithms of the shares of the classes.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        let count = |class: usize| targets.iter().filter(|y| **y == class as f32).count();
        (0..width).map(|class| log_share(count(class) as f64 / targets.len() as f64) as f32).collect()
    }
}

/// A class as an index; one that is none becomes an index that no row has.
#[inline]
fn class(y: f32) -> usize {
    if y >= 0.0 { y as usize } else { usize::MAX }
}
