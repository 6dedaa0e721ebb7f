//! Losses, one in each file: the mean over a batch, and its gradient.

pub mod binary_crossentropy;
pub mod categorical_crossentropy;
mod criterion;
pub mod huber;
pub mod mae;
pub mod mse;
pub mod sparse_categorical_crossentropy;
#[cfg(feature = "specimens")]
pub mod specimen;

use super::{Activation, Calls};
use crate::family;
use crate::kernels::scalar::Scalar;
use criterion::Criterion;

/// Turns the list of losses into everything that depends on it.
macro_rules! losses {
    ($($(#[cfg($when:meta)])? $file:ident::$loss:ident),* $(,)?) => {
        family! {
            /// What training makes small: a number from outputs p and targets y, as Keras 3.15 defines it
            /// (`keras.losses`).
            ///
            /// ```
            /// use lr_lab_core::model::Loss;
            ///
            /// let mut gradient = [f32::NAN; 2];
            /// assert_eq!(Loss::Mae.evaluate(&[3.0, 1.0], &[1.0, 1.0], 2, Some(&mut gradient)), 1.0);
            /// assert_eq!(gradient, [0.5, 0.0]);
            /// ```
            Loss: $(
                #[doc = concat!("See [`", stringify!($file), "::", stringify!($loss), "`].")]
                $(#[cfg($when)])?
                $loss = $file::$loss::KIND
            ),*
        }

        impl Loss {
            /// What the libraries call it.
            pub fn calls(self) -> Calls {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::CALLS),*
                }
            }

            /// The output activation that this loss is computed together with, from the sums before it: so it stays
            /// exact where the activation alone would round to 0 or 1. `None`: it takes any outputs as they are.
            pub fn fused_with(self) -> Option<Activation> {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::FUSED_WITH),*
                }
            }

            /// Whether a row's target is the number of its class, however many outputs there are.
            pub fn takes_classes(self) -> bool {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::TAKES_CLASSES),*
                }
            }

            /// Loss of `outputs` [batch, width] against `targets` [batch, [`Loss::target_width`]]. For a fused loss the
            /// outputs are the sums before the activation. When `gradient` [batch, width] is given it receives the
            /// derivatives with respect to `outputs`. Rows are summed in `f64`.
            ///
            /// The targets of a sparse loss are whole numbers below `width`, checked where they are made; any other
            /// class has the loss NaN.
            pub fn evaluate(self, outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64 {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::evaluate(outputs, targets, width, gradient)),*
                }
            }

            /// The outputs \[`width`\] that have the lowest loss against `targets` [batch, [`Loss::target_width`]] of all
            /// that are the same for every row: what a network knows without looking at its inputs.
            pub fn best_constant(self, targets: &[f32], width: usize) -> Vec<f32> {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::best_constant(targets, width)),*
                }
            }

            /// The scalar twin of [`Loss::evaluate`], of a single row: loss and gradient.
            pub(super) fn twin<T: Scalar>(self, outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
                match self {
                    $($(#[cfg($when)])? Self::$loss => $file::$loss::twin(outputs, targets)),*
                }
            }
        }
    };
}

// The order in which a person is shown them.
losses! {
    categorical_crossentropy::CategoricalCrossentropy,
    sparse_categorical_crossentropy::SparseCategoricalCrossentropy,
    binary_crossentropy::BinaryCrossentropy,
    mse::Mse,
    mae::Mae,
    huber::Huber,
    #[cfg(feature = "specimens")]
    specimen::Specimen,
}

impl Loss {
    /// Numbers in a row of targets for a network of `outputs` outputs: as many, or the one class of a sparse loss.
    pub fn target_width(self, outputs: usize) -> usize {
        if self.takes_classes() { 1 } else { outputs }
    }
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

    /// No answer near the best one, and none by chance, is better.
    #[test]
    fn no_constant_beats_the_best() {
        let numbers: Vec<f32> = (0..42).map(|i| ((i * 37 % 11) as f32 - 3.0) * ((i % 3) as f32 + 0.2)).collect();
        let yes: Vec<f32> = (0..42).map(|i| f32::from(i % 7 < i % 3)).collect();
        let one_hot: Vec<f32> = (0..42).map(|i| f32::from((i / 3 * i / 3 + 1) % 3 == i % 3)).collect();
        let classes: Vec<f32> = (0..14).map(|i| (i * i % 3) as f32).collect();
        for loss in <Loss as crate::named::Named>::ALL.iter().copied() {
            let targets = match loss {
                Loss::BinaryCrossentropy => &yes,
                Loss::CategoricalCrossentropy => &one_hot,
                Loss::SparseCategoricalCrossentropy => &classes,
                _ => &numbers,
            };
            let best = loss.best_constant(targets, 3);
            let of = |answer: &[f32]| loss.evaluate(&answer.repeat(14), targets, 3, None);
            for (at, step) in (0..3).flat_map(|at| [-1.0, -0.01, 0.01, 1.0].map(|step| (at, step))) {
                let mut other = best.clone();
                other[at] += step;
                assert!(of(&other) >= of(&best) - 1e-7, "{loss:?}: {other:?} against {best:?}");
            }
        }
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
