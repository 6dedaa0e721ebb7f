//! How much worse than the best a rate is, on a scale that means the same everywhere.

/// What there is to gain counts as at least this share of the reference, so that noise is not blown up where nothing can
/// be learned.
pub(crate) const LEAST_GAIN: f64 = 0.05;

/// The most that a rate as good as the best may lose of the gain.
pub(crate) const AS_GOOD: f64 = 0.1;

/// e = (loss − best) / max(reference − best, 0.05·|reference|): 0 is the best, 1 no better than `reference`, the loss of
/// the untrained network or of the best constant answer, whichever is lower. The gain kept is 1 − e. Infinite for a loss
/// that is; NaN where there is none.
pub(super) fn excess(loss: f64, best: f64, reference: f64) -> f64 {
    if loss == best { 0.0 } else { (loss - best) / whole_gain(best, reference) }
}

/// The loss between an excess of 0 and one of 1.
pub(super) fn whole_gain(best: f64, reference: f64) -> f64 {
    (reference - best).max(LEAST_GAIN * reference.abs())
}

/// The indices of the first and the last of the unbroken stretch round `best` with an excess of at most 0.1.
pub(super) fn as_good(excess: &[f64], best: usize) -> (usize, usize) {
    let good = |at: &usize| excess[*at] <= AS_GOOD;
    let low = (0..best).rev().take_while(good).last().unwrap_or(best);
    let high = (best + 1..excess.len()).take_while(good).last().unwrap_or(best);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::{as_good, excess};

    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    #[test]
    fn what_is_lost_of_the_gain() {
        for (loss, best, reference, want) in [
            (0.2, 0.2, 0.7, 0.0),
            (0.7, 0.2, 0.7, 1.0),
            (0.25, 0.2, 0.7, 0.1),
            (1.2, 0.2, 0.7, 2.0),
            (0.69, 0.69, 0.7, 0.0),
            (0.7, 0.69, 0.7, 0.01 / 0.035), // little to gain
            (1.0, 0.9, 0.7, 0.1 / 0.035),   // nothing to gain
            (INF, 0.2, 0.7, INF),
            (-1.0, -2.0, 0.0, 0.5),
            (0.0, 0.0, 0.0, 0.0),
        ] {
            let got = excess(loss, best, reference);
            assert!(got == want || (got - want).abs() < 1e-12, "{loss} {best} {reference}: {got}");
        }
        assert!(excess(NAN, 0.2, 0.7).is_nan());
    }

    #[test]
    fn stretches_round_the_best() {
        for (excess, best, want) in [
            (&[0.5, 0.1, 0.0, 0.05, 0.2, 0.0][..], 2, (1, 3)),
            (&[0.0], 0, (0, 0)),
            (&[0.0, NAN, 0.0], 0, (0, 0)),
            (&[0.1, 0.0, INF], 1, (0, 1)),
        ] {
            assert_eq!(as_good(excess, best), want, "{excess:?}");
        }
    }
}
