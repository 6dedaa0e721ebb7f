//! What a finder found: the curve, why it stopped, and what each rule reads from it.

use crate::named;
use crate::sentence;
use crate::sentence::Sentence;

named! {
    /// Why a sweep ended.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum StopReason {
        /// Every planned rate was tried.
        Completed = "completed",
        /// The loss rose past the stop rule's limit.
        Diverged = "diverged",
        /// The loss became NaN or infinite.
        NonFinite = "non-finite",
        /// The rate passed the cap.
        LrCap = "lr-cap",
        /// The user ended it.
        Cancelled = "cancelled",
    }
}

/// Where and why a sweep ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The rule that ended it.
    pub reason: StopReason,
    /// Index of the last recorded loss, from 0.
    pub step: usize,
    /// The rate of that step.
    pub lr: f64,
    /// One sentence for a person.
    pub message: Sentence,
}

/// One rule's answer, a point of the curve (the rate may lie beside it, as `minimum / 10` does).
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The rule, such as `fastai-valley`.
    pub rule: &'static str,
    /// The library that ships the rule.
    pub system: &'static str,
    /// The suggested learning rate.
    pub lr: f64,
    /// Index of the point on the curve that the rule chose.
    pub index: usize,
    /// The smoothed loss at that point.
    pub loss: f64,
    /// Why this point, in words.
    pub reason: Sentence,
}

impl Suggestion {
    /// Says beside the reason that there was nothing to find.
    pub(super) fn doubt(&mut self) {
        self.reason = sentence!(
            "reason.all-the-same",
            "{reason}; the loss does not fall clearly, and the library answers all the same",
            reason = self.reason.clone()
        );
    }
}

/// A rule that found nothing to suggest, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The rule, such as `fastai-valley`.
    pub rule: &'static str,
    /// The library that ships the rule.
    pub system: &'static str,
    /// Why it has no answer, in words.
    pub reason: Sentence,
}

/// The useful range of rates: where the smoothed loss falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Where the smoothed loss first falls clearly.
    pub lower: f64,
    /// The last rate before it rises again.
    pub upper: f64,
    /// The rule, in words.
    pub reason: Sentence,
}

/// The lab's own answer: a first guess, which a race checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The rate.
    pub lr: f64,
    /// Where it comes from, in words.
    pub reason: Sentence,
}

/// The finder's report. The columns have one entry for every recorded loss, the one that triggered a stop included.
#[derive(Clone, Debug, PartialEq)]
pub struct LrFindReport {
    /// Learning rate of each step.
    pub lrs: Vec<f64>,
    /// Loss of each step, before its update.
    pub losses: Vec<f64>,
    /// Smoothed loss.
    pub smoothed: Vec<f64>,
    /// Absent while the sweep runs.
    pub stop: Option<Stop>,
    /// The rules that answered.
    pub suggestions: Vec<Suggestion>,
    /// The rules that did not.
    pub unanswered: Vec<Unanswered>,
    /// The useful range, where the curve shows one.
    pub bounds: Option<Bounds>,
    /// Loss on held-out rows after each step, as far as it was measured; NaN elsewhere.
    pub held_out: Vec<f64>,
    /// Its corrected average.
    pub held_out_smoothed: Vec<f64>,
    /// The lab's own answer, or why there is none.
    pub answer: Result<Answer, Sentence>,
}

/// How a curve from elsewhere was read.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveReading {
    /// Whether its losses were taken for smoothed ones.
    pub smoothed: bool,
    /// How many steps its sweep had planned.
    pub planned: u64,
    /// What a reader should know of that.
    pub notes: Vec<Sentence>,
}
