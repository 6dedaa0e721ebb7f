//! What the rules agree on.

use super::quantile::median;
use super::report::{Consensus, Suggestion};
use super::suggest::Rule;
use crate::math::{exp, ln, log10};

/// Suggestions further apart than this, in decades, are no agreement.
const MAX_SPREAD: f64 = 1.0;

/// The median of the systems' votes in log rate and how far they lie apart; no rate when there is none or the spread
/// passes one decade.
///
/// Every system has one vote: with several rules the median of them, so that fastai's four count as much as another's
/// one. Three rules don't vote, so Lightning has none: `lightning-steepest`, whose slope per unit of rate hangs on how
/// closely the rates lie, `lightning-steepest-2.5.2`, which its makers replaced, and `ktrain-steepest`, whose index is
/// off by an error in counting (the corrected one votes). On seven stored curves under four smoothings the spread passed
/// a decade 28 times of 28 with a vote for Lightning's current rule, and 8 times without.
///
/// The spread is that of the votes from the lowest to the highest and not of their middle: a system far from the others
/// is a reason to look at the curve, and where the rules disagree by more than a decade their median is nobody's answer.
pub fn consensus(suggestions: &[Suggestion]) -> Consensus {
    let mut systems: Vec<(&str, Vec<f64>)> = Vec::new();
    for Suggestion { rule, system, lr, .. } in suggestions {
        let log = ln(*lr);
        if !log.is_finite() || Rule::named(rule).is_some_and(|rule| !rule.votes) {
            continue;
        }
        match systems.iter_mut().find(|(known, _)| known == system) {
            Some((_, logs)) => logs.push(log),
            None => systems.push((system, vec![log])),
        }
    }
    let mut votes: Vec<f64> = systems.into_iter().filter_map(|(_, logs)| median(logs)).collect();
    votes.sort_by(f64::total_cmp);
    let (Some(lowest), Some(highest)) = (votes.first(), votes.last()) else {
        return Consensus { lr: None, spread: 0.0, reason: "no clear answer: no rule found one".to_owned() };
    };
    let spread = log10(exp(highest - lowest));
    if spread > MAX_SPREAD {
        let reason = format!("no clear answer: the systems lie {spread:.1} decades apart");
        return Consensus { lr: None, spread, reason };
    }
    let reason = match votes.len() {
        1 => "the one system that answered".to_owned(),
        systems => format!("the median of {systems} systems, {spread:.1} decades apart"),
    };
    Consensus { lr: median(votes).map(exp), spread, reason }
}

#[cfg(test)]
mod tests {
    use super::{Suggestion, consensus};

    fn suggestion((rule, system, lr): (&'static str, &'static str, f64)) -> Suggestion {
        Suggestion { rule, system, lr, index: 0, loss: 1.0, reason: String::new() }
    }

    /// The consensus of so many systems with one rule each.
    fn of(lrs: &[f64]) -> super::Consensus {
        let systems = ["a", "b", "c"];
        consensus(&lrs.iter().zip(systems).map(|(lr, system)| suggestion(("rule", system, *lr))).collect::<Vec<_>>())
    }

    #[test]
    fn medians_and_spreads() {
        for (lrs, lr, spread) in [
            (&[0.1][..], Some(0.1), 0.0),
            (&[0.4, 0.1][..], Some(0.2), 0.602_06),
            (&[0.1, 0.3, 0.2][..], Some(0.2), 0.477_12),
            (&[0.01, 0.2][..], None, 1.301_03),
            (&[][..], None, 0.0),
        ] {
            let got = of(lrs);
            assert!((got.spread - spread).abs() < 1e-5, "{lrs:?}: {got:?}");
            match (got.lr, lr) {
                (Some(got), Some(want)) => assert!((got / want - 1.0).abs() < 1e-12, "{lrs:?}: {got}"),
                (got, want) => assert_eq!(got, want, "{lrs:?}"),
            }
        }
        assert!(of(&[0.01, 0.2]).reason.starts_with("no clear answer"));
    }
    #[test]
    fn every_system_has_one_vote() {
        let got = consensus(
            &[
                ("fastai-valley", "fastai", 0.01),
                ("fastai-slide", "fastai", 0.04),
                ("fastai-minimum", "fastai", 0.02),
                ("fastai-steep", "fastai", 1e-6),
                ("torch-lr-finder-steepest", "torch-lr-finder", 0.1),
                ("ignite-steepest", "ignite", 0.05),
                ("lightning-steepest", "Lightning", 1e-9),
                ("lightning-steepest-2.5.2", "Lightning", 1e-9),
                ("ktrain-steepest", "ktrain", 1e3),
            ]
            .map(suggestion),
        );
        // fastai's vote is between 0.01 and 0.02.
        assert!((got.lr.unwrap() / 0.05 - 1.0).abs() < 1e-12, "{got:?}");
        assert!((got.spread - 0.849_485).abs() < 1e-6, "{got:?}");
    }
}
