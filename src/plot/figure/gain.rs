//! How much of the gain is kept, in the truth's plot: an axis at its right, the line of no gain, and the regions.

use super::super::chart::{Align, Layout, Mark, Stroke};
use super::super::geometry::Point;
use super::super::theme::Tokens;
use super::frame::{ROW, SecondAxis, SecondTicks, Sheet, bold, plain};
use super::words::{WORD_MARGIN, Words, Zone, regions};
use crate::finder::LrSweepReport;
use crate::sentence;
use crate::sentence::Sentence;

pub(super) fn title() -> Sentence {
    sentence!("figure.gain", "gain kept")
}

/// From nothing gained to the best, in the loss's own scale; where nine tenths are kept is a tick without words.
pub(super) fn axis(report: &LrSweepReport, title: Sentence, tokens: &Tokens) -> SecondAxis {
    let at = |gain| report.loss_at(gain).unwrap_or(f64::NAN);
    let kept = report.as_good_loss().unwrap_or(f64::NAN);
    let named = vec![(at(1.0), "100 %"), (at(0.0), "0 %"), (at(0.5), "50 %"), (kept, "")];
    SecondAxis { ticks: SecondTicks::Named(named), title, color: tokens.muted }
}

/// What is drawn of the gain itself.
pub(super) struct GainLines {
    /// At the loss that training must improve on.
    reference: Option<Vec<Point>>,
    /// Where nine tenths of the gain are kept, over the rates that keep them.
    kept: Option<Vec<Point>>,
    /// Once no round to come can move them.
    pub(super) regions: Vec<Zone>,
}

impl GainLines {
    pub(super) fn new(report: &LrSweepReport, layout: &Layout, tokens: &Tokens) -> Self {
        let plot = layout.plot;
        let row = |loss: f64| Some(layout.y_of(loss)).filter(|y| (plot.top..=plot.bottom).contains(y));
        let as_good = report.as_good.filter(|_| report.is_whole());
        let stretch =
            as_good.map(|rates| [rates.low, rates.high].map(|lr| layout.x_of(lr).clamp(plot.left, plot.right)));
        let stretch = stretch.filter(|[low, high]| low < high);
        let kept = stretch.zip(report.as_good_loss().and_then(row));
        Self {
            reference: row(report.plan.reference).map(|y| vec![(plot.left, y), (plot.right, y)]),
            kept: kept.map(|([low, high], y)| vec![(low, y), (high, y)]),
            regions: as_good.map_or_else(Vec::new, |rates| regions((rates.low, rates.high), layout, tokens)),
        }
    }

    /// What no word may cover.
    pub(super) fn lines(&self) -> impl Iterator<Item = Vec<Point>> + '_ {
        self.reference.iter().chain(&self.kept).cloned()
    }

    /// Names the line of no gain and the regions; words about the useful one keep beside the column `aside`.
    pub(super) fn name(&self, words: &mut Words, sheet: &Sheet, layout: &Layout, aside: Option<f64>) {
        let plot = layout.plot;
        for zone in self.regions.iter().filter(|zone| zone.align != Align::Middle) {
            words.zone(zone);
        }
        if let Some(zone) = self.regions.iter().find(|zone| zone.align == Align::Middle) {
            let (left, right) = (zone.rect.left, zone.rect.right);
            let floor = self.kept.as_ref().map_or(plot.bottom, |line| line[0].1);
            let beside =
                aside.into_iter().flat_map(|x| [(x + WORD_MARGIN, Align::Start), (x - WORD_MARGIN, Align::End)]);
            let columns = [((left + right) / 2.0, Align::Middle), (left, Align::Start), (right, Align::End)];
            let columns: Vec<_> = columns.into_iter().chain(beside).collect();
            let rows = (0..(plot.height() / ROW) as usize).map(|row| floor - (row as f64 + 0.6) * ROW);
            let places = rows.flat_map(|y| columns.iter().map(move |&(x, align)| ((x, y), align)));
            let ink = bold(sheet.tokens.truth_text);
            words.first_free(places.map(|(at, align)| sheet.label(&zone.word, at, align, ink)));
        }
        if let Some(line) = &self.reference {
            let text = sentence!("figure.no-gain", "best without training");
            let columns = (0..=12).map(|step| plot.right - WORD_MARGIN - f64::from(step) * plot.width() / 14.0);
            let places = columns.flat_map(|x| [(x, line[0].1 - 0.6 * ROW), (x, line[0].1 + 0.6 * ROW)]);
            let ink = plain(sheet.tokens.muted);
            words.first_free(places.map(|at| sheet.label(&text, at, Align::End, ink)));
        }
    }

    pub(super) fn marks(self, tokens: &Tokens) -> impl Iterator<Item = Mark> {
        let dotted = Stroke::solid(tokens.muted, 1.25).dashed(Some((1.5, 3.5)));
        dotted.lines(self.reference).chain(Stroke::solid(tokens.truth, 1.25).lines(self.kept))
    }
}
