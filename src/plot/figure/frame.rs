//! What every figure has around its data: margins, ticks, grid and titles.

use super::super::axis::{Axis, AxisKind, Tick};
use super::super::chart::{Align, Chart, Ink, Label, Layout, Mark, Stroke};
use super::super::geometry::{Rect, outside};
use super::super::text::{TextMeasure, Weight};
use super::super::theme::{Color, Theme, Tokens};
use crate::number::number;
use crate::sentence::{Sentence, Value};

/// Text of ticks, titles and names.
pub(super) const PX: f64 = 12.0;

/// Height of a row of names, legend entries or words.
pub(super) const ROW: f64 = 18.0;

/// Room for the title of an axis.
const TITLE: f64 = 16.0;

/// Between the plot and its tick labels.
const TICK: f64 = 8.0;

/// Between a label and a line that goes around it.
const CLEAR: f64 = 3.0;

/// Width and height as a figure can use them: room for a plot, and no more than a canvas holds.
pub(super) fn size(width: f64, height: f64) -> (f64, f64) {
    let usable =
        |length: f64, least: f64, usual: f64| if length.is_nan() { usual } else { length.clamp(least, 8192.0) };
    (usable(width, 160.0, 640.0), usable(height, 120.0, 320.0))
}

/// What a frame is made of.
pub(super) struct Spec<'a> {
    pub(super) size: (f64, f64),
    pub(super) theme: Theme,
    /// Room over the plot.
    pub(super) header: f64,
    /// Where the plot begins, so that figures under each other share an axis; tick labels that don't fit are left out.
    /// Else it begins where they end.
    pub(super) left: Option<f64>,
    /// Room right of the plot.
    pub(super) right: f64,
    pub(super) x: Axis,
    /// The y axis, given the height of the plot.
    pub(super) y: &'a dyn Fn(f64) -> Axis,
    /// No tick lies below this.
    pub(super) y_floor: f64,
    /// An empty title takes no room.
    pub(super) x_title: Sentence,
    pub(super) y_title: Sentence,
    /// Whether numbers near 1 are written out, as losses are, also on a log scale.
    pub(super) y_plain: bool,
    /// Of the labels at the left, where it tells which curve they are for.
    pub(super) y_color: Option<Color>,
    pub(super) second: Option<SecondAxis<'a>>,
    pub(super) measure: &'a dyn TextMeasure,
}

/// A y axis at the right.
#[derive(Clone, Copy)]
pub(super) struct SecondAxis<'a> {
    pub(super) axis: Axis,
    pub(super) title: &'a Sentence,
    pub(super) color: Color,
}

/// A figure's surroundings, laid out.
pub(super) struct Frame {
    pub(super) layout: Layout,
    pub(super) labels: Vec<Label>,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
    second_ticks: Vec<Tick>,
}

impl Frame {
    pub(super) fn new(spec: &Spec) -> Self {
        let (width, height) = spec.size;
        let muted = muted(spec.theme);
        let title = |text: &str| if text.is_empty() { 0.0 } else { TITLE };
        let (top, bottom) = (spec.header + 8.0, height - TICK - 16.0 - title(&spec.x_title));
        let y = (spec.y)(bottom - top);
        let mut y_ticks = y.ticks(bottom - top, 14.0, |_| muted.line_height());
        y_ticks.retain(|tick| tick.value >= spec.y_floor);
        if spec.y_plain && y.kind() == AxisKind::Log {
            y_ticks.iter_mut().for_each(|tick| tick.label = number(tick.value, 3));
        }
        let widest = y_ticks.iter().map(|tick| muted.width(&tick.label, spec.measure)).fold(0.0, f64::max);
        let needed = (title(&spec.y_title) + widest + TICK + 2.0).ceil();
        // The first and the last tick's labels are centred on the plot's edges.
        let ends = spec.x.ticks(width, 24.0, |label| muted.width(label, spec.measure));
        let half = |tick: Option<&Tick>| tick.map_or(0.0, |tick| muted.width(&tick.label, spec.measure) / 2.0) + 2.0;
        let left = spec.left.filter(|left| left.is_finite()).unwrap_or(needed);
        let left = left.max(half(ends.first()).ceil()).min(width / 3.0);
        y_ticks.retain(|tick| muted.width(&tick.label, spec.measure) <= left - title(&spec.y_title) - TICK);
        let ticks = |second: SecondAxis| second.axis.ticks(bottom - top, 14.0, |_| muted.line_height());
        let second_ticks = spec.second.map(ticks).unwrap_or_default();
        let widest = second_ticks.iter().map(|tick| muted.width(&tick.label, spec.measure)).fold(0.0, f64::max);
        let second = if spec.second.is_some() { TITLE + widest + TICK + 2.0 } else { 0.0 };
        let right = width - half(ends.last()).max(spec.right).max(second).max(12.0).ceil().min(width / 4.0);
        let layout = Layout { plot: Rect::new((left, right), (top.round(), bottom.round())), x: spec.x, y };
        let plot = layout.plot;
        let x_ticks = spec.x.ticks(plot.width(), 24.0, |label| muted.width(label, spec.measure));

        let label = |text: Sentence, at, align| Label::new(text, at, align, muted, spec.measure);
        let y_ink = Ink { color: spec.y_color.unwrap_or(muted.color), ..muted };
        let mut labels = Vec::new();
        for tick in &x_ticks {
            let x = plot.left + tick.position * plot.width();
            labels.push(label(Sentence::given(&tick.label), (x, plot.bottom + TICK + 8.0), Align::Middle));
        }
        for tick in &y_ticks {
            let y = plot.bottom - tick.position * plot.height();
            labels.push(Label::new(
                Sentence::given(&tick.label),
                (plot.left - TICK, y),
                Align::End,
                y_ink,
                spec.measure,
            ));
        }
        if !spec.x_title.is_empty() {
            labels.push(label(spec.x_title.clone(), (plot.right, plot.bottom + TICK + 24.0), Align::End));
        }
        if !spec.y_title.is_empty() {
            labels.extend(upward(&spec.y_title, 8.0, &plot, y_ink, spec));
        }
        if let Some(second) = &spec.second {
            let ink = Ink { color: second.color, ..muted };
            for tick in &second_ticks {
                let y = plot.bottom - tick.position * plot.height();
                labels.push(Label::new(
                    Sentence::given(&tick.label),
                    (plot.right + TICK, y),
                    Align::Start,
                    ink,
                    spec.measure,
                ));
            }
            labels.extend(upward(second.title, width - 8.0, &plot, ink, spec));
        }
        Self { layout, labels, x_ticks, y_ticks, second_ticks }
    }

