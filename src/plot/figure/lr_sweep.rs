//! The truth: final losses of networks that were trained at fixed rates, on the finder's own axis, and how much of the gain
//! each rate keeps.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Mark, Stroke};
use super::super::geometry::{Point, Rect, outside};
use super::super::text::TextMeasure;
pub use super::behind::Limit;
use super::behind::limit_stroke;
use super::frame::{Frame, ROW, Sheet, Spec, bold, diverged_stroke, hatch, holes, plain};
use super::gain::{self, GainLines};
use super::legend::{Legend, legend};
use super::marker::Marker;
use super::range::{finite, margin, of_part, of_truth, rate_axis, seen};
use super::texts;
use super::truth::{BAND, TIP, Truth, beyond, finished_best, trained};
use super::truth_legend::{entries, judged, title};
use super::words::{From, WORD_MARGIN, Words};
use crate::finder::LrSweepReport;
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

figure_options! {
    /// How to draw a sweep's report.
    pub struct LrSweepOptions<'a> = 1060.0 by 200.0 {
        /// The user's own rate, drawn as a line with a dot on the curve.
        pub lr: Option<f64>,
        /// The axis's first rate; else the first one planned.
        pub from: Option<f64>,
        /// The axis's last rate; else the last one planned.
        pub to: Option<f64>,
        /// Where the plot begins, under a figure whose lines run down into it; else where its tick labels end.
        pub left: Option<f64>,
        /// Where the plot ends; else where the labels of the gain have room.
        pub right: Option<f64>,
        /// Where the legend begins, behind a heading; without one it names the truth itself.
        pub legend_left: Option<f64>,
        /// Rates beyond which training is not stable.
        pub limits: &'a [Limit<'a>],
        /// Suggested rates: a circle each where it was trained.
        pub suggestions: &'a [f64],
    }
}

/// Lower figures have no room for the title of the rates.
const TITLED: f64 = 160.0;

/// Smaller figures have the title of the gain over the plot.
const UPRIGHT_TITLE: (f64, f64) = (480.0, 160.0);

/// The figure of a finished or running sweep: the median over the seeds with its quartiles, what each rate keeps of the gain,
/// at the end the best rate and the regions, triangles at the top where losses are off the scale, and crosses where runs
/// diverged.
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
/// assert!(["my rate 0.01", "gain kept", "50 %"].iter().all(|text| chart.labels.iter().any(|label| label.text == *text)));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
pub fn figure(report: &LrSweepReport, options: &LrSweepOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure).headed(options.legend_left);
    let (tokens, (width, height)) = (sheet.tokens, sheet.size);
    let over = (width < UPRIGHT_TITLE.0 || height < UPRIGHT_TITLE.1)
        .then(|| sheet.label(gain::title(), (width - 4.0, 0.5 * ROW), Align::End, plain(tokens.muted)));
    let sheet = match &over {
        Some(title) => Sheet { legend: (sheet.legend.0, title.rect.left - 12.0), ..sheet },
        None => sheet,
    };
    let x = rate_axis(options.from, options.to, &report.plan.lrs);
    let range = range(report, &x);
    let titled = height >= TITLED;
    let judged = judged(report.plan.judged_by);
    // Nothing else of the legend takes from the plot's height.
    let title = title(report, options.legend_left.is_some(), &judged, &sheet);
    let header = legend(std::slice::from_ref(&title), &sheet).height;
    let spec = Spec {
        left: options.left,
        right: options.right,
        x,
        y: &|height| y_axis(range, height),
        y_floor: match range {
            // No loss is known, so no height means one.
            None => f64::INFINITY,
            Some((low, _)) if low >= 0.0 => 0.0,
            Some(_) => f64::NEG_INFINITY,
        },
        x_title: if titled { texts::learning_rate() } else { texts::nothing() },
        x_note: options.lr.map(|lr| (lr, texts::my_rate(lr), bold(tokens.rate_text))),
        y_title: judged,
        second: Some(gain::axis(report, if over.is_some() { texts::nothing() } else { gain::title() }, &tokens)),
        ..Spec::default()
    };
    let frame = Frame::new(sheet, header, &spec);
    let truth = Truth::new(report, &frame.layout);
    let suggested = trained(options.suggestions, report).next().is_some();
    let mut legend = legend(&entries(title, report, suggested, &truth, &sheet), &sheet);
    legend.labels.extend(over);
    drawn(report, options, truth, (frame, legend), sheet)
}

