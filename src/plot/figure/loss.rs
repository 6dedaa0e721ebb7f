//! The loss figure: runs A to D over their steps.

use std::borrow::Cow;
use std::ops::Range;

use super::super::axis::Axis;
use super::super::chart::{Chart, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::{Color, Theme};
use super::frame::{Frame, ROW, Spec, hatch, size};
use super::legend::{Entry, Sample, dash, legend, lettered, letters};
use super::range::{extent, finite, quantile, seen};
use super::texts;
use crate::sentence;
use crate::train::{Trace, TraceStopReason};

/// How to draw runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossOptions {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Planned steps, so that a running fit keeps its axis; else as many as were taken.
    pub total: Option<f64>,
    /// The axis's first step, for a closer look; else 0.
    pub from: Option<f64>,
    /// The axis's last step; else the total.
    pub to: Option<f64>,
}

impl Default for LossOptions {
    fn default() -> Self {
        Self { width: 520.0, height: 260.0, theme: Theme::Light, total: None, from: None, to: None }
    }
}

/// A run and what the legend calls it.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was recorded.
    pub trace: &'a Trace,
    /// Such as `one-cycle`; may be empty.
    pub name: &'a str,
    /// Which letter, dash and colour it has: 0 for A.
    pub place: usize,
}

/// The losses of `runs` over their steps.
///
/// The loss of each batch is thin, and the validation loss at the ends of epochs strong with dots. One run alone
/// shows its validation loss in the colour of truth; several keep their own colours.
///
/// ```
/// use lr_lab::plot::{figure::loss, text::estimate};
/// use lr_lab::train::Trace;
///
/// let trace = Trace { steps: vec![0.0, 1.0], lrs: vec![0.1; 2], losses: vec![0.7, 0.6], ..Trace::default() };
/// let runs = [loss::Run { trace: &trace, name: "constant 0.1", place: 0 }];
/// let chart = loss::figure(&runs, &loss::LossOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "A constant 0.1"));
/// ```
pub fn figure(runs: &[Run], options: &LossOptions, measure: &dyn TextMeasure) -> Chart {
    let tokens = options.theme.tokens();
    let steps = options.total.filter(|total| total.is_finite() && *total > 0.0).unwrap_or_else(|| last_step(runs));
    let x = Axis::linear(options.from.unwrap_or(0.0), options.to.unwrap_or(steps));
    let closer = options.from.is_some() || options.to.is_some();
    let y = y_axis(runs, &x, closer);
    let several = runs.len() > 1;
    let entries = entries(runs, options.theme);
    let size = size(options.width, options.height);
    let (legend, rows) = legend(&entries, size, options.theme, measure);
    let spec = Spec {
        size,
        theme: options.theme,
        header: rows as f64 * ROW,
        left: None,
        right: if several { 22.0 } else { 0.0 },
        x,
        y: &|_| y,
        y_floor: f64::NEG_INFINITY,
        x_title: texts::step(),
        y_title: texts::loss(),
        y_plain: false,
        y_color: None,
        second: None,
        measure,
    };
    let frame = Frame::new(&spec);
    let layout = frame.layout;

    let mut marks = frame.grid(&[], &tokens);
    for run in runs {
        marks.extend(diverged_area(run, &layout, tokens.run(run.place)));
    }
    let mut ends = Vec::new();
    for run in runs {
        let index = run.place;
        let [batch, validation] = columns(run.trace).map(|(steps, losses)| {
            let points = steps.iter().zip(losses).map(|(&step, &loss)| (layout.x_of(step), layout.y_of(loss)));
            points.collect::<Vec<Point>>()
        });
        let color = tokens.run(index);
        let strong = if several { color } else { tokens.truth };
        let alone = validation.is_empty();
        let thin = if alone { Stroke::solid(color, 1.4) } else { Stroke::solid(color.alpha(0.4), 1.1) };
        let thin = if alone { thin.dashed(dash(index)) } else { thin };
        let line = |points, stroke| Mark::Line { points, stroke };
        let drawn = curve(batch.iter().copied(), &layout.plot);
        let strong_drawn = curve(validation.iter().copied(), &layout.plot);
        let last = strong_drawn.iter().flatten().next_back().or(drawn.iter().flatten().next_back());
        ends.extend(last.map(|&(_, y)| (index, y)));
        marks.extend(drawn.into_iter().map(|piece| line(piece, thin)));
        marks
            .extend(strong_drawn.into_iter().map(|piece| line(piece, Stroke::solid(strong, 2.25).dashed(dash(index)))));
        let dots = validation.into_iter().filter(|point| within(*point, &layout.plot));
        marks.extend(spaced(dots).into_iter().map(|center| Mark::Dot { center, radius: 3.0, fill: strong, rim: None }));
    }
    let mut labels = Vec::new();
    for entry in legend {
        marks.extend(entry.marks());
        labels.push(entry.label);
    }
    if several {
        labels.extend(letters(ends, &layout, options.theme, measure));
    }
    frame.chart(&spec, marks, labels)
}

