//! For tests/recipe.rs: what an activation needs, and no more.

use super::function::{Calls, Function, Kind, Scalar, by, twin_by, twin_each};

/// z / (1 + |z|), as Keras's softsign.
pub struct Specimen;

impl Function for Specimen {
    const KIND: &'static Kind = &Kind::plain("specimen", "Specimen", "A test's own: z / (1 + |z|).");
    const CALLS: Calls = Calls { keras: "softsign", pytorch: "nn.Softsign()", jax: "jax.nn.soft_sign({})" };

    fn forward(z: &mut [f32], _: usize) {
        z.iter_mut().for_each(|z| *z /= 1.0 + z.abs());
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], _: usize) {
        by(y, dy, |y| (1.0 - y.abs()) * (1.0 - y.abs()));
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &|z| z / (T::from(1.0) + size(z)))
    }

    fn twin_backward<T: Scalar>(_: &[T], y: &[T], dy: &[T], _: usize) -> Vec<T> {
        let rest = |y| T::from(1.0) - size(y);
        twin_by(y, dy, &|y| rest(y) * rest(y))
    }
}

fn size<T: Scalar>(x: T) -> T {
    if x.value() < 0.0 { T::from(0.0) - x } else { x }
}
