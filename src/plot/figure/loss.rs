//! The loss figure: runs A to D over their steps.

use super::super::axis::Axis;
use super::super::chart::{Chart, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::{Color, Theme};
use super::frame::{Frame, ROW, Spec, hatch, size};
use super::legend::{Entry, Sample, dash, legend, letter, letters};
use super::range::{extent, finite, quantile};
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
}

impl Default for LossOptions {
    fn default() -> Self {
        Self { width: 520.0, height: 260.0, theme: Theme::Light, total: None }
    }
}

/// A run and what the legend calls it. Its letter, dash and colour follow from its place in the list.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was recorded.
    pub trace: &'a Trace,
    /// Such as `one-cycle`; may be empty.
    pub name: &'a str,
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
/// let runs = [loss::Run { trace: &trace, name: "constant 0.1" }];
/// let chart = loss::figure(&runs, &loss::LossOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "A constant 0.1"));
/// ```
pub fn figure(runs: &[Run], options: &LossOptions, measure: &dyn TextMeasure) -> Chart {
    let tokens = options.theme.tokens();
    let steps = options.total.filter(|total| total.is_finite() && *total > 0.0).unwrap_or_else(|| last_step(runs));
    let y = y_axis(runs);
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
        x: Axis::linear(0.0, steps),
        y: &|_| y,
        y_floor: f64::NEG_INFINITY,
        x_title: "step",
        y_title: "loss",
        y_plain: false,
        y_color: None,
        second: None,
        measure,
    };
    let frame = Frame::new(&spec);
    let layout = frame.layout;

    let mut marks = frame.grid(&[], &tokens);
    for (index, run) in runs.iter().enumerate() {
        marks.extend(diverged_area(run, index, &layout, tokens.run(index)));
    }
    let mut ends = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let (batch, validation) = (batch_points(run.trace, &layout), validation_points(run.trace, &layout));
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

/// From zero; on a log scale where the losses span more than two and a half decades.
fn y_axis(runs: &[Run]) -> Axis {
    let columns = || runs.iter().flat_map(|run| [&run.trace.losses, &run.trace.validation.losses]);
    let losses = || columns().flat_map(|column| finite(column));
    // Most of a restless run is shown; a run that blows up leaves through the top, at a scale set by its beginning.
    const RESTLESS: f64 = 20.0;
    let begun = columns().filter_map(|column| quantile(finite(column).take(5), 0.5)).fold(f64::NEG_INFINITY, f64::max);
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
    Axis::linear(0.0, if high > 0.0 { 1.06 * high } else { 1.0 })
}

fn batch_points(trace: &Trace, layout: &Layout) -> Vec<Point> {
    trace.steps.iter().zip(&trace.losses).map(|(&step, &loss)| (layout.x_of(step), layout.y_of(loss))).collect()
}

fn validation_points(trace: &Trace, layout: &Layout) -> Vec<Point> {
    let per_epoch = trace.steps_per_epoch.max(1) as f64;
    let validation = trace.validation.epochs.iter().zip(&trace.validation.losses);
    validation.map(|(&epoch, &loss)| (layout.x_of(epoch * per_epoch), layout.y_of(loss))).collect()
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

fn diverged_area(run: &Run, index: usize, layout: &Layout, color: Color) -> Vec<Mark> {
    let Some(step) = diverged(run.trace) else { return Vec::new() };
    let left = layout.x_of(step as f64);
    if !(layout.plot.left..=layout.plot.right).contains(&left) {
        return Vec::new();
    }
    let area = Rect { left, ..layout.plot };
    let edge = vec![(left, area.top), (left, area.bottom)];
    let mut marks = hatch(&area, Stroke::solid(color.alpha(0.25), 1.0), &[]);
    marks.push(Mark::Line { points: edge, stroke: Stroke::solid(color.alpha(0.6), 1.0).dashed(dash(index)) });
    marks
}

fn entries(runs: &[Run], theme: Theme) -> Vec<Entry> {
    let tokens = theme.tokens();
    let mut entries = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let mut text = letter(index).to_string();
        if !run.name.is_empty() {
            text = format!("{text} {}", run.name);
        }
        if let Some(step) = diverged(run.trace) {
            text = format!("{text} · diverged at step {step}");
        }
        let validated = !run.trace.validation.losses.is_empty();
        let width = if validated && runs.len() == 1 { 1.1 } else { 2.25 };
        let stroke = Stroke::solid(tokens.run(index), width).dashed(dash(index));
        let dotted = validated && runs.len() > 1;
        entries.push(Entry::new(text, if dotted { Sample::Dotted(stroke) } else { Sample::Line(stroke) }));
        if validated && runs.len() == 1 {
            let sample = Sample::Dotted(Stroke::solid(tokens.truth, 2.25));
            entries.push(Entry::new("validation, each epoch", sample));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::samples::{WIDTHS, check, run};
    use super::{LossOptions, Run, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::train::{Trace, Validation};

    fn draw(traces: &[Trace], options: LossOptions) -> Chart {
        let names = ["one-cycle", "constant 0.12", "a rather long name for a schedule that only warms up", ""];
        let runs: Vec<_> = traces.iter().zip(names).map(|(trace, name)| Run { trace, name }).collect();
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
