//! ktrain's rule as it is meant.

use super::ignite::steepest_before_minimum;
use super::ktrain::{SKIPPED, steepest_after_skipped};
use super::{Answer, Curve, Rule};

pub(super) const RULE: Rule = Rule {
    name: "ktrain-steepest-fixed",
    system: "ktrain",
    title: "ktrain, steepest as it is meant",
    short: "ktrain fixed",
    sentence: "Where the smoothed loss falls fastest per step between the 33rd point and the minimum. It needs a sweep \
               that is still on its plateau after 32 steps.",
    reads_gaps: false,
    apply: ktrain_steepest_fixed,
};

/// Source: ktrain `lroptimize/lrfinder.py`, `_compute_stats`, with the skipped points added to the index.
fn ktrain_steepest_fixed(curve: &Curve<'_>) -> Answer {
    let index = SKIPPED + steepest_after_skipped(curve)?;
    Ok((index, curve.lrs[index], steepest_before_minimum()))
}
