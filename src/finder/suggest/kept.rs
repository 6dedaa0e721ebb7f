//! The part of the curve that a rule keeps.

use std::ops::Range;

use super::Curve;

/// Where the curve lies without its first `skip_start` and its last `skip_end` points: at least `least` points.
///
/// # Errors
/// In words, when fewer are left.
pub(super) fn kept(
    curve: &Curve<'_>,
    skip_start: usize,
    skip_end: usize,
    least: usize,
) -> Result<Range<usize>, String> {
    let count = curve.losses.len();
    let end = count.saturating_sub(skip_end);
    let left = end.saturating_sub(skip_start);
    if left < least {
        return Err(format!(
            "{left} of {count} points are left without the first {skip_start} and the last {skip_end}; it needs {least}"
        ));
    }
    Ok(skip_start..end)
}

/// Refuses losses of which one is NaN or infinite: what the library's own arithmetic makes of them is no answer.
///
/// # Errors
/// In words, the first such loss; `offset` is the index of the first loss on the whole curve.
pub(super) fn finite(losses: &[f64], offset: usize) -> Result<(), String> {
    match losses.iter().position(|loss| !loss.is_finite()) {
        None => Ok(()),
        Some(i) => Err(format!("the smoothed loss of point {} is {}", offset + i, losses[i])),
    }
}

/// Index of the lowest loss before the first NaN, the first of equals; absent where there is none.
pub(super) fn lowest(losses: &[f64]) -> Option<usize> {
    let count = losses.iter().take_while(|loss| !loss.is_nan()).count();
    (0..count).reduce(|best, i| if losses[i] < losses[best] { i } else { best })
}
