//! The matrix products of a dense layer, one for each orientation.
//!
//! Shapes: `x` [batch, inputs], `w` [inputs, outputs], `y` [batch, outputs], all row-major and contiguous.

/// Terms added to a row in one pass: the row's running sums stay in registers for as long. The order of the
/// additions, and so the result, does not depend on it.
const UNROLL: usize = 4;

/// y\[b, o\] = bias\[o\] + Σᵢ x\[b, i\]·w\[i, o\], summed over i in order. `y` is overwritten.
///
/// ```
/// let mut y = [0.0; 2];
/// lr_lab::kernels::dense::forward(&[1.0, 2.0], &[1.0, 0.0, 0.0, 1.0], &[10.0, 20.0], &mut y);
/// assert_eq!(y, [11.0, 22.0]);
/// ```
pub fn forward(x: &[f32], w: &[f32], bias: &[f32], y: &mut [f32]) {
    let outputs = bias.len();
    let inputs = w.len() / outputs;
    for (x, y) in x.chunks_exact(inputs).zip(y.chunks_exact_mut(outputs)) {
        y.copy_from_slice(bias);
        add_products(x, 1, w, y);
    }
}

/// dw\[i, o\] = Σ_b x\[b, i\]·dy\[b, o\], summed over b in order. `dw` is overwritten.
pub fn weight_gradient(x: &[f32], dy: &[f32], inputs: usize, outputs: usize, dw: &mut [f32]) {
    dw.fill(0.0);
    for (i, dw) in dw.chunks_exact_mut(outputs).enumerate() {
        add_products(&x[i..], inputs, dy, dw);
    }
}

/// dbias\[o\] = Σ_b dy\[b, o\], summed over b in order. `dbias` is overwritten.
pub fn bias_gradient(dy: &[f32], dbias: &mut [f32]) {
    dbias.fill(0.0);
    for dy in dy.chunks_exact(dbias.len()) {
        for (sum, term) in dbias.iter_mut().zip(dy) {
            *sum += term;
        }
    }
}

/// dx\[b, i\] = Σₒ dy\[b, o\]·w\[i, o\], summed over o in order. `dx` is overwritten; `transposed` is scratch of
/// w's size.
pub fn input_gradient(dy: &[f32], w: &[f32], outputs: usize, transposed: &mut [f32], dx: &mut [f32]) {
    let inputs = w.len() / outputs;
    for (i, w) in w.chunks_exact(outputs).enumerate() {
        for (o, w) in w.iter().enumerate() {
            transposed[o * inputs + i] = *w;
        }
    }
    for (dy, dx) in dy.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
        dx.fill(0.0);
        add_products(dy, 1, transposed, dx);
    }
}

/// row\[j\] += Σₖ factors\[k·stride\]·matrix\[k, j\], summed over k in order.
pub(super) fn add_products(factors: &[f32], stride: usize, matrix: &[f32], row: &mut [f32]) {
    let width = row.len();
    let mut factors = factors.iter().step_by(stride);
    let mut blocks = matrix.chunks_exact(UNROLL * width);
    for block in &mut blocks {
        let [a, b, c, d] = [(); UNROLL].map(|()| *factors.next().unwrap_or(&0.0));
        let (ma, rest) = block.split_at(width);
        let (mb, rest) = rest.split_at(width);
        let (mc, md) = rest.split_at(width);
        for ((((sum, ma), mb), mc), md) in row.iter_mut().zip(ma).zip(mb).zip(mc).zip(md) {
            *sum = *sum + a * ma + b * mb + c * mc + d * md;
        }
    }
    for (factor, terms) in factors.zip(blocks.remainder().chunks_exact(width)) {
        for (sum, term) in row.iter_mut().zip(terms) {
            *sum += factor * term;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bias_gradient, forward, input_gradient, weight_gradient};

    /// Numbers whose sums round, so that a changed order of summation shows.
    fn numbers(count: usize, salt: u32) -> Vec<f32> {
        (0..count as u32).map(|i| (i.wrapping_mul(2_654_435_761) ^ salt) as f32 / 3e9 - 0.7).collect()
    }

    /// The definition: every element a sum in index order.
    fn in_order(start: f32, terms: impl Iterator<Item = f32>) -> f32 {
        terms.fold(start, |sum, term| sum + term)
    }

    #[test]
    fn every_element_is_the_sum_in_index_order() {
        for (batch, inputs, outputs) in [(1, 1, 1), (2, 3, 5), (12, 30, 10), (7, 9, 4), (5, 8, 2), (3, 13, 17)] {
            let (x, w, bias) = (numbers(batch * inputs, 1), numbers(inputs * outputs, 2), numbers(outputs, 3));
            let dy = numbers(batch * outputs, 4);

            let mut y = vec![f32::NAN; batch * outputs];
            forward(&x, &w, &bias, &mut y);
            let mut dw = vec![f32::NAN; inputs * outputs];
            weight_gradient(&x, &dy, inputs, outputs, &mut dw);
            let mut dbias = vec![f32::NAN; outputs];
            bias_gradient(&dy, &mut dbias);
            let mut dx = vec![f32::NAN; batch * inputs];
            input_gradient(&dy, &w, outputs, &mut vec![0.0; w.len()], &mut dx);

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
