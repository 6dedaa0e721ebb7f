//! Losses: the mean over a batch, and its gradient.

use crate::kernels::reduce;
use crate::math::{expf, lnf, sigmoidf};
use crate::named::Named;

use super::activation::{Activation, exponentials, normalize};

/// Up to this distance from its target an output counts quadratically under [`Loss::Huber`]: Keras's and PyTorch's
/// default.
pub const HUBER_DELTA: f32 = 1.0;

/// What training makes small: a number from outputs p and targets y, as Keras 3.15 defines it (`keras.losses`).
///
/// ```
/// use lr_lab_core::model::Loss;
///
/// let mut gradient = [f32::NAN; 2];
/// assert_eq!(Loss::Mae.evaluate(&[3.0, 1.0], &[1.0, 1.0], 2, Some(&mut gradient)), 1.0);
/// assert_eq!(gradient, [0.5, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Mean of (p − y)² over rows and outputs.
    Mse,
    /// Mean of |p − y| over rows and outputs; its derivative at 0 is taken as 0.
    Mae,
    /// Mean over rows and outputs of ½(p − y)² where |p − y| ≤ 1, of |p − y| − ½ beyond (Huber 1964; δ = 1).
    Huber,
    /// Mean of −(y ln p + (1 − y) ln(1 − p)) over rows and outputs; on sigmoid outputs.
    BinaryCrossentropy,
    /// Mean over rows of −Σ y ln p; on softmax outputs.
    CategoricalCrossentropy,
    /// Mean over rows of −ln p\[y\], with y the number of the row's class; on softmax outputs. The same bits as
    /// [`Loss::CategoricalCrossentropy`] on one-hot targets.
    SparseCategoricalCrossentropy,
}

impl Named for Loss {
    const ALL: &'static [Self] = &[
        Self::CategoricalCrossentropy,
        Self::SparseCategoricalCrossentropy,
        Self::BinaryCrossentropy,
        Self::Mse,
        Self::Mae,
        Self::Huber,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Mse => "mse",
            Self::Mae => "mae",
            Self::Huber => "huber",
            Self::BinaryCrossentropy => "binary-crossentropy",
            Self::CategoricalCrossentropy => "categorical-crossentropy",
            Self::SparseCategoricalCrossentropy => "sparse-categorical-crossentropy",
        }
    }
}

impl Loss {
    /// The output activation that this loss is computed together with, from the sums before it: so it stays exact
    /// where the activation alone would round to 0 or 1. `None`: it takes any outputs as they are.
    pub fn fused_with(self) -> Option<Activation> {
        match self {
            Self::Mse | Self::Mae | Self::Huber => None,
            Self::BinaryCrossentropy => Some(Activation::Sigmoid),
            Self::CategoricalCrossentropy | Self::SparseCategoricalCrossentropy => Some(Activation::Softmax),
        }
    }

    /// Numbers in a row of targets for a network of `outputs` outputs: as many, or the one class of a sparse loss.
    pub fn target_width(self, outputs: usize) -> usize {
        if self == Self::SparseCategoricalCrossentropy { 1 } else { outputs }
    }

