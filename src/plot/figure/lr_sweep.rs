//! The truth strip: final losses of networks that were trained at fixed rates, on the finder's own axis.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Mark, Stroke};
use super::super::geometry::{Point, Rect};
use super::super::text::TextMeasure;
use super::super::theme::{Color, Tokens};
use super::frame::{Frame, ROW, Sheet, Spec, bold, diverged_stroke, hatch, plain};
use super::legend::{Entry, Sample, legend};
use super::range::{finite, margin, of_part, of_truth, rate_axis, seen};
use super::texts;
use super::truth::{CIRCLE, Truth, finished_best};
use super::words::{WORD_MARGIN, Words};
use crate::finder::{Gain, JudgedBy, LrSweepReport};
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

figure_options! {
    /// How to draw a sweep's report.
    pub struct LrSweepOptions<'a> = 1060.0 by 140.0 {
        /// The user's own rate, drawn as a line with what it keeps of the gain.
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
}

/// Lower figures leave the title of the rates to the figure above.
const TITLED: f64 = 160.0;

/// The figure of a finished or running sweep: the median over the seeds with its quartiles, at the end the best rate, and crosses at
/// the top where runs diverged.
///
/// ```
/// use lr_lab::finder::{JudgedBy, LrSweepPlan, LrSweepReport, RunsStop};
/// use lr_lab::plot::{figure::lr_sweep, text::estimate};
///
/// let (lrs, judged_by) = (vec![0.01, 0.1, 1.0], JudgedBy::Validation);
/// let plan = LrSweepPlan { lrs, seeds: vec![1], steps: 400, judged_by, reference: 0.7 };
/// let report = LrSweepReport::new(plan, vec![0.5, 0.2, f64::INFINITY], vec![f64::NAN; 3], RunsStop::of(3, 3, false))?;
/// let options = lr_sweep::LrSweepOptions { lr: Some(0.01), ..Default::default() };
/// let chart = lr_sweep::figure(&report, &options, &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "40 % of the gain"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
pub fn figure(report: &LrSweepReport, options: &LrSweepOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let x = rate_axis(options.from, options.to, &report.plan.lrs);
    let mut notes = notes(report, options.lr, &x, &sheet.tokens);
    loop {
        let (chart, unplaced) = drawn(report, options, x, &notes, sheet);
        // What finds no place in the plot goes to the legend, which takes from the plot's height.
        match unplaced {
            Some(index) => notes[index].titled = true,
            None => return chart,
        }
    }
}

/// Words about one rate.
struct Note {
    text: Sentence,
    lr: f64,
    mine: bool,
    color: Color,
    /// Whether it is in the legend.
    titled: bool,
}

