//! The truth strip: final losses of networks that were trained at fixed rates, on the finder's own axis.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Ink, Label, Mark, Stroke};
use super::super::geometry::{Point, Rect};
use super::super::text::{TextMeasure, Weight};
use super::super::theme::{Color, Theme, Tokens};
use super::frame::{Frame, PX, ROW, Spec, hatch, muted, size};
use super::legend::{Entry, Sample, legend};
use super::range::{finite, of_part, of_truth, seen};
use super::texts;
use super::truth::{CIRCLE, Truth, cross};
use super::words::{WORD_MARGIN, Words};
use crate::finder::{JudgedBy, LrSweepReport};
use crate::number::number;
use crate::sentence;
use crate::sentence::{IntoValue, Sentence, Value};

/// How to draw a sweep's report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LrSweepOptions<'a> {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// The user's own rate, drawn as a line with what it costs.
    pub lr: Option<f64>,
    /// The axis's first rate; else the first one planned.
    pub from: Option<f64>,
    /// The axis's last rate; else the last one planned.
    pub to: Option<f64>,
    /// Where the plot begins; else where its tick labels end.
    pub left: Option<f64>,
    /// Suggested rates, a circle each.
    pub suggestions: &'a [f64],
}

impl Default for LrSweepOptions<'_> {
    fn default() -> Self {
        let (lr, from, to, left) = (None, None, None, None);
        Self { width: 1060.0, height: 140.0, theme: Theme::Light, lr, from, to, left, suggestions: &[] }
    }
}

/// Lower figures leave the title of the rates to the figure above.
const TITLED: f64 = 160.0;

/// The figure of a finished or running sweep: the median over the seeds with its quartiles, the best rate, and crosses at
/// the top where runs diverged.
///
/// ```
/// use lr_lab::finder::{JudgedBy, LrSweepPlan, LrSweepReport};
/// use lr_lab::plot::{figure::lr_sweep, text::estimate};
///
/// let plan = LrSweepPlan { lrs: vec![0.01, 0.1, 1.0], seeds: vec![1], steps: 400, judged_by: JudgedBy::Validation };
/// let report = LrSweepReport::new(plan, vec![0.5, 0.25, f64::INFINITY], None)?;
/// let options = lr_sweep::LrSweepOptions { lr: Some(0.01), ..Default::default() };
/// let chart = lr_sweep::figure(&report, &options, &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "2× the best"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
pub fn figure(report: &LrSweepReport, options: &LrSweepOptions, measure: &dyn TextMeasure) -> Chart {
    let notes = notes(report, options);
    let mut above = vec![false; notes.len()];
    loop {
        let (chart, unplaced) = drawn(report, options, &notes, &above, measure);
        // What finds no place in the plot goes above it, where it takes from the plot's height.
        match unplaced.first() {
            Some(&index) => above[index] = true,
            None => return chart,
        }
    }
}

/// Words about one rate.
struct Note {
    text: Sentence,
    lr: f64,
    mine: bool,
}

impl Note {
    fn color(&self, tokens: &Tokens) -> Color {
        if self.mine { tokens.rate } else { tokens.truth }
    }

    /// Beside the line of the user's rate; around the best rate's dot.
    fn places(&self, (x, y): Point, plot: &Rect) -> Vec<(Point, Align)> {
        let rows = ((plot.height() - 16.0) / 5.0).max(0.0) as usize;
        let row = |index: usize| plot.top + 9.0 + 5.0 * index as f64;
        let beside = |x: f64, y: f64| [((x + WORD_MARGIN, y), Align::Start), ((x - WORD_MARGIN, y), Align::End)];
        let anywhere = (0..=rows).flat_map(|index| beside(x, row(index)));
        if self.mine {
            return anywhere.collect();
        }
        let near = (0..6).map(|step| 15.0 + 5.0 * f64::from(step));
        // Centred, or else past a line beside the dot.
        let columns = [(x, Align::Middle), (x - BEST, Align::Start), (x + BEST, Align::End)];
        let around = near.flat_map(|away| [y - away, y + away]);
        let around = around.flat_map(|y| columns.map(|(x, align)| ((x, y), align)));
        around.chain(anywhere).collect()
    }
}