    /// Loss of `outputs` [batch, width] against `targets` [batch, [`Loss::target_width`]]. For a fused loss the outputs
    /// are the sums before the activation. When `gradient` [batch, width] is given it receives the derivatives by
    /// `outputs`. Rows are summed in `f64`.
    ///
    /// The targets of a sparse loss are whole numbers below `width`, which their maker has checked; another class has
    /// the loss NaN.
    pub fn evaluate(self, outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64 {
        let count = outputs.len() as f32;
        let rows = outputs.len() / width;
        match self {
            Self::Mse => {
                each(gradient, outputs, targets, 2.0 / count, |p, y| p - y);
                mean_of(outputs, targets, |p, y| (p - y) * (p - y))
            }
            Self::Mae => {
                each(gradient, outputs, targets, 1.0 / count, |p, y| sign(p - y));
                mean_of(outputs, targets, |p, y| (p - y).abs())
            }
            Self::Huber => {
                each(gradient, outputs, targets, 1.0 / count, |p, y| (p - y).clamp(-HUBER_DELTA, HUBER_DELTA));
                mean_of(outputs, targets, |p, y| {
                    let distance = (p - y).abs();
                    let quadratic = 0.5 * distance * distance;
                    if distance > HUBER_DELTA { HUBER_DELTA * (distance - 0.5 * HUBER_DELTA) } else { quadratic }
                })
            }
            Self::BinaryCrossentropy => {
                each(gradient, outputs, targets, 1.0 / count, |z, y| sigmoidf(z) - y);
                mean_of(outputs, targets, |z, y| {
                    // ln(1 + e^−|z|) + max(z, 0) − z·y
                    let positive = if z < 0.0 { 0.0 } else { z };
                    lnf(1.0 + expf(-z.abs())) + positive - z * y
                })
            }
            Self::CategoricalCrossentropy => {
                let scale = 1.0 / rows as f32;
                by_row((outputs, width), (targets, width), gradient, |z, y, log_sum, gradient| {
                    if let Some(gradient) = gradient {
                        let total = reduce::sum(y);
                        gradient.iter_mut().zip(y).for_each(|(g, y)| *g = (*g * total - y) * scale);
                    }
                    // Σ y·(ln Σ e^z − z)
                    z.iter().zip(y).fold(0.0, |loss, (z, y)| if *y == 0.0 { loss } else { loss + y * (log_sum - z) })
                })
            }
            Self::SparseCategoricalCrossentropy => {
                let scale = 1.0 / rows as f32;
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
        }
    }
}

/// Fills `gradient`, where it is wanted, with the derivative of each output times `scale`.
#[inline]
fn each(
    gradient: Option<&mut [f32]>,
    outputs: &[f32],
    targets: &[f32],
    scale: f32,
    derivative: impl Fn(f32, f32) -> f32,
) {
    if let Some(gradient) = gradient {
        for ((g, p), y) in gradient.iter_mut().zip(outputs).zip(targets) {
            *g = derivative(*p, *y) * scale;
        }
    }
}

/// −1, 0 or 1; unlike `signum` it has a zero, and a NaN stays one.
#[inline]
fn sign(x: f32) -> f32 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}

/// A class as an index; one that is none becomes an index that no row has.
#[inline]
fn class(y: f32) -> usize {
    if y >= 0.0 { y as usize } else { usize::MAX }
}

/// Mean of a term of each row, which is given its sums, its targets, ln Σ e^z and, where it is wanted, the gradient's row.
/// That comes filled with the softmax, whose exponentials are computed once for both.
fn by_row(
    (outputs, width): (&[f32], usize),
    (targets, target_width): (&[f32], usize),
    gradient: Option<&mut [f32]>,
    term: impl Fn(&[f32], &[f32], f32, Option<&mut [f32]>) -> f32,
) -> f64 {
    let rows = outputs.chunks_exact(width).zip(targets.chunks_exact(target_width));
    let Some(gradient) = gradient else {
        return mean(rows.map(|(z, y)| {
            let max = reduce::max(z);
            let sum = z.iter().fold(0.0, |sum, z| sum + expf(z - max));
            term(z, y, lnf(sum) + max, None)
        }));
    };
    gradient.copy_from_slice(outputs);
    mean(rows.zip(gradient.chunks_exact_mut(width)).map(|((z, y), gradient)| {
        let max = exponentials(gradient);
        let sum = gradient.iter().fold(0.0, |sum, e| sum + e);
        normalize(gradient);
        term(z, y, lnf(sum) + max, Some(gradient))
    }))
}

/// Mean of a term of each output and its target, summed in order in `f64`. The terms of many outputs are computed
/// before they are summed, so that the compiler can put them into lanes.
#[inline]
fn mean_of(outputs: &[f32], targets: &[f32], term: impl Fn(f32, f32) -> f32) -> f64 {
    const TOGETHER: usize = 64;
    let mut room = [0.0; TOGETHER];
    let mut sum = 0.0;
    for (outputs, targets) in outputs.chunks(TOGETHER).zip(targets.chunks(TOGETHER)) {
        let terms = &mut room[..outputs.len()];
        terms.iter_mut().zip(outputs).zip(targets).for_each(|((at, p), y)| *at = term(*p, *y));
        terms.iter().for_each(|term| sum += f64::from(*term));
    }
    sum / outputs.len() as f64
}

/// Mean of `f32` terms, summed in order in `f64`.
fn mean(terms: impl ExactSizeIterator<Item = f32>) -> f64 {
    let count = terms.len();
    terms.map(f64::from).sum::<f64>() / count as f64
}

#[cfg(test)]
mod tests {
    use super::Loss;

