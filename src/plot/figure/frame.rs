//! What every figure has around its data: margins, ticks, grid and titles.

use super::super::axis::{Axis, AxisKind, Tick};
use super::super::chart::{Align, Chart, Ink, Label, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, outside};
use super::super::text::{TextMeasure, Weight};
use super::super::theme::{Color, Theme, Tokens};
use super::legend::Legend;
use super::texts;
use crate::number::number;
use crate::sentence::{Sentence, Value};

/// Text of ticks, titles and names.
pub(super) const PX: f64 = 12.0;

/// Where a legend begins.
pub(super) const LEGEND_LEFT: f64 = 16.0;

/// Height of a row of names, legend entries or words.
pub(super) const ROW: f64 = 18.0;

/// Room for the title of an axis.
const TITLE: f64 = 16.0;

/// Between the plot and its tick labels.
const TICK: f64 = 8.0;

/// Between a label and a line that goes around it.
const CLEAR: f64 = 3.0;

/// What a figure is drawn on.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) size: (f64, f64),
    pub(super) tokens: Tokens,
    pub(super) measure: &'a dyn TextMeasure,
    /// Where the legend's first row begins, and where its rows end.
    pub(super) legend: (f64, f64),
}

impl<'a> Sheet<'a> {
    /// A sheet of a size that a figure can use: with room for a plot, and no larger than a canvas.
    pub(super) fn new((width, height): (f64, f64), theme: Theme, measure: &'a dyn TextMeasure) -> Self {
        let usable =
            |length: f64, least: f64, usual: f64| if length.is_nan() { usual } else { length.clamp(least, 8192.0) };
        let size = (usable(width, 160.0, 640.0), usable(height, 120.0, 320.0));
        Self { size, tokens: theme.tokens(), measure, legend: (LEGEND_LEFT, size.0 - 4.0) }
    }

    /// The sheet with the legend behind a heading that ends at `left`, if there is one.
    pub(super) fn headed(self, left: Option<f64>) -> Self {
        let left = left.filter(|left| left.is_finite()).map_or(self.legend.0, |left| left.min(self.size.0 / 2.0));
        Self { legend: (left, self.legend.1), ..self }
    }

    pub(super) fn label(&self, text: impl Into<Sentence>, at: Point, align: Align, ink: Ink) -> Label {
        Label::new(text, at, align, ink, self.measure)
    }

    pub(super) fn width(&self, text: &str, ink: Ink) -> f64 {
        ink.width(text, self.measure)
    }
}

/// What a frame is made of.
pub(super) struct Spec<'a> {
    /// Where the plot begins, so that figures under each other share an axis; tick labels that don't fit are left out.
    /// Else it begins where they end.
    pub(super) left: Option<f64>,
    /// Where the plot ends, for the same reason; else where the labels at the right leave it room.
    pub(super) right: Option<f64>,
    /// The least room right of the plot, where nothing says where it ends.
    pub(super) room: f64,
    pub(super) x: Axis,
    /// The y axis, given the height of the plot.
    pub(super) y: &'a dyn Fn(f64) -> Axis,
    /// No tick lies below this.
    pub(super) y_floor: f64,
    /// An empty title takes no room.
    pub(super) x_title: Sentence,
    /// Words beside that title about one value of the axis.
    pub(super) x_note: Option<(f64, Sentence, Ink)>,
    pub(super) y_title: Sentence,
    /// Whether numbers near 1 are written out, as losses are, also on a log scale.
    pub(super) y_plain: bool,
    /// Of the labels at the left, where it tells which curve they are for.
    pub(super) y_color: Option<Color>,
    pub(super) second: Option<SecondAxis>,
}

impl Default for Spec<'_> {
    fn default() -> Self {
        Self {
            left: None,
            right: None,
            room: 0.0,
            x: Axis::linear(0.0, 1.0),
            y: &|_| Axis::linear(0.0, 1.0),
            y_floor: f64::NEG_INFINITY,
            x_title: texts::nothing(),
            x_note: None,
            y_title: texts::nothing(),
            y_plain: false,
            y_color: None,
            second: None,
        }
    }
}

/// A y axis at the right.
pub(super) struct SecondAxis {
    pub(super) ticks: SecondTicks,
    /// An empty title takes no room.
    pub(super) title: Sentence,
    pub(super) color: Color,
}

