//! What the truth's legend says: what its curve is, and what else is drawn.

use super::super::chart::Stroke;
use super::frame::{Sheet, plain};
use super::legend::{Entry, Sample};
use super::marker::Marker;
use super::texts;
use super::truth::{BAND, Truth};
use crate::finder::{JudgedBy, LrSweepReport};
use crate::sentence;
use crate::sentence::Sentence;

/// What the losses are.
pub(super) fn judged(judged_by: JudgedBy) -> Sentence {
    match judged_by {
        JudgedBy::Validation => texts::held_out_loss(),
        JudgedBy::ValidationBest => sentence!("figure.lowest-held-out-loss", "lowest held-out loss"),
        JudgedBy::Training => sentence!("figure.training-loss", "training loss"),
    }
}

pub(super) fn entries(
    title: Entry,
    report: &LrSweepReport,
    suggested: bool,
    truth: &Truth,
    sheet: &Sheet,
) -> Vec<Entry> {
    let tokens = sheet.tokens;
    let mut entries = vec![title];
    if !truth.beyond.is_empty() {
        entries.push(Entry::optional(texts::off_the_scale(), Sample::Marker(Marker::beyond(tokens.truth, &tokens))));
    }
    let ended = report.finals.iter().filter(|loss| !loss.is_nan()).count();
    if ended < report.finals.len() {
        let all = report.finals.len();
        let text = sentence!("figure.some-runs", "{ended} of {all} runs", ended, all);
        entries.push(Entry::optional(text, Sample::Remark));
    }
    if report.plan.seeds.len() > 1 {
        let text = sentence!("figure.middle-half", "middle half");
        entries.push(Entry::optional(text, Sample::Area(tokens.truth.alpha(BAND), None)));
    }
    if suggested {
        let text = sentence!("figure.suggested", "suggested");
        entries.push(Entry::optional(text, Sample::Circle(tokens.panel, Stroke::solid(tokens.ink, 1.4))));
    }
    entries
}

/// What the curve is, in as many words as there is room for.
pub(super) fn title(report: &LrSweepReport, headed: bool, judged: &Sentence, sheet: &Sheet) -> Entry {
    let (tokens, rounds) = (sheet.tokens, report.rounds);
    let sample = if headed { Sample::Remark } else { Sample::Dotted(Stroke::solid(tokens.truth, 2.0)) };
    let after = sentence!("figure.after-steps", "{loss} after {steps} steps", loss = judged, steps = report.plan.steps);
    let over = |loss: &Sentence| match rounds.of {
        1 => loss.clone(),
        of if report.is_whole() => sentence!("figure.of-seeds", "{loss}, {count} seeds", loss, count = of),
        of => {
            let done = rounds.done;
            sentence!("figure.of-some-seeds", "{loss}, {done} of {count} seeds", loss, done, count = of)
        }
    };
    let median = match rounds.of {
        of if of > 1 && report.is_whole() => {
            sentence!("figure.median-of-seeds", "{loss}, median of {count} seeds", loss = &after, count = of)
        }
        _ => over(&after),
    };
    let texts = [median, over(&after), over(judged)];
    let texts = texts.map(|loss| if headed { loss } else { sentence!("figure.truth", "Truth: {loss}", loss) });
    let room = sheet.legend.1 - sheet.legend.0 - sample.room();
    let fits = |text: &&Sentence| sheet.width(text, plain(tokens.muted)) < room;
    let text = texts.iter().find(fits).unwrap_or(&texts[2]).clone();
    Entry::new(text, sample)
}
