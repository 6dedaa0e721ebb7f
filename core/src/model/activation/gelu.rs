//! The Gaussian error linear unit.

use std::f32::consts::FRAC_1_SQRT_2;
use std::f64::consts;

use super::function::{Calls, Function, Kind, Scalar, by, each, twin_by, twin_each};
use crate::math::{erfcf, expf};

/// 1/√(2π), the height of the normal density.
const NORMAL_HEIGHT: f32 = 0.398_942_3;

/// z·Φ(z), Φ being the normal distribution: ½·z·erfc(−z/√2), the exact form (Hendrycks & Gimpel 2016). The default
/// of Keras and PyTorch.
pub struct Gelu;

impl Function for Gelu {
    const KIND: &'static Kind = &Kind::plain(
        "gelu",
        "GELU",
        "A smooth ReLU that weighs each sum by the share of a normal distribution below it; usual in Transformers.",
    );
    const CALLS: Calls = Calls { keras: "gelu", pytorch: "nn.GELU()", jax: "jax.nn.gelu({}, approximate=False)" };
    /// It has a minimum, so its output does not tell on which side of it the sum lay.
    const NEEDS_SUMS: bool = true;

    fn forward(z: &mut [f32], _: usize) {
        each(z, |z| z * normal(z));
    }

    fn backward(z: &[f32], _: &[f32], dy: &mut [f32], _: usize) {
        // Φ(z) + z·Φ′(z)
        by(z, dy, |z| normal(z) + z * NORMAL_HEIGHT * expf(-0.5 * z * z));
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &|z| z * twin_normal(z))
    }

    fn twin_backward<T: Scalar>(z: &[T], _: &[T], dy: &[T], _: usize) -> Vec<T> {
        let height = T::from(0.5 * consts::FRAC_2_SQRT_PI * consts::FRAC_1_SQRT_2);
        twin_by(z, dy, &|z| twin_normal(z) + z * height * (T::from(-0.5) * z * z).exp())
    }
}

/// Φ(z), the share of a standard normal distribution below z.
#[inline]
fn normal(z: f32) -> f32 {
    0.5 * erfcf(-z * FRAC_1_SQRT_2)
}

fn twin_normal<T: Scalar>(z: T) -> T {
    T::from(0.5) * (T::from(1.0) + (z * T::from(consts::FRAC_1_SQRT_2)).erf())
}
