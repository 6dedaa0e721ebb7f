//! Reports as they leave and, for drawing, come back. The long columns are not here: the boundary copies them into
//! typed arrays.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::finder::suggest::{RULES, Rule};
use crate::finder::{self, LrFindReport};
use crate::named::Named;
use crate::run::{LrFind, Progress};
use crate::train::{Trace, TraceStop, Validation};

use crate::request::Value;
use crate::request::fields::{self, Fields};
use crate::sentence::Sentence;

/// Where and why a run ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StopReport {
    /// `completed`, `diverged`, `non-finite`, `lr-cap` or `cancelled`.
    pub reason: &'static str,
    /// Index of the last recorded loss, from 0.
    pub step: usize,
    /// The rate of that step.
    pub lr: f64,
    /// One sentence for a person.
    pub message: String,
}

impl From<&finder::Stop> for StopReport {
    fn from(stop: &finder::Stop) -> Self {
        Self { reason: stop.reason.name(), step: stop.step, lr: stop.lr, message: stop.message.to_string() }
    }
}

impl From<&TraceStop> for StopReport {
    fn from(stop: &TraceStop) -> Self {
        Self { reason: stop.reason.name(), step: stop.step, lr: stop.lr, message: stop.message.to_string() }
    }
}

/// One rule's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SuggestionReport {
    /// The rule, such as `fastai-valley`.
    pub rule: &'static str,
    /// The library that ships it.
    pub system: &'static str,
    /// The suggested learning rate.
    pub lr: f64,
    /// Index of the point that the rule chose.
    pub index: usize,
    /// The smoothed loss there.
    pub loss: f64,
    /// Why this point.
    pub reason: String,
}

/// A rule that has no answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct UnansweredReport {
    /// The rule, such as `fastai-valley`.
    pub rule: &'static str,
    /// The library that ships it.
    pub system: &'static str,
    /// Why it has none.
    pub reason: String,
}

/// The useful range of rates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct BoundsReport {
    /// Where the smoothed loss first falls clearly.
    pub lower: f64,
    /// The last rate before it rises again.
    pub upper: f64,
    /// The rule, in words.
    pub reason: String,
}

/// What the rules agree on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ConsensusReport {
    /// Their median; null when none answered or they lie more than a decade apart.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub lr: Option<f64>,
    /// How far they lie apart, in decades.
    pub spread: f64,
    /// One sentence for a person.
    pub reason: String,
}

/// Hashes of the trainer around a range test: 16 hexadecimal digits each, and equal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FingerprintsReport {
    /// Before the test.
    pub before: String,
    /// After it.
    pub after: String,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ProgressReport {
    /// Whether it has ended.
    pub done: bool,
    /// Steps taken.
    pub step: usize,
    /// Steps planned.
    pub total: usize,
    /// The last loss; NaN before the first.
    pub loss: f64,
    /// The last rate; NaN before the first.
    pub lr: f64,
}

impl From<Progress> for ProgressReport {
    fn from(progress: Progress) -> Self {
        let Progress { done, step, total, loss, lr } = progress;
        Self { done, step, total, loss, lr }
    }
}

impl From<&LrFind> for FingerprintsReport {
    fn from(run: &LrFind) -> Self {
        let (before, after) = run.fingerprints();
        Self { before: before.to_string(), after: after.to_string() }
    }
}

impl From<finder::Suggestion> for SuggestionReport {
    fn from(suggestion: finder::Suggestion) -> Self {
        let finder::Suggestion { rule, system, lr, index, loss, reason } = suggestion;
        Self { rule, system, lr, index, loss, reason: reason.into() }
    }
}

impl From<finder::Unanswered> for UnansweredReport {
    fn from(unanswered: finder::Unanswered) -> Self {
        let finder::Unanswered { rule, system, reason } = unanswered;
        Self { rule, system, reason: reason.into() }
    }
}

impl From<finder::Bounds> for BoundsReport {
    fn from(bounds: finder::Bounds) -> Self {
        let finder::Bounds { lower, upper, reason } = bounds;
        Self { lower, upper, reason: reason.into() }
    }
}

impl From<finder::Consensus> for ConsensusReport {
    fn from(consensus: finder::Consensus) -> Self {
        let finder::Consensus { lr, spread, reason } = consensus;
        Self { lr, spread, reason: reason.into() }
    }
}