fn last_step(runs: &[Run]) -> f64 {
    let taken = runs.iter().filter_map(|run| extent(finite(&run.trace.steps))).map(|(_, last)| last + 1.0);
    taken.fold(1.0, f64::max)
}

/// 10^2.5: beyond it a linear axis shows the end of a run as zero.
const TWO_AND_A_HALF_DECADES: f64 = 316.2;

/// From zero, unless one looks closer; on a log scale where the losses span more than two and a half decades.
fn y_axis(runs: &[Run], x: &Axis, closer: bool) -> Axis {
    let parts: Vec<_> =
        runs.iter().flat_map(|run| columns(run.trace).map(|(steps, losses)| part(&steps, losses, x))).collect();
    let losses = || parts.iter().flat_map(|part| finite(part));
    // Most of a restless run is shown; a run that blows up leaves through the top, at a scale set by its beginning.
    const RESTLESS: f64 = 20.0;
    let begun = parts.iter().filter_map(|part| quantile(finite(part).take(5), 0.5)).fold(f64::NEG_INFINITY, f64::max);
    let Some((lowest, highest)) = extent(losses()) else { return Axis::linear(0.0, 1.0) };
    if lowest < 0.0 {
        let high = quantile(losses(), 0.98).unwrap_or(highest);
        return Axis::linear(lowest, high + 0.05 * (high - lowest));
    }
    let mostly = quantile(losses(), 0.95).unwrap_or(highest);
    let high = if mostly <= RESTLESS * begun { mostly.max(2.0 * begun) } else { 2.0 * begun }.min(highest);
    let low = quantile(losses(), 0.005).unwrap_or(lowest);
    if lowest > 0.0 && low > 0.0 && high / low > TWO_AND_A_HALF_DECADES {
        return Axis::log((low / 1.5).max(high * 1e-9), high * 1.5);
    }
    if closer {
        let room = 0.06 * (high - lowest);
        return Axis::linear((lowest - room).max(0.0), high + room);
    }
    Axis::linear(0.0, if high > 0.0 { 1.06 * high } else { 1.0 })
}

/// The steps and losses of the batches, and those of the ends of epochs.
fn columns(trace: &Trace) -> [(Cow<'_, [f64]>, &[f64]); 2] {
    let per_epoch = trace.steps_per_epoch.max(1) as f64;
    let ends = trace.validation.epochs.iter().map(|epoch| epoch * per_epoch).collect();
    [(Cow::Borrowed(&trace.steps), &trace.losses), (Cow::Owned(ends), &trace.validation.losses)]
}

/// The losses that are seen on an axis of steps.
fn part<'a>(steps: &[f64], losses: &'a [f64], x: &Axis) -> &'a [f64] {
    let Range { start, end } = seen(steps, x);
    // Columns that were read from elsewhere may differ in length.
    losses.get(start..end.min(losses.len())).unwrap_or_default()
}

