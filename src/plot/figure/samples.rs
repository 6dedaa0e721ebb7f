//! Reports and runs to draw, and what every figure must keep to.

use crate::finder::{
    BandRuns, Bounds, JudgedBy, LrBandReport, LrFindReport, LrSweepPlan, LrSweepReport, RunsStop, Stop, StopReason,
    Suggestion,
};
use crate::plot::chart::{Chart, Mark, Stroke};
use crate::plot::geometry::{Point, Rect};
use crate::plot::text::{SMALLEST, TextMeasure, Weight};
use crate::plot::theme::Color;
use crate::sentence::Sentence;
use crate::train::{Trace, TraceStop, TraceStopReason, Validation};

/// Widths from the narrowest phone to a wide screen.
pub(super) const WIDTHS: [f64; 12] =
    [320.0, 340.0, 358.0, 390.0, 430.0, 520.0, 640.0, 768.0, 900.0, 1060.0, 1130.0, 1440.0];

/// Noise that is the same every time.
fn noise(index: usize) -> f64 {
    (index as u64).wrapping_mul(2_654_435_761).rotate_left(9) as u16 as f64 / 65_536.0 - 0.5
}

/// A sweep of 100 rates from 1e-5 to 10 with a plateau, a valley near 1, and the suggestions `at`.
pub(super) fn sweep(points: usize, at: &[(&'static str, f64)]) -> LrFindReport {
    let position = |index: usize| index as f64 / 99.0;
    let lrs: Vec<f64> = (0..points).map(|i| libm::pow(10.0, -5.0 + 6.0 * position(i))).collect();
    let loss = |lr: f64| 0.69 - 0.5 * lr / (lr + 0.05) + 0.02 * lr * lr;
    let smoothed: Vec<f64> = lrs.iter().map(|&lr| loss(lr)).collect();
    let losses = smoothed.iter().enumerate().map(|(i, &loss)| loss * (1.0 + 0.2 * noise(i))).collect();
    let suggestion =
        |&(rule, lr)| Suggestion { rule, system: "", lr, index: 0, loss: loss(lr), reason: Sentence::given("") };
    LrFindReport {
        lrs,
        losses,
        smoothed,
        stop: None,
        suggestions: at.iter().map(suggestion).collect(),
        unanswered: vec![],
        bounds: None,
        held_out: vec![],
        held_out_smoothed: vec![],
        answer: Err(Sentence::given("")),
    }
}

/// Every rule we know, close together as rules are.
pub(super) const RULES: [(&str, f64); 11] = [
    ("fastai-valley", 0.011),
    ("fastai-slide", 0.05),
    ("fastai-minimum", 0.08),
    ("fastai-steep", 0.013),
    ("torch-lr-finder-steepest", 0.03),
    ("lightning-steepest", 0.0005),
    ("lightning-steepest-2.5.2", 0.0006),
    ("ignite-steepest", 0.031),
    ("ktrain-steepest", 0.12),
    ("ktrain-steepest-fixed", 0.1201),
    ("keras-finder-steepest", 1.1),
];

/// Sweeps as they come: empty, live, plain, crowded, blown up.
pub(super) fn sweeps() -> Vec<(&'static str, LrFindReport)> {
    let stopped = |report: LrFindReport, reason| {
        let step = report.lrs.len() - 1;
        let stop = Stop { reason, step, lr: report.lrs[step], message: Sentence::given("") };
        LrFindReport { stop: Some(stop), ..report }
    };
    let bounded = |report, lower, upper| LrFindReport {
        bounds: Some(Bounds { lower, upper, reason: Sentence::given("") }),
        ..report
    };
    let mut broken = sweep(88, &RULES[..5]);
    broken.losses[87] = f64::NAN;
    broken.smoothed[87] = f64::NAN;
    broken.losses[86] = 1e30;
    let mut hopeless = sweep(5, &[("fastai-valley", f64::NAN), ("fastai-slide", -1.0)]);
    hopeless.losses.fill(f64::NAN);
    hopeless.smoothed.fill(f64::INFINITY);
    vec![
        ("empty", sweep(0, &[])),
        ("one point", sweep(1, &[])),
        ("live", bounded(sweep(60, &RULES[5..7]), 0.002, 0.03)),
        ("complete", bounded(stopped(sweep(100, &RULES[..6]), StopReason::Completed), 0.004, 0.9)),
        ("crowded", bounded(stopped(sweep(100, &RULES), StopReason::Completed), 0.004, 0.9)),
        ("diverged early", bounded(stopped(sweep(70, &RULES[..5]), StopReason::Diverged), 0.001, 0.02)),
        ("diverged late", bounded(stopped(broken, StopReason::NonFinite), 0.01, 0.5)),
        ("diverged, all rules", stopped(sweep(95, &RULES), StopReason::Diverged)),
        ("hopeless", stopped(hopeless, StopReason::NonFinite)),
    ]
}

/// A sweep over 20 rates from 1e-5 to 10 whose losses are best near 0.3 and diverge from 3 on; `loss` changes them.
fn truth(seeds: usize, loss: impl Fn(usize, usize, f64) -> f64) -> LrSweepReport {
    let lrs: Vec<f64> = (0..20).map(|i| libm::pow(10.0, -5.0 + 6.0 * f64::from(i) / 19.0)).collect();
    let clean = |lr: f64| if lr > 3.0 { f64::INFINITY } else { 0.015 + 0.66 * 0.01 / (lr + 0.01) + 0.05 * lr * lr };
    let rows = lrs.iter().enumerate();
    let finals = rows.flat_map(|(rate, &lr)| {
        (0..seeds).map(move |seed| (rate, seed, clean(lr) * (1.0 + 0.3 * noise(7 * rate + seed))))
    });
    let finals: Vec<f64> = finals.map(|(rate, seed, clean)| loss(rate, seed, clean)).collect();
    let (seeds, judged_by) = ((0..seeds as u64).collect(), JudgedBy::Validation);
    let accuracies = vec![f64::NAN; finals.len()];
    let plan = LrSweepPlan { lrs, seeds, steps: 400, judged_by, reference: 0.69 };
    let ended = finals.iter().filter(|loss| !loss.is_nan()).count();
    let stop = RunsStop::of(ended, finals.len(), false);
    LrSweepReport::new(plan, finals, accuracies, stop).unwrap()
}

/// Sweeps as they come: empty, filling, complete, lucky and hopeless.
pub(super) fn truths() -> Vec<(&'static str, LrSweepReport)> {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    vec![
        ("empty", truth(8, |_, _, _| nan)),
        ("one run", truth(8, |rate, seed, loss| if (rate, seed) == (11, 3) { loss } else { nan })),
        ("first round", truth(8, |rate, seed, loss| if seed == 0 && rate % 4 < 2 { loss } else { nan })),
        ("filling", truth(8, |rate, seed, loss| if seed < 3 || seed == 3 && rate % 2 == 0 { loss } else { nan })),
        ("complete", truth(8, |_, _, loss| loss)),
        ("one seed", truth(1, |_, _, loss| loss)),
        ("some seeds diverge", truth(8, |rate, seed, loss| if rate > 11 && seed % 3 == 0 { inf } else { loss })),
        ("a gap diverges", truth(3, |rate, _, loss| if (6..9).contains(&rate) { inf } else { loss })),
        ("all diverged", truth(4, |_, _, _| inf)),
        ("all but the last diverged", truth(2, |rate, _, loss| if rate < 19 { inf } else { loss.min(2.0) })),
        ("below zero", truth(5, |_, _, loss| loss.min(9.0) - 1.0)),
        ("zero", truth(2, |_, _, loss| if loss < 0.2 { 0.0 } else { loss })),
        ("constant", truth(4, |_, _, _| 0.5)),
        ("huge", truth(4, |rate, seed, _| if rate > 9 { 1e12 * (1.0 + seed as f64) } else { 0.5 })),
    ]
}

/// A band over `seeds` seeds, of which `made` are made; `answer` gives each rule's by its index.
fn band(seeds: usize, made: usize, answer: impl Fn(usize, usize) -> f64) -> LrBandReport {
    let lrs = sweep(100, &[]).lrs;
    let mut runs = BandRuns::empty(lrs.len(), seeds);
    for seed in 0..made {
        runs.steps[seed] = lrs.len();
        for (rule, answers) in runs.rules.iter_mut().enumerate() {
            answers.lrs[seed] = answer(rule, seed);
        }
    }
    LrBandReport::new(lrs, (0..seeds as u64).collect(), runs, None).unwrap()
}

/// Bands as they come: empty, filling, wide, and without answers.
pub(super) fn bands() -> Vec<(&'static str, LrBandReport)> {
    let around = |rule: usize, seed: usize, decades: f64| {
        let center = if rule == 0 { 0.05 } else { RULES[rule - 1].1 };
        center * libm::pow(10.0, decades * noise(31 * rule + seed))
    };
    vec![
        ("empty", band(8, 0, |_, _| f64::NAN)),
        ("filling", band(8, 5, |rule, seed| around(rule, seed, 0.5))),
        ("crowded", band(64, 64, |rule, seed| if (rule + seed) % 5 == 0 { f64::NAN } else { around(rule, seed, 1.0) })),
        ("everywhere", band(64, 64, |rule, seed| if seed == 0 { f64::NAN } else { around(rule, seed, 7.0) })),
        ("one seed", band(1, 1, |rule, seed| around(rule, seed, 0.0))),
        ("no answers", band(8, 8, |_, _| f64::NAN)),
        ("beside the axis", band(16, 16, |_, _| 1e3)),
        (
            "two bins",
            band(4, 4, |rule, seed| match (rule, seed) {
                (0 | 1, 0..3) => 0.1,
                (0, _) => 0.14,
                _ => f64::NAN,
            }),
        ),
    ]
}

/// A run of `steps` steps that falls to `floor`, with validation every 40 steps.
pub(super) fn run(steps: usize, floor: f64, diverges: bool) -> Trace {
    let clean = |step: usize| floor + (0.7 - floor) * libm::exp(-0.015 * step as f64);
    let epochs = 1..=steps / 40;
    let mut trace = Trace {
        steps: (0..steps).map(|step| step as f64).collect(),
        lrs: vec![0.1; steps],
        losses: (0..steps).map(|step| clean(step) * (1.0 + 0.4 * noise(step))).collect(),
        steps_per_epoch: 40,
        validation: Validation {
            epochs: epochs.clone().map(|epoch| epoch as f64).collect(),
            losses: epochs.clone().map(|epoch| clean(40 * epoch)).collect(),
            accuracies: epochs.map(|_| f64::NAN).collect(),
        },
        stop: None,
    };
    if diverges && steps > 0 {
        trace.losses[steps - 1] = f64::NAN;
        let (reason, step) = (TraceStopReason::NonFinite, steps - 1);
        trace.stop = Some(TraceStop { reason, step, lr: 0.1, message: Sentence::given("") });
    }
    trace
}

/// Every width with each of `heights`.
pub(super) fn sizes(heights: &[f64]) -> impl Iterator<Item = (f64, f64)> + '_ {
    WIDTHS.into_iter().flat_map(|width| heights.iter().map(move |height| (width, *height)))
}

