//! Activation functions, one in each file, computed in place.

mod function;
pub mod gelu;
pub mod leaky_relu;
pub mod linear;
pub mod relu;
pub mod sigmoid;
pub mod softmax;
#[cfg(feature = "specimens")]
pub mod specimen;
pub mod swish;
pub mod tanh;

use super::Calls;
use crate::family;
use crate::kernels::scalar::Scalar;
use function::Function;

/// Turns the list of activations into everything that depends on it.
macro_rules! activations {
    ($($(#[cfg($when:meta)])? $file:ident::$activation:ident),* $(,)?) => {
        family! {
            /// What is applied to a layer's sums z. None of these changes a shape; each output comes from its own sum,
            /// except under softmax. As in Keras 3.15 (`keras.activations`).
            ///
            /// ```
            /// use lr_lab_core::model::Activation;
            ///
            /// let mut z = [-1.0, 0.0, 2.0];
            /// Activation::LeakyRelu.forward(&mut z, 3);
            /// assert_eq!(z, [-0.2, 0.0, 2.0]);
            /// ```
            Activation: $(
                #[doc = concat!("See [`", stringify!($file), "::", stringify!($activation), "`].")]
                $(#[cfg($when)])?
                $activation = $file::$activation::KIND
            ),*
        }

        // Not derived: `#[default]` would stand among the attributes that go to all of a kind.
        impl Default for Activation {
            fn default() -> Self {
                Self::Linear
            }
        }

        impl Activation {
            /// What the libraries call it.
            pub fn calls(self) -> Calls {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::CALLS),*
                }
            }

            /// Whether [`Activation::backward`] needs the sums, since the outputs do not tell the derivative.
            pub fn needs_sums(self) -> bool {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::NEEDS_SUMS),*
                }
            }

            /// Replaces the sums `z` [batch, width] by the activations.
            pub fn forward(self, z: &mut [f32], width: usize) {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::forward(z, width)),*
                }
            }

            /// Turns the gradient with respect to the activations `y` into that with respect to the sums `z`, in place.
            /// All are [batch, width]; `z` is read only where [`Activation::needs_sums`] says so, and may be empty
            /// elsewhere.
            pub fn backward(self, z: &[f32], y: &[f32], dy: &mut [f32], width: usize) {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::backward(z, y, dy, width)),*
                }
            }

            /// The scalar twin of [`Activation::forward`].
            pub(super) fn twin_forward<T: Scalar>(self, z: &[T], width: usize) -> Vec<T> {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::twin_forward(z, width)),*
                }
            }

            /// The scalar twin of [`Activation::backward`].
            pub(super) fn twin_backward<T: Scalar>(self, z: &[T], y: &[T], dy: &[T], width: usize) -> Vec<T> {
                match self {
                    $($(#[cfg($when)])? Self::$activation => $file::$activation::twin_backward(z, y, dy, width)),*
                }
            }
        }
    };
}

// The order in which a person is shown them.
activations! {
    relu::Relu,
    leaky_relu::LeakyRelu,
    gelu::Gelu,
    swish::Swish,
    tanh::Tanh,
    sigmoid::Sigmoid,
    softmax::Softmax,
    linear::Linear,
    #[cfg(feature = "specimens")]
    specimen::Specimen,
}

#[cfg(test)]
mod tests {
    use super::Activation;

    /// The sums of the tables below.
    const Z: [f32; 8] = [-6.0, -2.5, -1.0, -0.3, 0.0, 0.4, 1.0, 3.0];

