//! What the rules agree on.

use super::report::{Consensus, Suggestion};
use crate::math::{exp, ln, log10};

/// Suggestions further apart than this, in decades, are no agreement.
const MAX_SPREAD: f64 = 1.0;

/// The median of the suggestions in log rate and how far they lie apart; no rate when none answered or the spread
/// passes one decade.
pub fn consensus(suggestions: &[Suggestion]) -> Consensus {
    let mut logs: Vec<f64> = suggestions.iter().map(|suggestion| ln(suggestion.lr)).filter(|l| l.is_finite()).collect();
    logs.sort_by(f64::total_cmp);
    let (Some(lowest), Some(highest)) = (logs.first(), logs.last()) else {
        return Consensus { lr: None, spread: 0.0, reason: "no clear answer: no rule found one".to_owned() };
    };
    let spread = log10(exp(highest - lowest));
    let middle = logs.len() / 2;
    let median = if logs.len() % 2 == 1 { logs[middle] } else { (logs[middle - 1] + logs[middle]) / 2.0 };
    if spread > MAX_SPREAD {
        let reason = format!("no clear answer: the rules lie {spread:.1} decades apart");
        return Consensus { lr: None, spread, reason };
    }
    let reason = match logs.len() {
        1 => "the one rule that answered".to_owned(),
        rules => format!("the median of {rules} rules, {spread:.1} decades apart"),
    };
    Consensus { lr: Some(exp(median)), spread, reason }
}

#[cfg(test)]
mod tests {
    use super::{Suggestion, consensus};

    fn of(lrs: &[f64]) -> super::Consensus {
        let suggestion = |lr: &f64| Suggestion {
            rule: "rule",
            system: "system",
            lr: *lr,
            index: 0,
            loss: 1.0,
            reason: String::new(),
        };
        consensus(&lrs.iter().map(suggestion).collect::<Vec<_>>())
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
}
