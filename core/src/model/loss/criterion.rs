//! What a loss is made of, and the loops that losses share.

pub(super) use crate::declare::Kind;
use crate::kernels::reduce;
pub(super) use crate::kernels::scalar::Scalar;
use crate::math::{expf, ln, lnf};
use crate::model::activation::softmax::{exponentials, largest, normalize, sum, twin_softmax};
pub(super) use crate::model::{Activation, Calls};

/// A loss: its declaration, its arithmetic in `f32` and over any [`Scalar`], and its names elsewhere.
pub(super) trait Criterion {
    /// Its declaration.
    const KIND: &'static Kind;
    /// What the libraries call it.
    const CALLS: Calls;
    /// See [`Loss::fused_with`](super::Loss::fused_with).
    const FUSED_WITH: Option<Activation> = None;
    /// See [`Loss::takes_classes`](super::Loss::takes_classes).
    const TAKES_CLASSES: bool = false;

    /// See [`Loss::evaluate`](super::Loss::evaluate).
    fn evaluate(outputs: &[f32], targets: &[f32], width: usize, gradient: Option<&mut [f32]>) -> f64;

    /// The scalar twin of [`Criterion::evaluate`], of a single row: loss and gradient.
    fn twin<T: Scalar>(outputs: &[T], targets: &[f32]) -> (T, Vec<T>);

    /// See [`Loss::best_constant`](super::Loss::best_constant). The mean, unless another answer is better.
    fn best_constant(targets: &[f32], width: usize) -> Vec<f32> {
        of_columns(targets, width, mean_target)
    }
}

/// An answer for each column of `targets` [rows, `width`].
pub(super) fn of_columns(targets: &[f32], width: usize, answer: impl Fn(&mut [f32]) -> f64) -> Vec<f32> {
    let column = |at: usize| targets.iter().copied().skip(at).step_by(width).collect::<Vec<f32>>();
    (0..width).map(|at| answer(&mut column(at)) as f32).collect()
}

pub(super) fn mean_target(targets: &mut [f32]) -> f64 {
    mean(targets.iter().copied())
}

/// The sum before a softmax or sigmoid that answers with this share, which stays finite where a class is missing.
pub(super) fn log_share(share: f64) -> f64 {
    ln(share.max(1e-30))
}

/// Fills `gradient`, where it is wanted, with the derivative of each output times `scale`.
#[inline]
pub(super) fn each(
    gradient: Option<&mut [f32]>,
    outputs: &[f32],
    targets: &[f32],
    scale: f32,
    derivative: impl Fn(f32, f32) -> f32,
) {
    if let Some(gradient) = gradient {
        for ((g, p), y) in gradient.iter_mut().zip(outputs).zip(targets) {
            *g = derivative(*p, *y) * scale;
        }
    }
}

/// Mean of a term of each output and its target, summed in order in `f64`. The terms of many outputs are computed
/// before they are summed, so that the compiler can put them into lanes.
#[inline]
pub(super) fn mean_of(outputs: &[f32], targets: &[f32], term: impl Fn(f32, f32) -> f32) -> f64 {
    const TOGETHER: usize = 64;
    let mut room = [0.0; TOGETHER];
    let mut sum = 0.0;
    for (outputs, targets) in outputs.chunks(TOGETHER).zip(targets.chunks(TOGETHER)) {
        let terms = &mut room[..outputs.len()];
        terms.iter_mut().zip(outputs).zip(targets).for_each(|((at, p), y)| *at = term(*p, *y));
        terms.iter().for_each(|term| sum += f64::from(*term));
    }
    sum / outputs.len() as f64
}

/// Mean of a term of each row, which is given its sums, its targets, ln Σ e^z and, where it is wanted, the gradient's
/// row. That comes filled with the softmax, whose exponentials are computed once for both.
pub(super) fn by_row(
    (outputs, width): (&[f32], usize),
    (targets, target_width): (&[f32], usize),
    gradient: Option<&mut [f32]>,
    term: impl Fn(&[f32], &[f32], f32, Option<&mut [f32]>) -> f32,
) -> f64 {
    let rows = outputs.chunks_exact(width).zip(targets.chunks_exact(target_width));
    let Some(gradient) = gradient else {
        return mean(rows.map(|(z, y)| {
            let max = reduce::max(z);
            let sum = z.iter().fold(0.0, |sum, z| sum + expf(z - max));
            term(z, y, lnf(sum) + max, None)
        }));
    };
    gradient.copy_from_slice(outputs);
    mean(rows.zip(gradient.chunks_exact_mut(width)).map(|((z, y), gradient)| {
        let max = exponentials(gradient);
        let sum = gradient.iter().fold(0.0, |sum, e| sum + e);
        normalize(gradient);
        term(z, y, lnf(sum) + max, Some(gradient))
    }))
}

/// Mean of `f32` terms, summed in order in `f64`.
fn mean(terms: impl ExactSizeIterator<Item = f32>) -> f64 {
    let count = terms.len();
    terms.map(f64::from).sum::<f64>() / count as f64
}

/// The scalar twin of [`mean_of`] and [`each`].
pub(super) fn twin_mean<T: Scalar>(
    outputs: &[T],
    targets: &[f32],
    term: &dyn Fn(T, T) -> T,
    derivative: &dyn Fn(T, T) -> T,
) -> (T, Vec<T>) {
    let scale = T::from(1.0) / T::from(outputs.len() as f64);
    let pairs = || outputs.iter().zip(targets).map(|(p, y)| (*p, T::from(f64::from(*y))));
    (scale * sum(pairs().map(|(p, y)| term(p, y))), pairs().map(|(p, y)| scale * derivative(p, y)).collect())
}

/// −Σ y·ln p of a softmax, whatever the targets add up to, and its gradient.
pub(super) fn twin_crossentropy<T: Scalar>(outputs: &[T], targets: &[T]) -> (T, Vec<T>) {
    let max = largest(outputs);
    let log_sum = sum(outputs.iter().map(|z| (*z - max).exp())).ln() + max;
    let total = sum(targets.iter().copied());
    let loss = sum(outputs.iter().zip(targets).map(|(z, y)| *y * (log_sum - *z)));
    (loss, twin_softmax(outputs).into_iter().zip(targets).map(|(p, y)| p * total - *y).collect())
}

/// −1, 0 or 1; unlike `signum` it has a zero, and a NaN stays one.
#[inline]
pub(super) fn sign(x: f32) -> f32 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}

/// −1, 0 or 1, as a constant.
pub(super) fn twin_sign<T: Scalar>(x: T) -> T {
    T::from(if x.value() > 0.0 {
        1.0
    } else if x.value() < 0.0 {
        -1.0
    } else {
        0.0
    })
}
