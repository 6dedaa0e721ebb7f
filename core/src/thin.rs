//! Fewer points of a long curve, for drawing it while it grows.

/// At most about `most` indices of `values`, ascending: the first, the last, and of each of the equal stretches between
/// them the lowest and the highest, so that a spike stays. All of them when there are no more.
///
/// ```
/// assert_eq!(lr_lab_core::thin::indices(&[0.0, 1.0, 9.0, 1.0, 1.0, 1.0, -9.0, 2.0], 4), [0, 2, 6, 7]);
/// ```
pub fn indices(values: &[f64], most: usize) -> Vec<usize> {
    let count = values.len();
    if count <= most.max(2) {
        return (0..count).collect();
    }
    let stretches = ((most.max(4) - 2) / 2).max(1);
    let inner = count - 2;
    let mut kept = Vec::with_capacity(2 * stretches + 2);
    kept.push(0);
    for stretch in 0..stretches {
        let start = 1 + inner * stretch / stretches;
        let end = 1 + inner * (stretch + 1) / stretches;
        let (mut low, mut high) = (start, start);
        for i in start..end {
            if values[i] < values[low] {
                low = i;
            }
            // A value that is no number counts as high: the break in the curve must stay.
            if values[i] > values[high] || values[i].is_nan() {
                high = i;
            }
        }
        if start < end {
            kept.push(low.min(high));
            if low != high {
                kept.push(low.max(high));
            }
        }
    }
    kept.push(count - 1);
    kept
}

/// The values at `indices`.
pub fn pick(values: &[f64], indices: &[usize]) -> Vec<f64> {
    indices.iter().map(|&i| values[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::indices;

    #[test]
    fn ends_and_extremes_stay() {
        let mut values: Vec<f64> = (0..10_000).map(|i| f64::from(i % 10)).collect();
        values[4_321] = 1e9;
        values[8_765] = f64::NAN;
        let kept = indices(&values, 100);
        assert!(kept.len() <= 100 && kept.is_sorted_by(|a, b| a < b), "{}", kept.len());
        assert!([0, 4_321, 8_765, 9_999].iter().all(|index| kept.contains(index)));
    }

    #[test]
    fn short_curves_stay_whole() {
        for count in 0..5 {
            assert!(indices(&vec![1.0; count], 4).into_iter().eq(0..count));
        }
        assert!(indices(&[1.0, 2.0, 3.0], 0).len() <= 4);
    }
}
