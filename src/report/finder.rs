//! What a finder found.

use crate::finder::{Answer, Bounds, CurveReading, LrFindReport, Suggestion, Unanswered};
use crate::run::LrFind;
use crate::sentence::Sentence;

use super::{Said, report};

report! {
    /// One rule's answer.
    SuggestionReport of it: Suggestion {
        /// The rule, such as `fastai-valley`.
        rule: it.rule,
        /// The library that ships it.
        system: it.system,
        /// The suggested learning rate.
        lr: it.lr,
        /// Index of the point that the rule chose.
        index: it.index,
        /// The smoothed loss there.
        loss: it.loss,
        /// Why this point.
        reason: it.reason.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.reason),
    }
}

report! {
    /// A rule that has no answer.
    UnansweredReport of it: Unanswered {
        /// The rule, such as `fastai-valley`.
        rule: it.rule,
        /// The library that ships it.
        system: it.system,
        /// Why it has none.
        reason: it.reason.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.reason),
    }
}

report! {
    /// The useful range of rates.
    BoundsReport of it: Bounds {
        /// Where the smoothed loss first falls clearly.
        lower: it.lower,
        /// The last rate before it rises again.
        upper: it.upper,
        /// The rule, in words.
        reason: it.reason.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.reason),
    }
}

report! {
    /// The lab's own answer.
    AnswerReport of it: Answer {
        /// The rate: a first guess, which a race checks.
        lr: it.lr,
        /// Where it comes from.
        reason: it.reason.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.reason),
    }
}

report! {
    /// Hashes of the trainer around a range test: 16 hexadecimal digits each, and equal.
    pub struct FingerprintsReport {
        /// Before the test.
        pub before: String,
        /// After it.
        pub after: String,
    }
}

/// A finder's report, with the fingerprints where something was trained here, and else how a curve was read.
pub(crate) struct Found(LrFindReport, Option<FingerprintsReport>, Option<CurveReading>);

impl From<(LrFindReport, CurveReading)> for Found {
    fn from((report, reading): (LrFindReport, CurveReading)) -> Self {
        Self(report, None, Some(reading))
    }
}

report! {
    /// How a curve from elsewhere was read.
    CurveReadingReport of it: CurveReading {
        /// Whether its losses were taken for smoothed ones.
        smoothed: it.smoothed,
        /// How many steps its sweep had planned.
        planned: it.planned,
        /// What a reader should know of that.
        notes: it.notes.iter().map(Sentence::to_string).collect::<Vec<_>>(),
        /// The same, apart from its words.
        sentences: it.notes.into_iter().map(Said).collect::<Vec<_>>(),
    }
}

impl From<&LrFind> for Found {
    fn from(run: &LrFind) -> Self {
        let (before, after) = run.fingerprints();
        let fingerprints = FingerprintsReport { before: before.to_string(), after: after.to_string() };
        Self(run.report(), Some(fingerprints), None)
    }
}

report! {
    /// What a finder found. The columns have one entry for every recorded loss, the one that stopped it included.
    LrFindReport of it: Found {
        /// Learning rate of each step.
        lrs: it.0.lrs,
        /// Loss of each step, before its update.
        losses: it.0.losses,
        /// Smoothed loss.
        smoothed: it.0.smoothed,
        /// Null while the test runs.
        stop: it.0.stop,
        /// The rules that answered.
        suggestions: it.0.suggestions,
        /// The rules that did not.
        unanswered: it.0.unanswered,
        /// The useful range; null where the curve shows none.
        bounds: it.0.bounds,
        /// Loss on held-out rows after each step, as far as it was measured; NaN elsewhere.
        held_out: it.0.held_out,
        /// Its corrected average (β = 0.9), whatever smooths the others.
        held_out_smoothed: it.0.held_out_smoothed,
        /// The lab's own answer, or why there is none.
        answer: it.0.answer,
        /// Hashes of the trainer before and after: equal, since only a clone was trained. Null where nothing was trained
        /// here.
        fingerprints: it.1,
        /// How a curve from elsewhere was read; null where something was trained here.
        read: it.2,
    }
}

report! {
    /// The curve of a range test, thinned for drawing.
    pub struct LrFindCurve {
        /// Learning rates.
        pub lrs: Vec<f64>,
        /// Losses.
        pub losses: Vec<f64>,
        /// Smoothed losses.
        pub smoothed: Vec<f64>,
    }
}

impl From<[Vec<f64>; 3]> for LrFindCurve {
    fn from([lrs, losses, smoothed]: [Vec<f64>; 3]) -> Self {
        Self { lrs, losses, smoothed }
    }
}
