//! Rules that read a rate from a curve: pure functions, one in each file.

mod fastai_cut;
mod minimum;
mod steep;
mod valley;

use super::report::{Suggestion, Unanswered};

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
type Answer = Result<(usize, f64, String), String>;

/// A rule by name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Name in the contract.
    pub name: &'static str,
    /// The library that ships it.
    pub system: &'static str,
    apply: fn(&Curve<'_>) -> Answer,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule { name: "fastai-valley", system: "fastai", apply: valley::fastai_valley },
    Rule { name: "fastai-steep", system: "fastai", apply: steep::fastai_steep },
    Rule { name: "fastai-minimum", system: "fastai", apply: minimum::fastai_minimum },
];

impl Rule {
    /// What the rule says of `curve`.
    ///
    /// # Errors
    /// Why it says nothing.
    pub fn suggest(&self, curve: &Curve<'_>) -> Result<Suggestion, Unanswered> {
        let Self { name: rule, system, apply } = *self;
        match apply(curve) {
            Ok((index, lr, reason)) => Ok(Suggestion { rule, system, lr, index, loss: curve.losses[index], reason }),
            Err(reason) => Err(Unanswered { rule, system, reason }),
        }
    }
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
