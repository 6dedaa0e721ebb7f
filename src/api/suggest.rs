//! The finder's rules on a curve of the user's own.

use crate::error::{Error, Result};
use crate::finder::suggest::Curve;
use crate::finder::{MAX_STEPS, Smoother, Suggestion};
use crate::range::Range;
use crate::sentence;

use crate::report::{Plain, Said, Tell, read_rule};
use crate::request::{Options as _, Preset, Types, Under as _, Value, fields, options};
use crate::sentence::Sentence;

/// What a rule says of a curve.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// A rate.
    Answer {
        /// The suggested learning rate.
        lr: f64,
        /// Index of the point that the rule chose.
        index: usize,
        /// The smoothed loss there.
        loss: f64,
        /// Why this point.
        reason: Sentence,
    },
    /// None.
    None {
        /// Why there is none.
        none: Sentence,
    },
}

impl Tell for Advice {
    fn tell(self) -> Plain {
        match self {
            Self::Answer { lr, index, loss, reason } => {
                let fields = vec![lr.tell(), index.tell(), loss.tell(), reason.to_string().tell(), Said(reason).tell()];
                Plain::Report(&["lr", "index", "loss", "reason", "sentence"], fields)
            }
            Self::None { none } => {
                Plain::Report(&["none", "sentence"], vec![none.to_string().tell(), Said(none).tell()])
            }
        }
    }

    fn ts(types: &mut Types) -> String {
        types.declare("Advice", "What a rule says of a curve: a rate, or why there is none.", |types, name| {
            let sentence = format!("sentence: {}", Said::ts(types));
            format!(
                "type {name} =\n    | {{ lr: number; index: number; loss: number; reason: string; {sentence} }}\n    \
                 | {{ none: string; {sentence} }};"
            )
        })
    }
}

options! {
    /// Options of `suggest`.
    #[derive(Copy, Default, Eq)]
    pub struct SuggestOptions {
        /// How many steps the sweep had planned, of which fastai's rules cut a tenth; default: the number of losses.
        pub steps: Option<usize>,
    }
}

/// The losses as a preset's system smooths them: a number for every loss. From the first NaN on all are NaN, except
/// where nothing is smoothed.
///
/// # Errors
/// `losses`: empty or no numbers; `preset`: unknown.
pub fn smooth(losses: &Value, preset: &Value) -> Result<Vec<f64>> {
    let losses = column("losses", losses)?;
    let preset: Preset = fields::named(preset).under("preset")?;
    let mut smoother = Smoother::new(preset.plan().smoothing)?;
    Ok(losses.into_iter().map(|loss| smoother.smooth(loss)).collect())
}

/// What the rule says of a curve: rates and smoothed losses up to the stop.
///
/// # Errors
/// `lrs`, `losses`: empty, no numbers, or of different length; `lrs[i]`: not a finite number above 0; `rule`: unknown;
/// `steps`: fewer than there are losses. That a rule finds nothing is no error.
pub fn suggest(lrs: &Value, losses: &Value, rule: &Value, options: Option<&Value>) -> Result<Advice> {
    let (lrs, losses) = (column("lrs", lrs)?, column("losses", losses)?);
    if losses.len() != lrs.len() {
        return Err(not_a_loss_each(losses.len(), lrs.len()));
    }
    for (i, lr) in lrs.iter().enumerate() {
        Range::POSITIVE.check(&format!("lrs[{i}]"), *lr)?;
    }
    let rule = read_rule(rule).under("rule")?;
    let planned = SuggestOptions::asked(options)?.steps.unwrap_or(losses.len());
    let most = MAX_STEPS.max(losses.len() as u64);
    Range::whole(losses.len() as u64, most).check("steps", planned as f64)?;
    Ok(match rule.suggest(&Curve { lrs: &lrs, losses: &losses, planned }) {
        Ok(Suggestion { lr, index, loss, reason, .. }) => Advice::Answer { lr, index, loss, reason },
        Err(unanswered) => Advice::None { none: unanswered.reason },
    })
}

/// Another number of losses than of rates.
pub(super) fn not_a_loss_each(losses: usize, rates: usize) -> Error {
    let problem = sentence!("error.other-count-of-losses", "{count} numbers; lrs has {rates}", count = losses, rates);
    Error::new("losses", problem)
}

fn column(field: &str, value: &Value) -> Result<Vec<f64>> {
    let numbers = fields::numbers(value).under(field)?;
    if numbers.is_empty() {
        return Err(Error::new(field, sentence!("error.empty-curve", "empty; a curve has at least one point")));
    }
    Ok(numbers)
}