/// One of several samples.
pub(super) fn named<T>(samples: Vec<(&str, T)>, name: &str) -> T {
    samples.into_iter().find(|(known, _)| *known == name).unwrap().1
}

/// What the labels say.
pub(super) fn texts(chart: &Chart) -> Vec<&str> {
    chart.labels.iter().map(|label| &*label.text).collect()
}

/// That all of `words` are among the labels.
pub(super) fn check_words(chart: &Chart, words: &[&str], name: &str) {
    let texts = texts(chart);
    for word in words {
        assert!(texts.contains(word), "{name}: {word} is not among {texts:?}");
    }
}

/// The points and the stroke of each line.
pub(super) fn lines(chart: &Chart) -> impl Iterator<Item = (&[Point], Stroke)> {
    chart.marks.iter().filter_map(|mark| match mark {
        Mark::Line { points, stroke } => Some((&points[..], *stroke)),
        _ => None,
    })
}

/// The first curve of a colour; the sample in the legend is none.
pub(super) fn curve_of(chart: &Chart, color: Color) -> &[Point] {
    lines(chart).find(|(points, stroke)| stroke.color == color && points.len() > 2).unwrap().0
}

/// The centres of the dots in the plot.
pub(super) fn dots(chart: &Chart) -> Vec<Point> {
    let center = |mark: &Mark| if let Mark::Dot { center, .. } = mark { Some(*center) } else { None };
    chart.marks.iter().filter_map(center).filter(|center| chart.layout.plot.holds(*center)).collect()
}

