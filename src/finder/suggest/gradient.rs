//! The slopes that the libraries' rules take their minimum of.

use crate::sentence;
use crate::sentence::Sentence;

/// `np.gradient(losses)`: half the difference of the neighbours, at the two ends the difference to the only one. Empty
/// for fewer than 2 losses.
pub(super) fn by_index(losses: &[f64]) -> Vec<f64> {
    let Some(last) = losses.len().checked_sub(1).filter(|last| *last > 0) else { return Vec::new() };
    (0..=last)
        .map(|i| {
            let (left, right) = (i.saturating_sub(1), (i + 1).min(last));
            (losses[right] - losses[left]) / (right - left) as f64
        })
        .collect()
}

/// `torch.gradient(losses, spacing=[lrs])`, which is `np.gradient(losses, lrs)`: the slope at each point of the parabola
/// through it and its neighbours, at the two ends the slope to the only one. Empty for fewer than 2 losses.
pub(super) fn by_rate(losses: &[f64], lrs: &[f64]) -> Vec<f64> {
    let Some(last) = losses.len().checked_sub(1).filter(|last| *last > 0) else { return Vec::new() };
    let rise = |i: usize| losses[i + 1] - losses[i];
    let run = |i: usize| lrs[i + 1] - lrs[i];
    (0..=last)
        .map(|i| match i {
            0 => rise(0) / run(0),
            i if i == last => rise(i - 1) / run(i - 1),
            i => {
                let (before, after) = (run(i - 1), run(i));
                (rise(i) / after * before + rise(i - 1) / before * after) / (before + after)
            }
        })
        .collect()
}

/// Index of the least slope, also where that is none of a fall: the libraries do not ask.
///
/// # Errors
/// In words, where there is no slope.
pub(super) fn steepest(slopes: &[f64]) -> Result<usize, Sentence> {
    let mut least: Option<(usize, f64)> = None;
    for (i, &slope) in slopes.iter().enumerate() {
        // Two equal rates have no slope between them; neither NaN nor an infinity is one.
        if slope.is_finite() && least.is_none_or(|(_, least)| slope < least) {
            least = Some((i, slope));
        }
    }
    least.map(|(i, _)| i).ok_or_else(|| sentence!("unanswered.no-slope", "no two neighbouring points have a slope"))
}

#[cfg(test)]
mod tests {
    use super::{by_index, by_rate, steepest};

    #[test]
    fn slopes_by_hand() {
        assert_eq!(by_index(&[4.0, 2.0, 1.0, 1.0]), [-2.0, -1.5, -0.5, 0.0]);
        assert_eq!(by_index(&[4.0, 2.0]), [-2.0, -2.0]);
        assert!(by_index(&[4.0]).is_empty());
        // x² at 0, 1, 3: exact inside, where the spacing is not even.
        assert_eq!(by_rate(&[0.0, 1.0, 9.0], &[0.0, 1.0, 3.0]), [1.0, 2.0, 4.0]);
        assert!(by_rate(&[], &[]).is_empty());
    }

    #[test]
    fn the_first_of_the_least_slopes() {
        assert_eq!(steepest(&[1.0, f64::NAN, -2.0, f64::NEG_INFINITY, -2.0]), Ok(2));
        assert_eq!(steepest(&[3.0, 1.0, 2.0]), Ok(1), "as in the libraries, which do not ask whether it is a fall");
        for none in [&[f64::NAN][..], &[]] {
            assert!(steepest(none).is_err(), "{none:?}");
        }
    }
}
