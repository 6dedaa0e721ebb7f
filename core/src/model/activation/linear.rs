//! No activation.

use super::function::{Calls, Function, Kind, Scalar};

/// z
pub struct Linear;

impl Function for Linear {
    const KIND: &'static Kind = &Kind::plain("linear", "Linear", "The sum as it is: for the outputs of a regression.");
    const CALLS: Calls = Calls { keras: "linear", pytorch: "nn.Identity()", jax: "{}" };

    fn forward(_: &mut [f32], _: usize) {}

    fn backward(_: &[f32], _: &[f32], _: &mut [f32], _: usize) {}

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        z.to_vec()
    }

    fn twin_backward<T: Scalar>(_: &[T], _: &[T], dy: &[T], _: usize) -> Vec<T> {
        dy.to_vec()
    }
}