fn within((x, y): Point, plot: &Rect) -> bool {
    (plot.left..=plot.right).contains(&x) && (plot.top..=plot.bottom).contains(&y)
}

/// Dots that can be told apart.
fn spaced(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept.last().is_none_or(|last| point.0 - last.0 >= 9.0) {
            kept.push(point);
        }
    }
    kept
}

/// The step at which a run's loss stopped being a number.
fn diverged(trace: &Trace) -> Option<usize> {
    trace.stop.as_ref().filter(|stop| stop.reason == TraceStopReason::NonFinite).map(|stop| stop.step)
}

fn diverged_area(run: &Run, layout: &Layout, color: Color) -> Vec<Mark> {
    let Some(step) = diverged(run.trace) else { return Vec::new() };
    let (edge, plot) = (layout.x_of(step as f64), layout.plot);
    if edge > plot.right {
        return Vec::new();
    }
    let area = Rect { left: edge.max(plot.left), ..plot };
    let mut marks = hatch(&area, Stroke::solid(color.alpha(0.25), 1.0), &[]);
    if edge >= plot.left {
        let points = vec![(edge, plot.top), (edge, plot.bottom)];
        marks.push(Mark::Line { points, stroke: Stroke::solid(color.alpha(0.6), 1.0).dashed(dash(run.place)) });
    }
    marks
}

