//! The words inside the finder's plot: its zones, the user's rate, and where the sweep blew up.

use super::super::chart::{Align, Ink, Label, Layout};
use super::super::geometry::{Point, Rect};
use super::super::theme::{Color, Tokens};
use super::frame::{ROW, Sheet, plain};
use super::texts;
use crate::finder::{LrFindReport, StopReason};
use crate::sentence;
use crate::sentence::Sentence;

/// A range of rates and what it is good for.
pub(super) struct Zone {
    pub(super) rect: Rect,
    pub(super) color: Color,
    pub(super) word: Sentence,
    /// At which of its ends the word stands, if it can.
    pub(super) align: Align,
}

/// The regions of what training has shown, as far as it has; else where the curve is flat, falls and rises, which says less
/// than it seems to.
pub(super) fn zones(report: &LrFindReport, as_good: Option<(f64, f64)>, layout: &Layout, tokens: &Tokens) -> Vec<Zone> {
    match (as_good, &report.bounds) {
        (Some(as_good), _) => regions(as_good, layout, tokens),
        (None, Some(bounds)) => {
            let words = [
                sentence!("figure.flat", "flat"),
                sentence!("figure.falls", "falls"),
                sentence!("figure.rises", "rises"),
            ];
            divided((bounds.lower, bounds.upper), words, layout, tokens)
        }
        (None, None) => Vec::new(),
    }
}

/// Where training is too cold, useful and too hot, by the lowest and the highest rate that are as good as the best.
pub(super) fn regions(as_good: (f64, f64), layout: &Layout, tokens: &Tokens) -> Vec<Zone> {
    let words = [
        sentence!("figure.too-cold", "too cold"),
        sentence!("figure.useful", "useful"),
        sentence!("figure.too-hot", "too hot"),
    ];
    divided(as_good, words, layout, tokens)
}

fn divided((lower, upper): (f64, f64), words: [Sentence; 3], layout: &Layout, tokens: &Tokens) -> Vec<Zone> {
    let plot = layout.plot;
    let [lower, upper] = [lower, upper].map(|lr| layout.x_of(lr).clamp(plot.left, plot.right));
    // Bounds that are not above zero have no place.
    if lower.is_nan() || upper.is_nan() || lower > upper {
        return Vec::new();
    }
    let [cold, useful, hot] = words;
    let zone = |left, right, color, word, align| Zone { rect: Rect { left, right, ..plot }, color, word, align };
    let zones = [
        zone(plot.left, lower, tokens.cold, cold, Align::Start),
        zone(lower, upper, tokens.useful, useful, Align::Middle),
        zone(upper, plot.right, tokens.hot, hot, Align::End),
    ];
    zones.into_iter().filter(|zone| zone.rect.width() > 0.0).collect()
}

/// Where and when a sweep blew up.
pub(super) struct Stop {
    pub(super) x: f64,
    step: usize,
}

pub(super) fn diverged(report: &LrFindReport, layout: &Layout) -> Option<Stop> {
    let stop = report.stop.as_ref()?;
    let x = layout.x_of(stop.lr);
    // A closer look past the stop is beyond it from its first rate on.
    let (x, inside) = (x.max(layout.plot.left), x <= layout.plot.right);
    (inside && matches!(stop.reason, StopReason::Diverged | StopReason::NonFinite))
        .then_some(Stop { x, step: stop.step })
}

impl Stop {
    pub(super) fn text(&self) -> Sentence {
        texts::diverged_at(&texts::step(), self.step)
    }

    /// The note in one or two lines, as it fits between the stop and the edge of the plot.
    pub(super) fn text_lines(&self, sheet: &Sheet, plot: &Rect) -> Option<Vec<Sentence>> {
        let ink = plain(sheet.tokens.muted);
        let room = plot.right - self.x - 2.0 * WORD_MARGIN;
        let at_step = sentence!("figure.at-step", "at step {step}", step = self.step);
        let lines = [vec![self.text()], vec![texts::diverged(), at_step]];
        lines.into_iter().find(|lines| lines.iter().all(|line| sheet.width(line, ink) <= room))
    }
}

