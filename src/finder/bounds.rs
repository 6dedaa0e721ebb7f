//! The useful range of rates, for a cyclical or decaying schedule.

use super::fall::clear_fall;
use super::quantile::lowest;
use super::report::Bounds;
use crate::sentence;
use crate::sentence::Sentence;

/// A loss has fallen clearly when it is this share of the way from where it began to its minimum.
const CLEAR: f64 = 0.1;

/// Lower and upper bound of the rates at which training works, after Smith (2017) and document 001: from where the
/// smoothed loss first falls clearly to the last rate before it rises again.
///
/// In numbers: with l₀ the median of the first tenth of the curve and m its minimum, the lower bound is the first
/// rate from which the loss stays below l₀ − 0.1·(l₀ − m) up to the minimum, the upper one the rate of the minimum.
///
/// # Errors
/// In words, why the curve shows no such range.
pub fn bounds(lrs: &[f64], losses: &[f64], smoothed: &[f64]) -> Result<Bounds, Sentence> {
    clear_fall(losses)?;
    let count = smoothed.iter().take_while(|loss| loss.is_finite()).count().min(lrs.len());
    if count < 10 {
        return Err(sentence!("bounds.few-losses", "{count} finite losses; a range needs at least 10", count));
    }
    let mut head = smoothed[..count.div_ceil(10)].to_vec();
    head.sort_unstable_by(f64::total_cmp);
    let before = head[head.len() / 2];
    let at_minimum = lowest(&smoothed[..count]).unwrap_or(0);
    let fall = before - smoothed[at_minimum];
    if fall <= 0.0 {
        return Err(sentence!("bounds.no-fall", "the smoothed loss falls nowhere"));
    }
    let level = before - CLEAR * fall;
    let last_above = (0..at_minimum).rev().find(|&i| smoothed[i] > level);
    let at_lower = last_above.map_or(0, |i| i + 1);
    if at_lower == at_minimum {
        return Err(sentence!("bounds.one-step", "the loss falls in a single step; a range needs more steps"));
    }
    Ok(Bounds {
        lower: lrs[at_lower],
        upper: lrs[at_minimum],
        reason: sentence!(
            "bounds.fall",
            "from where the smoothed loss has made a tenth of its fall, to its lowest point"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::bounds;

    fn lrs(count: usize) -> Vec<f64> {
        (0..count).map(|i| 1e-4 * (i + 1) as f64).collect()
    }

    #[test]
    fn a_plain_valley() {
        // Flat at 1 for ten steps, down to 0 in ten, up again.
        let at = |i: u32| if i <= 20 { (2.0 - f64::from(i) / 10.0).min(1.0) } else { f64::from(i - 20) / 5.0 };
        let losses: Vec<f64> = (0..30).map(at).collect();
        let found = bounds(&lrs(30), &losses, &losses).unwrap();
        // 0.9 is not above the level of 0.9, so the fall is clear at index 11.
        assert_eq!((found.lower, found.upper), (1e-4 * 12.0, 1e-4 * 21.0));
    }

    #[test]
    fn no_range() {
        for losses in [
            vec![1.0; 20],                                     // flat
            (1..=20).map(f64::from).collect(),                 // rising only
            vec![1.0; 5],                                      // too short
            [vec![1.0; 15], vec![0.1], vec![2.0; 5]].concat(), // one step
            vec![f64::NAN; 20],
        ] {
            assert!(bounds(&lrs(losses.len()), &losses, &losses).is_err(), "{losses:?}");
        }
    }

    #[test]
    fn what_follows_a_nan_is_ignored() {
        let mut losses: Vec<f64> = (0..20).map(|i| 1.0 - f64::from(i) / 40.0).collect();
        losses.extend([f64::NAN, -5.0]);
        assert_eq!(bounds(&lrs(22), &losses, &losses).unwrap().upper, 1e-4 * 20.0);
    }
}
