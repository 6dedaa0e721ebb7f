//! The Keras finder's rule.

use super::gradient::steepest;
use super::kept::{finite, kept};
use super::{Answer, Curve, Rule};
use crate::sentence;

pub(super) const RULE: Rule = Rule {
    name: "keras-finder-steepest",
    system: "keras-lr-finder",
    title: "Keras finder, steepest over 20 steps",
    short: "keras-finder",
    sentence: "Where the loss has fallen the most over the last 20 steps, without the first 10 and the last 5 points. It \
               sees a fall only once it has passed, so it errs towards large rates by about 10 steps.",
    reads_gaps: false,
    apply: keras_finder_steepest,
};

/// Steps over which a fall is measured: `get_best_lr` has no default; its readme and most of its users take 20.
const SPAN: usize = 20;

/// Source: surmenok/keras_lr_finder `lr_finder.py`, `get_best_lr(sma=20)`: the least (L\[i\] − L\[i − 20\]) / 20, 0 where
/// there is no such point.
fn keras_finder_steepest(curve: &Curve<'_>) -> Answer {
    let kept = kept(curve, 10, 5, SPAN - 9)?;
    finite(&curve.losses[..kept.end], 0)?;
    let slopes: Vec<f64> = kept
        .clone()
        .map(|i| if i < SPAN { 0.0 } else { (curve.losses[i] - curve.losses[i - SPAN]) / SPAN as f64 })
        .collect();
    let index = kept.start + steepest(&slopes)?;
    let reason = sentence!("reason.fallen-most", "where the loss has fallen the most over the last 20 steps");
    Ok((index, curve.lrs[index], reason))
}
