//! How much of a curve to show: the part over an axis, and of that the height, so that a spike doesn't squash the rest.

use std::ops::Range;

use super::super::axis::Axis;

/// Finite values only.
pub(super) fn finite(values: &[f64]) -> impl Iterator<Item = f64> + Clone + '_ {
    values.iter().copied().filter(|value| value.is_finite())
}

/// The axis of rates between two bounds, else between the first and the last of `lrs`.
pub(super) fn rate_axis(from: Option<f64>, to: Option<f64>, lrs: &[f64]) -> Axis {
    let (first, last) = ends(lrs);
    Axis::log(from.unwrap_or(first), to.unwrap_or(last))
}

/// The first and the last value; NaN for no values.
pub(super) fn ends(values: &[f64]) -> (f64, f64) {
    let value = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
    (value(values.first()), value(values.last()))
}

/// 10^2.5: beyond it a linear axis shows the end of a decay as zero.
pub(super) const TWO_AND_A_HALF_DECADES: f64 = 316.2;

/// A linear axis for a closer look, which need not begin at 0 and doesn't pass it.
pub(super) fn closer_axis(low: f64, high: f64) -> Axis {
    let room = 0.06 * (high - low);
    Axis::linear(if low < 0.0 { low - room } else { (low - room).max(0.0) }, high + room)
}

/// As a share of a free height, `margin` pixels at either end of all the `height`.
pub(super) fn margin(margin: f64, height: f64) -> f64 {
    margin / (height - 2.0 * margin).max(2.0 * margin)
}

/// The points of which something is seen on an axis: those on it and, since a line leads to them, those beside it. All of
/// them where no line between two crosses it.
pub(super) fn seen(column: &[f64], axis: &Axis) -> Range<usize> {
    let crosses =
        |ends: &[f64]| ends.iter().any(|value| *value >= axis.min()) && ends.iter().any(|value| *value <= axis.max());
    let first = column.windows(2).position(crosses);
    let last = column.windows(2).rposition(crosses);
    first.zip(last).map_or(0..column.len(), |(first, last)| first..last + 2)
}

/// Smallest and largest value; none for no values.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |extent, value| {
        let (low, high) = extent.unwrap_or((value, value));
        Some((value.min(low), value.max(high)))
    })
}

