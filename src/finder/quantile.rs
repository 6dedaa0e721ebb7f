//! Order statistics of a few numbers.

/// The `q`-quantile of `numbers` (0 ≤ q ≤ 1), linear between neighbours as NumPy's default: at q·(n − 1) of the sorted
/// numbers. Infinities are numbers here, so that a median of diverged runs is infinite. `None` of no numbers.
pub(super) fn quantile(mut numbers: Vec<f64>, q: f64) -> Option<f64> {
    numbers.sort_unstable_by(f64::total_cmp);
    let last = numbers.len().checked_sub(1)?;
    let at = q * last as f64;
    let below = at as usize;
    let share = at - below as f64;
    // Without this an infinity beside would make it NaN.
    if share == 0.0 {
        return Some(numbers[below]);
    }
    Some(numbers[below] * (1.0 - share) + numbers[below + 1] * share)
}

/// The middle number, or the mean of the two in the middle.
pub(super) fn median(numbers: Vec<f64>) -> Option<f64> {
    quantile(numbers, 0.5)
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn as_numpy_has_them() {
        const INF: f64 = f64::INFINITY;
        // numpy.quantile, linear; NaN where it subtracts infinities, which we do not.
        for (numbers, q, want) in [
            (&[][..], 0.5, None),
            (&[3.0][..], 0.9, Some(3.0)),
            (&[4.0, 1.0], 0.5, Some(2.5)),
            (&[3.0, 1.0, 2.0], 0.5, Some(2.0)),
            (&[1.0, 2.0, 3.0, 4.0], 0.25, Some(1.75)),
            (&[1.0, 2.0, 3.0, 4.0], 0.75, Some(3.25)),
            (&[1.0, 2.0, INF], 0.5, Some(2.0)),
            (&[1.0, 2.0, INF], 0.75, Some(INF)),
            (&[1.0, INF, INF], 0.5, Some(INF)),
            (&[INF, INF], 0.25, Some(INF)),
        ] {
            assert_eq!(quantile(numbers.to_vec(), q), want, "{numbers:?} at {q}");
        }
    }
}
