//! ignite's rule.

use super::gradient::{by_index, steepest};
use super::kept::{finite, lowest};
use super::{Answer, Curve, Rule};
use crate::sentence;
use crate::sentence::Sentence;

pub(super) const RULE: Rule = Rule {
    name: "ignite-steepest",
    system: "ignite",
    title: "ignite, steepest",
    short: "ignite",
    sentence: "Where the smoothed loss falls fastest per step before its minimum, nothing skipped. It needs a curve \
               shaped like a U; noise in the first steps, where the smoothing has yet to settle, easily wins.",
    reads_gaps: false,
    apply: ignite_steepest,
};

/// Source: pytorch-ignite `handlers/lr_finder.py`, `lr_suggestion`: the losses up to their minimum, at least 3, and the
/// least of their inner central differences.
fn ignite_steepest(curve: &Curve<'_>) -> Answer {
    finite(curve.losses, 0)?;
    let falling = lowest(curve.losses).map_or(0, |lowest| lowest + 1);
    if falling < 3 {
        return Err(sentence!(
            "unanswered.early-minimum",
            "{count} points up to the lowest smoothed loss; it needs 3",
            count = falling
        ));
    }
    let slopes = by_index(&curve.losses[..falling]);
    let index = 1 + steepest(&slopes[1..falling - 1])?;
    Ok((index, curve.lrs[index], steepest_before_minimum()))
}

pub(super) fn steepest_before_minimum() -> Sentence {
    sentence!("reason.steepest-before-minimum", "where the smoothed loss falls fastest per step before its minimum")
}