    /// Two rows of three outputs, the loss and its gradient as Keras 3.15 has them (JAX; for the cross-entropies with
    /// `from_logits`). No output equals its target: there JAX takes another derivative of |x| than 0.
    #[test]
    fn values_agree_with_keras() {
        let outputs = [0.5, -1.0, 2.0, 0.0, -3.0, 1.5];
        let numbers: &[f32] = &[1.0, 0.0, 0.5, 0.1, -1.0, 1.0];
        let classes: &[f32] = &[0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        let softmax =
            [0.087_645_196_1, -0.480_443_713, 0.392_798_517, 0.090_391_784_7, 0.004_500_341_96, -0.094_892_126_2];
        let (sixth, twelfth) = (1.0 / 6.0, 1.0 / 12.0);
        for (loss, targets, want, gradient) in [
            (Loss::Mse, numbers, 1.293_333_41, [-sixth, -2.0 * sixth, 0.5, -0.2 * sixth, -4.0 * sixth, sixth]),
            (Loss::Mae, numbers, 0.933_333_34, [-sixth, -sixth, sixth, -sixth, -sixth, sixth]),
            (Loss::Huber, numbers, 0.542_500_02, [-twelfth, -sixth, sixth, -0.1 * sixth, -sixth, twelfth]),
            (
                Loss::BinaryCrossentropy,
                &[1.0, 0.0, 1.0, 0.0, 1.0, 1.0],
                0.809_569_06,
                [-0.062_923_447, 0.044_823_572, -0.019_867_154_3, 0.083_333_336, -0.158_762_359, -0.030_404_254_9],
            ),
            (Loss::CategoricalCrossentropy, classes, 1.725_883, softmax),
            (Loss::SparseCategoricalCrossentropy, &[1.0, 2.0], 1.725_883, softmax),
        ] {
            let mut got = [f32::NAN; 6];
            let value = loss.evaluate(&outputs, targets, 3, Some(&mut got));
            assert!((value - want).abs() < 1e-6, "{loss:?}: {value} against {want}");
            let near = |(got, want): (&f32, f64)| (f64::from(*got) - want).abs() < 1e-7;
            assert!(got.iter().zip(gradient).all(near), "{loss:?}: {got:?}");
            assert_eq!(loss.evaluate(&outputs, targets, 3, None), value, "{loss:?} without a gradient");
        }
    }

    #[test]
    fn the_derivative_of_a_hit_is_0() {
        for loss in [Loss::Mse, Loss::Mae, Loss::Huber] {
            let mut gradient = [f32::NAN];
            assert_eq!(loss.evaluate(&[0.3], &[0.3], 1, Some(&mut gradient)), 0.0, "{loss:?}");
            assert_eq!(gradient, [0.0], "{loss:?}");
        }
    }

    #[test]
    fn a_class_has_the_bits_of_its_one_hot_row() {
        let (rows, width) = (40, 7);
        let logits: Vec<f32> = (0..rows * width).map(|i| ((i * 37 % 101) as f32 - 50.0) * 0.31).collect();
        let classes: Vec<f32> = (0..rows).map(|row| (row * 5 % width) as f32).collect();
        let one_hot: Vec<f32> =
            classes.iter().flat_map(|class| (0..width).map(|i| f32::from(i as f32 == *class))).collect();
        let mut gradients = [vec![f32::NAN; rows * width], vec![f32::NAN; rows * width]];
        let [sparse, dense] = &mut gradients;
        let value = Loss::SparseCategoricalCrossentropy.evaluate(&logits, &classes, width, Some(sparse));
        assert_eq!(value, Loss::CategoricalCrossentropy.evaluate(&logits, &one_hot, width, Some(dense)));
        assert_eq!(gradients[0], gradients[1]);
    }

    #[test]
    fn a_class_that_does_not_exist_is_nan() {
        for class in [3.0, -1.0, 1e30, f32::INFINITY, f32::NAN] {
            let mut gradient = [f32::NAN; 3];
            let loss = Loss::SparseCategoricalCrossentropy;
            let value = loss.evaluate(&[0.1, 0.2, 0.3], &[class], 3, Some(&mut gradient));
            assert!(value.is_nan(), "{class}: {value}");
        }
    }

    #[test]
    fn nan_is_not_hidden() {
        for loss in <Loss as crate::named::Named>::ALL {
            let targets = [0.0, 1.0];
            let mut gradient = [0.0; 2];
            let targets = &targets[..loss.target_width(2)];
            assert!(loss.evaluate(&[f32::NAN, 1.0], targets, 2, Some(&mut gradient)).is_nan(), "{loss:?}");
            assert!(gradient[0].is_nan(), "{loss:?}");
        }
    }

    #[test]
    fn crossentropies_are_stable_at_ten_thousand() {
        let sparse = Loss::SparseCategoricalCrossentropy;
        for loss in [Loss::BinaryCrossentropy, Loss::CategoricalCrossentropy, sparse] {
            let (right, wrong) = ([1e4, -1e4], [-1e4, 1e4]);
            let targets: &[f32] = if loss == sparse { &[0.0] } else { &[1.0, 0.0] };
            let mut gradient = [f32::NAN; 2];
            assert_eq!(loss.evaluate(&right, targets, 2, Some(&mut gradient)), 0.0, "{loss:?}");
            assert_eq!(gradient, [0.0, 0.0], "{loss:?}");
            assert!(loss.evaluate(&wrong, targets, 2, Some(&mut gradient)) >= 1e4, "{loss:?}");
            assert!(gradient.iter().all(|g| g.is_finite()), "{loss:?}");
        }
    }
}
