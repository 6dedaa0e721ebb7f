//! The products of a two-dimensional convolution without padding, at stride 1 (a cross-correlation, as in Keras).
//!
//! Shapes: `x` [batch, height, width, channels], `w` [kernel, kernel, channels, filters],
//! `y` [batch, height − kernel + 1, width − kernel + 1, filters], all row-major and contiguous.

use super::dense::add_products;

/// Sizes of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvShape {
    /// Height of an input picture.
    pub height: usize,
    /// Width of an input picture.
    pub width: usize,
    /// Channels of an input picture.
    pub channels: usize,
    /// Side of the square kernel; at most height and width.
    pub kernel: usize,
    /// Channels of an output picture.
    pub filters: usize,
}

impl ConvShape {
    /// Height of an output picture.
    pub const fn out_height(&self) -> usize {
        self.height - self.kernel + 1
    }

    /// Width of an output picture.
    pub const fn out_width(&self) -> usize {
        self.width - self.kernel + 1
    }

    /// Numbers in an input picture.
    pub const fn inputs(&self) -> usize {
        self.height * self.width * self.channels
    }

    /// Numbers in an output picture.
    pub const fn outputs(&self) -> usize {
        self.out_height() * self.out_width() * self.filters
    }

    /// Numbers in one row of the kernel: side by side in `x` as in `w`.
    const fn kernel_row(&self) -> usize {
        self.kernel * self.channels
    }
}

/// y\[b, i, j, f\] = bias\[f\] + Σ x\[b, i + k, j + l, c\]·w\[k, l, c, f\], summed over (k, l, c) in order. `y` is
/// overwritten.
pub fn forward(shape: ConvShape, x: &[f32], w: &[f32], bias: &[f32], y: &mut [f32]) {
    let ConvShape { width, channels, filters, .. } = shape;
    let row = shape.kernel_row();
    for (x, y) in x.chunks_exact(shape.inputs()).zip(y.chunks_exact_mut(shape.outputs())) {
        for (i, y) in y.chunks_exact_mut(shape.out_width() * filters).enumerate() {
            for (j, y) in y.chunks_exact_mut(filters).enumerate() {
                y.copy_from_slice(bias);
                for (k, w) in w.chunks_exact(row * filters).enumerate() {
                    let start = ((i + k) * width + j) * channels;
                    add_products(&x[start..start + row], 1, w, y);
                }
            }
        }
    }
}

/// dw\[k, l, c, f\] = Σ x\[b, i + k, j + l, c\]·dy\[b, i, j, f\], summed over (b, i, j) in order. `dw` is overwritten.
pub fn weight_gradient(shape: ConvShape, x: &[f32], dy: &[f32], dw: &mut [f32]) {
    let ConvShape { width, channels, kernel, filters, .. } = shape;
    dw.fill(0.0);
    for (x, dy) in x.chunks_exact(shape.inputs()).zip(dy.chunks_exact(shape.outputs())) {
        for (i, dy) in dy.chunks_exact(shape.out_width() * filters).enumerate() {
            for (tap, dw) in dw.chunks_exact_mut(filters).enumerate() {
                let (k, l, c) = (tap / (kernel * channels), tap / channels % kernel, tap % channels);
                let start = ((i + k) * width + l) * channels + c;
                add_products(&x[start..], channels, dy, dw);
            }
        }
    }
}