/// Reads a finder's report back, for drawing: columns, stop, suggestions and bounds; the rest is of no use there. The
/// columns may be thinned: a suggestion's `index` counts the points of the whole curve.
///
/// # Errors
/// The first field that is missing or of another type, or columns of different length.
pub fn read_lr_find_report(value: &Value) -> Result<LrFindReport> {
    let mut fields = Fields::of(value)?;
    let lrs = fields.required("lrs", fields::numbers)?;
    let losses = fields.required("losses", fields::numbers)?;
    let smoothed = fields.required("smoothed", fields::numbers)?;
    same_length("losses", lrs.len(), losses.len())?;
    same_length("smoothed", lrs.len(), smoothed.len())?;
    let stop = fields.optional("stop", |stop| nullable(stop, read_stop))?.flatten();
    let suggestions = fields.optional("suggestions", |list| fields::list(list, read_suggestion))?;
    let bounds = fields.optional("bounds", |bounds| nullable(bounds, read_bounds))?.flatten();
    let suggestions = suggestions.unwrap_or_default();
    Ok(LrFindReport {
        consensus: finder::consensus(&suggestions),
        stop: stop.map(|(reason, step, lr, message)| finder::Stop {
            reason,
            step,
            lr,
            message: Sentence::given(message),
        }),
        unanswered: Vec::new(),
        lrs,
        losses,
        smoothed,
        suggestions,
        bounds,
    })
}

/// Reads a trace back, for drawing.
///
/// # Errors
/// The first field that is missing or of another type, or columns of different length.
pub fn read_trace(value: &Value) -> Result<Trace> {
    let mut fields = Fields::of(value)?;
    let steps = fields.required("steps", fields::numbers)?;
    let lrs = fields.required("lrs", fields::numbers)?;
    let losses = fields.required("losses", fields::numbers)?;
    same_length("lrs", steps.len(), lrs.len())?;
    same_length("losses", steps.len(), losses.len())?;
    let steps_per_epoch = fields.optional("stepsPerEpoch", fields::size)?.unwrap_or(1);
    let validation = fields.optional("validation", read_validation)?.unwrap_or_default();
    let stop = fields.optional("stop", |stop| nullable(stop, read_stop))?.flatten();
    let stop =
        stop.map(|(reason, step, lr, message)| TraceStop { reason, step, lr, message: Sentence::given(message) });
    Ok(Trace { steps, lrs, losses, steps_per_epoch, validation, stop })
}

pub(crate) fn same_length(field: &str, expected: usize, length: usize) -> Result<()> {
    if length == expected {
        Ok(())
    } else {
        Err(Error::new(field, format!("{length} numbers; the columns before have {expected}")))
    }
}

pub(crate) fn nullable<T>(value: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Option<T>> {
    if *value == Value::Null { Ok(None) } else { read(value).map(Some) }
}

/// The fields of a stop, whichever set its reason is from.
fn read_stop<R: Named>(value: &Value) -> Result<(R, usize, f64, String)> {
    let mut fields = Fields::of(value)?;
    Ok((
        fields.required("reason", fields::named)?,
        fields.required("step", fields::size)?,
        fields.required("lr", fields::number)?,
        fields.optional("message", fields::text)?.unwrap_or_default().to_owned(),
    ))
}

fn read_validation(value: &Value) -> Result<Validation> {
    let mut fields = Fields::of(value)?;
    let epochs = fields.required("epochs", fields::numbers)?;
    let losses = fields.required("losses", fields::numbers)?;
    same_length("losses", epochs.len(), losses.len())?;
    let accuracies = fields.optional("accuracies", fields::numbers)?.unwrap_or_default();
    Ok(Validation { epochs, losses, accuracies })
}

fn read_suggestion(value: &Value) -> Result<finder::Suggestion> {
    let mut fields = Fields::of(value)?;
    let rule = fields.required("rule", read_rule)?;
    Ok(finder::Suggestion {
        rule: rule.name,
        system: rule.system,
        lr: fields.required("lr", fields::number)?,
        index: fields.required("index", fields::size)?,
        loss: fields.required("loss", fields::number)?,
        reason: Sentence::given(fields.optional("reason", fields::text)?.unwrap_or_default()),
    })
}

/// A rule by its name.
pub(crate) fn read_rule(value: &Value) -> Result<&'static Rule> {
    let name = fields::text(value)?;
    Rule::named(name).ok_or_else(|| Error::unknown("", name, RULES.iter().map(|rule| rule.name)))
}

fn read_bounds(value: &Value) -> Result<finder::Bounds> {
    let mut fields = Fields::of(value)?;
    Ok(finder::Bounds {
        lower: fields.required("lower", fields::number)?,
        upper: fields.required("upper", fields::number)?,
        reason: Sentence::given(fields.optional("reason", fields::text)?.unwrap_or_default()),
    })
}
