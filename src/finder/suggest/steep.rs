//! The steepest point.

use super::fastai_cut::fastai_cut;
use super::gradient::steepest;
use super::{Answer, Curve, Rule};
use crate::math::lnf;
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "fastai-steep",
    system: "fastai",
    title: "fastai, steep",
    short: "steep",
    sentence: "Where the smoothed loss falls fastest in log rate, from one point to the next. A single noisy step wins, \
               and after a spike the way back down is often the steepest of all.",
    reads_gaps: false,
    apply: fastai_steep,
};

/// Where the smoothed loss falls fastest in log rate: the left end of the interval with the least ΔL / Δ ln lr.
/// Source: fastai `callback/schedule.py`, `steep`.
fn fastai_steep(curve: &Curve<'_>) -> Answer {
    let cut = fastai_cut(curve, 2)?;
    let (lrs, losses) = (&cut.lrs, &cut.losses);
    let slope = |i: usize| f64::from((losses[i + 1] - losses[i]) / (lnf(lrs[i + 1]) - lnf(lrs[i])));
    let index = steepest(&(0..losses.len() - 1).map(slope).collect::<Vec<_>>())?;
    let reason = sentence!("reason.steepest-in-log-rate", "where the smoothed loss falls fastest in log rate");
    Ok((cut.offset + index, f64::from(lrs[index]), reason))
}
