//! The steepest point.

use super::fastai_cut::fastai_cut;
use super::gradient::never_falls;
use super::{Answer, Curve, Idea, Rule};
use crate::math::lnf;
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "fastai-steep",
    system: "fastai",
    title: "fastai, steep",
    short: "steep",
    sentence: "Where the smoothed loss falls fastest in log rate, from one point to the next. A single noisy step wins, \
               and after a spike the way back down is often the steepest of all.",
    idea: Some(Idea::Slope),
    apply: fastai_steep,
};

/// Where the smoothed loss falls fastest in log rate: the left end of the interval with the least ΔL / Δ ln lr.
/// Source: fastai `callback/schedule.py`, `steep`.
fn fastai_steep(curve: &Curve<'_>) -> Answer {
    let cut = fastai_cut(curve, 2)?;
    let slope = |i: usize| {
        let rise = cut.losses[i + 1] - cut.losses[i];
        rise / (lnf(cut.lrs[i + 1]) - lnf(cut.lrs[i]))
    };
    let mut steepest: Option<(usize, f32)> = None;
    for i in 0..cut.losses.len() - 1 {
        let slope = slope(i);
        if slope.is_finite() && steepest.is_none_or(|(_, least)| slope < least) {
            steepest = Some((i, slope));
        }
    }
    match steepest {
        Some((i, slope)) if slope < 0.0 => {
            let reason = sentence!("reason.steepest-in-log-rate", "where the smoothed loss falls fastest in log rate");
            Ok((cut.offset + i, f64::from(cut.lrs[i]), reason))
        }
        _ => Err(never_falls()),
    }
}