/// The areas in the plot.
pub(super) fn areas(chart: &Chart) -> Vec<Rect> {
    let rect = |mark: &Mark| if let Mark::Area { rect, .. } = mark { Some(*rect) } else { None };
    let inside = |rect: &Rect| chart.layout.plot.grown(0.5).contains(rect);
    chart.marks.iter().filter_map(rect).filter(inside).collect()
}

/// Whatever size is asked for and whatever is measured, there is a figure that fits on a canvas.
pub(super) fn check_absurd(draw: impl Fn(f64, &dyn TextMeasure) -> Chart) {
    for size in [f64::NAN, f64::NEG_INFINITY, 0.0, 1.0, 1e9, f64::INFINITY] {
        for measured in [f64::NAN, -5.0, 0.0, 1e9] {
            let chart = draw(size, &|_: &str, _: f64, _: Weight| measured);
            assert!((120.0..=8192.0).contains(&chart.width) && (120.0..=8192.0).contains(&chart.height));
        }
    }
}

/// Whether a patch is the mark before the words of a legend: above the plot, small, and clear of every label.
fn in_legend(points: &[Point], chart: &Chart) -> bool {
    let sides = |side: fn(&Point) -> f64| {
        points.iter().map(side).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (at.min(low), at.max(high)))
    };
    let rect = Rect::new(sides(|point| point.0), sides(|point| point.1));
    // Sums of halves are rounded.
    let small = rect.width() <= 10.0 + 1e-9 && rect.height() <= 10.0 + 1e-9;
    let above = rect.left >= 0.0 && rect.top >= 0.0 && rect.bottom < chart.layout.plot.top;
    small && above && !chart.labels.iter().any(|label| label.rect.overlaps(&rect))
}