fn entries(runs: &[Run], theme: Theme) -> Vec<Entry> {
    let tokens = theme.tokens();
    let mut entries = Vec::new();
    for run in runs {
        let index = run.place;
        let mut text = lettered(index, run.name);
        if let Some(step) = diverged(run.trace) {
            let diverged = texts::diverged_at(&texts::step(), step);
            text = sentence!("figure.run-diverged", "{run} · {diverged}", run = text, diverged);
        }
        let validated = !run.trace.validation.losses.is_empty();
        let width = if validated && runs.len() == 1 { 1.1 } else { 2.25 };
        let stroke = Stroke::solid(tokens.run(index), width).dashed(dash(index));
        let dotted = validated && runs.len() > 1;
        entries.push(Entry::new(text, if dotted { Sample::Dotted(stroke) } else { Sample::Line(stroke) }));
        if validated && runs.len() == 1 {
            let sample = Sample::Dotted(Stroke::solid(tokens.truth, 2.25));
            entries.push(Entry::new(sentence!("figure.validation", "validation, each epoch"), sample));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::samples::{WIDTHS, check, run};
    use super::{LossOptions, Rect, Run, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::train::{Trace, Validation};

    fn draw(traces: &[Trace], options: LossOptions) -> Chart {
        let names = ["one-cycle", "constant 0.12", "a rather long name for a schedule that only warms up", ""];
        let named = traces.iter().zip(names).enumerate();
        let runs: Vec<_> = named.map(|(place, (trace, name))| Run { trace, name, place }).collect();
        figure(&runs, &options, &estimate)
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let four = [run(400, 0.03, false), run(400, 0.03, false), run(144, 0.2, true), run(60, 0.01, true)];
        for width in WIDTHS {
            for height in [200.0, 230.0, 260.0] {
                for count in 0..=4 {
                    let options = LossOptions { width, height, ..LossOptions::default() };
                    check(&draw(&four[..count], options), &format!("{count} runs at {width} x {height}"));
                    for (from, to) in [(0.0, 30.0), (50.0, 55.0), (120.0, 400.0), (390.5, 391.0), (500.0, 900.0)] {
                        let options = LossOptions { from: Some(from), to: Some(to), ..options };
                        check(
                            &draw(&four[..count], options),
                            &format!("{count} runs, steps {from} to {to}, {width} wide"),
                        );
                    }
                }
                let options = LossOptions { width, height, total: Some(f64::NAN), ..LossOptions::default() };
                check(&draw(&[Trace::default(), run(1, 0.1, true)], options), "nothing to draw");
            }
        }
    }

    #[test]
    fn small_and_wide_losses_choose_their_scale() {
        for (floor, kind) in [(0.03, AxisKind::Linear), (1e-5, AxisKind::Log), (-1.0, AxisKind::Linear)] {
            let y = draw(&[run(800, floor, false)], LossOptions::default()).layout.y;
            assert_eq!(y.kind(), kind, "losses down to {floor}");
        }
        assert_eq!(draw(&[run(400, 0.03, false)], LossOptions::default()).layout.y.min(), 0.0);
        let zero = Trace { steps: vec![0.0, 1.0], losses: vec![1.0, 0.0], ..Trace::default() };
        assert_eq!(draw(&[zero], LossOptions::default()).layout.y.kind(), AxisKind::Linear);
    }

    #[test]
    fn a_closer_look_shows_the_height_of_what_is_seen() {
        let closer = LossOptions { from: Some(300.0), to: Some(399.0), ..LossOptions::default() };
        let runs = [run(400, 0.5, false), run(400, 0.52, false)];
        let (whole, part) = (draw(&runs, LossOptions::default()).layout, draw(&runs, closer).layout);
        assert_eq!((part.x.min(), part.x.max()), (300.0, 399.0));
        assert!(part.y.min() > 0.3 && part.y.max() < 0.9 && whole.y.min() == 0.0, "{:?} in {:?}", part.y, whole.y);
        let plot = part.plot;
        for mark in draw(&runs, closer).marks {
            if let Mark::Line { points, stroke } = mark
                && stroke.width == 2.25
                && points[0].1 > plot.top
            {
                assert!(
                    points
                        .iter()
                        .all(|point| plot.grown(0.01).contains(&Rect::new((point.0, point.0), (point.1, point.1))))
                );
            }
        }
    }

    #[test]
    fn a_run_keeps_its_letter_when_another_has_gone() {
        let trace = run(80, 0.1, false);
        let runs = [2, 3].map(|place| Run { trace: &trace, name: "", place });
        let chart = figure(&runs, &LossOptions::default(), &estimate);
        let letters = |letter: &str| chart.labels.iter().filter(|label| label.text == letter).count();
        assert_eq!(["A", "B", "C", "D"].map(letters), [0, 0, 2, 2]);
    }

    #[test]
    fn a_run_that_blows_up_leaves_through_the_top() {
        let mut trace = run(144, 0.1, true);
        for (step, loss) in trace.losses.iter_mut().enumerate().skip(120) {
            *loss = libm::exp(step as f64);
        }
        let chart = draw(&[trace], LossOptions { total: Some(400.0), ..LossOptions::default() });
        assert!(chart.layout.y.max() < 3.0, "{:?}", chart.layout.y);
        assert_eq!(chart.layout.x.max(), 400.0);
        assert!(chart.labels.iter().any(|label| label.text == "A one-cycle · diverged at step 143"));
        let beyond = chart.layout.x_of(144.0);
        let hatched = |mark: &&Mark| matches!(mark, Mark::Line { points, .. } if points.iter().all(|p| p.0 > beyond));
        assert!(chart.marks.iter().filter(hatched).count() > 20);
    }

    #[test]
    fn validation_lies_at_the_ends_of_epochs() {
        let trace = Trace { validation: Validation::default(), ..run(80, 0.1, false) };
        let bare = draw(&[trace], LossOptions::default());
        assert!(!bare.marks.iter().any(|mark| matches!(mark, Mark::Dot { .. })));
        let chart = draw(&[run(80, 0.1, false)], LossOptions::default());
        let plot = chart.layout.plot;
        let columns: Vec<_> = chart
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Dot { center, .. } if center.1 > plot.top => Some(center.0),
                _ => None,
            })
            .collect();
        assert_eq!(columns, [chart.layout.x_of(40.0), chart.layout.x_of(80.0)]);
    }
}