fn notes(report: &LrSweepReport, options: &LrSweepOptions) -> Vec<Note> {
    let Some(best) = report.best else { return Vec::new() };
    let x = x_axis(report, options);
    let mine = options.lr.filter(|lr| (0.0..=1.0).contains(&x.position(*lr))).map(|lr| {
        let text = report.regret_at(lr).map_or_else(
            || sentence!("figure.not-trained", "outside of the trained rates"),
            |found| cost(found.regret, found.interpolated, best.loss),
        );
        Note { text, lr, mine: true }
    });
    let known = options.lr == Some(best.lr);
    let best = (!known).then(|| Note {
        text: sentence!("figure.best", "best {lr}", lr = number(best.lr, 2)),
        lr: best.lr,
        mine: false,
    });
    mine.into_iter().chain(best).collect()
}

/// What a rate costs, in words.
fn cost(regret: f64, interpolated: bool, best: f64) -> Sentence {
    let about = |what: Value| match interpolated {
        true => sentence!("figure.about", "about {what}", what).value(),
        false => what,
    };
    if regret.is_infinite() {
        sentence!("figure.diverges", "diverges")
    } else if regret < 1.005 {
        let best = sentence!("figure.the-best", "the best");
        if interpolated { sentence!("figure.about", "about {what}", what = best) } else { best }
    } else if best > 0.0 {
        let times = about(number(regret, if regret < 2.0 { 3 } else { 2 }).value());
        sentence!("figure.times-the-best", "{times}× the best", times)
    } else {
        sentence!("figure.regret", "regret {regret}", regret = about(number(regret, 3).value()))
    }
}

/// What is worth seeing over the axis of the rates.
fn range(report: &LrSweepReport, x: &Axis) -> Option<(f64, f64)> {
    let columns = [&report.median, &report.lower, &report.upper];
    let whole = of_truth(columns[0], columns[1], columns[2])?;
    let part = seen(&report.plan.lrs, x);
    let heights = columns.into_iter().flat_map(|column| finite(&column[part.clone()]));
    if part.len() == report.plan.lrs.len() { Some(whole) } else { of_part(whole, heights).or(Some(whole)) }
}

fn x_axis(report: &LrSweepReport, options: &LrSweepOptions) -> Axis {
    let planned = &report.plan.lrs;
    let first = options.from.or(planned.first().copied()).unwrap_or(f64::NAN);
    let last = options.to.or(planned.last().copied()).unwrap_or(f64::NAN);
    Axis::log(first, last)
}