pub(super) enum SecondTicks {
    /// Those of an axis of its own.
    Of(Axis),
    /// Names of values of the y axis, the most important first. Their room is kept also where they have no place.
    Named(Vec<(f64, &'static str)>),
}

impl SecondTicks {
    /// The ticks whose labels keep clear of each other; one without a label needs no room.
    fn placed(&self, y: &Axis, height: f64, line: f64, upright: impl Fn(&Axis) -> Vec<Tick>) -> Vec<Tick> {
        let named = match self {
            Self::Of(axis) => return upright(axis),
            Self::Named(named) => named,
        };
        let mut placed: Vec<Tick> = Vec::new();
        for &(value, label) in named {
            let position = y.position(value);
            let apart = |other: &Tick| (other.position - position).abs() * height >= line;
            let free = label.is_empty() || placed.iter().filter(|tick| !tick.label.is_empty()).all(apart);
            if (0.0..=1.0).contains(&position) && free {
                placed.push(Tick { value, position, label: label.to_owned() });
            }
        }
        placed
    }
}

/// A figure's surroundings, laid out.
pub(super) struct Frame<'a> {
    pub(super) layout: Layout,
    sheet: Sheet<'a>,
    labels: Vec<Label>,
    /// The grid and the marks of the ticks.
    lines: Vec<(Point, Point, Color)>,
}

impl<'a> Frame<'a> {
    /// The frame under `header` pixels of something else.
    pub(super) fn new(sheet: Sheet<'a>, header: f64, spec: &Spec) -> Self {
        let Sheet { size: (width, height), tokens, .. } = sheet;
        let muted = plain(tokens.muted);
        let width_of = |text: &str| sheet.width(text, muted);
        let title = |text: &str| if text.is_empty() { 0.0 } else { TITLE };
        let (top, bottom) = (header + 8.0, height - TICK - 16.0 - title(&spec.x_title));
        let upright_ticks = |axis: &Axis| axis.ticks(bottom - top, 14.0, |_| muted.line_height());
        let widest = |ticks: &[Tick]| ticks.iter().map(|tick| width_of(&tick.label)).fold(0.0, f64::max);

        let y = (spec.y)(bottom - top);
        let mut y_ticks = upright_ticks(&y);
        y_ticks.retain(|tick| tick.value >= spec.y_floor);
        if spec.y_plain && y.kind() == AxisKind::Log {
            y_ticks.iter_mut().for_each(|tick| tick.label = number(tick.value, 3));
        }
        let needed = (title(&spec.y_title) + widest(&y_ticks) + TICK + 2.0).ceil();
        // The first and the last tick's labels are centred on the plot's edges.
        let ends = spec.x.ticks(width, 24.0, width_of);
        let half = |tick: Option<&Tick>| tick.map_or(0.0, |tick| width_of(&tick.label) / 2.0) + 2.0;
        let left = spec.left.filter(|left| left.is_finite()).unwrap_or(needed);
        let left = left.max(half(ends.first()).ceil()).min(width / 3.0);
        y_ticks.retain(|tick| width_of(&tick.label) <= left - title(&spec.y_title) - TICK);
        let mut second_ticks = spec.second.as_ref().map_or_else(Vec::new, |second| {
            second.ticks.placed(&y, bottom - top, muted.line_height() + 1.0, upright_ticks)
        });
        let second = spec.second.as_ref().map_or(0.0, |second| second_room(second, &second_ticks, width_of));
        let right = width - half(ends.last()).max(spec.room).max(second).max(12.0).ceil().min(width / 4.0);
        let end = width - half(ends.last()).ceil();
        let right = spec.right.filter(|right| right.is_finite()).map_or(right, |right| right.clamp(0.75 * width, end));
        let second_title = spec.second.as_ref().map_or(0.0, |second| title(&second.title));
        second_ticks.retain(|tick| width_of(&tick.label) <= width - right - second_title - TICK);
        let plot = Rect::new((left, right), (top.round(), bottom.round()));
        let x_ticks = spec.x.ticks(plot.width(), 24.0, width_of);

        let y_ink = plain(spec.y_color.unwrap_or(muted.color));
        let (mut labels, mut lines) = (Vec::new(), Vec::new());
        // On half pixels a line of one pixel is sharp.
        let sharp = |at: f64| at.floor() + 0.5;
        for tick in &x_ticks {
            let x = plot.left + tick.position * plot.width();
            labels.push(sheet.label(Sentence::given(&tick.label), (x, plot.bottom + TICK + 8.0), Align::Middle, muted));
            let x = sharp(x);
            lines.push(((x, plot.top), (x, plot.bottom), tokens.rule));
            lines.push(((x, plot.bottom), (x, plot.bottom + 4.0), tokens.muted));
        }
        let row = |tick: &Tick| plot.bottom - tick.position * plot.height();
        for tick in &y_ticks {
            let at = (plot.left - TICK, row(tick));
            labels.push(sheet.label(Sentence::given(&tick.label), at, Align::End, y_ink));
            let y = sharp(at.1);
            lines.push(((plot.left, y), (plot.right, y), tokens.rule));
            lines.push(((plot.left - 4.0, y), (plot.left, y), tokens.muted));
        }
        if !spec.x_title.is_empty() {
            let row = plot.bottom + TICK + 24.0;
            let note = spec.x_note.as_ref().filter(|(value, ..)| (0.0..=1.0).contains(&spec.x.position(*value)));
            let note = note.map(|(value, text, ink)| {
                let half = sheet.width(text, *ink) / 2.0 + 2.0;
                let x = plot.left + spec.x.position(*value) * plot.width();
                sheet.label(text, (x.min(width - half).max(half), row), Align::Middle, *ink)
            });
            // At the other end where words about a value take its place.
            let ends = [(plot.right, Align::End), (plot.left, Align::Start)];
            let titles = ends.map(|(x, align)| sheet.label(&spec.x_title, (x, row), align, muted));
            let free = |title: &Label| note.as_ref().is_none_or(|note| !note.rect.grown(6.0).overlaps(&title.rect));
            labels.extend(titles.into_iter().find(free));
            labels.extend(note);
        }
        // Up to its first comma where the figure is too low for all of it.
        let upward = |title: &Sentence, x: f64, ink| {
            let short = match title.values().first() {
                Some((_, Value::Sentence(quantity))) => quantity,
                _ => title,
            };
            let middle = (plot.top + plot.bottom) / 2.0;
            let labels = [title, short].map(|text| Label::upward(text, (x, middle), ink, sheet.measure));
            labels.into_iter().find(|label| label.rect.top >= header && label.rect.bottom <= plot.bottom + TICK)
        };
        if !spec.y_title.is_empty() {
            labels.extend(upward(&spec.y_title, 8.0, y_ink));
        }
        if let Some(second) = &spec.second {
            let ink = plain(second.color);
            for tick in &second_ticks {
                let at = (plot.right + TICK, row(tick));
                if !tick.label.is_empty() {
                    labels.push(sheet.label(Sentence::given(&tick.label), at, Align::Start, ink));
                }
                let y = sharp(at.1);
                lines.push(((plot.right, y), (plot.right + 4.0, y), tokens.muted));
            }
            if !second_ticks.is_empty() && !second.title.is_empty() {
                labels.extend(upward(&second.title, width - 8.0, ink));
            }
        }
        let base = sharp(plot.bottom);
        lines.push(((plot.left, base), (plot.right, base), tokens.rule));
        Self { layout: Layout { plot, x: spec.x, y }, sheet, labels, lines }
    }

