//! The rectifier.

use super::function::{Calls, Function, Kind, Scalar, twin_by, twin_each};

/// max(z, 0); its derivative at 0 is taken as 0.
pub struct Relu;

impl Function for Relu {
    const KIND: &'static Kind =
        &Kind::plain("relu", "ReLU", "Cuts off what is below 0; fast and the usual choice inside a network.");
    const CALLS: Calls = Calls { keras: "relu", pytorch: "nn.ReLU()", jax: "jax.nn.relu({})" };

    fn forward(z: &mut [f32], _: usize) {
        // Written so that a NaN stays one.
        z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z });
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], _: usize) {
        dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = if *y > 0.0 { *dy } else { 0.0 });
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &|z| if z.value() > 0.0 { z } else { T::from(0.0) })
    }

    fn twin_backward<T: Scalar>(z: &[T], _: &[T], dy: &[T], _: usize) -> Vec<T> {
        twin_by(z, dy, &|z| T::from(if z.value() > 0.0 { 1.0 } else { 0.0 }))
    }
}
