//! The finder's figure: the losses of a sweep over its rates, and what each rule reads from them.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Ink, Label, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::number::number;
use super::super::place::{Item, place};
use super::super::text::{TextMeasure, Weight};
use super::super::theme::{Theme, Tokens};
use super::frame::{Frame, PX, ROW, Spec, hatch, muted, size};
use super::range::of_sweep;
use crate::finder::{LrFindReport, StopReason};

/// How to draw a finder's report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LrFindOptions {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// The user's own rate, drawn as a line.
    pub lr: Option<f64>,
    /// The sweep's first planned rate, so that a running sweep keeps its axis; else the first one recorded.
    pub from: Option<f64>,
    /// The sweep's last planned rate; else the last one recorded.
    pub to: Option<f64>,
}

impl Default for LrFindOptions {
    fn default() -> Self {
        Self { width: 1060.0, height: 330.0, theme: Theme::Light, lr: None, from: None, to: None }
    }
}

/// The figure of a finished or running sweep.
///
/// ```
/// use lr_lab::finder::{Consensus, LrFindReport};
/// use lr_lab::plot::{figure::lr_find, text::estimate};
///
/// let report = LrFindReport {
///     lrs: vec![1e-3, 1e-2, 1e-1],
///     losses: vec![0.7, 0.5, 0.9],
///     smoothed: vec![0.7, 0.6, 0.8],
///     stop: None,
///     suggestions: vec![],
///     unanswered: vec![],
///     bounds: None,
///     consensus: Consensus { lr: None, spread: 0.0, reason: String::new() },
/// };
/// let chart = lr_find::figure(&report, &lr_find::LrFindOptions::default(), &estimate);
/// assert_eq!(chart.layout.x.max(), 0.1);
/// ```
pub fn figure(report: &LrFindReport, options: &LrFindOptions, measure: &dyn TextMeasure) -> Chart {
    let tokens = options.theme.tokens();
    let first = options.from.or(report.lrs.first().copied()).unwrap_or(f64::NAN);
    let last = options.to.or(report.lrs.last().copied()).unwrap_or(f64::NAN);
    let (low, high) = of_sweep(&report.losses, &report.smoothed);
    let y = |height: f64| y_axis((low, high), height);
    let mut spec = Spec {
        size: size(options.width, options.height),
        theme: options.theme,
        header: 0.0,
        right: 0.0,
        x: Axis::log(first, last),
        y: &y,
        y_floor: if report.losses.iter().any(|&loss| loss < 0.0) { f64::NEG_INFINITY } else { 0.0 },
        x_title: "learning rate, log scale",
        y_title: "loss",
        measure,
    };

    let (frame, names) = named(report, &mut spec);
    let layout = frame.layout;
    let plot = layout.plot;
    let drawn = |column: &[f64]| {
        let points = report.lrs.iter().zip(column).map(|(&lr, &loss)| (layout.x_of(lr), layout.y_of(loss)));
        curve(points, &plot)
    };
    let (raw, smoothed) = (drawn(&report.losses), drawn(&report.smoothed));
    let circles: Vec<_> = names.iter().flat_map(|name| &name.marks).map(|&at| circle_center(at, &plot)).collect();

    let mut words = Words { placed: Vec::new(), lines: raw.iter().chain(&smoothed).cloned().collect(), plot };
    let my_x = options.lr.map(|lr| layout.x_of(lr)).filter(|x| (plot.left..=plot.right).contains(x));
    words.lines.extend(my_x.map(|x| vec![(x, plot.top), (x, plot.bottom)]));
    words.lines.extend(circles.iter().map(|&(x, y)| vec![(x, plot.top), (x, y + RADIUS)]));
    if let (Some(x), Some(lr)) = (my_x, options.lr) {
        words.my_rate(x, lr, &tokens, measure);
    }
    let zones = zones(report, &layout, &tokens);
    for zone in &zones {
        words.zone(zone, muted(options.theme), measure);
    }
    let stop = diverged(report, &layout);
    if let (Some(stop), false) = (&stop, names.iter().any(|name| name.marks.is_empty())) {
        words.note(stop, muted(options.theme), measure);
    }

    let mut marks: Vec<_> = zones.iter().map(|zone| Mark::Area { rect: zone.rect, color: zone.color }).collect();
    marks.extend(frame.grid(&words.placed, &tokens));
    if let Some(stop) = &stop {
        let area = Rect { left: stop.x, ..plot };
        if zones.is_empty() {
            marks.push(Mark::Area { rect: area, color: tokens.hot });
        }
        marks.extend(hatch(&area, Stroke::solid(tokens.rate.alpha(0.28), 1.0), &words.placed));
    }
    let line = |points: Vec<Point>, stroke| Mark::Line { points, stroke };
    marks.extend(raw.into_iter().map(|piece| line(piece, Stroke::solid(tokens.accent.alpha(0.38), 1.1))));
    marks.extend(smoothed.into_iter().map(|piece| line(piece, Stroke::solid(tokens.accent, 2.5))));
    if let Some(x) = my_x {
        marks.push(line(vec![(x, plot.top), (x, plot.bottom)], Stroke::solid(tokens.rate, 2.0)));
    }
    let leader = Stroke::solid(tokens.muted, 1.0).dashed(Some((1.5, 2.5)));
    for name in &names {
        for &(x, y) in &name.marks {
            let end = circle_center((x, y), &plot).1 - RADIUS;
            if end > name.foot {
                marks.push(line(vec![(x, name.foot), (x, end)], leader));
            }
        }
    }
    let rim = Some(Stroke::solid(tokens.ink, 1.6));
    marks.extend(circles.into_iter().map(|center| Mark::Dot { center, radius: RADIUS, fill: tokens.panel, rim }));

    let labels = names.into_iter().map(|name| name.label).chain(words.placed).collect();
    frame.chart(&spec, marks, labels)
}

