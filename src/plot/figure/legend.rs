//! What the curves of a figure are called: a legend over the plot, and letters where they end.

use super::super::chart::{Align, Ink, Label, Mark, Stroke};
use super::super::geometry::Rect;
use super::super::theme::Color;
use super::frame::{LEGEND_LEFT, ROW, Sheet, bold, plain};
use super::marker::Marker;
use crate::sentence::Sentence;

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

/// A run's letter, and its name where it has one.
pub(super) fn lettered(index: usize, name: &str) -> Sentence {
    Sentence::given(format!("{} {name}", letter(index)).trim_end())
}

/// What a figure shows and what the legend calls it.
pub(super) struct Entry {
    pub(super) text: Sentence,
    pub(super) sample: Sample,
    /// Left out where it would need a row of its own.
    pub(super) optional: bool,
}

/// What stands before the words of a legend entry.
#[derive(Clone, Copy)]
pub(super) enum Sample {
    /// A curve.
    Line(Stroke),
    /// A curve with a dot at each point.
    Dotted(Stroke),
    /// An area, perhaps with the curve inside.
    Area(Color, Option<Stroke>),
    /// The circle of a suggestion.
    Circle(Color, Stroke),
    /// The mark of a row of the data.
    Marker(Marker),
    /// Nothing: a remark.
    Remark,
}

impl Entry {
    pub(super) fn new(text: Sentence, sample: Sample) -> Self {
        Self { text, sample, optional: false }
    }

    pub(super) fn optional(text: Sentence, sample: Sample) -> Self {
        Self { optional: true, ..Self::new(text, sample) }
    }
}

impl Sample {
    /// Its length, the space after it included.
    pub(super) const fn room(self) -> f64 {
        match self {
            Self::Line(_) | Self::Dotted(_) | Self::Area(..) => SAMPLE + 6.0,
            Self::Circle(..) | Self::Marker(_) => 2.0 * CIRCLE + 6.0,
            Self::Remark => 0.0,
        }
    }

    /// What stands before the words that follow `x` in the row around `middle`.
    fn marks(self, x: f64, middle: f64) -> Vec<Mark> {
        let line = |stroke| Mark::Line { points: vec![(x, middle), (x + SAMPLE, middle)], stroke };
        match self {
            Self::Line(stroke) => vec![line(stroke)],
            Self::Dotted(stroke) => {
                let center = (x + SAMPLE / 2.0, middle);
                vec![line(stroke), Mark::Dot { center, radius: 3.0, fill: stroke.color, rim: None }]
            }
            Self::Area(color, stroke) => {
                let rect = Rect::new((x, x + SAMPLE), (middle - 5.0, middle + 5.0));
                [Mark::Area { rect, color }].into_iter().chain(stroke.map(line)).collect()
            }
            Self::Circle(fill, rim) => {
                let center = (x + CIRCLE, middle);
                vec![Mark::Dot { center, radius: CIRCLE, fill, rim: Some(rim) }]
            }
            Self::Marker(marker) => marker.marks((x + CIRCLE, middle), CIRCLE),
            Self::Remark => Vec::new(),
        }
    }
}

/// Length of the line that stands before a legend entry.
const SAMPLE: f64 = 22.0;

/// Radius of the circle that stands before one.
const CIRCLE: f64 = 4.0;

/// The entries where they stand.
pub(super) struct Legend {
    pub(super) marks: Vec<Mark>,
    pub(super) labels: Vec<Label>,
    /// What each entry fills, its sample included.
    pub(super) rects: Vec<Rect>,
    /// Of all its rows.
    pub(super) height: f64,
}

/// The entries in rows over the plot, as many as their widths need.
pub(super) fn legend(entries: &[Entry], sheet: &Sheet) -> Legend {
    const BETWEEN: f64 = 18.0;
    let (first, end) = sheet.legend;
    // Behind a heading it stands back.
    let ink = plain(if first > LEGEND_LEFT { sheet.tokens.muted } else { sheet.tokens.ink });
    let (mut x, mut row) = (first, 0.0);
    let mut legend = Legend { marks: Vec::new(), labels: Vec::new(), rects: Vec::new(), height: 0.0 };
    for entry in entries {
        let room = entry.sample.room();
        let needs = room + sheet.width(&entry.text, ink);
        if x > LEGEND_LEFT && x + needs > end {
            if entry.optional {
                continue;
            }
            (x, row) = (LEGEND_LEFT, row + 1.0);
        }
        let text = shortened(&entry.text, end - x - room - 2.0, ink, sheet);
        let needs = room + sheet.width(&text, ink);
        let middle = (row + 0.5) * ROW;
        legend.marks.extend(entry.sample.marks(x, middle));
        legend.rects.push(Rect::new((x, x + needs), (middle - ROW / 2.0, middle + ROW / 2.0)));
        legend.labels.push(sheet.label(text, (x + room, middle), Align::Start, ink));
        legend.height = (row + 1.0) * ROW;
        x += needs + BETWEEN;
    }
    legend
}

/// As much of `text` as there is room for.
pub(super) fn shortened(text: &Sentence, room: f64, ink: Ink, sheet: &Sheet) -> Sentence {
    if sheet.width(text, ink) <= room {
        return text.clone();
    }
    let mut kept: String = text.chars().take(200).collect();
    while !kept.is_empty() && sheet.width(&format!("{kept}…"), ink) > room {
        kept.pop();
    }
    Sentence::given(format!("{kept}…"))
}

/// Each run's letter at the height where it ends, pushed apart where ends meet.
pub(super) fn letters(mut ends: Vec<(usize, f64)>, plot: &Rect, sheet: &Sheet) -> Vec<Label> {
    const APART: f64 = 15.5;
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    ends.truncate((plot.height() / APART) as usize + 1);
    let mut next = plot.top;
    for (_, y) in &mut ends {
        *y = y.max(next);
        next = *y + APART;
    }
    let mut limit = plot.bottom;
    for (_, y) in ends.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - APART;
    }
    let label = |(index, y)| {
        let ink = bold(sheet.tokens.run(index));
        sheet.label(Sentence::given(letter(index)), (plot.right + 8.0, y), Align::Start, ink)
    };
    ends.into_iter().map(label).collect()
}
