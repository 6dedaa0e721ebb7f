//! The matrix products of a dense layer, one for each orientation.
//!
//! Shapes: `x` [batch, inputs], `w` [inputs, outputs], `y` [batch, outputs], all row-major and contiguous.

use super::product::{Left, Panels, Right, Size, Start, WIDEST, matrix_product, read, write};

/// y\[b, o\] = bias\[o\] + Σᵢ x\[b, i\]·w\[i, o\], summed over i in order. `y` is overwritten.
///
/// ```
/// use lr_lab_core::kernels::{Panels, dense};
///
/// let mut y = [0.0; 2];
/// dense::forward(&[1.0, 2.0], &[1.0, 0.0, 0.0, 1.0], &[10.0, 20.0], &mut Panels::default(), &mut y);
/// assert_eq!(y, [11.0, 22.0]);
/// ```
pub fn forward(x: &[f32], w: &[f32], bias: &[f32], panels: &mut Panels, y: &mut [f32]) {
    let outputs = bias.len();
    let inputs = w.len() / outputs;
    let a = Left::Rows { numbers: x, width: inputs };
    let b = Right { numbers: w, width: outputs, transposed: false };
    let size = Size { rows: y.len() / outputs, terms: inputs, columns: outputs };
    matrix_product(a, b, Start::Bias(bias), size, panels, y);
}

/// dw\[i, o\] = Σ_b x\[b, i\]·dy\[b, o\], summed over b in order. `dw` is overwritten.
pub fn weight_gradient(x: &[f32], dy: &[f32], outputs: usize, panels: &mut Panels, dw: &mut [f32]) {
    let inputs = dw.len() / outputs;
    let a = Left::Columns { numbers: x, width: inputs };
    let b = Right { numbers: dy, width: outputs, transposed: false };
    let size = Size { rows: inputs, terms: dy.len() / outputs, columns: outputs };
    matrix_product(a, b, Start::Zero, size, panels, dw);
}

/// dbias\[o\] = Σ_b dy\[b, o\], summed over b in order. `dbias` is overwritten.
pub fn bias_gradient(dy: &[f32], dbias: &mut [f32]) {
    let outputs = dbias.len();
    for (block, dbias) in dbias.chunks_mut(WIDEST).enumerate() {
        let mut sums = [0.0; WIDEST];
        for start in (block * WIDEST..dy.len()).step_by(outputs) {
            // Beyond the last column these are the next row's; their sums are not used.
            let terms: [f32; WIDEST] = read(&dy[start..], WIDEST.min(dy.len() - start));
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        }
        write(sums, dbias, WIDEST);
    }
}

/// dx\[b, i\] = Σₒ dy\[b, o\]·w\[i, o\], summed over o in order. `dx` is overwritten.
pub fn input_gradient(dy: &[f32], w: &[f32], outputs: usize, panels: &mut Panels, dx: &mut [f32]) {
    let inputs = w.len() / outputs;
    let a = Left::Rows { numbers: dy, width: outputs };
    let b = Right { numbers: w, width: outputs, transposed: true };
    let size = Size { rows: dy.len() / outputs, terms: outputs, columns: inputs };
    matrix_product(a, b, Start::Zero, size, panels, dx);
}

#[cfg(test)]
mod tests {
    use crate::kernels::testing::numbers;

    use super::{Panels, bias_gradient, forward, input_gradient, weight_gradient};

    /// The definition: every element a sum in index order.
    fn in_order(start: f32, terms: impl Iterator<Item = f32>) -> f32 {
        terms.fold(start, |sum, term| sum + term)
    }

    #[test]
    fn every_element_is_the_sum_in_index_order() {
        let small = [(1, 1, 1), (2, 3, 5), (12, 30, 10), (7, 9, 4), (5, 8, 2), (3, 13, 17)];
        // Cut into blocks of every width, into runs of terms, into groups of panels, into tiles of rows, wide and narrow.
        let large =
            [(5, 6, 29), (4, 19, 45), (2, 900, 3), (3, 401, 18), (2, 150, 70), (70, 2, 150), (101, 5, 10), (3, 99, 7)];
        for (batch, inputs, outputs) in small.into_iter().chain(large) {
            let (x, w, bias) = (numbers(batch * inputs, 1), numbers(inputs * outputs, 2), numbers(outputs, 3));
            let (dy, mut panels) = (numbers(batch * outputs, 4), Panels::default());

            let mut y = vec![f32::NAN; batch * outputs];
            forward(&x, &w, &bias, &mut panels, &mut y);
            let mut dw = vec![f32::NAN; inputs * outputs];
            weight_gradient(&x, &dy, outputs, &mut panels, &mut dw);
            let mut dbias = vec![f32::NAN; outputs];
            bias_gradient(&dy, &mut dbias);
            let mut dx = vec![f32::NAN; batch * inputs];
            input_gradient(&dy, &w, outputs, &mut panels, &mut dx);

            for b in 0..batch {
                for o in 0..outputs {
                    let want = in_order(bias[o], (0..inputs).map(|i| x[b * inputs + i] * w[i * outputs + o]));
                    assert_eq!(y[b * outputs + o], want);
                }
                for i in 0..inputs {
                    let want = in_order(0.0, (0..outputs).map(|o| dy[b * outputs + o] * w[i * outputs + o]));
                    assert_eq!(dx[b * inputs + i], want);
                }
            }
            for o in 0..outputs {
                assert_eq!(dbias[o], in_order(0.0, (0..batch).map(|b| dy[b * outputs + o])));
                for i in 0..inputs {
                    let want = in_order(0.0, (0..batch).map(|b| x[b * inputs + i] * dy[b * outputs + o]));
                    assert_eq!(dw[i * outputs + o], want);
                }
            }
        }
    }
}