/// What is worth seeing over the axis of the rates.
fn range(report: &LrSweepReport, x: &Axis) -> Option<(f64, f64)> {
    // Before the first whole round there is only what it has so far.
    let first = report.finals.chunks_exact(report.plan.seeds.len()).map(|row| row[0]).collect();
    let columns = match report.rounds.done {
        0 => [&first; 3],
        _ => [&report.median, &report.lower, &report.upper],
    };
    let whole = of_truth(columns[0], columns[1], columns[2], report.plan.reference)?;
    let part = seen(&report.plan.lrs, x);
    let heights = columns.into_iter().flat_map(|column| finite(&column[part.clone()]));
    if part.len() == report.plan.lrs.len() { Some(whole) } else { of_part(whole, heights).or(Some(whole)) }
}

/// On a linear scale: what a rate keeps of the gain is one too.
fn y_axis(range: Option<(f64, f64)>, height: f64) -> Axis {
    let Some((low, high)) = range else { return Axis::linear(0.0, 1.0) };
    Axis::linear(low, high).with_room(margin(12.0, height), margin(7.0, height))
}

fn drawn(
    report: &LrSweepReport,
    options: &LrSweepOptions,
    truth: Truth,
    (frame, legend): (Frame, Legend),
    sheet: Sheet,
) -> Chart {
    let (tokens, layout) = (sheet.tokens, frame.layout);
    let plot = layout.plot;
    let gain = GainLines::new(report, &layout, &tokens);
    let my_x = options.lr.and_then(|lr| layout.column(lr));
    let limits: Vec<_> =
        options.limits.iter().filter_map(|limit| layout.column(limit.lr).map(|x| (x, limit.label))).collect();
    let circles = trained(options.suggestions, report);
    let circles: Vec<_> = circles.filter_map(|lr| layout.column(lr).and_then(|x| truth.on_curve(x))).collect();
    let mine = my_x.and_then(|x| truth.on_curve(x));

    let mut words = Words::new(sheet, plot, truth.lines.iter().map(|(line, _)| line.clone()).collect());
    words.lines.extend(truth.crosses.iter().cloned().chain(gain.lines()));
    words.lines.extend(my_x.into_iter().chain(limits.iter().map(|limit| limit.0)).map(|x| plot.upright(x)));
    let around = |(x, y): Point, radius: f64| vec![(x, y - radius), (x, y + radius)];
    words.lines.extend(truth.dots.iter().map(|dot| around(*dot, DOT)));
    words.lines.extend(circles.iter().map(|circle| around(*circle, CIRCLE)));
    words.lines.extend(mine.iter().chain(&truth.best).map(|dot| around(*dot, MINE)));
    words.lines.extend(truth.beyond.iter().map(|x| around(beyond(*x, &plot), 2.0 * TIP)));
    for (x, label) in &limits {
        words.beside(*x, &Sentence::given(*label), plain(tokens.stability_text), From::Foot);
    }
    gain.name(&mut words, &sheet, &layout, my_x);
    let is_mine = |best: &Point| my_x.is_some_and(|x| (x - best.0).abs() < 1.0);
    if let (Some(at), Some(best)) = (truth.best.filter(|at| !is_mine(at)), finished_best(report)) {
        let text = sentence!("figure.best", "best {lr}", lr = number(best.lr, 2));
        let label = |(at, align)| sheet.label(&text, at, align, bold(tokens.truth_text));
        words.first_free(places(at).map(label));
    }
    for hot in &truth.hot {
        let at = |y: f64| ((hot.left + hot.right) / 2.0, y);
        let heights = [(plot.top + plot.bottom) / 2.0, plot.bottom - 0.7 * ROW, plot.top + 1.2 * ROW];
        let label = |y| sheet.label(texts::diverged(), at(y), Align::Middle, plain(tokens.muted));
        words.first_free(heights.map(label).into_iter().filter(|label| label.rect.width() < hot.width()));
    }

    let shade = |rect, color| Mark::Area { rect, color };
    let mut marks: Vec<_> = gain.regions.iter().map(|region| shade(region.rect, region.color)).collect();
    if marks.is_empty() {
        marks.extend(truth.hot.iter().map(|hot| shade(*hot, tokens.hot)));
    }
    marks.extend(frame.grid(&words.placed));
    for hot in &truth.hot {
        marks.extend(hatch(hot, diverged_stroke(&tokens), &words.placed));
    }
    marks.extend(truth.band.into_iter().map(|points| Mark::Patch { points, color: tokens.truth.alpha(BAND) }));
    marks.extend(gain.marks(&tokens));
    for (points, leaves) in truth.lines {
        let stroke =
            if leaves { Stroke::solid(tokens.truth.alpha(0.5), 1.2) } else { Stroke::solid(tokens.truth, 2.0) };
        marks.extend(stroke.lines([points]));
    }
    marks.extend(Stroke::solid(tokens.rate, 1.6).lines(truth.crosses));
    let dot = |center, radius, fill, rim| Mark::Dot { center, radius, fill, rim };
    marks.extend(truth.faint.into_iter().map(|center| dot(center, FAINT, tokens.truth.alpha(0.4), None)));
    marks.extend(truth.dots.into_iter().map(|center| dot(center, DOT, tokens.truth, None)));
    // Under another figure its lines come down through the legend.
    let top = if options.left.is_some() { 0.0 } else { plot.top };
    let heading = options.legend_left.map(|left| Rect::new((0.0, left), (0.0, ROW)));
    let holes: Vec<_> = legend.rects.iter().copied().chain(heading).chain(holes(&legend.labels)).collect();
    let upright = |x: f64| outside((x, top), (x, plot.bottom), &holes);
    marks.extend(limits.iter().flat_map(|limit| limit_stroke(&tokens).lines(upright(limit.0))));
    marks.extend(my_x.into_iter().flat_map(|x| Stroke::solid(tokens.rate, 2.0).lines(upright(x))));
    let off = Marker::beyond(tokens.truth, &tokens);
    marks.extend(truth.beyond.into_iter().flat_map(|x| off.marks(beyond(x, &plot), TIP)));
    let best = truth.best.map(|at| dot(at, BEST, tokens.panel.alpha(0.0), Some(Stroke::solid(tokens.truth, 1.6))));
    marks.extend(best);
    let rim = Some(Stroke::solid(tokens.ink, 1.4));
    marks.extend(circles.into_iter().map(|center| dot(center, CIRCLE, tokens.panel, rim)));
    marks.extend(mine.map(|center| dot(center, MINE, tokens.panel, Some(Stroke::solid(tokens.rate, 2.0)))));
    frame.chart(legend, marks, words.placed)
}