/// The figure with the notes that are marked so above the plot, and which of the others found no place.
fn drawn(
    report: &LrSweepReport,
    options: &LrSweepOptions,
    notes: &[Note],
    above: &[bool],
    measure: &dyn TextMeasure,
) -> (Chart, Vec<usize>) {
    let tokens = options.theme.tokens();
    let size = size(options.width, options.height);
    let titled = notes.iter().zip(above).filter(|(_, above)| **above).map(|(note, _)| note);
    let entries = entries(report, options, titled, measure);
    let (legend, rows) = legend(&entries, size, options.theme, measure);
    let x = x_axis(report, options);
    let range = range(report, &x);
    let spec = Spec {
        size,
        theme: options.theme,
        header: rows as f64 * ROW,
        left: options.left,
        right: 0.0,
        x,
        y: &|height| y_axis(range, height),
        y_floor: match range {
            // No loss is known, so no height means one.
            None => f64::INFINITY,
            Some((low, _)) if low >= 0.0 => 0.0,
            Some(_) => f64::NEG_INFINITY,
        },
        x_title: if size.1 < TITLED { texts::nothing() } else { texts::log_rate() },
        y_title: texts::nothing(),
        y_plain: true,
        y_color: None,
        second: None,
        measure,
    };
    let frame = Frame::new(&spec);
    let layout = frame.layout;
    let plot = layout.plot;

    let truth = Truth::new(report, &layout);
    let columns = |lr: &f64| Some(layout.x_of(*lr)).filter(|x| (plot.left..=plot.right).contains(x));
    let my_x = options.lr.as_ref().and_then(columns);
    let circles: Vec<_> = options.suggestions.iter().filter_map(columns).map(|x| truth.on_curve(x)).collect();
    let mut words =
        Words { placed: Vec::new(), lines: truth.lines.iter().map(|(line, _)| line.clone()).collect(), plot };
    words.lines.extend(truth.crosses.iter().flat_map(|&x| cross(x, &plot)));
    words.lines.extend(my_x.map(|x| vec![(x, plot.top), (x, plot.bottom)]));
    let dots = truth.dots.iter().map(|dot| (*dot, DOT)).chain(circles.iter().map(|circle| (*circle, CIRCLE)));
    words.lines.extend(dots.map(|((x, y), radius)| vec![(x, y - radius), (x, y + radius)]));
    let ink = Ink { px: PX, weight: Weight::Bold, color: tokens.ink };
    let mut unplaced = Vec::new();
    for (index, note) in notes.iter().enumerate().filter(|(index, _)| !above[*index]) {
        let x = layout.x_of(note.lr);
        let places = note.places((x, truth.on_curve(x).1), &plot);
        let ink = Ink { color: note.color(&tokens), ..ink };
        let labels = places.into_iter().map(|(at, align)| Label::new(note.text.clone(), at, align, ink, measure));
        if !words.first_free(labels) {
            unplaced.push(index);
        }
    }
    for hot in &truth.hot {
        let at = |y: f64| ((hot.left + hot.right) / 2.0, y);
        let heights = [(plot.top + plot.bottom) / 2.0, plot.bottom - 0.7 * ROW, plot.top + 1.2 * ROW];
        let label = |y| Label::new(texts::diverged(), at(y), Align::Middle, muted(options.theme), measure);
        words.first_free(heights.map(label).into_iter().filter(|label| label.rect.width() < hot.width()));
    }

    let line = |points, stroke| Mark::Line { points, stroke };
    let mut marks: Vec<_> = truth.hot.iter().map(|&rect| Mark::Area { rect, color: tokens.hot }).collect();
    marks.extend(frame.grid(&words.placed, &tokens));
    for hot in &truth.hot {
        marks.extend(hatch(hot, Stroke::solid(tokens.rate.alpha(0.28), 1.0), &words.placed));
    }
    marks.extend(truth.band.into_iter().map(|points| Mark::Patch { points, color: tokens.truth.alpha(BAND) }));
    for (points, leaves) in truth.lines {
        let stroke =
            if leaves { Stroke::solid(tokens.truth.alpha(0.5), 1.2) } else { Stroke::solid(tokens.truth, 2.0) };
        marks.push(line(points, stroke));
    }
    let crossed = truth.crosses.iter().flat_map(|&x| cross(x, &plot));
    marks.extend(crossed.map(|points| line(points, Stroke::solid(tokens.rate, 1.6))));
    marks.extend(my_x.map(|x| line(vec![(x, plot.top), (x, plot.bottom)], Stroke::solid(tokens.rate, 2.0))));
    let dot = |center, radius, fill, rim| Mark::Dot { center, radius, fill, rim };
    marks.extend(truth.dots.into_iter().map(|center| dot(center, DOT, tokens.truth, None)));
    let best = truth.best.map(|at| dot(at, BEST, tokens.panel.alpha(0.0), Some(Stroke::solid(tokens.truth, 1.6))));
    marks.extend(best);
    let rim = Some(Stroke::solid(tokens.ink, 1.4));
    marks.extend(circles.into_iter().map(|center| dot(center, CIRCLE, tokens.panel, rim)));
    let mut labels = Vec::new();
    for entry in legend {
        marks.extend(entry.marks());
        labels.push(entry.label);
    }
    labels.extend(words.placed);
    (frame.chart(&spec, marks, labels), unplaced)
}

/// Opacity of the area between the quartiles.
const BAND: f64 = 0.18;

const DOT: f64 = 2.75;
const BEST: f64 = 6.5;

