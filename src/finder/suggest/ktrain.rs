//! ktrain's rule as it ships.

use super::gradient::{by_index, steepest};
use super::kept::{finite, lowest};
use super::{Answer, Curve, Rule};
use crate::sentence;
use crate::sentence::Sentence;

pub(super) const RULE: Rule = Rule {
    name: "ktrain-steepest",
    system: "ktrain",
    title: "ktrain, steepest as it ships",
    short: "ktrain",
    sentence: "Looks for the fastest fall between the 33rd point and the minimum and then forgets to add the 32 it left \
               out: the answer lies 32 steps too early. On ktrain's own sweep of 1852 steps that hardly shows; on 100 \
               it is off by decades.",
    reads_gaps: false,
    apply: ktrain_steepest,
};

/// Points that are left out at the start.
pub(super) const SKIPPED: usize = 32;

/// Source: ktrain `lroptimize/lrfinder.py`, `_compute_stats`: `np.gradient(losses[32:argmin]).argmin()`, used as an
/// index of the whole curve.
fn ktrain_steepest(curve: &Curve<'_>) -> Answer {
    let index = steepest_after_skipped(curve)?;
    let reason = sentence!(
        "reason.offset-forgotten",
        "32 points before the fastest fall of the smoothed loss: the offset is forgotten"
    );
    Ok((index, curve.lrs[index], reason))
}

/// Index, counted from the first point after the skipped ones, of the steepest fall before the minimum. numpy's argmin
/// stops at the first NaN; what follows it is not looked at.
pub(super) fn steepest_after_skipped(curve: &Curve<'_>) -> Result<usize, Sentence> {
    let count = curve.losses.len();
    let nan = curve.losses.iter().position(|loss| loss.is_nan());
    let end = nan.or_else(|| lowest(curve.losses)).unwrap_or(count);
    let left = end.saturating_sub(SKIPPED);
    if left < 2 {
        return Err(sentence!(
            "unanswered.too-few-before-minimum",
            "{left} of {count} points are left between the first {first} and the lowest smoothed loss; it needs 2",
            left,
            count,
            first = SKIPPED
        ));
    }
    let losses = &curve.losses[SKIPPED..end];
    finite(losses, SKIPPED)?;
    steepest(&by_index(losses))
}
