//! The part of the curve that a rule keeps.

use std::ops::Range;

use super::Curve;
use crate::sentence;
use crate::sentence::Sentence;

/// Where the curve lies without its first `skip_start` and its last `skip_end` points: at least `least` points.
///
/// # Errors
/// In words, when fewer are left.
pub(super) fn kept(
    curve: &Curve<'_>,
    skip_start: usize,
    skip_end: usize,
    least: usize,
) -> Result<Range<usize>, Sentence> {
    let count = curve.losses.len();
    let end = count.saturating_sub(skip_end);
    let left = end.saturating_sub(skip_start);
    if left < least {
        return Err(too_few(left, count, (skip_start, skip_end), least));
    }
    Ok(skip_start..end)
}

/// Why a rule has no answer whose cuts leave too few points.
pub(super) fn too_few(left: usize, count: usize, (first, last): (usize, usize), least: usize) -> Sentence {
    sentence!(
        "unanswered.too-few",
        "{left} of {count} points are left without the first {first} and the last {last}; it needs {least}",
        left,
        count,
        first,
        last,
        least
    )
}

/// Why a rule has no answer where a loss is no number.
pub(super) fn not_finite(index: usize, loss: f64) -> Sentence {
    sentence!("unanswered.not-finite", "the smoothed loss of point {index} is {loss}", index, loss)
}

/// Refuses losses of which one is NaN or infinite: what the library's own arithmetic makes of them is no answer.
///
/// # Errors
/// In words, the first such loss; `offset` is the index of the first loss on the whole curve.
pub(super) fn finite(losses: &[f64], offset: usize) -> Result<(), Sentence> {
    match losses.iter().position(|loss| !loss.is_finite()) {
        None => Ok(()),
        Some(i) => Err(not_finite(offset + i, losses[i])),
    }
}

/// Index of the lowest loss before the first NaN, the first of equals; absent where there is none.
pub(super) fn lowest(losses: &[f64]) -> Option<usize> {
    let count = losses.iter().take_while(|loss| !loss.is_nan()).count();
    (0..count).reduce(|best, i| if losses[i] < losses[best] { i } else { best })
}
