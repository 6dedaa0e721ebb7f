//! The hyperbolic tangent.

use super::function::{Calls, Function, Kind, Scalar, by, each, twin_by, twin_each};
use crate::math::tanhf;

/// tanh z
pub struct Tanh;

impl Function for Tanh {
    const KIND: &'static Kind = &Kind::plain(
        "tanh",
        "Tanh",
        "Squeezes the sum between −1 and 1; far from 0 it is flat and learning slows down.",
    );
    const CALLS: Calls = Calls { keras: "tanh", pytorch: "nn.Tanh()", jax: "jnp.tanh({})" };

    fn forward(z: &mut [f32], _: usize) {
        each(z, tanhf);
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], _: usize) {
        by(y, dy, |y| 1.0 - y * y);
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &T::tanh)
    }

    fn twin_backward<T: Scalar>(_: &[T], y: &[T], dy: &[T], _: usize) -> Vec<T> {
        twin_by(y, dy, &|y| T::from(1.0) - y * y)
    }
}
