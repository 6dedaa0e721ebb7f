//! Swish.

use super::function::{Calls, Function, Kind, Scalar, by, each, twin_by, twin_each};
use super::sigmoid::twin_sigmoid;
use crate::math::sigmoidf;

/// z·sigmoid(z), also called silu (Ramachandran et al. 2017).
pub struct Swish;

impl Function for Swish {
    const KIND: &'static Kind =
        &Kind::plain("swish", "Swish", "A smooth ReLU, the sum times its own sigmoid; also called SiLU.");
    const CALLS: Calls = Calls { keras: "silu", pytorch: "nn.SiLU()", jax: "jax.nn.silu({})" };
    /// It has a minimum, as gelu.
    const NEEDS_SUMS: bool = true;

    fn forward(z: &mut [f32], _: usize) {
        each(z, |z| z * sigmoidf(z));
    }

    fn backward(z: &[f32], _: &[f32], dy: &mut [f32], _: usize) {
        by(z, dy, |z| {
            let s = sigmoidf(z);
            s * (1.0 + z * (1.0 - s))
        });
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &|z| z * twin_sigmoid(z))
    }

    fn twin_backward<T: Scalar>(z: &[T], _: &[T], dy: &[T], _: usize) -> Vec<T> {
        let one = T::from(1.0);
        twin_by(z, dy, &|z| {
            let s = twin_sigmoid(z);
            s * (one + z * (one - s))
        })
    }
}