const RADIUS: f64 = 4.5;

/// Room for the words under the curve.
const FOOT: f64 = 1.4 * ROW;

fn y_axis((low, high): (f64, f64), height: f64) -> Axis {
    let span = if high > low { high - low } else { low.abs().max(1e-3) * 0.5 };
    let free = (height - FOOT - 10.0).max(height * 0.4);
    let unit = span / free;
    Axis::linear(low - unit * FOOT.min(height * 0.4), high + unit * 10.0)
}

/// A circle on the curve, or at the edge of the plot where the curve has left it.
fn circle_center((x, y): Point, plot: &Rect) -> Point {
    (x, y.clamp(plot.top + RADIUS, plot.bottom - RADIUS))
}

/// A name over the plot, and the points of the curve that it names.
struct Name {
    label: Label,
    /// Where its leaders begin.
    foot: f64,
    /// Empty for a note.
    marks: Vec<Point>,
}

/// The frame with as many rows over the plot as the names need, and the names.
fn named(report: &LrFindReport, spec: &mut Spec) -> (Frame, Vec<Name>) {
    let tokens = spec.theme.tokens();
    let ink = Ink { px: PX, weight: Weight::Regular, color: tokens.ink };
    let most = ((0.34 * spec.size.1 / ROW) as usize).clamp(1, 6);
    let mut rows = usize::from(!report.suggestions.is_empty());
    let mut dropped = 0;
    loop {
        spec.header = rows as f64 * ROW;
        let frame = Frame::new(spec);
        let layout = frame.layout;
        let mut groups = groups(report, &layout);
        // A note that has no room beside the curve becomes one of the names.
        if let Some(stop) = diverged(report, &layout) {
            if stop.text_lines(ink, spec.measure, &layout.plot).is_none() {
                groups.push(Group { text: stop.text(), marks: Vec::new(), x: stop.x });
            }
        }
        groups.sort_by(|a, b| a.x.total_cmp(&b.x));
        for _ in 0..dropped {
            drop_widest(&mut groups, ink, spec.measure);
        }
        let width = |group: &Group| ink.width(&group.text, spec.measure);
        let items: Vec<_> = groups.iter().map(|group| Item { x: group.x, width: width(group) }).collect();
        let bounds = (layout.plot.left - 24.0, spec.size.0 - 4.0);
        let Some(places) = place(&items, rows, bounds) else {
            // More rows while there is height for them; after that fewer names: the circles and the table remain.
            if rows < most {
                rows += 1
            } else {
                dropped += 1
            }
            continue;
        };
        let names = groups.into_iter().zip(places).map(|(group, placed)| {
            let y = layout.plot.top - 4.0 - (placed.row as f64 + 0.5) * ROW;
            let color = if group.marks.is_empty() { tokens.muted } else { ink.color };
            let label = Label::new(group.text, (placed.left, y), Align::Start, Ink { color, ..ink }, spec.measure);
            let beside = group.x < label.rect.left || group.x > label.rect.right;
            let foot = if beside { y } else { label.rect.bottom };
            Name { label, foot, marks: group.marks }
        });
        return (frame, names.collect());
    }
}

