//! What an activation is made of, and the loops of those that take each sum on its own.

pub(super) use crate::declare::Kind;
pub(super) use crate::kernels::scalar::Scalar;
pub(super) use crate::model::Calls;

/// An activation: its declaration, its arithmetic in `f32` and over any [`Scalar`], and its names elsewhere.
pub(super) trait Function {
    /// Its declaration.
    const KIND: &'static Kind;
    /// What the libraries call it.
    const CALLS: Calls;
    /// Whether the backward pass needs the sums, since the outputs do not tell the derivative.
    const NEEDS_SUMS: bool = false;

    /// See [`Activation::forward`](super::Activation::forward).
    fn forward(z: &mut [f32], width: usize);

    /// See [`Activation::backward`](super::Activation::backward).
    fn backward(z: &[f32], y: &[f32], dy: &mut [f32], width: usize);

    /// The scalar twin of [`Function::forward`].
    fn twin_forward<T: Scalar>(z: &[T], width: usize) -> Vec<T>;

    /// The scalar twin of [`Function::backward`].
    fn twin_backward<T: Scalar>(z: &[T], y: &[T], dy: &[T], width: usize) -> Vec<T>;
}

/// Numbers that a function of many constants takes at once: in wasm each constant has to be fetched anew every time.
const CHUNK: usize = 16;

/// Replaces each number by what `f` makes of it.
#[inline]
pub(super) fn each(numbers: &mut [f32], f: impl Fn(f32) -> f32) {
    let (chunks, rest) = numbers.as_chunks_mut::<CHUNK>();
    chunks.iter_mut().for_each(|chunk| *chunk = chunk.map(&f));
    rest.iter_mut().for_each(|number| *number = f(*number));
}

/// Multiplies each gradient by the derivative at its value.
#[inline]
pub(super) fn by(values: &[f32], dy: &mut [f32], derivative: impl Fn(f32) -> f32) {
    dy.iter_mut().zip(values).for_each(|(dy, value)| *dy *= derivative(*value));
}

/// The scalar twin of [`each`].
pub(super) fn twin_each<T: Scalar>(numbers: &[T], f: &dyn Fn(T) -> T) -> Vec<T> {
    numbers.iter().map(|number| f(*number)).collect()
}

/// The scalar twin of [`by`].
pub(super) fn twin_by<T: Scalar>(values: &[T], dy: &[T], derivative: &dyn Fn(T) -> T) -> Vec<T> {
    dy.iter().zip(values).map(|(dy, value)| *dy * derivative(*value)).collect()
}