/// dx\[b, i, j, c\] = Σ dy\[b, i − k, j − l, f\]·w\[k, l, c, f\] over the (k, l) that lie inside, summed over (k, l, f)
/// in order. `dx` is overwritten; `transposed` is scratch of w's size.
pub fn input_gradient(shape: ConvShape, dy: &[f32], w: &[f32], transposed: &mut [f32], dx: &mut [f32]) {
    let ConvShape { width, channels, kernel, filters, .. } = shape;
    let (out_height, out_width) = (shape.out_height(), shape.out_width());
    let tap = channels * filters;
    for (w, transposed) in w.chunks_exact(tap).zip(transposed.chunks_exact_mut(tap)) {
        for (c, w) in w.chunks_exact(filters).enumerate() {
            for (f, w) in w.iter().enumerate() {
                transposed[f * channels + c] = *w;
            }
        }
    }
    for (dy, dx) in dy.chunks_exact(shape.outputs()).zip(dx.chunks_exact_mut(shape.inputs())) {
        for (at, dx) in dx.chunks_exact_mut(channels).enumerate() {
            let (i, j) = (at / width, at % width);
            dx.fill(0.0);
            for k in (i + 1).saturating_sub(out_height)..kernel.min(i + 1) {
                for l in (j + 1).saturating_sub(out_width)..kernel.min(j + 1) {
                    let from = ((i - k) * out_width + (j - l)) * filters;
                    let w = &transposed[(k * kernel + l) * tap..][..tap];
                    add_products(&dy[from..from + filters], 1, w, dx);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ConvShape, forward, input_gradient, weight_gradient};

    fn numbers(count: usize, salt: u32) -> Vec<f32> {
        (0..count as u32).map(|i| (i.wrapping_mul(2_654_435_761) ^ salt) as f32 / 3e9 - 0.7).collect()
    }

    /// Every element of the three products is the sum of its terms in the documented order.
    #[test]
    fn every_element_is_the_sum_in_order() {
        for (batch, height, width, channels, kernel, filters) in
            [(1, 3, 3, 1, 3, 1), (2, 5, 4, 2, 3, 3), (3, 6, 7, 1, 2, 5), (1, 4, 9, 3, 1, 2), (2, 5, 5, 4, 4, 6)]
        {
            let shape = ConvShape { height, width, channels, kernel, filters };
            let (oh, ow) = (shape.out_height(), shape.out_width());
            let x = numbers(batch * shape.inputs(), 1);
            let w = numbers(kernel * kernel * channels * filters, 2);
            let (bias, dy) = (numbers(filters, 3), numbers(batch * shape.outputs(), 4));
            let x_at = |b: usize, i: usize, j: usize, c: usize| x[((b * height + i) * width + j) * channels + c];
            let w_at = |k: usize, l: usize, c: usize, f: usize| w[((k * kernel + l) * channels + c) * filters + f];
            let dy_at = |b: usize, i: usize, j: usize, f: usize| dy[((b * oh + i) * ow + j) * filters + f];

            let mut y = vec![f32::NAN; dy.len()];
            forward(shape, &x, &w, &bias, &mut y);
            let mut want = Vec::new();
            for (b, i, j, f) in indices([batch, oh, ow, filters]) {
                let terms = indices([1, kernel, kernel, channels])
                    .map(|(_, k, l, c)| x_at(b, i + k, j + l, c) * w_at(k, l, c, f));
                want.push(terms.fold(bias[f], |sum, term| sum + term));
            }
            assert_eq!(y, want, "{shape:?}");

            let mut dw = vec![f32::NAN; w.len()];
            weight_gradient(shape, &x, &dy, &mut dw);
            let mut want = Vec::new();
            for (k, l, c, f) in indices([kernel, kernel, channels, filters]) {
                let terms =
                    indices([1, batch, oh, ow]).map(|(_, b, i, j)| x_at(b, i + k, j + l, c) * dy_at(b, i, j, f));
                want.push(terms.fold(0.0, |sum, term| sum + term));
            }
            assert_eq!(dw, want, "{shape:?}");

            let mut dx = vec![f32::NAN; x.len()];
            input_gradient(shape, &dy, &w, &mut vec![0.0; w.len()], &mut dx);
            let mut want = Vec::new();
            for (b, i, j, c) in indices([batch, height, width, channels]) {
                let inside = |k: usize, l: usize| i >= k && i - k < oh && j >= l && j - l < ow;
                let terms = indices([1, kernel, kernel, filters])
                    .filter(|(_, k, l, _)| inside(*k, *l))
                    .map(|(_, k, l, f)| dy_at(b, i - k, j - l, f) * w_at(k, l, c, f));
                want.push(terms.fold(0.0, |sum, term| sum + term));
            }
            assert_eq!(dx, want, "{shape:?}");
        }
    }

    /// All indices of an array of four dimensions, the last one fastest.
    fn indices(sizes: [usize; 4]) -> impl Iterator<Item = (usize, usize, usize, usize)> {
        let [a, b, c, d] = sizes;
        (0..a * b * c * d).map(move |n| (n / (b * c * d), n / (c * d) % b, n / d % c, n % d))
    }
}
