//! Scalar twins of the kernels: the same products, written for clarity and over any [`Scalar`], one row at a time. With
//! `f64` they check the kernels; with [`Dual`](super::scalar::Dual) numbers they give Hessian-vector products.

use super::conv::ConvShape;
use super::max_pool::PoolShape;
use super::scalar::Scalar;

/// x·W + b; see [`dense::forward`](super::dense::forward).
pub fn dense_forward<T: Scalar>(x: &[T], w: &[T], bias: &[T]) -> Vec<T> {
    let mut y = bias.to_vec();
    for (x, w) in x.iter().zip(w.chunks_exact(bias.len())) {
        add_scaled(*x, w, &mut y);
    }
    y
}

/// Adds to the gradients with respect to kernel and bias, and returns that with respect to x.
pub fn dense_backward<T: Scalar>(x: &[T], w: &[T], dy: &[T], dw: &mut [T], dbias: &mut [T]) -> Vec<T> {
    add_scaled(T::from(1.0), dy, dbias);
    let units = dy.len();
    let rows = x.iter().zip(w.chunks_exact(units)).zip(dw.chunks_exact_mut(units));
    rows.map(|((x, w), dw)| {
        add_scaled(*x, dy, dw);
        dot(dy, w)
    })
    .collect()
}

/// See [`conv::forward`](super::conv::forward).
pub fn conv_forward<T: Scalar>(shape: ConvShape, x: &[T], w: &[T], bias: &[T]) -> Vec<T> {
    let mut y = bias.repeat(shape.out_height() * shape.out_width());
    taps(shape, |from, tap, to| {
        add_scaled(x[from], &w[tap..tap + shape.filters], &mut y[to..to + shape.filters]);
    });
    y
}

/// Adds to the gradients with respect to kernel and bias, and returns that with respect to x.
pub fn conv_backward<T: Scalar>(shape: ConvShape, x: &[T], w: &[T], dy: &[T], dw: &mut [T], dbias: &mut [T]) -> Vec<T> {
    let filters = shape.filters;
    dy.chunks_exact(filters).for_each(|dy| add_scaled(T::from(1.0), dy, dbias));
    let mut dx = vec![T::from(0.0); x.len()];
    taps(shape, |from, tap, to| {
        add_scaled(x[from], &dy[to..to + filters], &mut dw[tap..tap + filters]);
        dx[from] = dx[from] + dot(&dy[to..to + filters], &w[tap..tap + filters]);
    });
    dx
}

/// Every (place in x, start in w, start in y) that a convolution multiplies.
fn taps(shape: ConvShape, mut each: impl FnMut(usize, usize, usize)) {
    let ConvShape { width, channels, kernel, filters, .. } = shape;
    let out_width = shape.out_width();
    for (i, j) in pairs(shape.out_height(), out_width) {
        for (k, l) in pairs(kernel, kernel) {
            for c in 0..channels {
                let from = ((i + k) * width + j + l) * channels + c;
                each(from, ((k * kernel + l) * channels + c) * filters, (i * out_width + j) * filters);
            }
        }
    }
}

/// The largest element of each window and where it lies; see [`max_pool::forward`](super::max_pool::forward).
pub fn max_pool_forward<T: Scalar>(shape: PoolShape, x: &[T]) -> (Vec<T>, Vec<usize>) {
    let PoolShape { width, channels, pool, .. } = shape;
    let mut places = Vec::with_capacity(shape.outputs());
    for (i, j) in pairs(shape.out_height(), shape.out_width()) {
        for c in 0..channels {
            let at = |k: usize, l: usize| ((i * pool + k) * width + j * pool + l) * channels + c;
            let first = at(0, 0);
            let larger = |best: usize, (k, l)| if x[at(k, l)].value() > x[best].value() { at(k, l) } else { best };
            places.push(pairs(pool, pool).fold(first, larger));
        }
    }
    (places.iter().map(|&place| x[place]).collect(), places)
}

fn pairs(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows * columns).map(move |at| (at / columns, at % columns))
}

fn add_scaled<T: Scalar>(factor: T, terms: &[T], sums: &mut [T]) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum = *sum + factor * *term;
    }
}

fn dot<T: Scalar>(a: &[T], b: &[T]) -> T {
    a.iter().zip(b).fold(T::from(0.0), |sum, (a, b)| sum + *a * *b)
}