    /// Rows of values at [`Z`], computed by Keras 3.15 (`keras.activations`, JAX in float64).
    #[rustfmt::skip]
    const VALUES: [(Activation, [f64; 8]); 8] = [
        (Activation::Linear, [-6.0, -2.5, -1.0, -0.3, 0.0, 0.4, 1.0, 3.0]),
        (Activation::Relu, [0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 1.0, 3.0]),
        (Activation::LeakyRelu, [-1.2, -0.5, -0.2, -0.06, 0.0, 0.4, 1.0, 3.0]),
        (Activation::Gelu, [-5.919_525_87e-9, -0.015_524_163_3, -0.158_655_254, -0.114_626_573, 0.0, 0.262_168_697,
            0.841_344_746, 2.995_950_31]),
        (Activation::Swish, [-0.014_835_738_9, -0.189_645_45, -0.268_941_421, -0.127_667_245, 0.0, 0.239_475_064,
            0.731_058_579, 2.857_722_38]),
        (Activation::Sigmoid, [0.002_472_623_16, 0.075_858_18, 0.268_941_421, 0.425_557_483, 0.5, 0.598_687_66,
            0.731_058_579, 0.952_574_127]),
        (Activation::Tanh, [-0.999_987_602, -0.986_614_347, -0.761_594_156, -0.291_312_605, 0.0, 0.379_949_003,
            0.761_594_156, 0.995_054_722]),
        (Activation::Softmax, [9.357_699_72e-5, 0.003_098_844_56, 0.013_888_057_8, 0.027_967_113_9, 0.037_751_655_1,
            0.056_318_851_4, 0.102_619_638, 0.758_262_262]),
    ];

    /// Rows of derivatives, from the same source; where JAX takes 1 at 0, ours is named in the documentation.
    #[rustfmt::skip]
    const DERIVATIVES: [(Activation, [f64; 8]); 7] = [
        (Activation::Linear, [1.0; 8]),
        (Activation::Relu, [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
        (Activation::LeakyRelu, [0.2, 0.2, 0.2, 0.2, 0.2, 1.0, 1.0, 1.0]),
        (Activation::Gelu, [-3.546_870_95e-8, -0.037_611_085_9, -0.083_315_470_6, 0.267_672_233, 0.5, 0.802_729_798,
            1.083_315_47, 1.011_945_67]),
        (Activation::Swish, [-0.012_326_432_6, -0.099_401_109_1, 0.072_329_488_1, 0.352_219_99, 0.5, 0.694_791_958,
            0.927_670_512, 1.088_104_11]),
        (Activation::Sigmoid, [0.002_466_509_29, 0.070_103_716_5, 0.196_611_933, 0.244_458_312, 0.25, 0.240_260_746,
            0.196_611_933, 0.045_176_659_7]),
        (Activation::Tanh, [2.479_553_22e-5, 0.026_592_135_4, 0.419_974_327, 0.915_136_933, 1.0, 0.855_638_802,
            0.419_974_327, 0.009_866_100_74]),
    ];

    #[test]
    fn values_agree_with_keras() {
        for (activation, want) in VALUES {
            let mut y = Z;
            activation.forward(&mut y, Z.len());
            for (y, want) in y.iter().zip(want) {
                assert!((f64::from(*y) - want).abs() <= 3e-6 * want.abs(), "{activation:?}: {y} against {want}");
            }
        }
    }

    #[test]
    fn derivatives_agree_with_keras() {
        for (activation, want) in DERIVATIVES {
            let (mut y, mut dy) = (Z, [1.0; Z.len()]);
            activation.forward(&mut y, Z.len());
            activation.backward(&Z, &y, &mut dy, Z.len());
            for (dy, want) in dy.iter().zip(want) {
                // Absolute: where an output is close to 1 or a derivative changes its sign, digits cancel.
                assert!((f64::from(*dy) - want).abs() <= 4e-7, "{activation:?}: {dy} against {want}");
            }
        }
    }

    #[test]
    fn large_sums_stay_finite() {
        for activation in <Activation as crate::named::Named>::ALL {
            for z in [-1e30, -1e4, 1e4, 1e30] {
                let (mut y, mut dy) = ([z], [1.0]);
                activation.forward(&mut y, 1);
                activation.backward(&[z], &y, &mut dy, 1);
                assert!(y[0].is_finite() && dy[0].is_finite(), "{activation:?} at {z}: {y:?}, {dy:?}");
            }
        }
    }

    #[test]
    fn softmax_is_stable_at_ten_thousand() {
        let mut z = [1e4, -1e4, 0.0, 1e4];
        Activation::Softmax.forward(&mut z, 4);
        assert_eq!(z, [0.5, 0.0, 0.0, 0.5]);
    }

    #[test]
    fn nan_is_not_hidden() {
        for activation in <Activation as crate::named::Named>::ALL {
            let mut z = [f32::NAN];
            activation.forward(&mut z, 1);
            assert!(z[0].is_nan(), "{activation:?}");
        }
    }
}