/// Around the best rate's dot: centred, or else past a line beside it.
fn places((x, y): Point) -> impl Iterator<Item = (Point, Align)> {
    let near = (0..9).map(|step| 15.0 + 5.0 * f64::from(step));
    let columns = [(x, Align::Middle), (x - WORD_MARGIN, Align::End), (x + WORD_MARGIN, Align::Start)];
    near.flat_map(move |away| {
        [y - away, y + away].into_iter().flat_map(move |y| columns.map(|(x, align)| ((x, y), align)))
    })
}

/// Radii: of a trained rate, of a run in a round that is not whole yet, of the best, of a suggestion, and of the user's
/// rate.
const DOT: f64 = 2.75;
const FAINT: f64 = 1.75;
const BEST: f64 = 6.5;
const CIRCLE: f64 = 4.0;
const MINE: f64 = 5.0;

#[cfg(test)]
mod tests {
    use super::super::samples::{
        RULES, WIDTHS, areas, bands, check, check_absurd, check_words, dots, lines, named, sizes, sweep, texts, truths,
    };
    use super::super::{lr_band, lr_find};
    use super::{Limit, LrSweepOptions, MINE, figure};
    use crate::finder::LrSweepReport;
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Layout, Mark};
    use crate::plot::text::{Weight, estimate};
    use crate::plot::theme::Theme;

    fn planned<'a>() -> LrSweepOptions<'a> {
        LrSweepOptions { from: Some(1e-5), to: Some(10.0), ..LrSweepOptions::default() }
    }

    /// Words half as long again, as other languages have them.
    fn wordy(text: &str, px: f64, weight: Weight) -> f64 {
        1.5 * estimate(text, px, weight)
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        let suggested = RULES.map(|(_, lr)| lr);
        let limit = |lr, label| Limit { lr, label };
        let limits = [limit(0.31, "2/λ = 0.31"), limit(0.589, "heavy ball: 3.8/λ = 0.589"), limit(f64::INFINITY, "∞")];
        for (name, report) in truths() {
            for (width, height) in sizes(&[120.0, 140.0, 200.0]) {
                // On a rate, between rates, at the edges, where all diverged, and outside the plot.
                for lr in [None, Some(report.plan.lrs[13]), Some(0.12), Some(1e-5), Some(7.0), Some(99.0)] {
                    let options = LrSweepOptions { width, height, lr, suggestions: &suggested, ..planned() };
                    let case = format!("{name} at {width} x {height}, {lr:?}");
                    check(&figure(&report, &options, &estimate), &case);
                    let below =
                        LrSweepOptions { left: Some(48.0), legend_left: Some(60.0), limits: &limits, ..options };
                    check(&figure(&report, &below, &estimate), &format!("{case}, below"));
                }
                let below = LrSweepOptions { left: Some(48.0), legend_left: Some(60.0), limits: &limits, ..planned() };
                let options = LrSweepOptions { width, height, lr: Some(0.12), ..below };
                check(&figure(&report, &options, &wordy), &format!("{name} at {width} x {height}, wordy"));
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
            let (left, right) = (Some(above.plot.left), Some(above.plot.right));
            for (name, report) in truths() {
                check(figure(&report, &LrSweepOptions { width, left, right, ..planned() }, &estimate).layout, name);
            }
            for (name, report) in bands() {
                let options = lr_band::LrBandOptions { width, left, right, from, to, ..Default::default() };
                check(lr_band::figure(&report, &options, &estimate).layout, name);
            }
        }
    }

    #[test]
    fn the_words_of_the_truth() {
        for (name, options, words) in [
            ("complete", planned(), &["Truth: held-out loss after 400 steps, median of 8 seeds", "diverged"][..]),
            ("complete", planned(), &["100 %", "50 %", "0 %", "gain kept", "best without training", "best 0.55"]),
            ("complete", planned(), &["too cold", "useful", "too hot", "held-out loss", "learning rate"]),
            ("complete", LrSweepOptions { lr: Some(0.12), ..planned() }, &["my rate 0.12", "best 0.55"]),
            ("one seed", planned(), &["Truth: held-out loss after 400 steps"]),
            ("filling", planned(), &["Truth: held-out loss after 400 steps, 3 of 8 seeds", "70 of 160 runs"]),
            ("first round", planned(), &["Truth: held-out loss after 400 steps, 0 of 8 seeds", "10 of 160 runs"]),
            ("huge", planned(), &["off the scale"]),
            (
                "complete",
                LrSweepOptions { width: 360.0, legend_left: Some(48.0), ..planned() },
                &["held-out loss, 8 seeds"],
            ),
            (
                "complete",
                LrSweepOptions { width: 320.0, height: 220.0, ..planned() },
                &["gain kept", "useful", "too cold"],
            ),
        ] {
            check_words(&figure(&named(truths(), name), &options, &estimate), words, name);
        }
        let report = named(truths(), "complete");
        let at_best = LrSweepOptions { lr: Some(report.best.unwrap().lr), ..planned() };
        let chart = figure(&report, &at_best, &estimate);
        assert!(!texts(&chart).iter().any(|text| text.starts_with("best 0.")), "{:?}", texts(&chart));
    }

    #[test]
    fn the_gain_has_the_scale_of_the_loss() {
        let report = named(truths(), "complete");
        let chart = figure(&report, &planned(), &estimate);
        let row = |text: &str| chart.labels.iter().find(|label| label.text == text).unwrap().at.1;
        let layout = chart.layout;
        assert!((row("0 %") - layout.y_of(report.plan.reference)).abs() < 1e-9);
        assert!((row("100 %") - layout.y_of(report.best.unwrap().loss)).abs() < 1e-9);
        assert!((row("50 %") - f64::midpoint(row("0 %"), row("100 %"))).abs() < 1e-9);
        let (color, y) = (Theme::Light.tokens().truth, layout.y_of(report.as_good_loss().unwrap()));
        let as_good = report.as_good.unwrap();
        let (low, high) = (layout.x_of(as_good.low), layout.x_of(as_good.high));
        let kept = lines(&chart).find(|(points, stroke)| stroke.color == color && *points == [(low, y), (high, y)]);
        assert!(kept.is_some(), "the rates that keep nine tenths have their line");
    }

    /// The columns in which a circle with a rim lies.
    fn circles(chart: &Chart, wanted: f64) -> Vec<f64> {
        let column = |mark: &Mark| match mark {
            Mark::Dot { center, radius, rim: Some(_), .. } if *radius == wanted => Some(center.0),
            _ => None,
        };
        let plotted = |mark: &&Mark| matches!(mark, Mark::Dot { center, .. } if chart.layout.plot.holds(*center));
        chart.marks.iter().filter(plotted).filter_map(column).collect()
    }

    #[test]
    fn regions_come_with_the_last_round() {
        let regions = |report: &LrSweepReport| {
            let tokens = Theme::Light.tokens();
            let chart = figure(report, &planned(), &estimate);
            let marks = chart.marks.iter();
            let useful = marks.filter(|mark| matches!(mark, Mark::Area { color, .. } if *color == tokens.useful));
            (useful.count(), areas(&chart).len(), texts(&chart).contains(&"useful"))
        };
        assert_eq!(regions(&named(truths(), "complete")), (1, 3, true));
        assert_eq!(regions(&named(truths(), "filling")), (0, 1, false), "the rest is where most runs diverged");
    }

    #[test]
    fn a_point_is_drawn_where_it_was_measured() {
        let report = named(truths(), "complete");
        let lrs = &report.plan.lrs;
        // Between two rates, at one, where runs diverged, and beside the trained ones.
        let suggestions = [0.12, lrs[10], lrs[19], 3e-6, 40.0];
        let wide = LrSweepOptions { from: Some(1e-6), to: Some(100.0), suggestions: &suggestions, ..planned() };
        let chart = figure(&report, &wide, &estimate);
        assert_eq!(circles(&chart, super::CIRCLE), [chart.layout.x_of(lrs[10])]);
        for (lr, drawn) in [(0.12, true), (lrs[10], true), (lrs[19], false), (3e-6, false), (40.0, false)] {
            let chart = figure(&report, &LrSweepOptions { lr: Some(lr), suggestions: &[], ..wide }, &estimate);
            assert_eq!(circles(&chart, MINE).len(), usize::from(drawn), "{lr}");
            assert!(
                dots(&chart).iter().all(|at| at.1 < chart.layout.plot.bottom - 3.0),
                "{lr}: a dot lies on the floor"
            );
        }
    }

    #[test]
    fn a_loss_off_the_scale_is_a_triangle_at_the_top() {
        let report = named(truths(), "huge");
        let chart = figure(&report, &planned(), &estimate);
        let plot = chart.layout.plot;
        let tips = |mark: &&Mark| {
            matches!(mark, Mark::Patch { points, .. } if points.len() == 3 && points[0].1 < plot.top + 3.0
            && points[0].1 > plot.top - 1.0)
        };
        let above = report.median.iter().filter(|loss| **loss > chart.layout.y.max()).count();
        // Each has a halo.
        assert_eq!((chart.marks.iter().filter(tips).count(), above), (20, 10));
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
    fn the_scale_is_linear() {
        for (name, report) in truths() {
            assert_eq!(figure(&report, &planned(), &estimate).layout.y.kind(), AxisKind::Linear, "{name}");
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
