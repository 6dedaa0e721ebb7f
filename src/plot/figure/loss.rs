//! The loss figure: runs A to D over their steps.

use std::borrow::Cow;
use std::ops::Range;

use super::super::axis::Axis;
use super::super::chart::{Chart, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::{Color, Tokens};
use super::frame::{Frame, Spec, hatch};
use super::legend::{Entry, Sample, dash, legend, lettered, letters};
use super::range::{TWO_AND_A_HALF_DECADES, closer_axis, extent, finite, quantile, seen};
use super::texts;
use crate::sentence;
use crate::train::{Trace, TraceStopReason};

figure_options! {
    /// How to draw runs.
    pub struct LossOptions = 520.0 by 260.0 {
        /// Planned steps, so that a running fit keeps its axis; else as many as were taken.
        pub total: Option<f64>,
        /// The axis's first step, for a closer look; else 0.
        pub from: Option<f64>,
        /// The axis's last step; else the total.
        pub to: Option<f64>,
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
    let sheet = options.sheet(measure);
    let tokens = sheet.tokens;
    let steps = options.total.filter(|total| total.is_finite() && *total > 0.0).unwrap_or_else(|| last_step(runs));
    let x = Axis::linear(options.from.unwrap_or(0.0), options.to.unwrap_or(steps));
    let closer = options.from.is_some() || options.to.is_some();
    let y = y_axis(runs, &x, closer);
    let several = runs.len() > 1;
    let legend = legend(&entries(runs, &tokens), &sheet);
    let spec = Spec {
        room: if several { 22.0 } else { 0.0 },
        x,
        y: &|_| y,
        x_title: texts::step(),
        y_title: texts::loss(),
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;

    let mut marks = frame.grid(&[]);
    for run in runs {
        marks.extend(diverged_area(run, &layout, tokens.run(run.place)));
    }
    let mut ends = Vec::new();
    for run in runs {
        let index = run.place;
        let [batch, validation] =
            columns(run.trace).map(|(steps, losses)| layout.points(&steps, losses).collect::<Vec<_>>());
        let color = tokens.run(index);
        let strong = if several { color } else { tokens.truth };
        let thin = if validation.is_empty() {
            Stroke::solid(color, 1.4).dashed(dash(index))
        } else {
            Stroke::solid(color.alpha(0.4), 1.1)
        };
        let drawn = curve(batch, &layout.plot);
        let strong_drawn = curve(validation.iter().copied(), &layout.plot);
        let last = strong_drawn.iter().flatten().next_back().or(drawn.iter().flatten().next_back());
        ends.extend(last.map(|&(_, y)| (index, y)));
        marks.extend(thin.lines(drawn));
        marks.extend(Stroke::solid(strong, 2.25).dashed(dash(index)).lines(strong_drawn));
        let dots = validation.into_iter().filter(|point| layout.plot.holds(*point));
        marks.extend(spaced(dots).into_iter().map(|center| Mark::Dot { center, radius: 3.0, fill: strong, rim: None }));
    }
    let labels = if several { letters(ends, &layout.plot, &sheet) } else { Vec::new() };
    frame.chart(legend, marks, labels)
}

fn last_step(runs: &[Run]) -> f64 {
    let taken = runs.iter().filter_map(|run| extent(finite(&run.trace.steps))).map(|(_, last)| last + 1.0);
    taken.fold(1.0, f64::max)
}

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
        return closer_axis(lowest, high);
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
        marks.extend(Stroke::solid(color.alpha(0.6), 1.0).dashed(dash(run.place)).lines([plot.upright(edge)]));
    }
    marks
}

fn entries(runs: &[Run], tokens: &Tokens) -> Vec<Entry> {
    let mut entries = Vec::new();
    for run in runs {
        let mut text = lettered(run.place, run.name);
        if let Some(step) = diverged(run.trace) {
            let diverged = texts::diverged_at(&texts::step(), step);
            text = sentence!("figure.run-diverged", "{run} · {diverged}", run = text, diverged);
        }
        let validated = !run.trace.validation.losses.is_empty();
        let alone = runs.len() == 1;
        let width = if validated && alone { 1.1 } else { 2.25 };
        let stroke = Stroke::solid(tokens.run(run.place), width).dashed(dash(run.place));
        entries.push(Entry::new(text, if validated && !alone { Sample::Dotted(stroke) } else { Sample::Line(stroke) }));
        if validated && alone {
            let sample = Sample::Dotted(Stroke::solid(tokens.truth, 2.25));
            entries.push(Entry::new(sentence!("figure.validation", "validation, each epoch"), sample));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, check_words, dots, lines, run, sizes, texts};
    use super::{LossOptions, Run, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::Chart;
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
        for (width, height) in sizes(&[200.0, 230.0, 260.0]) {
            let options = LossOptions { width, height, ..LossOptions::default() };
            for count in 0..=4 {
                let case = format!("{count} runs at {width} x {height}");
                check(&draw(&four[..count], options), &case);
                for (from, to) in [(0.0, 30.0), (50.0, 55.0), (120.0, 400.0), (390.5, 391.0), (500.0, 900.0)] {
                    let options = LossOptions { from: Some(from), to: Some(to), ..options };
                    check(&draw(&four[..count], options), &format!("{case}, steps {from} to {to}"));
                }
            }
            let options = LossOptions { total: Some(f64::NAN), ..options };
            check(&draw(&[Trace::default(), run(1, 0.1, true)], options), "nothing to draw");
        }
    }

    #[test]
    fn small_and_wide_losses_choose_their_scale() {
        let zero = Trace { steps: vec![0.0, 1.0], losses: vec![1.0, 0.0], ..Trace::default() };
        for (trace, kind, what) in [
            (run(800, 0.03, false), AxisKind::Linear, "down to 0.03"),
            (run(800, 1e-5, false), AxisKind::Log, "down to 1e-5"),
            (run(800, -1.0, false), AxisKind::Linear, "below zero"),
            (zero, AxisKind::Linear, "zero"),
        ] {
            assert_eq!(draw(&[trace], LossOptions::default()).layout.y.kind(), kind, "{what}");
        }
        assert_eq!(draw(&[run(400, 0.03, false)], LossOptions::default()).layout.y.min(), 0.0);
    }

    #[test]
    fn a_closer_look_shows_the_height_of_what_is_seen() {
        let closer = LossOptions { from: Some(300.0), to: Some(399.0), ..LossOptions::default() };
        let runs = [run(400, 0.5, false), run(400, 0.52, false)];
        let whole = draw(&runs, LossOptions::default()).layout;
        let chart = draw(&runs, closer);
        let part = chart.layout;
        assert_eq!((part.x.min(), part.x.max()), (300.0, 399.0));
        assert!(part.y.min() > 0.3 && part.y.max() < 0.9 && whole.y.min() == 0.0, "{:?} in {:?}", part.y, whole.y);
        for (points, _) in lines(&chart).filter(|line| line.1.width == 2.25 && line.0[0].1 > part.plot.top) {
            assert!(points.iter().all(|point| part.plot.grown(0.01).holds(*point)), "{points:?}");
        }
    }

    #[test]
    fn a_run_keeps_its_letter_when_another_has_gone() {
        let trace = run(80, 0.1, false);
        let runs = [2, 3].map(|place| Run { trace: &trace, name: "", place });
        let chart = figure(&runs, &LossOptions::default(), &estimate);
        let letters = |letter: &str| texts(&chart).iter().filter(|text| **text == letter).count();
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
        check_words(&chart, &["A one-cycle · diverged at step 143"], "");
        let beyond = chart.layout.x_of(144.0);
        assert!(lines(&chart).filter(|(points, _)| points.iter().all(|point| point.0 > beyond)).count() > 20);
    }

    #[test]
    fn validation_lies_at_the_ends_of_epochs() {
        let trace = run(80, 0.1, false);
        let bare = Trace { validation: Validation::default(), ..trace.clone() };
        assert!(dots(&draw(&[bare], LossOptions::default())).is_empty());
        let chart = draw(&[trace], LossOptions::default());
        let columns: Vec<_> = dots(&chart).iter().map(|center| center.0).collect();
        assert_eq!(columns, [chart.layout.x_of(40.0), chart.layout.x_of(80.0)]);
    }
}
