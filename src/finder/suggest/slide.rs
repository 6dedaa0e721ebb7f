//! fastai's rule of the slope that changes.

use super::fastai_cut::fastai_cut;
use super::{Answer, Curve, Rule};
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "fastai-slide",
    system: "fastai",
    title: "fastai, slide",
    short: "slide",
    sentence: "Slides a window of 15 points down from the right until the slopes at its two ends agree: just before the \
               loss explodes. It needs a sweep that goes on into the explosion; without one it answers 16 points from \
               the end, whatever the curve.",
    reads_gaps: false,
    apply: fastai_slide,
};

/// How far the two compared slopes lie apart.
const APART: usize = 15;

/// Slopes further apart than this differ, in loss per step.
const THRESHOLD: f32 = 0.005;

/// Source: fastai `callback/schedule.py`, `slide`, with its defaults and without its optional factor.
fn fastai_slide(curve: &Curve<'_>) -> Answer {
    let cut = fastai_cut(curve, APART + 1)?;
    let losses = &cut.losses;
    let last = losses.len() - 1;
    let slope = |i: usize| {
        let (left, right) = (i.saturating_sub(1), (i + 1).min(last));
        (losses[right] - losses[left]) / (right - left) as f32
    };
    let mut chosen = last - APART;
    let mut left = chosen;
    // False for NaN as well: infinite losses have no slope.
    while (slope(left + APART) - slope(left)).abs() > THRESHOLD {
        chosen = left;
        let Some(next) = left.checked_sub(1) else { break };
        left = next;
    }
    let reason = sentence!(
        "reason.slope-stays",
        "the last point from which the slope of the smoothed loss stays as it is for 15 steps"
    );
    Ok((cut.offset + chosen, f64::from(cut.lrs[chosen]), reason))
}
