//! Rows of a table as a batch.

use super::product::{LANES, WIDEST, copy, copy_some};

/// Up to here, numbers are copied one register after the other; a call that copies longer rows costs less than they do.
const SHORT: usize = 64;

/// The rows of `table` [.., width] that `rows` numbers, one below the other in `batch` [rows, width].
///
/// ```
/// use lr_lab_core::kernels::gather;
///
/// let mut batch = [0.0; 4];
/// gather(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 0], &mut batch);
/// assert_eq!(batch, [5.0, 6.0, 1.0, 2.0]);
/// ```
pub fn gather(table: &[f32], rows: &[u32], batch: &mut [f32]) {
    let width = batch.len() / rows.len();
    if width > SHORT {
        for (row, to) in rows.iter().zip(batch.chunks_mut(width)) {
            to.copy_from_slice(&table[*row as usize * width..][..width]);
        }
        return;
    }
    if width > LANES {
        gather_short::<WIDEST>(table, rows, width, batch);
    } else {
        gather_short::<LANES>(table, rows, width, batch);
    }
}

/// Copies N numbers at a time; what lies beyond a row goes where the next one comes.
fn gather_short<const N: usize>(table: &[f32], rows: &[u32], width: usize, batch: &mut [f32]) {
    for (n, row) in rows.iter().enumerate() {
        for at in (0..width).step_by(N) {
            let (from, to) = (&table[*row as usize * width + at..], &mut batch[n * width + at..]);
            match to.first_chunk_mut::<N>() {
                Some(to) => copy(from, to),
                None => copy_some(from, to),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SHORT, gather};

    #[test]
    fn rows_of_any_width() {
        for width in [1, 3, 4, 16, 17, 30, SHORT, SHORT + 1] {
            let table: Vec<f32> = (0..5 * width).map(|number| number as f32).collect();
            let mut batch = vec![f32::NAN; 3 * width];
            gather(&table, &[4, 0, 4], &mut batch);
            let row = |row: usize| &table[row * width..][..width];
            assert_eq!(batch, [row(4), row(0), row(4)].concat(), "{width} numbers a row");
        }
    }
}