    /// Grid lines and tick marks, which go around `labels`.
    pub(super) fn grid(&self, labels: &[Label]) -> Vec<Mark> {
        let holes = holes(labels);
        let line =
            |&(from, to, color): &(Point, Point, Color)| Stroke::solid(color, 1.0).lines(outside(from, to, &holes));
        self.lines.iter().flat_map(line).collect()
    }

    /// The chart around `marks` and `labels`, under its legend.
    pub(super) fn chart(self, legend: Legend, mut marks: Vec<Mark>, labels: Vec<Label>) -> Chart {
        let Sheet { size: (width, height), tokens, .. } = self.sheet;
        marks.extend(legend.marks);
        let labels = self.labels.into_iter().chain(legend.labels).chain(labels).collect();
        Chart { width, height, background: tokens.paper, marks, labels, layout: self.layout }
    }
}

/// What a second axis needs at the right of the plot.
fn second_room(second: &SecondAxis, ticks: &[Tick], width_of: impl Fn(&str) -> f64) -> f64 {
    let title = if second.title.is_empty() { 0.0 } else { TITLE };
    let widest = match &second.ticks {
        SecondTicks::Of(_) => ticks.iter().map(|tick| width_of(&tick.label)).fold(0.0, f64::max),
        SecondTicks::Named(named) => named.iter().map(|(_, label)| width_of(label)).fold(0.0, f64::max),
    };
    title + widest + TICK + 2.0
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
            Some(stroke.lines(outside(at(enter), at(leave), &holes)))
        })
        .flatten()
        .collect()
}

/// What a line goes around.
pub(super) fn holes(labels: &[Label]) -> Vec<Rect> {
    labels.iter().map(|label| label.rect.grown(CLEAR)).collect()
}

/// Of the hatching where a sweep diverged.
pub(super) const fn diverged_stroke(tokens: &Tokens) -> Stroke {
    Stroke::solid(tokens.rate.alpha(0.28), 1.0)
}

pub(super) const fn plain(color: Color) -> Ink {
    Ink { px: PX, weight: Weight::Regular, color }
}

pub(super) const fn bold(color: Color) -> Ink {
    Ink { px: PX, weight: Weight::Bold, color }
}
