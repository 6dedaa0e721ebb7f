//! The loss figure: runs over their steps.

use std::borrow::Cow;
use std::ops::Range;

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Label, Layout, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::{Color, Tokens};
use super::frame::{Frame, Spec, hatch, plain};
use super::legend::{Entry, Sample, dash, legend, lettered, letters};
use super::marker::Marker;
use super::range::{TWO_AND_A_HALF_DECADES, closer_axis, extent, finite, quantile, seen};
use super::texts;
use super::truth::{TIP, beyond};
use super::words::{WORD_MARGIN, Words, around};
use crate::number::number;
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
        /// Where the plot begins, under another figure; else where its tick labels end.
        pub left: Option<f64>,
        /// Where the plot ends; else where the letters of runs have room.
        pub right: Option<f64>,
        /// Whether the losses of batches are left out of runs that have losses on held-out rows.
        pub held_out_only: bool,
        /// Whether the runs are named elsewhere, so that their letters are enough.
        pub unnamed: bool,
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

/// Losses over steps, as one line of a run.
struct Line<'a> {
    place: usize,
    steps: Cow<'a, [f64]>,
    losses: &'a [f64],
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What a run is judged by.
    HeldOut,
    /// In front, where nothing else is known.
    BatchAlone,
    /// Behind the losses on held-out rows.
    Batch,
}

/// The losses of `runs` over their steps.
///
/// The loss on held-out rows at the ends of epochs is strong, with a circle where it was lowest if that was clearly before the
/// end; the loss of each batch is faint. What is off the scale is a triangle at the top.
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
    let lines: Vec<_> = runs.iter().flat_map(|run| lines(run, options.held_out_only)).collect();
    let y = y_axis(&lines, &x, closer);
    let lettered = runs.len() > 1 || options.unnamed;
    let off = lines.iter().any(|line| highest(line, &x).is_some_and(|(_, loss)| loss > y.max()));
    let legend = legend(&if options.unnamed { Vec::new() } else { entries(runs, &lines, off, &tokens) }, &sheet);
    let held_out = !lines.is_empty() && lines.iter().all(|line| line.kind == Kind::HeldOut);
    let spec = Spec {
        left: options.left,
        right: options.right,
        room: if lettered { 22.0 } else { 0.0 },
        x,
        y: &|_| y,
        x_title: texts::step(),
        y_title: if held_out { texts::held_out_loss() } else { texts::loss() },
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;

    let drawn: Vec<_> = lines.iter().map(|line| curve(layout.points(&line.steps, line.losses), &plot)).collect();
    let mut words = Words::new(sheet, plot, drawn.iter().flatten().cloned().collect());
    let mut front = Vec::new();
    let lowest = lines.iter().filter_map(|line| Some((line, lowest(line, &layout)?)));
    for (line, (at, loss)) in lowest {
        let rim = Stroke::solid(tokens.run(line.place), 2.0);
        front.push(Mark::Dot { center: at, radius: LOWEST, fill: tokens.panel, rim: Some(rim) });
        words.lines.push(vec![(at.0 - LOWEST, at.1), (at.0 + LOWEST, at.1)]);
        let text = sentence!("figure.lowest", "lowest {loss}", loss = number(loss, 3));
        words.first_free(around(at).map(|(at, align)| sheet.label(&text, at, align, plain(tokens.muted))));
    }
    for line in &lines {
        let Some((step, _)) = highest(line, &x).filter(|(_, loss)| *loss > y.max()) else { continue };
        let at = beyond(layout.x_of(step), &plot);
        front.extend(Marker::beyond(tokens.run(line.place), &tokens).marks(at, TIP));
        // In the legend, where there is one.
        let said = words.placed.iter().any(|label| label.text == texts::off_the_scale());
        if options.unnamed && !said {
            let away = (0..8).map(|step| WORD_MARGIN + f64::from(step) * plot.width() / 8.0);
            let beside = away.flat_map(|away| [(at.0 + away, Align::Start), (at.0 - away, Align::End)]);
            let label = |(x, align)| sheet.label(texts::off_the_scale(), (x, at.1 + 4.0), align, plain(tokens.muted));
            words.first_free(beside.map(label));
        }
    }

    let mut marks = frame.grid(&words.placed);
    for run in runs {
        marks.extend(diverged_area(run, &layout, tokens.run(run.place), &words.placed));
    }
    let mut ends = Vec::new();
    // Batches lie behind.
    for batch in [true, false] {
        for (line, pieces) in lines.iter().zip(&drawn).filter(|(line, _)| (line.kind == Kind::Batch) == batch) {
            marks.extend(line.stroke(&tokens).lines(pieces.iter().cloned()));
            let end = pieces.iter().flatten().next_back().filter(|_| !batch);
            ends.extend(end.map(|&(_, y)| (line.place, y)));
            marks.extend(line.dots(&layout, tokens.run(line.place)));
        }
    }
    marks.extend(front);
    let letters = if lettered { letters(ends, &plot, &sheet) } else { Vec::new() };
    frame.chart(legend, marks, letters.into_iter().chain(words.placed).collect())
}

