//! torch-lr-finder's rule.

use super::gradient::{by_index, steepest};
use super::kept::{finite, kept};
use super::{Answer, Curve, Rule};
use crate::sentence;
use crate::sentence::Sentence;

pub(super) const RULE: Rule = Rule {
    name: "torch-lr-finder-steepest",
    system: "torch-lr-finder",
    title: "torch-lr-finder, steepest",
    short: "torch-lr-finder",
    sentence: "Where the smoothed loss falls fastest per step, without the first 10 and the last 5 points. On an \
               exponential sweep that is the slope in log rate, on a linear one it is not; the smoothing delays it, so \
               it errs towards large rates.",
    reads_gaps: false,
    apply: torch_lr_finder_steepest,
};

/// Source: davidtvs/pytorch-lr-finder `lr_finder.py`, `plot`: `np.gradient(losses).argmin()`. `np.gradient` needs 2
/// points, hence 17 in all.
fn torch_lr_finder_steepest(curve: &Curve<'_>) -> Answer {
    let kept = kept(curve, 10, 5, 2)?;
    let losses = &curve.losses[kept.clone()];
    finite(losses, kept.start)?;
    let index = kept.start + steepest(&by_index(losses))?;
    Ok((index, curve.lrs[index], steepest_per_step()))
}

pub(super) fn steepest_per_step() -> Sentence {
    sentence!("reason.steepest-per-step", "where the smoothed loss falls fastest per step")
}
