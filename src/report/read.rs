//! Reports as they come back, for drawing.

use crate::error::{Error, Result};
use crate::finder::suggest::{RULES, Rule};
use crate::finder::{self, LrFindReport};
use crate::named::Named;
use crate::request::Value;
use crate::request::fields::{self, Fields};
use crate::sentence;
use crate::sentence::Sentence;
use crate::train::{Trace, TraceStop, Validation};

/// Reads a finder's report back, for drawing: columns, stop, suggestions, bounds and answer; the rest is of no use there. The
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
    let stop = fields.nullable("stop", read_stop)?;
    let suggestions = fields.optional("suggestions", |list| fields::list(list, read_suggestion))?.unwrap_or_default();
    let bounds = fields.nullable("bounds", read_bounds)?;
    let mut held_out = |name| -> Result<Vec<f64>> {
        let column = fields.optional(name, fields::numbers)?.unwrap_or_else(|| vec![f64::NAN; lrs.len()]);
        same_length(name, lrs.len(), column.len()).map(|()| column)
    };
    let (held_out, held_out_smoothed) = (held_out("heldOut")?, held_out("heldOutSmoothed")?);
    let answer = fields.optional("answer", read_answer)?.unwrap_or_else(|| Err(Sentence::given("")));
    Ok(LrFindReport {
        held_out,
        held_out_smoothed,
        answer,
        stop: stop.map(|(reason, step, lr, message)| finder::Stop { reason, step, lr, message }),
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
    let stop = fields.nullable("stop", read_stop)?;
    let stop = stop.map(|(reason, step, lr, message)| TraceStop { reason, step, lr, message });
    Ok(Trace { steps, lrs, losses, steps_per_epoch, validation, stop })
}

pub(crate) fn same_length(field: &str, expected: usize, length: usize) -> Result<()> {
    if length == expected {
        Ok(())
    } else {
        let problem = sentence!(
            "error.other-column-length",
            "{count} numbers; the columns before have {expected}",
            count = length,
            expected
        );
        Err(Error::new(field, problem))
    }
}

/// A sentence that may be left out, in the words that it came in.
pub(crate) fn read_sentence(fields: &mut Fields, name: &'static str) -> Result<Sentence> {
    Ok(Sentence::given(fields.optional(name, fields::text)?.unwrap_or_default()))
}

/// The fields of a stop, whichever set its reason is from.
fn read_stop<R: Named>(value: &Value) -> Result<(R, usize, f64, Sentence)> {
    let mut fields = Fields::of(value)?;
    Ok((
        fields.required("reason", fields::named)?,
        fields.required("step", fields::size)?,
        fields.required("lr", fields::number)?,
        read_sentence(&mut fields, "message")?,
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
        reason: read_sentence(&mut fields, "reason")?,
    })
}

/// A rule by its name.
pub(crate) fn read_rule(value: &Value) -> Result<&'static Rule> {
    let name = fields::text(value)?;
    Rule::named(name).ok_or_else(|| Error::unknown("", name, RULES.iter().map(|rule| rule.name)))
}

/// An answer, or why there is none.
fn read_answer(value: &Value) -> Result<std::result::Result<finder::Answer, Sentence>> {
    let mut fields = Fields::of(value)?;
    Ok(match fields.optional("lr", fields::number)? {
        Some(lr) => Ok(finder::Answer { lr, reason: read_sentence(&mut fields, "reason")? }),
        None => Err(read_sentence(&mut fields, "none")?),
    })
}

fn read_bounds(value: &Value) -> Result<finder::Bounds> {
    let mut fields = Fields::of(value)?;
    Ok(finder::Bounds {
        lower: fields.required("lower", fields::number)?,
        upper: fields.required("upper", fields::number)?,
        reason: read_sentence(&mut fields, "reason")?,
    })
}