/// Radius of the circle where a loss was lowest.
const LOWEST: f64 = 4.0;

/// More points than these are a line without dots.
const DOTTED: usize = 12;

impl Line<'_> {
    fn stroke(&self, tokens: &Tokens) -> Stroke {
        let color = tokens.run(self.place);
        match self.kind {
            Kind::HeldOut => Stroke::solid(color, 2.25).dashed(dash(self.place)),
            Kind::BatchAlone => Stroke::solid(color, 1.4).dashed(dash(self.place)),
            Kind::Batch => Stroke::solid(color.alpha(0.4), 1.1),
        }
    }

    fn is_dotted(&self) -> bool {
        self.kind == Kind::HeldOut && self.losses.len() <= DOTTED
    }

    /// Few points, which can be told apart.
    fn dots(&self, layout: &Layout, fill: Color) -> Vec<Mark> {
        let points = layout.points(&self.steps, self.losses).filter(|at| self.is_dotted() && layout.plot.holds(*at));
        spaced(points).into_iter().map(|center| Mark::Dot { center, radius: 3.0, fill, rim: None }).collect()
    }
}

/// What of a run is drawn.
fn lines<'a>(run: &Run<'a>, held_out_only: bool) -> Vec<Line<'a>> {
    let Trace { steps, losses, steps_per_epoch, validation, .. } = run.trace;
    let batch = |kind| Line { place: run.place, steps: Cow::Borrowed(steps), losses, kind };
    if validation.losses.is_empty() {
        return vec![batch(Kind::BatchAlone)];
    }
    let per_epoch = (*steps_per_epoch).max(1) as f64;
    let ends = validation.epochs.iter().map(|epoch| epoch * per_epoch).collect();
    let held_out = Line { place: run.place, steps: Cow::Owned(ends), losses: &validation.losses, kind: Kind::HeldOut };
    if held_out_only { vec![held_out] } else { vec![batch(Kind::Batch), held_out] }
}

/// Where a loss on held-out rows was lowest, if it has clearly risen since.
fn lowest(line: &Line, layout: &Layout) -> Option<(Point, f64)> {
    const RISEN: f64 = 8.0;
    const BEFORE: f64 = 12.0;
    let measured = || line.steps.iter().zip(line.losses).filter(|(_, loss)| loss.is_finite());
    let (step, loss) = measured().min_by(|a, b| a.1.total_cmp(b.1)).filter(|_| line.kind == Kind::HeldOut)?;
    let (last, end) = measured().next_back()?;
    let [at, end] = [(step, loss), (last, end)].map(|(step, loss)| (layout.x_of(*step), layout.y_of(*loss)));
    let risen = at.1 - end.1 >= RISEN && end.0 - at.0 >= BEFORE;
    (risen && layout.plot.holds(at)).then_some((at, *loss))
}