fn entries<'a>(
    report: &LrSweepReport,
    options: &LrSweepOptions,
    titled: impl Iterator<Item = &'a Note>,
    measure: &dyn TextMeasure,
) -> Vec<Entry> {
    let tokens = options.theme.tokens();
    let ink = muted(options.theme);
    let plan = &report.plan;
    let judged = match plan.judged_by {
        JudgedBy::Validation => sentence!("figure.validation-loss", "validation loss"),
        JudgedBy::Training => sentence!("figure.training-loss", "training loss"),
    };
    let after = sentence!("figure.after-steps", "{loss} after {steps} steps", loss = judged, steps = plan.steps);
    let texts = match plan.seeds.len() {
        1 => {
            let truth = |loss: Sentence| sentence!("figure.truth", "Truth: {loss}", loss);
            let at_each = sentence!("figure.truth-at-each-rate", "Truth: {loss} at each rate", loss = after);
            [at_each, truth(after), truth(judged)]
        }
        n => {
            let of_seeds = |loss: Sentence| sentence!("figure.of-seeds", "{loss}, {count} seeds", loss, count = n);
            let median =
                sentence!("figure.truth-of-seeds", "Truth: {loss}, median of {count} seeds", loss = after, count = n);
            [median, of_seeds(after), of_seeds(judged)]
        }
    };
    let fits = |text: &Sentence| ink.width(text, measure) < options.width - 60.0;
    let text = texts.iter().find(|text| fits(text)).unwrap_or(&texts[2]).clone();
    let stroke = Stroke::solid(tokens.truth, 2.0);
    let mut entries = vec![Entry::new(text, Sample::Dotted(stroke))];
    for note in titled {
        let color = note.color(&tokens);
        let ring = Sample::Circle(tokens.panel.alpha(0.0), Stroke::solid(color, 1.6));
        entries.push(Entry::new(
            note.text.clone(),
            if note.mine { Sample::Line(Stroke::solid(color, 2.0)) } else { ring },
        ));
    }
    let ended = report.finals.iter().filter(|loss| !loss.is_nan()).count();
    if ended < report.finals.len() {
        let all = report.finals.len();
        let text = sentence!("figure.some-runs", "{ended} of {all} runs", ended, all);
        entries.push(Entry::optional(text, Sample::Remark));
    }
    if plan.seeds.len() > 1 {
        let text = sentence!("figure.middle-half", "middle half");
        entries.push(Entry::optional(text, Sample::Area(tokens.truth.alpha(BAND), None)));
    }
    if !options.suggestions.is_empty() {
        let text = sentence!("figure.suggested", "suggested");
        entries.push(Entry::optional(text, Sample::Circle(tokens.panel, Stroke::solid(tokens.ink, 1.4))));
    }
    entries
}

/// On a log scale where there is one, so that equal quotients, the regret, take equal room.
fn y_axis(range: Option<(f64, f64)>, height: f64) -> Axis {
    let Some((low, high)) = range else { return Axis::linear(0.0, 1.0) };
    let margin = 9.0 / (height - 18.0).max(18.0);
    let axis = if low > 0.0 { Axis::log } else { Axis::linear };
    let free = axis(low, high);
    axis(free.value(-margin), free.value(1.0 + margin))
}

