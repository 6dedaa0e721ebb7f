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

/// The index of the lowest finite loss, the first of equals.
pub(crate) fn lowest(losses: &[f64]) -> Option<usize> {
    let finite = losses.iter().enumerate().filter(|(_, loss)| loss.is_finite());
    finite
        .fold(None, |best: Option<(usize, f64)>, (at, loss)| match best {
            Some((_, lowest)) if lowest <= *loss => best,
            _ => Some((at, *loss)),
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{lowest, quantile};

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

    #[test]
    fn lowest_of_the_finite() {
        const INF: f64 = f64::INFINITY;
        const NAN: f64 = f64::NAN;
        for (losses, want) in
            [(&[][..], None), (&[NAN, INF][..], None), (&[NAN, 2.0, 1.0, INF, 1.0], Some(2)), (&[0.5], Some(0))]
        {
            assert_eq!(lowest(losses), want, "{losses:?}");
        }
    }
}
