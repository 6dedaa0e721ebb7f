//! For tests/recipe.rs: what a rule needs, and no more.

use super::{Answer, Curve, Rule};
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "specimen",
    system: "lr-lab",
    title: "Specimen",
    short: "specimen",
    sentence: "A test's own: the rate in the middle of the sweep, whatever the losses are.",
    reads_gaps: false,
    apply: middle,
};

fn middle(curve: &Curve<'_>) -> Answer {
    let middle = curve.lrs.len() / 2;
    let lr = curve.lrs.get(middle).copied();
    let lr = lr.ok_or(sentence!("unanswered.specimen", "there is no point"))?;
    Ok((middle, lr, sentence!("reason.specimen", "the middle of the sweep")))
}