/// The step and the value of the highest finite loss on an axis of steps.
fn highest(line: &Line, x: &Axis) -> Option<(f64, f64)> {
    let points = line.steps.iter().copied().zip(line.losses.iter().copied());
    let seen = points.filter(|(step, loss)| (0.0..=1.0).contains(&x.position(*step)) && loss.is_finite());
    seen.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn last_step(runs: &[Run]) -> f64 {
    let taken = runs.iter().filter_map(|run| extent(finite(&run.trace.steps))).map(|(_, last)| last + 1.0);
    taken.fold(1.0, f64::max)
}

/// From zero, unless one looks closer; on a log scale where the lines in front span more than two and a half decades.
fn y_axis(lines: &[Line], x: &Axis, closer: bool) -> Axis {
    let parts: Vec<_> = lines.iter().map(|line| (line.kind, part(&line.steps, line.losses, x))).collect();
    let front = || parts.iter().filter(|(kind, _)| *kind != Kind::Batch).flat_map(|(_, part)| finite(part));
    let losses = || parts.iter().flat_map(|(_, part)| finite(part));
    let Some((lowest, highest)) = extent(losses()) else { return Axis::linear(0.0, 1.0) };
    if lowest < 0.0 {
        let high = quantile(losses(), 0.98).unwrap_or(highest);
        return Axis::linear(lowest, high + 0.05 * (high - lowest));
    }
    // Beside a calm line one that blows up from its beginning leaves through the top.
    let highs = || parts.iter().filter_map(|(kind, part)| high(part, *kind));
    let calm = highs().fold(f64::INFINITY, f64::min);
    let high = highs().filter(|high| *high <= RESTLESS * calm).fold(calm, f64::max);
    let least = extent(front()).map_or(lowest, |(least, _)| least);
    let low = quantile(front(), 0.005).unwrap_or(least);
    if least > 0.0 && low > 0.0 && high / low > TWO_AND_A_HALF_DECADES {
        return Axis::log((low / 1.5).max(high * 1e-9), high * 1.5);
    }
    if closer {
        return closer_axis(lowest, if highest <= RESTLESS * calm { highest } else { high });
    }
    Axis::linear(0.0, if high > 0.0 { 1.06 * high } else { 1.0 })
}

/// So many times the height at its beginning a line is restless and no more.
const RESTLESS: f64 = 20.0;

/// The height of one line that is worth seeing: a restless one is, of batches most of it; one that blows up leaves through the
/// top, at a scale set by its beginning.
fn high(part: &[f64], kind: Kind) -> Option<f64> {
    let (_, highest) = extent(finite(part))?;
    let begun = quantile(finite(part).take(5), 0.5)?;
    let mostly = if kind == Kind::HeldOut { highest } else { quantile(finite(part), 0.95)? };
    Some(if mostly <= RESTLESS * begun { mostly.max(2.0 * begun) } else { 2.0 * begun }.min(highest))
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

fn diverged_area(run: &Run, layout: &Layout, color: Color, labels: &[Label]) -> Vec<Mark> {
    let Some(step) = diverged(run.trace) else { return Vec::new() };
    let (edge, plot) = (layout.x_of(step as f64), layout.plot);
    if edge > plot.right {
        return Vec::new();
    }
    let area = Rect { left: edge.max(plot.left), ..plot };
    let mut marks = hatch(&area, Stroke::solid(color.alpha(0.25), 1.0), labels);
    if edge >= plot.left {
        marks.extend(Stroke::solid(color.alpha(0.6), 1.0).dashed(dash(run.place)).lines([plot.upright(edge)]));
    }
    marks
}

fn entries(runs: &[Run], lines: &[Line], off: bool, tokens: &Tokens) -> Vec<Entry> {
    let mut entries = Vec::new();
    for run in runs {
        let mut text = lettered(run.place, run.name);
        if let Some(step) = diverged(run.trace) {
            let diverged = texts::diverged_at(&texts::step(), step);
            text = sentence!("figure.run-diverged", "{run} · {diverged}", run = text, diverged);
        }
        let front = lines.iter().find(|line| line.place == run.place && line.kind != Kind::Batch);
        let stroke = Stroke::solid(tokens.run(run.place), 2.25).dashed(dash(run.place));
        let dotted = front.is_some_and(Line::is_dotted);
        entries.push(Entry::new(text, if dotted { Sample::Dotted(stroke) } else { Sample::Line(stroke) }));
    }
    if let Some(batch) = lines.iter().find(|line| line.kind == Kind::Batch) {
        let stroke = Stroke::solid(tokens.run(batch.place), 2.25).dashed(dash(batch.place));
        entries.push(Entry::optional(texts::held_out(), Sample::Line(stroke)));
        entries.push(Entry::optional(texts::each_batch(), Sample::Line(batch.stroke(tokens))));
    }
    if off {
        let marker = Marker::beyond(tokens.muted, tokens);
        entries.push(Entry::optional(texts::off_the_scale(), Sample::Marker(marker)));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, check_words, dots, lines, run, sizes, texts};
    use super::{LossOptions, Run, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::train::{Trace, Validation};

    fn draw(traces: &[Trace], options: LossOptions) -> Chart {
        let names = ["one-cycle", "constant 0.12", "a rather long name for a schedule that only warms up", ""];
        let named = traces.iter().zip(names.into_iter().cycle()).enumerate();
        let runs: Vec<_> = named.map(|(place, (trace, name))| Run { trace, name, place }).collect();
        figure(&runs, &options, &estimate)
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let four = [run(400, 0.03, false), risen(), run(144, 0.2, true), run(60, 0.01, true)];
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
            let eight: Vec<_> = four.iter().chain(&four).cloned().collect();
            for held_out_only in [false, true] {
                let bare =
                    LossOptions { held_out_only, unnamed: true, left: Some(50.0), right: Some(0.9 * width), ..options };
                check(&draw(&eight, bare), &format!("eight runs at {width} x {height}"));
                check(&draw(&eight, LossOptions { held_out_only, ..options }), &format!("named at {width} x {height}"));
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
        let mut noisy = run(400, 0.1, false);
        noisy.losses.iter_mut().skip(50).step_by(9).for_each(|loss| *loss = 1e-5);
        let kind = draw(&[noisy], LossOptions::default()).layout.y.kind();
        assert_eq!(kind, AxisKind::Linear, "the losses on held-out rows set the scale");
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

    /// A run whose loss on held-out rows is lowest in the middle.
    fn risen() -> Trace {
        let mut trace = run(400, 0.1, false);
        for (epoch, loss) in trace.validation.losses.iter_mut().enumerate() {
            *loss = 0.2 + 0.02 * (epoch as f64 - 4.0) * (epoch as f64 - 4.0);
        }
        trace
    }

    #[test]
    fn the_lowest_loss_is_marked_where_the_end_is_clearly_higher() {
        let only = LossOptions { held_out_only: true, unnamed: true, ..LossOptions::default() };
        let chart = draw(&[risen()], only);
        check_words(&chart, &["lowest 0.2", "A", "held-out loss"], "");
        let lowest = (chart.layout.x_of(200.0), chart.layout.y_of(0.2));
        let hollow = |mark: &&Mark| matches!(mark, Mark::Dot { center, rim: Some(_), .. } if *center == lowest);
        assert_eq!(chart.marks.iter().filter(hollow).count(), 1);
        let falling = draw(&[run(400, 0.1, false)], only);
        assert!(!texts(&falling).iter().any(|text| text.starts_with("lowest")), "{:?}", texts(&falling));
    }

    #[test]
    fn batches_can_be_left_out_where_there_are_held_out_losses() {
        let bare = Trace { validation: Validation::default(), ..run(200, 0.1, false) };
        let thin = |traces: &[Trace], held_out_only| {
            let chart = draw(traces, LossOptions { held_out_only, ..LossOptions::default() });
            let widths: Vec<_> = lines(&chart).filter(|line| line.0.len() > 4).map(|line| line.1.width).collect();
            widths
        };
        assert_eq!(thin(&[run(400, 0.1, false)], false), [1.1, 2.25]);
        assert_eq!(thin(&[run(400, 0.1, false)], true), [2.25]);
        assert_eq!(thin(&[bare], true), [1.4]);
    }

    #[test]
    fn a_wild_beginning_is_off_the_scale_and_flattens_nothing() {
        let mut wild = run(400, 0.1, false);
        wild.losses[..4].fill(3520.0);
        for unnamed in [false, true] {
            let chart = draw(&[wild.clone()], LossOptions { unnamed, ..LossOptions::default() });
            assert!(chart.layout.y.max() < 2.0, "{:?}", chart.layout.y);
            check_words(&chart, &["off the scale"], "");
        }
        let mut hopeless = run(400, 0.1, false);
        hopeless.validation.losses.iter_mut().for_each(|loss| *loss *= 1e4);
        let options = LossOptions { held_out_only: true, ..LossOptions::default() };
        let chart = draw(&[run(400, 0.1, false), hopeless.clone()], options);
        assert!(chart.layout.y.max() < 2.0, "{:?}", chart.layout.y);
        check_words(&chart, &["off the scale"], "");
        assert!(draw(&[hopeless], options).layout.y.max() > 1000.0, "alone it is seen");
    }

    #[test]
    fn eight_runs_differ_by_dash() {
        let eight: Vec<_> = (0..8).map(|_| run(400, 0.1, false)).collect();
        let chart = draw(&eight, LossOptions { held_out_only: true, unnamed: true, ..LossOptions::default() });
        let curves: Vec<_> = lines(&chart).filter(|line| line.1.width == 2.25).map(|line| line.1).collect();
        assert_eq!(curves.len(), 8);
        for (index, stroke) in curves.iter().enumerate() {
            assert!(curves[..index].iter().all(|other| other.dash != stroke.dash), "{stroke:?}");
        }
        check_words(&chart, &["A", "B", "C", "D", "E", "F", "G", "H"], "");
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
