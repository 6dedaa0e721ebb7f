//! Lightning's rule.

use super::gradient::{by_rate, steepest};
use super::kept::kept;
use super::{Answer, Curve, Rule};
use crate::sentence;
use crate::sentence::Sentence;

pub(super) const RULE: Rule = Rule {
    name: "lightning-steepest",
    system: "Lightning",
    title: "Lightning, steepest per rate",
    short: "Lightning",
    sentence: "Where the smoothed loss falls fastest per unit of rate (Lightning from 2.5.3). On an exponential sweep \
               the spacing at the small end is tiny, so any dip there wins: it errs towards small rates, often by \
               decades.",
    reads_gaps: true,
    apply: lightning_steepest,
};

/// Source: Lightning `tuner/lr_finder.py`, `suggestion`, from 2.5.3: without the first 10 points and the last one,
/// non-finite ones dropped, the least of `torch.gradient(losses, spacing=[lrs])`.
fn lightning_steepest(curve: &Curve<'_>) -> Answer {
    let kept = kept(curve, 10, 1, 2)?;
    let indices: Vec<usize> = kept.filter(|&i| curve.losses[i].is_finite()).collect();
    if indices.len() < 2 {
        return Err(too_few_finite(indices.len()));
    }
    let pick = |column: &[f64]| -> Vec<f64> { indices.iter().map(|&i| column[i]).collect() };
    let index = indices[steepest(&by_rate(&pick(curve.losses), &pick(curve.lrs)))?];
    let reason = sentence!("reason.steepest-per-rate", "where the smoothed loss falls fastest per unit of rate");
    Ok((index, curve.lrs[index], reason))
}

/// Why there is no answer where hardly a loss is a number.
pub(super) fn too_few_finite(left: usize) -> Sentence {
    sentence!("unanswered.too-few-finite", "{count} finite losses are left; it needs 2", count = left)
}