/// No two labels overlap, none leaves the figure or is too small, none is struck by a line, and everything is finite.
pub(super) fn check(chart: &Chart, name: &str) {
    let sheet = Rect::new((0.0, chart.width), (0.0, chart.height)).grown(1.0);
    for (index, label) in chart.labels.iter().enumerate() {
        assert!(label.ink.px >= SMALLEST, "{name}: {label:?} is too small");
        assert!(sheet.contains(&label.rect), "{name}: {label:?} leaves {sheet:?}");
        for other in &chart.labels[index + 1..] {
            assert!(!label.rect.overlaps(&other.rect), "{name}: {label:?} overlaps {other:?}");
        }
    }
    for mark in &chart.marks {
        match mark {
            Mark::Line { points, .. } => {
                assert!(points.iter().all(|p| p.0.is_finite() && p.1.is_finite()), "{name}: {mark:?}");
                for label in &chart.labels {
                    assert!(!label.rect.grown(-0.5).struck_by(points), "{name}: {label:?} is struck by {mark:?}");
                }
            }
            Mark::Patch { points, .. } => {
                let plot = chart.layout.plot.grown(0.01);
                let inside = points.iter().all(|point| plot.holds(*point)) || in_legend(points, chart);
                assert!(points.len() > 2 && inside, "{name}: {mark:?}");
            }
            Mark::Area { rect, .. } => assert!(rect.width() >= 0.0 && rect.height() >= 0.0, "{name}: {mark:?}"),
            Mark::Dot { center, .. } => assert!(center.0.is_finite() && center.1.is_finite(), "{name}: {mark:?}"),
        }
    }
    assert!(chart.layout.plot.width() > 0.0 && chart.layout.plot.height() > 0.0, "{name}: {:?}", chart.layout);
}