/// Suggestions that fall on the same pixels share a name.
struct Group {
    text: String,
    marks: Vec<Point>,
    x: f64,
}

fn drop_widest(groups: &mut Vec<Group>, ink: Ink, measure: &dyn TextMeasure) {
    let named = groups.iter().enumerate().filter(|(_, group)| !group.text.is_empty());
    let widest = named.max_by(|(_, a), (_, b)| ink.width(&a.text, measure).total_cmp(&ink.width(&b.text, measure)));
    if let Some(index) = widest.map(|(index, _)| index) {
        groups.remove(index);
    }
}

fn groups(report: &LrFindReport, layout: &Layout) -> Vec<Group> {
    const SAME: f64 = 6.0;
    let mut marks: Vec<(Point, String)> = report
        .suggestions
        .iter()
        .filter(|suggestion| (0.0..=1.0).contains(&layout.x.position(suggestion.lr)))
        .filter_map(|suggestion| {
            let loss = smoothed_at(report, suggestion.lr).or(suggestion.loss.is_finite().then_some(suggestion.loss))?;
            Some(((layout.x_of(suggestion.lr), layout.y_of(loss)), short(suggestion.rule).to_owned()))
        })
        .collect();
    marks.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut groups: Vec<(Group, Vec<String>)> = Vec::new();
    for (point, name) in marks {
        match groups.last_mut() {
            Some((group, names)) if point.0 - group.x < SAME => {
                if point.0 - group.marks.last().map_or(f64::NEG_INFINITY, |last| last.0) > 0.5 {
                    group.marks.push(point);
                }
                names.push(name);
            }
            _ => groups.push((Group { text: String::new(), marks: vec![point], x: point.0 }, vec![name])),
        }
    }
    groups.into_iter().map(|(group, names)| Group { text: joined(&names), ..group }).collect()
}

/// Two names as they are, of more the first and how many others.
fn joined(names: &[String]) -> String {
    match names {
        [a, b] => format!("{a}, {b}"),
        [a, rest @ ..] if !rest.is_empty() => format!("{a} +{}", rest.len()),
        _ => names.concat(),
    }
}

/// A rule's name in as few letters as tell it from the others.
fn short(rule: &str) -> &str {
    match rule {
        "fastai-valley" => "valley",
        "fastai-slide" => "slide",
        "fastai-steep" => "steep",
        "fastai-minimum" => "minimum ÷10",
        "torch-lr-finder-steepest" => "torch-lr-finder",
        "lightning-steepest" => "Lightning",
        "lightning-steepest-2.5.2" => "Lightning 2.5.2",
        "ignite-steepest" => "ignite",
        "ktrain-steepest" => "ktrain",
        "ktrain-steepest-fixed" => "ktrain fixed",
        "keras-finder-steepest" => "keras-finder",
        other => other,
    }
}

/// The smoothed curve where it is drawn: between two of its points, on the line that joins them.
fn smoothed_at(report: &LrFindReport, lr: f64) -> Option<f64> {
    let points = || report.lrs.iter().copied().zip(report.smoothed.iter().copied());
    points().zip(points().skip(1)).find_map(|((lr0, loss0), (lr1, loss1))| {
        let within = (lr0 <= lr && lr <= lr1) || (lr1 <= lr && lr <= lr0);
        let share = if lr0 == lr1 { 0.0 } else { Axis::log(lr0, lr1).position(lr) };
        let share = if lr0 > lr1 { 1.0 - share } else { share };
        let loss = loss0 + share * (loss1 - loss0);
        (within && loss.is_finite()).then_some(loss)
    })
}

/// A range of rates and what it is good for.
struct Zone {
    rect: Rect,
    color: super::super::theme::Color,
    word: &'static str,
    align: Align,
}

fn zones(report: &LrFindReport, layout: &Layout, tokens: &Tokens) -> Vec<Zone> {
    let Some(bounds) = &report.bounds else { return Vec::new() };
    let plot = layout.plot;
    let [lower, upper] = [bounds.lower, bounds.upper].map(|lr| layout.x_of(lr).clamp(plot.left, plot.right));
    if !(lower <= upper) {
        return Vec::new();
    }
    let zone = |left, right, color, word, align| Zone { rect: Rect { left, right, ..plot }, color, word, align };
    let zones = [
        zone(plot.left, lower, tokens.cold, "too cold", Align::Start),
        zone(lower, upper, tokens.useful, "useful", Align::Start),
        zone(upper, plot.right, tokens.hot, "too hot", Align::End),
    ];
    zones.into_iter().filter(|zone| zone.rect.width() > 0.0).collect()
}