#[cfg(test)]
mod tests {
    use super::super::lr_find;
    use super::super::samples::{RULES, WIDTHS, check, sweep, truths};
    use super::{LrSweepOptions, cost, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::{Weight, estimate};
    use crate::plot::theme::Theme;

    const AXIS: LrSweepOptions = LrSweepOptions {
        width: 1060.0,
        height: 140.0,
        theme: Theme::Light,
        lr: None,
        from: Some(1e-5),
        to: Some(10.0),
        left: None,
        suggestions: &[],
    };

    fn texts(chart: &Chart) -> Vec<&str> {
        chart.labels.iter().map(|label| &*label.text).collect()
    }

    fn truth(name: &str) -> crate::finder::LrSweepReport {
        truths().into_iter().find(|(known, _)| *known == name).unwrap().1
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let suggested = RULES.map(|(_, lr)| lr);
        for (name, report) in truths() {
            for width in WIDTHS {
                for height in [120.0, 140.0, 200.0] {
                    // On a rate, between rates, at the edges, where all diverged, and outside the plot.
                    for lr in [None, Some(report.plan.lrs[13]), Some(0.12), Some(1e-5), Some(7.0), Some(99.0)] {
                        for suggestions in [&[][..], &suggested[..]] {
                            let options = LrSweepOptions { width, height, lr, suggestions, ..AXIS };
                            let chart = figure(&report, &options, &estimate);
                            check(&chart, &format!("{name} at {width} x {height}, {lr:?}"));
                        }
                    }
                    for (from, to) in [(1e-5, 2e-5), (0.1, 0.12), (0.02, 0.5), (2.0, 10.0)] {
                        let closer = LrSweepOptions { width, height, from: Some(from), to: Some(to), ..AXIS };
                        let options = LrSweepOptions { lr: Some(0.12), suggestions: &suggested, ..closer };
                        check(&figure(&report, &options, &estimate), &format!("{name} from {from} to {to}"));
                    }
                }
            }
        }
    }

    #[test]
    fn under_the_finder_the_plots_are_flush() {
        let report = sweep(100, &RULES);
        for width in WIDTHS {
            let (from, to) = (Some(1e-5), Some(10.0));
            let options = lr_find::LrFindOptions { width, from, to, ..Default::default() };
            let above = lr_find::figure(&report, &options, &estimate).layout;
            for (name, report) in truths() {
                let options = LrSweepOptions { width, left: Some(above.plot.left), ..AXIS };
                let below = figure(&report, &options, &estimate).layout;
                let edges = (below.plot.left, below.plot.right);
                assert_eq!(edges, (above.plot.left, above.plot.right), "{name} at {width}");
                assert_eq!(below.x, above.x, "{name} at {width}");
            }
        }
    }

    #[test]
    fn what_a_rate_costs_in_words() {
        for (regret, interpolated, best, words) in [
            (1.0, false, 0.1, "the best"),
            (1.0049, true, 0.1, "about the best"),
            (1.05, false, 0.1, "1.05× the best"),
            (1.2, true, 0.1, "about 1.2× the best"),
            (23.4, false, 0.1, "23× the best"),
            (f64::INFINITY, true, 0.1, "diverges"),
            (1.5, false, -2.0, "regret 1.5"),
        ] {
            assert_eq!(cost(regret, interpolated, best), words);
        }
    }

    #[test]
    fn the_words_of_a_complete_strip() {
        for (name, lr, words) in [
            ("complete", 0.12, &["Truth: validation loss after 400 steps, median of 8 seeds", "diverged"][..]),
            ("complete", 7.0, &["diverges"]),
            ("one seed", 0.12, &["Truth: validation loss after 400 steps at each rate"]),
            ("one run", 0.12, &["outside of the trained rates", "1 of 160 runs"]),
        ] {
            let options = LrSweepOptions { lr: Some(lr), ..AXIS };
            let chart = figure(&truth(name), &options, &estimate);
            for word in words {
                assert!(texts(&chart).contains(word), "{name}: {word} is not among {:?}", texts(&chart));
            }
        }
        let report = truth("complete");
        let best = report.best.unwrap();
        for (lr, mine) in [(None, None), (Some(best.lr), Some("the best"))] {
            let chart = figure(&report, &LrSweepOptions { lr, ..AXIS }, &estimate);
            let named = texts(&chart).iter().any(|text| text.starts_with("best 0."));
            assert_eq!((mine.is_none(), true), (named, mine.is_none_or(|words| texts(&chart).contains(&words))));
        }
    }

    #[test]
    fn each_trained_rate_has_its_dot_and_each_diverged_one_its_cross() {
        for (name, dots, crosses) in [
            ("empty", 0, 0),
            ("one run", 1, 0),
            ("complete", 18, 2),
            ("some seeds diverge", 18, 8),
            ("a gap diverges", 15, 5),
            ("all diverged", 0, 20),
        ] {
            let chart = figure(&truth(name), &AXIS, &estimate);
            let plot = chart.layout.plot;
            let inside = |mark: &&Mark| matches!(mark, Mark::Dot { center, rim: None, .. } if center.1 > plot.top && center.1 < plot.bottom);
            let tokens = Theme::Light.tokens();
            let crossed = |mark: &&Mark| matches!(mark, Mark::Line { stroke, .. } if stroke.color == tokens.rate);
            assert_eq!(chart.marks.iter().filter(inside).count(), dots, "dots of {name}");
            assert_eq!(chart.marks.iter().filter(crossed).count(), 2 * crosses, "crosses of {name}");
        }
    }

    #[test]
    fn losses_above_zero_have_a_log_scale() {
        for (name, kind) in [
            ("complete", AxisKind::Log),
            ("constant", AxisKind::Log),
            ("empty", AxisKind::Linear),
            ("below zero", AxisKind::Linear),
            ("zero", AxisKind::Linear),
        ] {
            assert_eq!(figure(&truth(name), &AXIS, &estimate).layout.y.kind(), kind, "{name}");
        }
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        for size in [f64::NAN, f64::NEG_INFINITY, 0.0, 1.0, 1e9, f64::INFINITY] {
            for measured in [f64::NAN, -5.0, 0.0, 1e9] {
                let options = LrSweepOptions { width: size, height: size, left: Some(size), lr: Some(0.1), ..AXIS };
                let chart = figure(&truth("complete"), &options, &|_: &str, _: f64, _: Weight| measured);
                assert!((120.0..=8192.0).contains(&chart.width) && (120.0..=8192.0).contains(&chart.height));
            }
        }
    }
}
