//! When a sweep has seen enough.

use crate::declare::{Datum, Kind, Setting};
use crate::error::Result;
use crate::family;
use crate::number::number;
use crate::range::Range;
use crate::sentence;
use crate::sentence::Sentence;

const FACTOR: Setting = Setting::number(Range::above(1.0), "How many times that loss is too much.").named("factor");

const fn stop(name: &'static str, title: &'static str, sentence: &'static str) -> Kind {
    Kind { settings: &[FACTOR], ..Kind::plain(name, title, sentence) }
}

// The order in which a person is shown them.
family! {
    /// What a smoothed loss is compared with.
    Against:
    /// The lowest smoothed loss so far.
    BestSmoothed = const { &stop(
        "best-smoothed", "Lowest smoothed loss",
        "Once the smoothed loss passes a multiple of its lowest so far (most libraries).",
    ) },
    /// The lowest raw loss so far.
    BestRaw = const { &stop(
        "best-raw", "Lowest raw loss",
        "Once the smoothed loss passes a multiple of the lowest single loss (van Wyk).",
    ) },
    /// The first loss.
    Initial = const { &stop(
        "initial", "First loss",
        "Once the smoothed loss passes a multiple of the first one: the least hasty, for noisy losses.",
    ) },
}

#[expect(clippy::derivable_impls, reason = "what stands at a kind in the list goes wherever the kind does")]
impl Default for Against {
    fn default() -> Self {
        Self::BestSmoothed
    }
}

/// When a loss counts as diverged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StopRule {
    /// When the smoothed loss passes `factor` times a loss seen before.
    Diverged {
        /// How many times; above 1.
        factor: f64,
        /// Which loss.
        against: Against,
    },
    /// Never; a loss that is not a number still ends the sweep.
    Never,
}

impl Default for StopRule {
    fn default() -> Self {
        Self::Diverged { factor: 4.0, against: Against::default() }
    }
}

impl StopRule {
    /// The declaration of [`StopRule::Never`]; the others' are those of [`Against`].
    pub const NEVER: &'static Kind =
        &Kind::plain("never", "Never", "The sweep goes on to its end, or to a loss that is no number.");
}

/// Watches the losses for divergence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watch {
    rule: StopRule,
    /// (initial, lowest raw, lowest smoothed), once there is a loss.
    seen: Option<(f64, f64, f64)>,
    /// A loss up to which nothing has diverged.
    pub(super) floor: f64,
}

impl Watch {
    pub(super) fn new(rule: StopRule) -> Result<Self> {
        if let StopRule::Diverged { factor, .. } = rule {
            FACTOR.check(&Datum::Number(factor))?;
        }
        Ok(Self { rule, seen: None, floor: f64::NEG_INFINITY })
    }

    /// Takes a finite loss and says whether it is past the limit; if so, in words what it passed.
    pub(super) fn passed(&mut self, raw: f64, smoothed: f64) -> Option<Sentence> {
        let StopRule::Diverged { factor, against } = self.rule else { return None };
        let Some((initial, best_raw, best_smoothed)) = &mut self.seen else {
            self.seen = Some((raw, raw, smoothed));
            return None;
        };
        let best = match against {
            Against::BestSmoothed => *best_smoothed,
            Against::BestRaw => *best_raw,
            Against::Initial => *initial,
        };
        // A multiple of a loss at or below 0 is no limit: there the distance from it serves instead, in units of the first
        // loss or of the fall so far.
        let unit = initial.abs().max(*initial - best);
        let limit = if best > 0.0 { factor * best } else { best + (factor - 1.0) * unit };
        for (lowest, loss) in [(best_raw, raw), (best_smoothed, smoothed)] {
            if loss < *lowest {
                *lowest = loss;
            }
        }
        (smoothed > limit.max(self.floor)).then(|| match against {
            _ if best <= 0.0 => sentence!(
                "stop.past-distance",
                "the loss rose from {best} by more than {times} times the size of the first loss or of the fall",
                best = number(best, 3),
                times = number(factor - 1.0, 3)
            ),
            Against::BestSmoothed => sentence!(
                "stop.past-lowest-smoothed",
                "the loss rose past {factor} times the lowest smoothed loss",
                factor
            ),
            Against::BestRaw => {
                sentence!("stop.past-lowest", "the loss rose past {factor} times the lowest loss", factor)
            }
            Against::Initial => {
                sentence!("stop.past-first", "the loss rose past {factor} times the first loss", factor)
            }
        })
    }
}

/// Where a run of steps ended, and why.
pub(crate) fn stopped(taken: usize, planned: u64, lr: f64, why: &Sentence) -> Sentence {
    sentence!(
        "stop.after-steps",
        "Stopped after {taken} of {planned} steps, at a rate of {lr}: {why}.",
        taken,
        planned,
        lr = number(lr, 3),
        why
    )
}

/// Why a run ended whose loss is no number.
pub(crate) fn not_finite(loss: f64) -> Sentence {
    sentence!("stop.non-finite", "the loss became {loss}", loss)
}

/// Why a run ended at its end.
pub(crate) fn every_step_taken() -> Sentence {
    sentence!("stop.every-step", "every step was taken")
}

/// Why a run ended that somebody ended.
pub(crate) fn cancelled() -> Sentence {
    sentence!("stop.cancelled", "it was cancelled")
}

#[cfg(test)]
mod tests {
    use super::{Against, StopRule, Watch};

    /// Index of the loss at which the rule stops; the losses serve as their own smoothed values.
    fn stops_at(rule: StopRule, losses: &[f64]) -> Option<usize> {
        let mut watch = Watch::new(rule).unwrap();
        losses.iter().position(|loss| watch.passed(*loss, *loss).is_some())
    }

    #[test]
    fn limits() {
        let times = |factor, against| StopRule::Diverged { factor, against };
        let curve = [2.0, 1.0, 0.5, 1.0, 1.9, 2.1, 5.0, 9.0];
        for (rule, losses, want) in [
            (times(4.0, Against::BestSmoothed), &curve[..], Some(5)),
            (times(4.0, Against::BestRaw), &curve[..], Some(5)),
            (times(4.0, Against::Initial), &curve[..], Some(7)),
            (StopRule::Never, &curve[..], None),
            (times(4.0, Against::BestSmoothed), &[1.0, 3.0, 4.0][..], None), // at the limit is not past it
            (times(4.0, Against::BestSmoothed), &[-1.0, -2.0, 0.5, 1.5][..], Some(3)), // −2 + 3·1
            (times(4.0, Against::BestSmoothed), &[1.0, 0.0, 2.9, 3.1][..], Some(3)), // 0 + 3·1
        ] {
            assert_eq!(stops_at(rule, losses), want, "{rule:?} on {losses:?}");
        }
    }
}
