//! Lightning's rule as it was.

use super::gradient::{by_index, steepest};
use super::kept::kept;
use super::lightning::too_few_finite;
use super::torch_lr_finder::steepest_per_step;
use super::{Answer, Curve, Rule};

pub(super) const RULE: Rule = Rule {
    name: "lightning-steepest-2.5.2",
    system: "Lightning",
    title: "Lightning up to 2.5.2, steepest per step",
    short: "Lightning 2.5.2",
    sentence: "Where the smoothed loss falls fastest per step, without the first 10 points and the last one. Lightning's \
               average starts at half the loss and rises, which can hide the first fall; a loss that is no number \
               shifts the answer.",
    reads_gaps: true,
    apply: lightning_steepest,
};

/// Source: Lightning `tuner/lr_finder.py`, `suggestion`, up to 2.5.2: without the first 10 points and the last one,
/// non-finite ones dropped, the least of `torch.gradient(losses)`, its index counted as if none had been dropped.
fn lightning_steepest(curve: &Curve<'_>) -> Answer {
    let kept = kept(curve, 10, 1, 2)?;
    let start = kept.start;
    let losses: Vec<f64> = curve.losses[kept].iter().copied().filter(|loss| loss.is_finite()).collect();
    if losses.len() < 2 {
        return Err(too_few_finite(losses.len()));
    }
    let index = start + steepest(&by_index(&losses))?;
    Ok((index, curve.lrs[index], steepest_per_step()))
}
