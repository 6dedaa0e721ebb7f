//! Rules that read a rate from a curve: pure functions, one in each file.

mod fastai_cut;
mod gradient;
mod ignite;
mod kept;
mod keras_finder;
mod ktrain;
mod ktrain_fixed;
mod lightning;
mod lightning_2_5_2;
mod minimum;
mod slide;
#[cfg(feature = "specimens")]
mod specimen;
mod steep;
mod torch_lr_finder;
mod valley;

use super::report::{Suggestion, Unanswered};
use crate::sentence;
use crate::sentence::Sentence;
use kept::not_finite;

/// What a rule sees.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// Rate of each recorded step.
    pub lrs: &'a [f64],
    /// Smoothed loss of each recorded step, up to the stop.
    pub losses: &'a [f64],
    /// Planned number of steps; some rules cut a share of it.
    pub planned: usize,
}

/// A rule's answer: the index of a point of the whole curve, the rate, and why; or in words, why there is none.
type Answer = Result<(usize, f64, Sentence), Sentence>;

/// A rule by name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Name in the contract.
    pub name: &'static str,
    /// The library that ships it.
    pub system: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// The same in as few letters as tell it from the others, for figures.
    pub(crate) short: &'static str,
    /// What it takes for the answer, what it assumes and when it fails.
    pub sentence: &'static str,
    /// Whether it has its own way with losses that are no number.
    reads_gaps: bool,
    apply: fn(&Curve<'_>) -> Answer,
}

/// Every rule, fastai's default first: the one to follow where the rules disagree.
pub const RULES: &[Rule] = &[
    valley::RULE,
    slide::RULE,
    minimum::RULE,
    steep::RULE,
    torch_lr_finder::RULE,
    lightning::RULE,
    lightning_2_5_2::RULE,
    ignite::RULE,
    ktrain::RULE,
    ktrain_fixed::RULE,
    keras_finder::RULE,
    #[cfg(feature = "specimens")]
    specimen::RULE,
];

impl Rule {
    /// The rule of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.name == name)
    }

    /// What the rule says of `curve`, whose columns count as far as the shorter one goes.
    ///
    /// # Errors
    /// Why it says nothing.
    pub fn suggest(&self, curve: &Curve<'_>) -> Result<Suggestion, Unanswered> {
        let Self { name: rule, system, .. } = *self;
        let count = curve.lrs.len().min(curve.losses.len());
        let curve = Curve { lrs: &curve.lrs[..count], losses: &curve.losses[..count], ..*curve };
        // A curve from elsewhere may lack a loss in its middle, which is no end: most rules are shown it without the gap.
        let gapless = if self.reads_gaps { None } else { without_gaps(&curve) };
        let applied = match &gapless {
            None => (self.apply)(&curve),
            Some(Gapless { kept, lrs, losses }) => {
                let planned = curve.planned.saturating_sub(count - kept.len());
                let answer = (self.apply)(&Curve { lrs, losses, planned });
                answer.map(|(index, lr, reason)| (kept[index], lr, reason))
            }
        };
        let answer = applied.and_then(|(index, lr, reason)| {
            let loss = curve.losses[index];
            // Whatever a table from outside held: an answer is a rate that can be trained at, on a point of the curve.
            if !(lr.is_finite() && lr > 0.0) {
                return Err(sentence!(
                    "unanswered.no-rate",
                    "the rate of point {index}, {lr}, is none to train at",
                    index,
                    lr
                ));
            }
            if !loss.is_finite() {
                return Err(not_finite(index, loss));
            }
            Ok(Suggestion { rule, system, lr, index, loss, reason })
        });
        answer.map_err(|reason| Unanswered { rule, system, reason })
    }
}

/// A curve without its gaps, and which points are left.
struct Gapless {
    kept: Vec<usize>,
    lrs: Vec<f64>,
    losses: Vec<f64>,
}

/// The curve without losses that are no number, up to its last one that is; `None` where there are none.
fn without_gaps(curve: &Curve<'_>) -> Option<Gapless> {
    let last = curve.losses.iter().rposition(|loss| loss.is_finite())?;
    let is_kept = |at: &usize| *at > last || !curve.losses[*at].is_nan();
    let kept: Vec<usize> = (0..curve.losses.len()).filter(is_kept).collect();
    if kept.len() == curve.losses.len() {
        return None;
    }
    let [lrs, losses] = [curve.lrs, curve.losses].map(|column| kept.iter().map(|at| column[*at]).collect());
    Some(Gapless { kept, lrs, losses })
}

/// All that the rules say of `curve`.
pub fn suggest_all(curve: &Curve<'_>) -> (Vec<Suggestion>, Vec<Unanswered>) {
    let (mut suggestions, mut unanswered) = (Vec::new(), Vec::new());
    for rule in RULES {
        match rule.suggest(curve) {
            Ok(suggestion) => suggestions.push(suggestion),
            Err(none) => unanswered.push(none),
        }
    }
    (suggestions, unanswered)
}