/// Between a line and the words beside it.
pub(super) const WORD_MARGIN: f64 = 8.0;

/// Where to look for room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    Foot,
    Top,
}

/// Words inside the plot, kept off each other and off every line.
pub(super) struct Words<'a> {
    sheet: Sheet<'a>,
    plot: Rect,
    pub(super) placed: Vec<Label>,
    /// What no word may cover.
    pub(super) lines: Vec<Vec<Point>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(sheet: Sheet<'a>, plot: Rect, lines: Vec<Vec<Point>>) -> Self {
        Self { sheet, plot, placed: Vec::new(), lines }
    }

    fn free(&self, rect: &Rect) -> bool {
        let around = rect.grown(2.0);
        self.plot.contains(rect)
            && !self.placed.iter().any(|label| label.rect.grown(3.0).overlaps(&around))
            && !self.lines.iter().any(|line| around.struck_by(line))
    }

    /// Places the first of `labels` that is free; whether there was one. Each costs a measure of text, so they are made one
    /// by one.
    pub(super) fn first_free(&mut self, labels: impl IntoIterator<Item = Label>) -> bool {
        let label = labels.into_iter().find(|label| self.free(&label.rect));
        let found = label.is_some();
        self.placed.extend(label);
        found
    }

    /// Places words beside the upright line in column `x`; whether there was room.
    pub(super) fn beside(&mut self, x: f64, text: &Sentence, ink: Ink, from: From) -> bool {
        let (plot, sheet) = (self.plot, self.sheet);
        let rows = ((plot.height() / ROW) as usize).max(1);
        let (left, right) = ((x - WORD_MARGIN, Align::End), (x + WORD_MARGIN, Align::Start));
        let places = (0..rows).flat_map(|row| {
            let away = (row as f64 + 0.7) * ROW;
            match from {
                From::Foot => [(left, plot.bottom - away), (right, plot.bottom - away)],
                From::Top => [(right, plot.top + away), (left, plot.top + away)],
            }
        });
        self.first_free(places.map(|((x, align), y)| sheet.label(text, (x, y), align, ink)))
    }

    pub(super) fn zone(&mut self, zone: &Zone) {
        let (sheet, ink) = (self.sheet, plain(self.sheet.tokens.muted));
        let (left, right) = (zone.rect.left + WORD_MARGIN, zone.rect.right - WORD_MARGIN);
        if sheet.width(&zone.word, ink) > right - left {
            return;
        }
        let start = (left, Align::Start);
        let end = (right, Align::End);
        let middle = ((left + right) / 2.0, Align::Middle);
        let places = if zone.align == Align::End { [end, middle, start] } else { [start, middle, end] };
        let foot = self.plot.bottom - 0.7 * ROW;
        self.first_free(places.map(|(x, align)| sheet.label(&zone.word, (x, foot), align, ink)));
    }

    pub(super) fn note(&mut self, stop: &Stop) {
        let Some(lines) = stop.text_lines(&self.sheet, &self.plot) else { return };
        let ink = plain(self.sheet.tokens.muted);
        let rows = ((self.plot.height() / ROW) as usize).saturating_sub(lines.len());
        for row in 0..rows {
            for (x, align) in [(stop.x + WORD_MARGIN, Align::Start), (self.plot.right - WORD_MARGIN, Align::End)] {
                let place = |line: usize| (x, self.plot.top + ((row + line) as f64 + 0.8) * ROW);
                let label = |(line, text): (usize, &Sentence)| self.sheet.label(text, place(line), align, ink);
                let labels: Vec<_> = lines.iter().enumerate().map(label).collect();
                if labels.iter().all(|label| self.free(&label.rect)) {
                    self.placed.extend(labels);
                    return;
                }
            }
        }
    }
}
