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