impl Note {
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

fn notes(report: &LrSweepReport, lr: Option<f64>, x: &Axis, tokens: &Tokens) -> Vec<Note> {
    let Some(best) = finished_best(report) else { return Vec::new() };
    let mine = lr.filter(|lr| (0.0..=1.0).contains(&x.position(*lr))).map(|lr| {
        let text = report
            .gain_at(lr)
            .map_or_else(|| sentence!("figure.not-trained", "outside of the trained rates"), |gain| kept(&gain));
        Note { text, lr, mine: true, color: tokens.rate, titled: false }
    });
    let known = lr == Some(best.lr);
    let best = (!known).then(|| Note {
        text: sentence!("figure.best", "best {lr}", lr = number(best.lr, 2)),
        lr: best.lr,
        mine: false,
        color: tokens.truth,
        titled: false,
    });
    mine.into_iter().chain(best).collect()
}

/// How much of the gain a rate keeps, in words.
fn kept(Gain { gain, interpolated, .. }: &Gain) -> Sentence {
    if gain.is_infinite() {
        return sentence!("figure.diverges", "diverges");
    }
    let said = match 100.0 * gain {
        ..0.5 => return sentence!("figure.no-gain", "no better than not training"),
        99.5.. => sentence!("figure.the-best", "as good as the best"),
        percent => sentence!("figure.gain-kept", "{percent} % of the gain", percent = format!("{percent:.0}")),
    };
    if *interpolated { sentence!("figure.about", "about {what}", what = said) } else { said }
}

/// What is worth seeing over the axis of the rates.
fn range(report: &LrSweepReport, x: &Axis) -> Option<(f64, f64)> {
    // Before the first whole round there is only what it has so far.
    let first = report.finals.chunks_exact(report.plan.seeds.len()).map(|row| row[0]).collect();
    let columns = match report.rounds.done {
        0 => [&first; 3],
        _ => [&report.median, &report.lower, &report.upper],
    };
    let whole = of_truth(columns[0], columns[1], columns[2])?;
    let part = seen(&report.plan.lrs, x);
    let heights = columns.into_iter().flat_map(|column| finite(&column[part.clone()]));
    if part.len() == report.plan.lrs.len() { Some(whole) } else { of_part(whole, heights).or(Some(whole)) }
}

/// The figure, and the first note outside of the legend that found no place.
fn drawn(
    report: &LrSweepReport,
    options: &LrSweepOptions,
    x: Axis,
    notes: &[Note],
    sheet: Sheet,
) -> (Chart, Option<usize>) {
    let tokens = sheet.tokens;
    let legend = legend(&entries(report, options, notes, &sheet), &sheet);
    let range = range(report, &x);
    let spec = Spec {
        left: options.left,
        x,
        y: &|height| y_axis(range, height),
        y_floor: match range {
            // No loss is known, so no height means one.
            None => f64::INFINITY,
            Some((low, _)) if low >= 0.0 => 0.0,
            Some(_) => f64::NEG_INFINITY,
        },
        x_title: if sheet.size.1 < TITLED { texts::nothing() } else { texts::log_rate() },
        y_plain: true,
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;

    let truth = Truth::new(report, &layout);
    let my_x = options.lr.and_then(|lr| layout.column(lr));
    let suggested = options.suggestions.iter().filter_map(|lr| layout.column(*lr));
    let circles: Vec<_> = suggested.map(|x| truth.on_curve(x)).collect();
    let mut words = Words::new(sheet, plot, truth.lines.iter().map(|(line, _)| line.clone()).collect());
    words.lines.extend(truth.crosses.iter().cloned());
    words.lines.extend(my_x.map(|x| plot.upright(x)));
    let dots = truth.dots.iter().map(|dot| (*dot, DOT)).chain(circles.iter().map(|circle| (*circle, CIRCLE)));
    words.lines.extend(dots.map(|((x, y), radius)| vec![(x, y - radius), (x, y + radius)]));
    let mut unplaced = None;
    for (index, note) in notes.iter().enumerate().filter(|(_, note)| !note.titled) {
        let x = layout.x_of(note.lr);
        let places = note.places((x, truth.on_curve(x).1), &plot);
        let label = |(at, align)| sheet.label(&note.text, at, align, bold(note.color));
        let placed = words.first_free(places.into_iter().map(label));
        unplaced = unplaced.or((!placed).then_some(index));
    }
    for hot in &truth.hot {
        let at = |y: f64| ((hot.left + hot.right) / 2.0, y);
        let heights = [(plot.top + plot.bottom) / 2.0, plot.bottom - 0.7 * ROW, plot.top + 1.2 * ROW];
        let label = |y| sheet.label(texts::diverged(), at(y), Align::Middle, plain(tokens.muted));
        words.first_free(heights.map(label).into_iter().filter(|label| label.rect.width() < hot.width()));
    }

    let mut marks: Vec<_> = truth.hot.iter().map(|&rect| Mark::Area { rect, color: tokens.hot }).collect();
    marks.extend(frame.grid(&words.placed));
    for hot in &truth.hot {
        marks.extend(hatch(hot, diverged_stroke(&tokens), &words.placed));
    }
    marks.extend(truth.band.into_iter().map(|points| Mark::Patch { points, color: tokens.truth.alpha(BAND) }));
    for (points, leaves) in truth.lines {
        let stroke =
            if leaves { Stroke::solid(tokens.truth.alpha(0.5), 1.2) } else { Stroke::solid(tokens.truth, 2.0) };
        marks.extend(stroke.lines([points]));
    }
    marks.extend(Stroke::solid(tokens.rate, 1.6).lines(truth.crosses));
    marks.extend(Stroke::solid(tokens.rate, 2.0).lines(my_x.map(|x| plot.upright(x))));
    let dot = |center, radius, fill, rim| Mark::Dot { center, radius, fill, rim };
    marks.extend(truth.faint.into_iter().map(|center| dot(center, FAINT, tokens.truth.alpha(0.4), None)));
    marks.extend(truth.dots.into_iter().map(|center| dot(center, DOT, tokens.truth, None)));
    let best = truth.best.map(|at| dot(at, BEST, tokens.panel.alpha(0.0), Some(Stroke::solid(tokens.truth, 1.6))));
    marks.extend(best);
    let rim = Some(Stroke::solid(tokens.ink, 1.4));
    marks.extend(circles.into_iter().map(|center| dot(center, CIRCLE, tokens.panel, rim)));
    (frame.chart(legend, marks, words.placed), unplaced)
}

/// Opacity of the area between the quartiles.
const BAND: f64 = 0.18;

const DOT: f64 = 2.75;

/// Of a run in a round that is not whole yet.
const FAINT: f64 = 1.75;
const BEST: f64 = 6.5;

fn entries(report: &LrSweepReport, options: &LrSweepOptions, notes: &[Note], sheet: &Sheet) -> Vec<Entry> {
    let tokens = sheet.tokens;
    let plan = &report.plan;
    let judged = match plan.judged_by {
        JudgedBy::Validation => sentence!("figure.validation-loss", "validation loss"),
        JudgedBy::ValidationBest => sentence!("figure.best-validation-loss", "lowest validation loss"),
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
    let fits = |text: &Sentence| sheet.width(text, plain(tokens.muted)) < options.width - 60.0;
    let text = texts.iter().find(|text| fits(text)).unwrap_or(&texts[2]).clone();
    let stroke = Stroke::solid(tokens.truth, 2.0);
    let mut entries = vec![Entry::new(text, Sample::Dotted(stroke))];
    for note in notes.iter().filter(|note| note.titled) {
        let sample = if note.mine {
            Sample::Line(Stroke::solid(note.color, 2.0))
        } else {
            Sample::Circle(tokens.panel.alpha(0.0), Stroke::solid(note.color, 1.6))
        };
        entries.push(Entry::new(note.text.clone(), sample));
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

/// On a log scale where there is one, so that equal quotients take equal room.
fn y_axis(range: Option<(f64, f64)>, height: f64) -> Axis {
    let Some((low, high)) = range else { return Axis::linear(0.0, 1.0) };
    let free = if low > 0.0 { Axis::log(low, high) } else { Axis::linear(low, high) };
    free.with_room(margin(9.0, height), margin(9.0, height))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{
        RULES, WIDTHS, bands, check, check_absurd, check_words, lines, named, sizes, sweep, texts, truths,
    };
    use super::super::{lr_band, lr_find};
    use super::{LrSweepOptions, figure, kept};
    use crate::finder::Gain;
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Layout, Mark};
    use crate::plot::text::estimate;
    use crate::plot::theme::Theme;

    fn planned<'a>() -> LrSweepOptions<'a> {
        LrSweepOptions { from: Some(1e-5), to: Some(10.0), ..LrSweepOptions::default() }
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let suggested = RULES.map(|(_, lr)| lr);
        for (name, report) in truths() {
            for (width, height) in sizes(&[120.0, 140.0, 200.0]) {
                // On a rate, between rates, at the edges, where all diverged, and outside the plot.
                for lr in [None, Some(report.plan.lrs[13]), Some(0.12), Some(1e-5), Some(7.0), Some(99.0)] {
                    for suggestions in [&[][..], &suggested[..]] {
                        let options = LrSweepOptions { width, height, lr, suggestions, ..planned() };
                        let chart = figure(&report, &options, &estimate);
                        check(&chart, &format!("{name} at {width} x {height}, {lr:?}"));
                    }
                }
                for (from, to) in [(1e-5, 2e-5), (0.1, 0.12), (0.02, 0.5), (2.0, 10.0)] {
                    let closer = LrSweepOptions { from: Some(from), to: Some(to), ..planned() };
                    let options = LrSweepOptions { width, height, lr: Some(0.12), suggestions: &suggested, ..closer };
                    check(&figure(&report, &options, &estimate), &format!("{name} from {from} to {to}"));
                }
            }
        }
    }

    #[test]
    fn under_the_finder_the_plots_are_flush() {
        let report = sweep(100, &RULES);
        let (from, to) = (Some(1e-5), Some(10.0));
        for width in WIDTHS {
            let options = lr_find::LrFindOptions { width, from, to, ..Default::default() };
            let above = lr_find::figure(&report, &options, &estimate).layout;
            let check = |below: Layout, name: &str| {
                let edges = (below.plot.left, below.plot.right);
                assert_eq!(edges, (above.plot.left, above.plot.right), "{name} at {width}");
                assert_eq!(below.x, above.x, "{name} at {width}");
            };
            let left = Some(above.plot.left);
            for (name, report) in truths() {
                check(figure(&report, &LrSweepOptions { width, left, ..planned() }, &estimate).layout, name);
            }
            for (name, report) in bands() {
                let options = lr_band::LrBandOptions { width, left, from, to, ..Default::default() };
                check(lr_band::figure(&report, &options, &estimate).layout, name);
            }
        }
    }

    #[test]
    fn what_a_rate_keeps_in_words() {
        for (gain, interpolated, words) in [
            (1.0, false, "as good as the best"),
            (0.996, true, "about as good as the best"),
            (0.95, false, "95 % of the gain"),
            (0.4, true, "about 40 % of the gain"),
            (0.001, false, "no better than not training"),
            (-3.0, true, "no better than not training"),
            (f64::NEG_INFINITY, true, "diverges"),
        ] {
            assert_eq!(kept(&Gain { gain, points: 0.0, interpolated }), words);
        }
    }

    #[test]
    fn the_words_of_a_complete_strip() {
        for (name, lr, words) in [
            ("complete", 0.12, &["Truth: validation loss after 400 steps, median of 8 seeds", "diverged"][..]),
            ("complete", 7.0, &["diverges"]),
            ("one seed", 0.12, &["Truth: validation loss after 400 steps at each rate"]),
            ("first round", 0.12, &["10 of 160 runs"]),
        ] {
            let options = LrSweepOptions { lr: Some(lr), ..planned() };
            check_words(&figure(&named(truths(), name), &options, &estimate), words, name);
        }
        let report = named(truths(), "complete");
        let best = report.best.unwrap().lr;
        for (lr, named, mine) in [(None, true, false), (Some(best), false, true)] {
            let chart = figure(&report, &LrSweepOptions { lr, ..planned() }, &estimate);
            assert_eq!(texts(&chart).iter().any(|text| text.starts_with("best 0.")), named, "{lr:?}");
            assert_eq!(texts(&chart).contains(&"as good as the best"), mine, "{lr:?}");
        }
    }

    #[test]
    fn each_trained_rate_has_its_dot_and_each_diverged_one_its_cross() {
        for (name, dots, crosses) in [
            ("empty", 0, 0),
            ("first round", 10, 0),
            ("complete", 18, 2),
            ("some seeds diverge", 18, 8),
            ("a gap diverges", 15, 5),
            ("all diverged", 0, 20),
        ] {
            let chart = figure(&named(truths(), name), &planned(), &estimate);
            let plot = chart.layout.plot;
            let within = |y: f64| y > plot.top && y < plot.bottom;
            let inside = |mark: &&Mark| matches!(mark, Mark::Dot { center, rim: None, .. } if within(center.1));
            assert_eq!(chart.marks.iter().filter(inside).count(), dots, "dots of {name}");
            let crossed = lines(&chart).filter(|(_, stroke)| stroke.color == Theme::Light.tokens().rate);
            assert_eq!(crossed.count(), 2 * crosses, "crosses of {name}");
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
            let layout = figure(&named(truths(), name), &planned(), &estimate).layout;
            assert_eq!(layout.y.kind(), kind, "{name}");
        }
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        check_absurd(|size, measure| {
            let options = LrSweepOptions { width: size, height: size, left: Some(size), lr: Some(0.1), ..planned() };
            figure(&named(truths(), "complete"), &options, measure)
        });
    }
}