/// The value below which the fraction `q` of the values lies; none for no values.
pub(super) fn quantile(values: impl Iterator<Item = f64>, q: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let index = (q * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(index).copied()
}

/// The losses of a sweep that are worth seeing: the plateau, the valley, and the beginning of the rise after it.
pub(super) fn of_sweep(losses: &[f64], smoothed: &[f64]) -> (f64, f64) {
    let Some((lowest, _)) = extent(finite(smoothed)) else {
        return extent(finite(losses)).unwrap_or((0.0, 1.0));
    };
    let valley = smoothed.iter().position(|loss| *loss == lowest).unwrap_or(0);
    let before = |column: &[f64]| finite(&column[..column.len().min(valley + 1)]).collect::<Vec<_>>();
    let (plateau, noise) = (before(smoothed), before(losses));
    let (mut low, mut high) = extent(plateau.iter().copied()).unwrap_or((0.0, 1.0));
    let settled = plateau.len() >= 5;
    if settled {
        // A single wild batch is cut; the noise around the curve is not.
        let noise_at = |q| quantile(noise.iter().copied(), q).unwrap_or(high);
        let reach = (high - low).max(noise_at(0.9) - noise_at(0.1));
        high = noise_at(0.98).clamp(high, high + 2.0 * reach);
        low = extent(finite(losses)).map_or(low, |(least, _)| least.clamp(low - 6.0 * reach, low));
    } else {
        // A curve that only rises has no plateau to go by.
        high = quantile(finite(smoothed), 0.75).map_or(high, |q| q.max(high));
    }
    let rise = finite(smoothed).fold(high, f64::max);
    let room = if settled { 0.3 * (high - low) } else { 2.0 * (high - low).max(high.abs() * 0.1) };
    (low, rise.min(high + room))
}

/// Of the heights that are worth seeing of the whole, those that a part of it has; none where it has no two.
pub(super) fn of_part((low, high): (f64, f64), part: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    extent(part.map(|value| value.max(low).min(high))).filter(|(low, high)| low < high)
}

/// The final losses over rising rates that are worth seeing: the best, those of lower rates, what no gain would be, and the
/// beginning of the rise after it. None where none is finite.
pub(super) fn of_truth(median: &[f64], lower: &[f64], upper: &[f64], reference: f64) -> Option<(f64, f64)> {
    let (least, _) = extent(finite(median))?;
    let best = median.iter().position(|loss| *loss == least)?;
    let (low, _) = extent(finite(lower).chain([least]))?;
    let (_, plateau) = extent(finite(median.get(..=best)?))?;
    // The lowest rate may be the best, or too few lower ones trained to tell what a useless rate ends at.
    let useless = quantile(finite(median), 0.6).map_or(plateau, |usual| plateau.max(usual));
    let gain = reference - least;
    const WORSE: f64 = 3.0;
    let high = match () {
        () if gain.is_finite() && gain > 0.0 => reference.max(useless.min(least + WORSE * gain)),
        () if low > 0.0 => plateau.max(useless.min(30.0 * low)),
        () => useless,
    };
    let (_, all) = extent(finite(median).chain(finite(upper)))?;
    const RISE: f64 = 0.25;
    Some((low, all.min(high + RISE * (high - low)).max(high)))
}

#[cfg(test)]
mod tests {
    use super::{extent, of_sweep, of_truth, quantile, seen};
    use crate::plot::axis::Axis;

    #[test]
    fn a_blow_up_does_not_squash_the_valley() {
        let mut smoothed: Vec<f64> = (0..100).map(|i| 1.0 - 0.008 * f64::from(i)).collect();
        smoothed.extend([1.0, 50.0, 1e30, f64::INFINITY, f64::NAN]);
        let (low, high) = of_sweep(&smoothed, &smoothed);
        assert!((0.1..=0.22).contains(&low) && (1.0..1.5).contains(&high), "{low}..{high}");
    }

    #[test]
    fn a_part_has_its_own_height_within_that_of_the_whole() {
        let part = |values: &[f64]| super::of_part((1.0, 4.0), values.iter().copied());
        assert_eq!(part(&[2.0, 3.0]), Some((2.0, 3.0)));
        assert_eq!(part(&[2.0, 1e30]), Some((2.0, 4.0)));
        assert_eq!([part(&[9.0, 1e30]), part(&[2.0]), part(&[])], [None; 3]);
    }

    #[test]
    fn any_columns_have_a_range() {
        let nan = f64::NAN;
        for (losses, smoothed) in [
            (&[][..], &[][..]),
            (&[nan], &[nan]),
            (&[2.0], &[2.0]),
            (&[2.0, 2.0, 2.0], &[2.0, 2.0, 2.0]),
            (&[1.0, 2.0, 4.0, 1e9], &[1.0, 2.0, 4.0, 1e9]),
            (&[f64::INFINITY, 3.0], &[nan, nan]),
        ] {
            let (low, high) = of_sweep(losses, smoothed);
            assert!(low.is_finite() && high.is_finite() && low <= high, "{losses:?}: {low}..{high}");
        }
    }

    #[test]
    fn final_losses_that_blow_up_do_not_squash_the_best() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        for (median, reference, want) in [
            (&[0.7, 0.6, 0.1, 0.2, 1e30, inf][..], 0.5, (0.1, 0.7 + 0.15)),
            (&[0.7, nan, 0.1, nan, inf], 0.5, (0.1, 0.7)),
            (&[0.3, 0.1, 0.2, 0.3], 0.5, (0.1, 0.5)), // what no gain would be is seen
            (&[90.0, 0.6, 0.1, 0.2], 0.5, (0.1, 1.3 + 0.3)), // no training is worse than the reference by far
            (&[0.5, 0.6, 0.9, 1e9], 0.2, (0.5, 0.9 + 0.1)),
            (&[0.5, 0.6, 0.9, 1e9], inf, (0.5, 0.9 + 0.1)),
            (&[-1.0, -2.0, 9.0], -1.0, (-2.0, -1.0 + 0.25)),
            (&[2.0], 1.0, (2.0, 2.0)),
        ] {
            let (low, high) = of_truth(median, median, median, reference).unwrap();
            assert!((low - want.0).abs() + (high - want.1).abs() < 1e-9, "{median:?}: {low}..{high}");
        }
        assert_eq!(of_truth(&[nan, inf], &[nan, inf], &[nan, inf], 1.0), None);
    }

    #[test]
    fn what_is_seen_has_a_neighbour_on_either_side() {
        let column: Vec<f64> = (0..10).map(f64::from).collect();
        for (from, to, want) in [
            (-5.0, 50.0, 0..10),
            (0.0, 9.0, 0..10),
            (3.5, 6.5, 3..8),
            (4.2, 4.8, 4..6),
            (0.0, 0.5, 0..2),
            (20.0, 30.0, 0..10),
        ] {
            assert_eq!(seen(&column, &Axis::linear(from, to)), want, "{from} to {to}");
        }
        let odd = [f64::NAN, 1.0, f64::INFINITY];
        assert!([&odd[..], &odd[..1], &[]].iter().all(|odd| seen(odd, &Axis::log(0.1, 9.0)).end <= odd.len()));
    }

    #[test]
    fn order_statistics() {
        assert_eq!(quantile([3.0, 1.0, 2.0].into_iter(), 0.5), Some(2.0));
        assert_eq!(quantile([].into_iter(), 0.5), None);
        assert_eq!(extent([3.0, 1.0].into_iter()), Some((1.0, 3.0)));
        assert_eq!(extent([].into_iter()), None);
    }
}
