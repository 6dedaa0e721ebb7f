//! The logistic function.

use super::function::{Calls, Function, Kind, Scalar, by, each, twin_by, twin_each};
use crate::math::sigmoidf;

/// 1 / (1 + e^−z)
pub struct Sigmoid;

impl Function for Sigmoid {
    const KIND: &'static Kind =
        &Kind::plain("sigmoid", "Sigmoid", "Squeezes the sum between 0 and 1: the probability of a yes.");
    const CALLS: Calls = Calls { keras: "sigmoid", pytorch: "nn.Sigmoid()", jax: "jax.nn.sigmoid({})" };

    fn forward(z: &mut [f32], _: usize) {
        each(z, sigmoidf);
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], _: usize) {
        by(y, dy, |y| y * (1.0 - y));
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &twin_sigmoid)
    }

    fn twin_backward<T: Scalar>(_: &[T], y: &[T], dy: &[T], _: usize) -> Vec<T> {
        twin_by(y, dy, &|y| y * (T::from(1.0) - y))
    }
}

pub(in crate::model) fn twin_sigmoid<T: Scalar>(z: T) -> T {
    T::from(1.0) / (T::from(1.0) + (-z).exp())
}
