//! fastai's default rule.

use super::fastai_cut::fastai_cut;
use super::{Answer, Curve, Rule};
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "fastai-valley",
    system: "fastai",
    title: "fastai, valley",
    short: "valley",
    sentence: "About half way down the longest fall of the smoothed loss. It takes the points of that fall for \
               neighbours, so a rise in between moves the answer to the right; it is careful, and a late and steep fall \
               after a long gentle one pulls it to the left.",
    reads_gaps: false,
    apply: fastai_valley,
};

/// About two thirds down the longest valley. The longest decreasing *subsequence* of the kept losses is taken as if
/// its points were neighbours: with d its length and e its end, s = d / 3 and the answer lies at
/// (e − d) + ⌊s⌋ + ⌊s / 2⌋. Source: fastai `callback/schedule.py`, `valley`.
fn fastai_valley(curve: &Curve<'_>) -> Answer {
    let cut = fastai_cut(curve, 2)?;
    // tails[k] is the largest loss that ends a decreasing subsequence of k + 1 points.
    let mut tails: Vec<f32> = Vec::new();
    let mut end = 0;
    for (i, loss) in cut.losses.iter().enumerate() {
        let shorter = tails.partition_point(|tail| tail > loss);
        if shorter == tails.len() {
            tails.push(*loss);
            end = i;
        } else {
            tails[shorter] = *loss;
        }
    }
    let longest = tails.len();
    let third = longest as f64 / 3.0;
    // end − longest may be −1: then the answer is cut off at the first kept point.
    let index = (end + third as usize + (third / 2.0) as usize).saturating_sub(longest);
    let reason = sentence!("reason.half-way-down", "about half way down the longest fall of the smoothed loss");
    Ok((cut.offset + index, f64::from(cut.lrs[index]), reason))
}