/// Where and when a sweep blew up.
struct Stop {
    x: f64,
    step: usize,
}

fn diverged(report: &LrFindReport, layout: &Layout) -> Option<Stop> {
    let stop = report.stop.as_ref()?;
    let x = layout.x_of(stop.lr);
    let inside = (layout.plot.left..=layout.plot.right).contains(&x);
    (inside && matches!(stop.reason, StopReason::Diverged | StopReason::NonFinite))
        .then_some(Stop { x, step: stop.step })
}

impl Stop {
    fn text(&self) -> String {
        format!("diverged at step {}", self.step)
    }

    /// The note in one or two lines, as it fits between the stop and the edge of the plot.
    fn text_lines(&self, ink: Ink, measure: &dyn TextMeasure, plot: &Rect) -> Option<Vec<String>> {
        let room = plot.right - self.x - 2.0 * WORD_MARGIN;
        let lines = [vec![self.text()], vec!["diverged".to_owned(), format!("at step {}", self.step)]];
        lines.into_iter().find(|lines| lines.iter().all(|line| ink.width(line, measure) <= room))
    }
}

const WORD_MARGIN: f64 = 8.0;

/// Words inside the plot, kept off each other and off every line.
struct Words {
    placed: Vec<Label>,
    lines: Vec<Vec<Point>>,
    plot: Rect,
}

impl Words {
    fn free(&self, rect: &Rect) -> bool {
        let around = rect.grown(2.0);
        self.plot.contains(rect)
            && !self.placed.iter().any(|label| label.rect.grown(3.0).overlaps(&around))
            && !self.lines.iter().any(|line| around.struck_by(line))
    }

    /// The baseline row of words, counted upward from the foot of the plot.
    fn foot(&self, row: f64) -> f64 {
        self.plot.bottom - (row + 0.7) * ROW
    }

    fn my_rate(&mut self, x: f64, lr: f64, tokens: &Tokens, measure: &dyn TextMeasure) {
        let ink = Ink { px: PX + 1.0, weight: Weight::Bold, color: tokens.rate };
        let text = format!("my rate {}", number(lr, 3));
        let rows = ((self.plot.height() / ROW) as usize).max(1);
        // The foot first, then as low as a curve leaves room.
        let places =
            (0..rows).flat_map(|row| [(x - WORD_MARGIN, Align::End, row), (x + WORD_MARGIN, Align::Start, row)]);
        let mut labels =
            places.map(|(x, align, row)| Label::new(text.clone(), (x, self.foot(row as f64)), align, ink, measure));
        let label = labels.find(|label| self.free(&label.rect));
        self.placed.extend(label);
    }

    fn zone(&mut self, zone: &Zone, ink: Ink, measure: &dyn TextMeasure) {
        let (left, right) = (zone.rect.left + WORD_MARGIN, zone.rect.right - WORD_MARGIN);
        if ink.width(zone.word, measure) > right - left {
            return;
        }
        let start = (left, Align::Start);
        let end = (right, Align::End);
        let middle = ((left + right) / 2.0, Align::Middle);
        let places = if zone.align == Align::End { [end, middle, start] } else { [start, middle, end] };
        let mut labels =
            places.map(|(x, align)| Label::new(zone.word, (x, self.foot(0.0)), align, ink, measure)).into_iter();
        let label = labels.find(|label| self.free(&label.rect));
        self.placed.extend(label);
    }

    fn note(&mut self, stop: &Stop, ink: Ink, measure: &dyn TextMeasure) {
        let Some(lines) = stop.text_lines(ink, measure, &self.plot) else { return };
        let rows = ((self.plot.height() / ROW) as usize).saturating_sub(lines.len());
        for row in 0..rows {
            for (x, align) in [(stop.x + WORD_MARGIN, Align::Start), (self.plot.right - WORD_MARGIN, Align::End)] {
                let place = |line: usize| (x, self.plot.top + ((row + line) as f64 + 0.8) * ROW);
                let labels: Vec<_> = lines
                    .iter()
                    .enumerate()
                    .map(|(line, text)| Label::new(text.clone(), place(line), align, ink, measure))
                    .collect();
                if labels.iter().all(|label| self.free(&label.rect)) {
                    self.placed.extend(labels);
                    return;
                }
            }
        }
    }
}
