//! Softmax, the one activation whose outputs depend on each other.

use super::function::{Calls, Function, Kind, Scalar};
use crate::kernels::reduce;
use crate::math::expf;

/// e^zᵢ / Σⱼ e^zⱼ over the outputs of a row
pub struct Softmax;

impl Function for Softmax {
    const KIND: &'static Kind = &Kind::plain(
        "softmax",
        "Softmax",
        "Turns the sums of a layer into probabilities that add up to 1, one a class.",
    );
    const CALLS: Calls = Calls { keras: "softmax", pytorch: "nn.Softmax(dim=1)", jax: "jax.nn.softmax({})" };

    fn forward(z: &mut [f32], width: usize) {
        z.chunks_exact_mut(width).for_each(|row| {
            exponentials(row);
            normalize(row);
        });
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], width: usize) {
        for (dy, y) in dy.chunks_exact_mut(width).zip(y.chunks_exact(width)) {
            // The sum runs over a row of classes: in index order.
            let mean = dy.iter().zip(y).fold(0.0, |sum, (dy, y)| sum + dy * y);
            dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = y * (*dy - mean));
        }
    }

    fn twin_forward<T: Scalar>(z: &[T], width: usize) -> Vec<T> {
        z.chunks_exact(width).flat_map(twin_softmax).collect()
    }

    fn twin_backward<T: Scalar>(_: &[T], y: &[T], dy: &[T], width: usize) -> Vec<T> {
        let rows = dy.chunks_exact(width).zip(y.chunks_exact(width));
        rows.flat_map(|(dy, y)| {
            let mean = sum(dy.iter().zip(y).map(|(dy, y)| *dy * *y));
            dy.iter().zip(y).map(move |(dy, y)| *y * (*dy - mean))
        })
        .collect()
    }
}

/// Replaces a row by e^(z − max), which cannot overflow, and returns its maximum.
pub(in crate::model) fn exponentials(row: &mut [f32]) -> f32 {
    let max = reduce::max(row);
    row.iter_mut().for_each(|z| *z = expf(*z - max));
    max
}

/// Divides a row by its sum.
pub(in crate::model) fn normalize(row: &mut [f32]) {
    let sum = reduce::sum(row);
    row.iter_mut().for_each(|e| *e /= sum);
}

pub(in crate::model) fn twin_softmax<T: Scalar>(z: &[T]) -> Vec<T> {
    let max = largest(z);
    let exps: Vec<T> = z.iter().map(|z| (*z - max).exp()).collect();
    let sum = sum(exps.iter().copied());
    exps.into_iter().map(|e| e / sum).collect()
}

/// The largest value, as a constant: a shift of all elements changes neither a softmax nor its derivatives.
pub(in crate::model) fn largest<T: Scalar>(z: &[T]) -> T {
    T::from(z.iter().fold(f64::NEG_INFINITY, |max, z| if z.value() > max { z.value() } else { max }))
}

pub(in crate::model) fn sum<T: Scalar>(terms: impl Iterator<Item = T>) -> T {
    terms.fold(T::from(0.0), |sum, term| sum + term)
}
