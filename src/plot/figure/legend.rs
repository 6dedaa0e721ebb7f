//! What the curves of a figure are called: a legend over the plot, and letters where they end.

use super::super::chart::{Align, Ink, Label, Layout, Mark, Stroke};
use super::super::geometry::Rect;
use super::super::text::{TextMeasure, Weight};
use super::super::theme::{Color, Theme};
use super::frame::{PX, ROW};
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
    const fn room(self) -> f64 {
        match self {
            Self::Line(_) | Self::Dotted(_) | Self::Area(..) => SAMPLE + 6.0,
            Self::Circle(..) | Self::Marker(_) => 2.0 * CIRCLE + 6.0,
            Self::Remark => 0.0,
        }
    }
}

/// Length of the line that stands before a legend entry.
const SAMPLE: f64 = 22.0;

/// Radius of the circle that stands before one.
const CIRCLE: f64 = 4.0;

/// An entry where it stands.
pub(super) struct LegendEntry {
    pub(super) label: Label,
    at: f64,
    sample: Sample,
}

impl LegendEntry {
    /// What stands before the name.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let (x, middle) = (self.at, self.label.at.1);
        let line = |stroke| Mark::Line { points: vec![(x, middle), (x + SAMPLE, middle)], stroke };
        let dot = |radius, fill, rim| Mark::Dot { center: (x + SAMPLE / 2.0, middle), radius, fill, rim };
        match self.sample {
            Sample::Line(stroke) => vec![line(stroke)],
            Sample::Dotted(stroke) => vec![line(stroke), dot(3.0, stroke.color, None)],
            Sample::Area(color, stroke) => {
                let rect = Rect::new((x, x + SAMPLE), (middle - 5.0, middle + 5.0));
                [Mark::Area { rect, color }].into_iter().chain(stroke.map(line)).collect()
            }
            Sample::Circle(fill, rim) => {
                let center = (x + CIRCLE, middle);
                vec![Mark::Dot { center, radius: CIRCLE, fill, rim: Some(rim) }]
            }
            Sample::Marker(marker) => marker.marks((x + CIRCLE, middle), CIRCLE),
            Sample::Remark => Vec::new(),
        }
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
        let room = entry.sample.room();
        let text = shortened(&entry.text, width - LEFT - room - 6.0, ink, measure);
        let needs = room + ink.width(&text, measure);
        if x > LEFT && x + needs > width - 4.0 {
            if entry.optional {
                continue;
            }
            (x, row) = (LEFT, row + 1);
        }
        let at = (x + room, (row as f64 + 0.5) * ROW);
        let label = Label::new(text, at, Align::Start, ink, measure);
        placed.push(LegendEntry { label, at: x, sample: entry.sample });
        x += needs + BETWEEN;
    }
    let rows = if placed.is_empty() { 0 } else { row + 1 };
    (placed, rows)
}

/// As much of `text` as there is room for.
pub(super) fn shortened(text: &Sentence, room: f64, ink: Ink, measure: &dyn TextMeasure) -> Sentence {
    if ink.width(text, measure) <= room {
        return text.clone();
    }
    let mut kept: Vec<char> = text.chars().take(200).collect();
    while !kept.is_empty() && ink.width(&format!("{}…", kept.iter().collect::<String>()), measure) > room {
        kept.pop();
    }
    Sentence::given(format!("{}…", kept.iter().collect::<String>()))
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
            Label::new(Sentence::given(letter(index)), (x, y), Align::Start, ink, measure)
        })
        .collect()
}