#[cfg(test)]
mod tests {
    use super::{conv_backward, conv_forward, dense_backward, dense_forward, max_pool_forward};
    use crate::kernels::conv::{self, ConvShape};
    use crate::kernels::max_pool::{self, PoolShape};
    use crate::kernels::{Panels, dense};

    fn numbers(count: usize, salt: u32) -> Vec<f32> {
        (0..count as u32).map(|i| (i.wrapping_mul(2_654_435_761) ^ salt) as f32 / 3e9 - 0.7).collect()
    }

    fn wide(numbers: &[f32]) -> Vec<f64> {
        numbers.iter().map(|x| f64::from(*x)).collect()
    }

    /// Sums of a few hundred products of numbers up to 1, rounded to `f32` one by one.
    fn assert_close(kernel: &[f32], twin: &[f64]) {
        assert_eq!(kernel.len(), twin.len());
        for (kernel, twin) in kernel.iter().zip(twin) {
            assert!((f64::from(*kernel) - twin).abs() < 2e-5, "{kernel} against {twin}");
        }
    }

    #[test]
    fn dense_kernels_agree_with_their_twin() {
        let (inputs, outputs) = (13, 7);
        let (x, w, bias, dy) =
            (numbers(inputs, 1), numbers(inputs * outputs, 2), numbers(outputs, 3), numbers(outputs, 4));
        let (mut y, mut panels) = (vec![0.0; outputs], Panels::default());
        dense::forward(&x, &w, &bias, &mut panels, &mut y);
        assert_close(&y, &dense_forward(&wide(&x), &wide(&w), &wide(&bias)));
        let (mut dw, mut dbias, mut dx) = (vec![0.0; w.len()], vec![0.0; outputs], vec![0.0; inputs]);
        dense::weight_gradient(&x, &dy, outputs, &mut panels, &mut dw);
        dense::bias_gradient(&dy, &mut dbias);
        dense::input_gradient(&dy, &w, outputs, &mut panels, &mut dx);
        let (mut twin_dw, mut twin_dbias) = (vec![0.0; w.len()], vec![0.0; outputs]);
        let twin_dx = dense_backward(&wide(&x), &wide(&w), &wide(&dy), &mut twin_dw, &mut twin_dbias);
        assert_close(&dw, &twin_dw);
        assert_close(&dbias, &twin_dbias);
        assert_close(&dx, &twin_dx);
    }

    #[test]
    fn convolution_kernels_agree_with_their_twin() {
        let shape = ConvShape { height: 6, width: 5, channels: 2, kernel: 3, filters: 4 };
        let (x, w) = (numbers(shape.inputs(), 1), numbers(9 * 2 * 4, 2));
        let (bias, dy) = (numbers(4, 3), numbers(shape.outputs(), 4));
        let (mut y, mut panels) = (vec![0.0; dy.len()], Panels::default());
        conv::forward(shape, &x, &w, &bias, &mut panels, &mut y);
        assert_close(&y, &conv_forward(shape, &wide(&x), &wide(&w), &wide(&bias)));
        let (mut dw, mut dbias, mut dx) = (vec![0.0; w.len()], vec![0.0; 4], vec![0.0; x.len()]);
        conv::weight_gradient(shape, &x, &dy, &mut panels, &mut dw);
        dense::bias_gradient(&dy, &mut dbias);
        conv::input_gradient(shape, &dy, &w, &mut panels, &mut dx);
        let (mut twin_dw, mut twin_dbias) = (vec![0.0; w.len()], vec![0.0; 4]);
        let twin_dx = conv_backward(shape, &wide(&x), &wide(&w), &wide(&dy), &mut twin_dw, &mut twin_dbias);
        assert_close(&dw, &twin_dw);
        assert_close(&dbias, &twin_dbias);
        assert_close(&dx, &twin_dx);
    }

    #[test]
    fn max_pool_agrees_with_its_twin() {
        let shape = PoolShape { height: 7, width: 6, channels: 3, pool: 3 };
        let x = numbers(shape.inputs(), 5);
        let (mut y, mut argmax) = (vec![0.0; shape.outputs()], vec![0.0; shape.outputs()]);
        max_pool::forward(shape, &x, &mut y, &mut argmax);
        let (twin, places) = max_pool_forward(shape, &wide(&x));
        assert_close(&y, &twin);
        assert!(argmax.iter().zip(places).all(|(kernel, twin)| *kernel as usize == twin));
    }
}
