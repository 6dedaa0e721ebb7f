//! What the curves of a figure are called: a legend over the plot, and letters where they end.

use super::super::chart::{Align, Ink, Label, Layout, Mark, Stroke};
use super::super::text::{TextMeasure, Weight};
use super::super::theme::Theme;
use super::frame::{PX, ROW};

/// Runs differ by dash as well as by colour and letter.
pub(super) const fn dash(index: usize) -> Option<(f64, f64)> {
    match index % 4 {
        0 => None,
        1 => Some((7.0, 3.5)),
        2 => Some((2.0, 3.0)),
        _ => Some((12.0, 4.0)),
    }
}

pub(super) fn letter(index: usize) -> char {
    char::from(b'A' + (index % 26) as u8)
}

/// A curve and what the legend calls it.
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) stroke: Stroke,
    pub(super) dot: bool,
}

/// Length of the line that stands before a legend entry.
const SAMPLE: f64 = 22.0;

/// An entry where it stands.
pub(super) struct LegendEntry {
    pub(super) label: Label,
    sample: f64,
    stroke: Stroke,
    dot: bool,
}

impl LegendEntry {
    /// The line before the name, and its dot.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let middle = self.label.at.1;
        let sample = vec![(self.sample, middle), (self.sample + SAMPLE, middle)];
        let mut marks = vec![Mark::Line { points: sample, stroke: self.stroke }];
        if self.dot {
            let center = (self.sample + SAMPLE / 2.0, middle);
            marks.push(Mark::Dot { center, radius: 3.0, fill: self.stroke.color, rim: None });
        }
        marks
    }
}

/// The entries in rows over the plot, as many as their widths need.
pub(super) fn legend(
    entries: &[Entry],
    (width, _): (f64, f64),
    theme: Theme,
    measure: &dyn TextMeasure,
) -> (Vec<LegendEntry>, usize) {
    const LEFT: f64 = 16.0;
    const BETWEEN: f64 = 18.0;
    let ink = Ink { px: PX, weight: Weight::Regular, color: theme.tokens().ink };
    let (mut x, mut row) = (LEFT, 0);
    let mut placed = Vec::new();
    for entry in entries {
        let text = shortened(&entry.text, width - LEFT - SAMPLE - 12.0, ink, measure);
        let needs = SAMPLE + 6.0 + ink.width(&text, measure);
        if x > LEFT && x + needs > width - 4.0 {
            (x, row) = (LEFT, row + 1);
        }
        let at = (x + SAMPLE + 6.0, (row as f64 + 0.5) * ROW);
        let label = Label::new(text, at, Align::Start, ink, measure);
        placed.push(LegendEntry { label, sample: x, stroke: entry.stroke, dot: entry.dot });
        x += needs + BETWEEN;
    }
    let rows = if placed.is_empty() { 0 } else { row + 1 };
    (placed, rows)
}

fn shortened(text: &str, room: f64, ink: Ink, measure: &dyn TextMeasure) -> String {
    if ink.width(text, measure) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().take(200).collect();
    while !kept.is_empty() && ink.width(&format!("{}…", kept.iter().collect::<String>()), measure) > room {
        kept.pop();
    }
    format!("{}…", kept.iter().collect::<String>())
}

/// Each run's letter at the height where it ends, pushed apart where ends meet.
pub(super) fn letters(
    mut ends: Vec<(usize, f64)>,
    layout: &Layout,
    theme: Theme,
    measure: &dyn TextMeasure,
) -> Vec<Label> {
    const APART: f64 = 15.5;
    let tokens = theme.tokens();
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    let room = layout.plot.height() / APART;
    ends.truncate((room as usize + 1).max(1));
    let mut next = layout.plot.top;
    for (_, y) in &mut ends {
        *y = y.max(next);
        next = *y + APART;
    }
    let mut limit = layout.plot.bottom;
    for (_, y) in ends.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - APART;
    }
    let x = layout.plot.right + 8.0;
    ends.into_iter()
        .map(|(index, y)| {
            let ink = Ink { px: PX, weight: Weight::Bold, color: tokens.run(index) };
            Label::new(letter(index), (x, y), Align::Start, ink, measure)
        })
        .collect()
}
