//! The finder's figure: the losses of a sweep over its rates, and what each rule reads from them.

use super::super::axis::Axis;
use super::super::chart::{Chart, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::Theme;
use super::frame::{ROW, Spec, hatch, muted, size};
use super::names::named;
use super::range::of_sweep;
use super::words::{Words, diverged, zones};
use crate::finder::LrFindReport;

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
        left: None,
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
    marks.extend(raw.into_iter().map(|piece| line(piece, Stroke::solid(tokens.accent.alpha(0.45), 1.1))));
    marks.extend(smoothed.into_iter().map(|piece| line(piece, Stroke::solid(tokens.accent, 2.5))));
    if let Some(x) = my_x {
        marks.push(line(vec![(x, plot.top), (x, plot.bottom)], Stroke::solid(tokens.rate, 2.0)));
    }
    let leader = Stroke::solid(tokens.muted, 1.0).dashed(Some((1.5, 2.5)));
    for name in &names {
        for &(x, y) in &name.marks {
            let end = circle_center((x, y), &plot).1 - RADIUS;
            if let Some(foot) = name.foot(x).filter(|foot| *foot < end) {
                marks.push(line(vec![(x, foot), (x, end)], leader));
            }
        }
    }
    let rim = Some(Stroke::solid(tokens.ink, 1.6));
    marks.extend(circles.into_iter().map(|center| Mark::Dot { center, radius: RADIUS, fill: tokens.panel, rim }));

    let labels = names.into_iter().filter_map(|name| name.label).chain(words.placed).collect();
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

#[cfg(test)]
mod tests {
    use super::super::samples::{RULES, WIDTHS, check, sweep, sweeps};
    use super::{LrFindOptions, figure};
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::svg::to_svg;
    use crate::plot::text::{Weight, estimate};
    use crate::plot::theme::Theme;

    const PLANNED: LrFindOptions =
        LrFindOptions { width: 1060.0, height: 330.0, theme: Theme::Light, lr: None, from: Some(1e-5), to: Some(10.0) };

    fn texts(chart: &Chart) -> Vec<&str> {
        chart.labels.iter().map(|label| label.text.as_str()).collect()
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for (name, report) in sweeps() {
            for width in WIDTHS {
                for height in [200.0, 230.0, 300.0, 330.0] {
                    // On a mark, between marks, at the edges, and outside the plot.
                    for lr in [None, Some(0.011), Some(0.12), Some(1e-5), Some(10.0), Some(99.0), Some(f64::NAN)] {
                        let options = LrFindOptions { width, height, lr, ..PLANNED };
                        let chart = figure(&report, &options, &estimate);
                        let case = format!("{name} at {width} x {height}, {lr:?}");
                        check(&chart, &case);
                        let inside = lr.is_some_and(|lr| (1e-5..=10.0).contains(&lr));
                        assert_eq!(texts(&chart).iter().any(|text| text.starts_with("my rate")), inside, "{case}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_suggestion_has_a_circle_on_the_curve() {
        let report = sweep(100, &RULES);
        for width in WIDTHS {
            let chart = figure(&report, &LrFindOptions { width, ..PLANNED }, &estimate);
            for (rule, lr) in RULES {
                let x = chart.layout.x_of(lr);
                let near = chart
                    .marks
                    .iter()
                    .any(|mark| matches!(mark, Mark::Dot { center, .. } if (center.0 - x).abs() <= 0.5));
                assert!(near, "{rule} at {width}");
            }
        }
    }

    #[test]
    fn the_words_of_a_complete_figure() {
        let (_, report) = sweeps().swap_remove(5);
        let chart = figure(&report, &LrFindOptions { lr: Some(0.12), ..PLANNED }, &estimate);
        for word in [
            "valley",
            "minimum ÷10",
            "my rate 0.12",
            "too cold",
            "useful",
            "too hot",
            "diverged at step 69",
            "1e−5",
            "loss",
        ] {
            assert!(texts(&chart).contains(&word), "{word} is not among {:?}", texts(&chart));
        }
        let svg = to_svg(&chart).unwrap();
        assert!(svg.contains("learning rate, log scale") && svg.contains("width=\"1060\" height=\"330\""));
    }

    #[test]
    fn what_a_report_lacks_is_not_drawn() {
        let chart = figure(&sweep(100, &[]), &PLANNED, &estimate);
        assert!(!texts(&chart).iter().any(|text| ["too cold", "useful", "too hot"].contains(text)));
        assert!(!chart.marks.iter().any(|mark| matches!(mark, Mark::Dot { .. } | Mark::Area { .. })));
        assert!(!texts(&chart).iter().any(|text| text.starts_with("diverged") || text.starts_with("my rate")));
    }

    #[test]
    fn a_live_report_keeps_the_axis_of_the_plan() {
        for points in [0, 1, 30, 100] {
            let x = figure(&sweep(points, &[]), &PLANNED, &estimate).layout.x;
            assert_eq!((x.min(), x.max()), (1e-5, 10.0), "{points} points");
        }
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        let report = sweep(100, &RULES);
        for size in [f64::NAN, f64::NEG_INFINITY, 0.0, 1.0, 1e9, f64::INFINITY] {
            for measured in [f64::NAN, -5.0, 0.0, 1e9] {
                let options = LrFindOptions { width: size, height: size, ..PLANNED };
                let chart = figure(&report, &options, &|_: &str, _: f64, _: Weight| measured);
                assert!((120.0..=8192.0).contains(&chart.width) && (120.0..=8192.0).contains(&chart.height));
            }
        }
    }
}
