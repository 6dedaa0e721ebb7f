//! Whether a loss falls at all, or only seems to.

use super::quantile::median;
use super::smoothing::Smoother;
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

/// A fall below this many deviations of the noise is no fall. Of 2,000 curves of noise around a constant, at most five
/// seem to fall further; the bundled data sets fall by 2.2 to 23.
pub(crate) const CLEAR: f64 = 2.1;

/// The median of the distance of two neighbours in units of the noise's deviation: √2 · 0.6745 for normal noise.
pub(crate) const OF_NEIGHBOURS: f64 = 0.954;

/// A fall below this share of the first loss is rounding.
pub(crate) const ROUNDING: f64 = 1e-5;

/// The fewest losses that the beginning of a curve is judged by.
pub(crate) const HEAD: usize = 10;

/// The average that the lowest loss is read from.
pub(crate) const BETA: f64 = 0.9;

/// Whether the losses of a range test, as they were recorded, fall clearly: from their mean over the first tenth of the
/// curve, at least ten points, to the lowest corrected average (β = 0.9) behind it. Clear is what is above 2.1 σ, with
/// σ = median |lᵢ₊₁ − lᵢ| / 0.954, and above 10⁻⁵ of the first loss. Losses that are no number don't count.
///
/// # Errors
/// In words, that there is no such fall, with the fall and the noise.
pub fn clear_fall(losses: &[f64]) -> Result<(), Sentence> {
    let losses: Vec<f64> = losses.iter().copied().filter(|loss| loss.is_finite()).collect();
    let [first, _, ..] = losses[..] else {
        return Err(sentence!("fall.few-losses", "{count} finite losses show no fall", count = losses.len()));
    };
    let head = losses.len().div_ceil(10).max(HEAD).min(losses.len());
    let before = losses[..head].iter().sum::<f64>() / head as f64;
    let lowest = smoothed(&losses)[head.min(losses.len() - 1)..].iter().copied().fold(f64::INFINITY, f64::min);
    let fall = before - lowest;
    let steps = losses.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let noise = median(steps).unwrap_or(0.0) / OF_NEIGHBOURS;
    if fall > CLEAR * noise && fall > ROUNDING * first.abs() {
        return Ok(());
    }
    if fall <= 0.0 {
        return Err(sentence!("fall.none", "the loss never falls below where it begins"));
    }
    Err(sentence!(
        "fall.unclear",
        "the loss does not fall clearly: by {fall} at most, with a noise of {noise} from step to step",
        fall = number(fall, 2),
        noise = number(noise, 2)
    ))
}

fn smoothed(losses: &[f64]) -> Vec<f64> {
    let mut smoother = Smoother::corrected(BETA);
    losses.iter().map(|loss| smoother.smooth(*loss)).collect()
}

#[cfg(test)]
mod tests {
    use super::clear_fall;
    use crate::math::exp;

    /// A curve that falls from 1 to 0.1 and rises again.
    fn valley(points: usize) -> Vec<f64> {
        let at = |i: usize| 4.0 * i as f64 / points as f64 - 2.0;
        (0..points).map(|i| 0.1 + 0.9 / (1.0 + exp(2.0 * at(i))) + exp(at(i) * 5.0 - 8.0)).collect()
    }

    #[test]
    fn falls() {
        let negative = valley(100).iter().map(|loss| loss - 3.0).collect::<Vec<_>>();
        let tiny = valley(100).iter().map(|loss| loss * 1e-9).collect::<Vec<_>>();
        for (what, losses, falls) in [
            ("a valley", valley(100), true),
            ("a valley below zero", negative, true),
            ("a tiny valley", tiny, true),
            ("a valley of thirty points", valley(30), true),
            ("constant", vec![0.693; 60], false),
            ("rising", (0..100).map(|i| 0.5 + f64::from(i) * 0.01).collect(), false),
            ("rising ever faster", (0..100).map(|i| exp(f64::from(i) * 0.1)).collect(), false),
            ("lowest at the first point", (0..60).map(|i| if i == 0 { 0.2 } else { 1.0 }).collect(), false),
            ("rounding", (0..60).map(|i| 0.693 - f64::from(i) * 1e-8).collect(), false),
            ("one loss", vec![1.0], false),
            ("none", vec![], false),
            ("no numbers", vec![f64::NAN; 20], false),
        ] {
            assert_eq!(clear_fall(&losses).is_ok(), falls, "{what}: {:?}", clear_fall(&losses));
        }
    }
}
