//! Losses: the mean over a batch, and its gradient.

use crate::kernels::reduce;
use crate::math::{expf, lnf, sigmoidf};
use crate::named::Named;

use super::activation::{Activation, softmax};

/// What training makes small, as Keras defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Mean of (p − y)² over rows and outputs.
    Mse,
    /// Mean of −(y ln p + (1 − y) ln(1 − p)) over rows and outputs; on sigmoid outputs.
    BinaryCrossentropy,
    /// Mean over rows of −Σ y ln p; on softmax outputs.
    CategoricalCrossentropy,
}

impl Named for Loss {
    const ALL: &'static [Self] = &[Self::CategoricalCrossentropy, Self::BinaryCrossentropy, Self::Mse];

    fn name(self) -> &'static str {
        match self {
            Self::Mse => "mse",
            Self::BinaryCrossentropy => "binary-crossentropy",
            Self::CategoricalCrossentropy => "categorical-crossentropy",
        }
    }
}

impl Loss {
    /// The output activation that this loss is computed together with, from the sums before it: so it stays exact
    /// where the activation alone would round to 0 or 1. `None`: it takes any outputs as they are.
    pub fn fused_with(self) -> Option<Activation> {
        match self {
            Self::Mse => None,
            Self::BinaryCrossentropy => Some(Activation::Sigmoid),
            Self::CategoricalCrossentropy => Some(Activation::Softmax),
        }
    }

    /// Loss of `outputs` [batch, width] against `targets`. For a fused loss the outputs are the sums before the
    /// activation. When `gradient` is given it receives the derivatives by `outputs`. Rows are summed in `f64`.
    pub fn evaluate(self, outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64 {
        let rows = outputs.len() / width;
        match self {
            Self::Mse => {
                let scale = 2.0 / outputs.len() as f32;
                if let Some(gradient) = gradient {
                    for ((g, p), y) in gradient.iter_mut().zip(outputs).zip(targets) {
                        *g = (p - y) * scale;
                    }
                }
                mean(outputs.iter().zip(targets).map(|(p, y)| (p - y) * (p - y)))
            }
            Self::BinaryCrossentropy => {
                let scale = 1.0 / outputs.len() as f32;
                if let Some(gradient) = gradient {
                    for ((g, z), y) in gradient.iter_mut().zip(outputs).zip(targets) {
                        *g = (sigmoidf(*z) - y) * scale;
                    }
                }
                mean(outputs.iter().zip(targets).map(|(z, y)| {
                    // ln(1 + e^−|z|) + max(z, 0) − z·y
                    let positive = if *z < 0.0 { 0.0 } else { *z };
                    lnf(1.0 + expf(-z.abs())) + positive - z * y
                }))
            }
            Self::CategoricalCrossentropy => {
                if let Some(gradient) = gradient {
                    let scale = 1.0 / rows as f32;
                    gradient.copy_from_slice(outputs);
                    for (g, y) in gradient.chunks_exact_mut(width).zip(targets.chunks_exact(width)) {
                        softmax(g);
                        let total = reduce::sum(y);
                        g.iter_mut().zip(y).for_each(|(g, y)| *g = (*g * total - y) * scale);
                    }
                }
                mean(outputs.chunks_exact(width).zip(targets.chunks_exact(width)).map(|(z, y)| {
                    // Σ y·(ln Σ e^z − z)
                    let max = reduce::max(z);
                    let sum = z.iter().fold(0.0, |sum, z| sum + expf(z - max));
                    let log_sum = lnf(sum) + max;
                    z.iter().zip(y).fold(0.0, |loss, (z, y)| if *y == 0.0 { loss } else { loss + y * (log_sum - z) })
                }))
            }
        }
    }
}

/// Mean of `f32` terms, summed in order in `f64`.
fn mean(terms: impl ExactSizeIterator<Item = f32>) -> f64 {
    let count = terms.len();
    terms.map(f64::from).sum::<f64>() / count as f64
}

#[cfg(test)]
mod tests {
    use super::Loss;

    #[test]
    fn values() {
        // Two rows of two outputs; for the fused losses the outputs are logits.
        let (outputs, targets) = ([0.5, -1.0, 2.0, 0.0], [1.0, 0.0, 0.0, 1.0]);
        for (loss, want) in [
            (Loss::Mse, 1.5625),                           // (0.25 + 1 + 4 + 1) / 4
            (Loss::BinaryCrossentropy, 0.901_853_3),       // (0.474077 + 0.313262 + 2.126928 + 0.693147) / 4
            (Loss::CategoricalCrossentropy, 1.164_170_65), // (0.201413 + 2.126928) / 2
        ] {
            assert!((loss.evaluate(&outputs, &targets, 2, None) - want).abs() < 1e-6, "{loss:?}");
        }
    }

    #[test]
    fn crossentropies_are_stable_at_ten_thousand() {
        for loss in [Loss::BinaryCrossentropy, Loss::CategoricalCrossentropy] {
            let (right, wrong) = ([1e4, -1e4], [-1e4, 1e4]);
            let mut gradient = [f32::NAN; 2];
            assert_eq!(loss.evaluate(&right, &[1.0, 0.0], 2, Some(&mut gradient)), 0.0, "{loss:?}");
            assert_eq!(gradient, [0.0, 0.0], "{loss:?}");
            assert!(loss.evaluate(&wrong, &[1.0, 0.0], 2, Some(&mut gradient)) >= 1e4, "{loss:?}");
            assert!(gradient.iter().all(|g| g.is_finite()), "{loss:?}");
        }
    }
}