    /// Grid lines and tick marks, which go around `labels`.
    pub(super) fn grid(&self, labels: &[Label], tokens: &Tokens) -> Vec<Mark> {
        let plot = self.layout.plot;
        let holes = holes(labels);
        let mut marks = Vec::new();
        let mut line = |from, to, color| {
            let stroke = Stroke::solid(color, 1.0);
            let pieces = outside(from, to, &holes);
            marks.extend(pieces.into_iter().map(|ends| Mark::Line { points: ends.to_vec(), stroke }));
        };
        // On half pixels a line of one pixel is sharp.
        let sharp = |at: f64| at.floor() + 0.5;
        for tick in &self.x_ticks {
            let x = sharp(plot.left + tick.position * plot.width());
            line((x, plot.top), (x, plot.bottom), tokens.rule);
            line((x, plot.bottom), (x, plot.bottom + 4.0), tokens.muted);
        }
        for tick in &self.y_ticks {
            let y = sharp(plot.bottom - tick.position * plot.height());
            line((plot.left, y), (plot.right, y), tokens.rule);
            line((plot.left - 4.0, y), (plot.left, y), tokens.muted);
        }
        for tick in &self.second_ticks {
            let y = sharp(plot.bottom - tick.position * plot.height());
            line((plot.right, y), (plot.right + 4.0, y), tokens.muted);
        }
        let base = sharp(plot.bottom);
        line((plot.left, base), (plot.right, base), tokens.rule);
        marks
    }

    /// The chart around `marks`.
    pub(super) fn chart(self, spec: &Spec, marks: Vec<Mark>, labels: Vec<Label>) -> Chart {
        let (width, height) = spec.size;
        let labels = self.labels.into_iter().chain(labels).collect();
        Chart { width, height, background: spec.theme.tokens().paper, marks, labels, layout: self.layout }
    }
}

/// The title of a y axis, up to its first comma where the figure is too low for all of it.
fn upward(title: &Sentence, x: f64, plot: &Rect, ink: Ink, spec: &Spec) -> Option<Label> {
    let middle = (plot.top + plot.bottom) / 2.0;
    let short = match title.values().first() {
        Some((_, Value::Sentence(quantity))) => quantity,
        _ => title,
    };
    let labels = [title, short].map(|text| Label::upward(text, (x, middle), ink, spec.measure));
    labels.into_iter().find(|label| label.rect.top >= spec.header && label.rect.bottom <= plot.bottom + TICK)
}

/// Diagonals over an area that holds no data, which go around `labels`.
pub(super) fn hatch(area: &Rect, stroke: Stroke, labels: &[Label]) -> Vec<Mark> {
    const STEP: f64 = 9.0;
    let holes = holes(labels);
    let (width, height) = (area.width(), area.height());
    if width <= 0.0 || height <= 0.0 {
        return Vec::new();
    }
    let count = ((width + height) / STEP) as usize;
    (1..=count)
        .filter_map(|k| {
            let start = area.left + k as f64 * STEP;
            let (from, to) = ((start, area.top), (start - height, area.bottom));
            let (enter, leave) = area.inside(from, to)?;
            let at = |t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
            Some(outside(at(enter), at(leave), &holes))
        })
        .flatten()
        .map(|ends| Mark::Line { points: ends.to_vec(), stroke })
        .collect()
}

fn holes(labels: &[Label]) -> Vec<Rect> {
    labels.iter().map(|label| label.rect.grown(CLEAR)).collect()
}

pub(super) fn muted(theme: Theme) -> Ink {
    Ink { px: PX, weight: Weight::Regular, color: theme.tokens().muted }
}
