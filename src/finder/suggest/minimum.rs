//! A tenth of the rate with the lowest loss.

use super::fastai_cut::fastai_cut;
use super::{Answer, Curve, Rule};
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "fastai-minimum",
    system: "fastai",
    title: "fastai, minimum / 10",
    short: "minimum ÷10",
    sentence: "A tenth of the rate with the lowest smoothed loss: there the loss already stops falling, a decade below is \
               safe. It moves with the length of the sweep, since a slower one reaches its minimum at a smaller rate.",
    reads_gaps: false,
    apply: fastai_minimum,
};

/// A tenth of the rate at the lowest smoothed loss: there the loss already stops falling, a decade below it is safe.
/// Source: fastai `callback/schedule.py`, `minimum`.
fn fastai_minimum(curve: &Curve<'_>) -> Answer {
    let cut = fastai_cut(curve, 1)?;
    let lowest = (1..cut.losses.len()).fold(0, |best, i| if cut.losses[i] < cut.losses[best] { i } else { best });
    let reason = sentence!("reason.tenth-of-minimum", "a tenth of the rate with the lowest smoothed loss");
    Ok((cut.offset + lowest, f64::from(cut.lrs[lowest]) / 10.0, reason))
}
