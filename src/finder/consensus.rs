//! What the rules agree on.

use super::quantile::median;
use super::report::{Consensus, Suggestion};
use super::suggest::{Idea, Rule};
use crate::math::{exp, ln, log10};
use crate::sentence;
use crate::sentence::Value;

/// Votes further apart than this, in decades, are no agreement.
const MAX_SPREAD: f64 = 1.0;

/// The median of the ideas' votes in log rate and how far they lie apart; no rate when there is none or the spread
/// passes one decade.
///
/// The rules have three ideas: the longest fall (fastai's valley), a tenth of the minimum, and the steepest slope. Each
/// idea has one vote, the median of its rules' answers. Five libraries take the steepest slope from step to step, and
/// what they cut is all that differs: they find the same point for the same reason, and their agreement says nothing.
///
/// Four rules have no say. Two measure a slope in units that have nothing to do with the rate: `fastai-slide` in those
/// of the loss, so that its threshold of 0.005 sends it to the first rates where the loss is a squared error of
/// thousands, and `lightning-steepest` per unit of rate, so that its answer hangs on how closely the rates lie.
/// `lightning-steepest-2.5.2` was replaced by its makers, and the index of `ktrain-steepest` is off by an error in
/// counting.
///
/// The ideas err in different directions, which is why they must agree: a smoothed loss drags behind, so that slope and
/// minimum lie too high on a short sweep, while the longest fall begins too low where a network can take more. In
/// docs/finder/truth.md training at each answer shows it. The spread is that of the votes from the lowest to the highest
/// and not of their middle: where the ideas disagree by more than a decade, their median is nobody's answer.
pub fn consensus(suggestions: &[Suggestion]) -> Consensus {
    let vote = |idea: Idea| -> Option<(Idea, f64)> {
        let of_idea = suggestions
            .iter()
            .filter(|suggestion| Rule::named(suggestion.rule).is_some_and(|rule| rule.idea == Some(idea)));
        median(of_idea.map(|suggestion| ln(suggestion.lr)).filter(|log| log.is_finite()).collect())
            .map(|log| (idea, log))
    };
    let votes: Vec<(Idea, f64)> = Idea::ALL.into_iter().filter_map(vote).collect();
    let logs = || votes.iter().map(|(_, log)| *log);
    let Some(middle) = median(logs().collect()) else {
        let reason = sentence!("consensus.no-rule", "no clear answer: no rule found one");
        return Consensus { lr: None, spread: 0.0, reason };
    };
    let (lowest, highest) = logs().fold((middle, middle), |(low, high), log| (low.min(log), high.max(log)));
    let spread = log10(exp(highest - lowest));
    let ideas = Value::list(votes.iter().map(|(idea, log)| idea.answer(exp(*log))));
    let decades = format!("{spread:.1}");
    if spread > MAX_SPREAD {
        let reason =
            sentence!("consensus.apart", "no clear answer: {ideas} lie {decades} decades apart", ideas, decades);
        return Consensus { lr: None, spread, reason };
    }
    let reason = match votes.len() {
        1 => sentence!("consensus.one-idea", "the one idea that answered: {ideas}", ideas),
        _ => sentence!("consensus.middle", "the middle of {ideas}, {decades} decades apart", ideas, decades),
    };
    Consensus { lr: Some(exp(middle)), spread, reason }
}

#[cfg(test)]
mod tests {
    use super::consensus;
    use crate::finder::Suggestion;
    use crate::finder::suggest::Rule;
    use crate::sentence::Sentence;

    fn of(answers: &[(&str, f64)]) -> super::Consensus {
        let suggestion = |(rule, lr): &(&str, f64)| {
            let Rule { name, system, .. } = *Rule::named(rule).unwrap();
            Suggestion { rule: name, system, lr: *lr, index: 0, loss: 1.0, reason: Sentence::given("") }
        };
        consensus(&answers.iter().map(suggestion).collect::<Vec<_>>())
    }

    #[test]
    fn medians_and_spreads() {
        let (fall, minimum, slope) = ("fastai-valley", "fastai-minimum", "torch-lr-finder-steepest");
        for (answers, lr, spread, reason) in [
            (&[(fall, 0.1)][..], Some(0.1), 0.0, "the one idea that answered: the longest fall (0.1)"),
            (
                &[(slope, 0.4), (minimum, 0.1)],
                Some(0.2),
                0.602_06,
                "the middle of a tenth of the minimum (0.1), the steepest slope (0.4), 0.6 decades apart",
            ),
            (
                &[(fall, 0.1), (minimum, 0.3), (slope, 0.2)],
                Some(0.2),
                0.477_12,
                "the middle of the longest fall (0.1), a tenth of the minimum (0.3), the steepest slope (0.2), \
                 0.5 decades apart",
            ),
            (
                &[(fall, 0.01), (slope, 0.2)],
                None,
                1.301_03,
                "no clear answer: the longest fall (0.01), the steepest slope (0.2) lie 1.3 decades apart",
            ),
            (&[], None, 0.0, "no clear answer: no rule found one"),
            (&[("fastai-slide", 0.1), ("lightning-steepest", 0.1)], None, 0.0, "no clear answer: no rule found one"),
        ] {
            let got = of(answers);
            assert!((got.spread - spread).abs() < 1e-5, "{answers:?}: {got:?}");
            assert_eq!(got.reason, reason);
            match (got.lr, lr) {
                (Some(got), Some(want)) => assert!((got / want - 1.0).abs() < 1e-12, "{answers:?}: {got}"),
                (got, want) => assert_eq!(got, want, "{answers:?}"),
            }
        }
    }

    #[test]
    fn every_idea_has_one_vote() {
        let got = of(&[
            ("fastai-valley", 0.01),
            ("fastai-slide", 1e-7),
            ("fastai-minimum", 0.02),
            // The median of these is 0.05.
            ("fastai-steep", 1e-6),
            ("torch-lr-finder-steepest", 0.05),
            ("ignite-steepest", 0.05),
            ("ktrain-steepest-fixed", 0.05),
            ("keras-finder-steepest", 0.9),
            ("lightning-steepest", 1e-9),
            ("lightning-steepest-2.5.2", 1e-9),
            ("ktrain-steepest", 1e3),
        ]);
        assert!((got.lr.unwrap() / 0.02 - 1.0).abs() < 1e-12, "{got:?}");
        assert!((got.spread - 0.698_97).abs() < 1e-5, "{got:?}");
    }
}
