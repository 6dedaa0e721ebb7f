//! The products of a two-dimensional convolution without padding, at stride 1 (a cross-correlation, as in Keras).
//!
//! Shapes: `x` [batch, height, width, channels], `w` [kernel, kernel, channels, filters],
//! `y` [batch, height − kernel + 1, width − kernel + 1, filters], all row-major and contiguous.

use super::product::{Left, Panels, Right, Size, Start, product};

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

    /// Numbers in one row of an input picture.
    const fn row(&self) -> usize {
        self.width * self.channels
    }

    /// Numbers in one row of the kernel: side by side in `x` as in `w`.
    const fn kernel_row(&self) -> usize {
        self.kernel * self.channels
    }
}

/// y\[b, i, j, f\] = bias\[f\] + Σ x\[b, i + k, j + l, c\]·w\[k, l, c, f\], summed over (k, l, c) in order. `y` is
/// overwritten.
pub fn forward(shape: ConvShape, x: &[f32], w: &[f32], bias: &[f32], panels: &mut Panels, y: &mut [f32]) {
    let ConvShape { kernel, channels, filters, .. } = shape;
    let a = Left::Windows { numbers: x, step: channels, run: shape.kernel_row(), skip: shape.row() };
    let b = Right { numbers: w, width: filters, transposed: false };
    let size = Size { rows: shape.out_width(), terms: kernel * shape.kernel_row(), columns: filters };
    let rows = rows(shape, y.len() / shape.outputs());
    product(a, b, Start::Bias(bias), size, rows, panels, y);
}

/// dw\[k, l, c, f\] = Σ x\[b, i + k, j + l, c\]·dy\[b, i, j, f\], summed over (b, i, j) in order. `dw` is overwritten.
pub fn weight_gradient(shape: ConvShape, x: &[f32], dy: &[f32], panels: &mut Panels, dw: &mut [f32]) {
    let ConvShape { kernel, channels, filters, .. } = shape;
    dw.fill(0.0);
    let size = Size { rows: shape.kernel_row(), terms: shape.out_width(), columns: filters };
    for (x_row, y_row) in rows(shape, dy.len() / shape.outputs()) {
        let a = Left::Columns { numbers: &x[x_row..], width: channels };
        let b = Right { numbers: &dy[y_row..], width: filters, transposed: false };
        let kernel_rows = (0..kernel).map(|k| (k * shape.row(), k * shape.kernel_row() * filters));
        product(a, b, Start::Sums, size, kernel_rows, panels, dw);
    }
}

/// dx\[b, i, j, c\] = Σ dy\[b, i − k, j − l, f\]·w\[k, l, c, f\] over the (k, l) that lie inside, summed over (k, l, f)
/// in order. `dx` is overwritten.
pub fn input_gradient(shape: ConvShape, dy: &[f32], w: &[f32], panels: &mut Panels, dx: &mut [f32]) {
    let ConvShape { kernel, channels, filters, .. } = shape;
    dx.fill(0.0);
    let a = Left::Rows { numbers: dy, width: filters };
    let size = Size { rows: shape.out_width(), terms: filters, columns: channels };
    for (tap, w) in w.chunks_exact(channels * filters).enumerate() {
        let b = Right { numbers: w, width: filters, transposed: true };
        let corner = tap / kernel * shape.row() + tap % kernel * channels;
        let rows = rows(shape, dy.len() / shape.outputs()).map(|(x_row, y_row)| (y_row, x_row + corner));
        product(a, b, Start::Sums, size, rows, panels, dx);
    }
}

/// For each row of output pictures where its first window starts in `x`, and where it starts in `y`.
fn rows(shape: ConvShape, pictures: usize) -> impl Iterator<Item = (usize, usize)> + Clone {
    let height = shape.out_height();
    (0..pictures * height).map(move |row| {
        let x = row / height * shape.inputs() + row % height * shape.row();
        (x, row * shape.out_width() * shape.filters)
    })
}

#[cfg(test)]
mod tests {
    use crate::kernels::testing::numbers;

    use super::{ConvShape, Panels, forward, input_gradient, weight_gradient};

    /// Every element of the three products is the sum of its terms in the documented order.
    #[test]
    fn every_element_is_the_sum_in_order() {
        let small =
            [(1, 3, 3, 1, 3, 1), (2, 5, 4, 2, 3, 3), (3, 6, 7, 1, 2, 5), (1, 4, 9, 3, 1, 2), (2, 5, 5, 4, 4, 6)];
        // Windows and rows of more terms than are added in one go.
        let large = [(1, 4, 5, 47, 3, 21), (1, 3, 410, 1, 2, 2)];
        for (batch, height, width, channels, kernel, filters) in small.into_iter().chain(large) {
            let shape = ConvShape { height, width, channels, kernel, filters };
            let (oh, ow) = (shape.out_height(), shape.out_width());
            let x = numbers(batch * shape.inputs(), 1);
            let w = numbers(kernel * kernel * channels * filters, 2);
            let (bias, dy) = (numbers(filters, 3), numbers(batch * shape.outputs(), 4));
            let mut panels = Panels::default();
            let x_at = |b: usize, i: usize, j: usize, c: usize| x[((b * height + i) * width + j) * channels + c];
            let w_at = |k: usize, l: usize, c: usize, f: usize| w[((k * kernel + l) * channels + c) * filters + f];
            let dy_at = |b: usize, i: usize, j: usize, f: usize| dy[((b * oh + i) * ow + j) * filters + f];

            let mut y = vec![f32::NAN; dy.len()];
            forward(shape, &x, &w, &bias, &mut panels, &mut y);
            let mut want = Vec::new();
            for (b, i, j, f) in indices([batch, oh, ow, filters]) {
                let terms = indices([1, kernel, kernel, channels])
                    .map(|(_, k, l, c)| x_at(b, i + k, j + l, c) * w_at(k, l, c, f));
                want.push(terms.fold(bias[f], |sum, term| sum + term));
            }
            assert_eq!(y, want, "{shape:?}");

            let mut dw = vec![f32::NAN; w.len()];
            weight_gradient(shape, &x, &dy, &mut panels, &mut dw);
            let mut want = Vec::new();
            for (k, l, c, f) in indices([kernel, kernel, channels, filters]) {
                let terms =
                    indices([1, batch, oh, ow]).map(|(_, b, i, j)| x_at(b, i + k, j + l, c) * dy_at(b, i, j, f));
                want.push(terms.fold(0.0, |sum, term| sum + term));
            }
            assert_eq!(dw, want, "{shape:?}");

            let mut dx = vec![f32::NAN; x.len()];
            input_gradient(shape, &dy, &w, &mut panels, &mut dx);
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
