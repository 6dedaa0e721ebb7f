//! Activation functions, computed in place.

use std::f32::consts::FRAC_1_SQRT_2;

use crate::kernels::reduce;
use crate::math::{erfcf, expf, sigmoidf, tanhf};
use crate::named::Named;

/// What a leaky relu lets through of a negative sum: the default of Keras's function `leaky_relu`, and so of a layer
/// with that activation. (Keras's separate layer `LeakyReLU` takes 0.3, PyTorch 0.01.)
pub const LEAKY_SLOPE: f32 = 0.2;

/// 1/√(2π), the height of the normal density.
const NORMAL_HEIGHT: f32 = 0.398_942_3;

/// What is applied to a layer's sums z. None of these changes a shape; each output comes from its own sum, except
/// under softmax. As in Keras 3.15 (`keras.activations`).
///
/// ```
/// use lr_lab_core::model::Activation;
///
/// let mut z = [-1.0, 0.0, 2.0];
/// Activation::LeakyRelu.forward(&mut z, 3);
/// assert_eq!(z, [-0.2, 0.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// z
    #[default]
    Linear,
    /// max(z, 0); its derivative at 0 is taken as 0.
    Relu,
    /// z above 0, 0.2·z below ([`LEAKY_SLOPE`]); its derivative at 0 is taken as 0.2.
    LeakyRelu,
    /// z·Φ(z), Φ being the normal distribution: ½·z·erfc(−z/√2), the exact form (Hendrycks & Gimpel 2016). The default
    /// of Keras and PyTorch.
    Gelu,
    /// z·sigmoid(z), also called silu (Ramachandran et al. 2017).
    Swish,
    /// 1 / (1 + e^−z)
    Sigmoid,
    /// tanh z
    Tanh,
    /// e^zᵢ / Σⱼ e^zⱼ over the outputs of a row
    Softmax,
}

impl Named for Activation {
    const ALL: &'static [Self] =
        &[Self::Relu, Self::LeakyRelu, Self::Gelu, Self::Swish, Self::Tanh, Self::Sigmoid, Self::Softmax, Self::Linear];

    fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Relu => "relu",
            Self::LeakyRelu => "leaky-relu",
            Self::Gelu => "gelu",
            Self::Swish => "swish",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Softmax => "softmax",
        }
    }
}

impl Activation {
    /// Whether [`Activation::backward`] needs the sums: gelu and swish have a minimum, so their output does not tell
    /// on which side of it the sum lay. The others have a derivative that their output tells.
    pub fn needs_sums(self) -> bool {
        matches!(self, Self::Gelu | Self::Swish)
    }

    /// Replaces the sums `z` [batch, width] by the activations.
    pub fn forward(self, z: &mut [f32], width: usize) {
        match self {
            Self::Linear => {}
            // Written so that a NaN stays one.
            Self::Relu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
            Self::LeakyRelu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { LEAKY_SLOPE * *z } else { *z }),
            Self::Gelu => each(z, |z| z * normal(z)),
            Self::Swish => each(z, |z| z * sigmoidf(z)),
            Self::Sigmoid => each(z, sigmoidf),
            Self::Tanh => each(z, tanhf),
            Self::Softmax => z.chunks_exact_mut(width).for_each(|row| {
                exponentials(row);
                normalize(row);
            }),
        }
    }

    /// Turns the gradient by the activations `y` into the gradient by the sums `z`, in place. All are
    /// [batch, width]; only where [`Activation::needs_sums`] says so is `z` looked at, and may be empty elsewhere.
    pub fn backward(self, z: &[f32], y: &[f32], dy: &mut [f32], width: usize) {
        match self {
            Self::Linear => {}
            Self::Relu => dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = if *y > 0.0 { *dy } else { 0.0 }),
            Self::LeakyRelu => by(y, dy, |y| if y > 0.0 { 1.0 } else { LEAKY_SLOPE }),
            // Φ(z) + z·Φ′(z)
            Self::Gelu => by(z, dy, |z| normal(z) + z * NORMAL_HEIGHT * expf(-0.5 * z * z)),
            Self::Swish => by(z, dy, |z| {
                let s = sigmoidf(z);
                s * (1.0 + z * (1.0 - s))
            }),
            Self::Sigmoid => by(y, dy, |y| y * (1.0 - y)),
            Self::Tanh => by(y, dy, |y| 1.0 - y * y),
            Self::Softmax => {
                for (dy, y) in dy.chunks_exact_mut(width).zip(y.chunks_exact(width)) {
                    // The sum runs over a row of classes: in index order.
                    let mean = dy.iter().zip(y).fold(0.0, |sum, (dy, y)| sum + dy * y);
                    dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = y * (*dy - mean));
                }
            }
        }
    }
}

/// Numbers that a function of many constants takes at once: in wasm each constant has to be fetched anew every time.
const CHUNK: usize = 16;

/// Replaces each number by what `f` makes of it.
#[inline]
fn each(numbers: &mut [f32], f: impl Fn(f32) -> f32) {
    let (chunks, rest) = numbers.as_chunks_mut::<CHUNK>();
    chunks.iter_mut().for_each(|chunk| *chunk = chunk.map(&f));
    rest.iter_mut().for_each(|number| *number = f(*number));
}

/// Multiplies each gradient by the derivative at its value.
#[inline]
fn by(values: &[f32], dy: &mut [f32], derivative: impl Fn(f32) -> f32) {
    dy.iter_mut().zip(values).for_each(|(dy, value)| *dy *= derivative(*value));
}

/// Φ(z), the share of a standard normal distribution below z.
#[inline]
fn normal(z: f32) -> f32 {
    0.5 * erfcf(-z * FRAC_1_SQRT_2)
}

/// Replaces a row by e^(z − max), which cannot overflow, and returns its maximum.
pub(super) fn exponentials(row: &mut [f32]) -> f32 {
    let max = reduce::max(row);
    row.iter_mut().for_each(|z| *z = expf(*z - max));
    max
}

/// Divides a row by its sum.
pub(super) fn normalize(row: &mut [f32]) {
    let sum = reduce::sum(row);
    row.iter_mut().for_each(|e| *e /= sum);
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
