//! The finder's report over its steps: the loss, and the rate that rises beside it, on two axes.

use super::super::axis::Axis;
use super::super::chart::{Chart, Mark, Stroke};
use super::super::geometry::{Point, Rect, curve};
use super::super::text::TextMeasure;
use super::super::theme::Theme;
use super::frame::{Frame, ROW, SecondAxis, Spec, hatch, size};
use super::legend::{Entry, Sample, legend};
use super::range::{extent, finite, of_sweep};
use super::texts;
use crate::finder::{LrFindReport, StopReason};
use crate::sentence;

/// How to draw a finder's report over its steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LrEpochsOptions {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Planned steps, so that a running sweep keeps its axis; else as many as were taken.
    pub total: Option<f64>,
    /// Whether each loss is an epoch's and not a batch's.
    pub epochs: bool,
}

impl Default for LrEpochsOptions {
    fn default() -> Self {
        Self { width: 720.0, height: 320.0, theme: Theme::Light, total: None, epochs: false }
    }
}

/// The losses on the left axis and the rates on the right one, which is logarithmic, over the steps from 0.
///
/// ```
/// use lr_lab::finder::{Consensus, LrFindReport};
/// use lr_lab::plot::{figure::lr_epochs, text::estimate};
/// use lr_lab::sentence::Sentence;
///
/// let report = LrFindReport {
///     lrs: vec![1e-3, 1e-2, 1e-1],
///     losses: vec![0.7, 0.5, 0.9],
///     smoothed: vec![0.7, 0.5, 0.9],
///     stop: None,
///     suggestions: vec![],
///     unanswered: vec![],
///     bounds: None,
///     consensus: Consensus { lr: None, spread: 0.0, reason: Sentence::given("") },
/// };
/// let options = lr_epochs::LrEpochsOptions { epochs: true, ..Default::default() };
/// let chart = lr_epochs::figure(&report, &options, &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "epoch"));
/// assert_eq!(chart.layout.x.max(), 2.0);
/// ```
pub fn figure(report: &LrFindReport, options: &LrEpochsOptions, measure: &dyn TextMeasure) -> Chart {
    let tokens = options.theme.tokens();
    let unit = if options.epochs { sentence!("figure.epoch", "epoch") } else { texts::step() };
    let total = options.total.filter(|total| total.is_finite() && *total > 1.0).unwrap_or(report.lrs.len() as f64);
    let rates = extent(finite(&report.lrs).filter(|lr| *lr > 0.0)).unwrap_or((f64::NAN, f64::NAN));
    let rates = Axis::log(rates.0, rates.1);
    let (low, high) = of_sweep(&report.losses, &report.smoothed);
    let smooth = report.smoothed != report.losses;
    let diverged = report.stop.as_ref().filter(|s| matches!(s.reason, StopReason::Diverged | StopReason::NonFinite));

    let (loss, rate) = (Stroke::solid(tokens.accent, 2.5), Stroke::solid(tokens.rate, 2.0).dashed(Some((7.0, 3.5))));
    let faint = Stroke::solid(tokens.accent.alpha(0.45), 1.1);
    let mut entries = vec![
        Entry::new(
            if smooth { sentence!("figure.smoothed-loss", "loss, smoothed") } else { texts::loss() },
            Sample::Line(loss),
        ),
        Entry::new(texts::learning_rate(), Sample::Line(rate)),
    ];
    if smooth {
        entries.insert(1, Entry::optional(sentence!("figure.of-each", "of each {unit}", unit), Sample::Line(faint)));
    }
    if let Some(stop) = diverged {
        entries.push(Entry::optional(texts::diverged_at(&unit, stop.step), Sample::Remark));
    }
    let size = size(options.width, options.height);
    let (legend, rows) = legend(&entries, size, options.theme, measure);
    let log_rate = texts::log_rate();
    let spec = Spec {
        size,
        theme: options.theme,
        header: rows as f64 * ROW,
        left: None,
        right: 0.0,
        x: Axis::linear(0.0, (total - 1.0).max(1.0)),
        y: &|height| {
            let margin = 8.0 / (height - 16.0).max(16.0);
            let free = Axis::linear(low, high);
            Axis::linear(free.value(-margin), free.value(1.0 + margin))
        },
        y_floor: if low < 0.0 { f64::NEG_INFINITY } else { 0.0 },
        x_title: unit,
        y_title: texts::loss(),
        y_plain: false,
        y_color: Some(tokens.accent),
        second: Some(SecondAxis { axis: rates, title: &log_rate, color: tokens.rate }),
        measure,
    };
    let frame = Frame::new(&spec);
    let layout = frame.layout;
    let plot = layout.plot;
    let mut marks = frame.grid(&[], &tokens);
    if let Some(stop) = diverged {
        let left = layout.x_of(stop.step as f64).clamp(plot.left, plot.right);
        marks.extend(hatch(&Rect { left, ..plot }, Stroke::solid(tokens.rate.alpha(0.28), 1.0), &[]));
    }
    let mut line = |column: &[f64], stroke, row: &dyn Fn(f64) -> f64| {
        let points =
            column.iter().enumerate().map(|(step, &value)| -> Point { (layout.x_of(step as f64), row(value)) });
        marks.extend(curve(points, &plot).into_iter().map(|points| Mark::Line { points, stroke }));
    };
    line(&report.lrs, rate, &|lr| plot.bottom - rates.position(lr) * plot.height());
    if smooth {
        line(&report.losses, faint, &|loss| layout.y_of(loss));
    }
    line(&report.smoothed, loss, &|loss| layout.y_of(loss));
    let mut labels = Vec::new();
    for entry in legend {
        marks.extend(entry.marks());
        labels.push(entry.label);
    }
    frame.chart(&spec, marks, labels)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{WIDTHS, check, sweep, sweeps};
    use super::{LrEpochsOptions, figure};
    use crate::plot::chart::Mark;
    use crate::plot::text::{Weight, estimate};
    use crate::plot::theme::Theme;

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for (name, report) in sweeps() {
            for width in WIDTHS {
                for height in [160.0, 230.0, 320.0] {
                    for total in [None, Some(100.0), Some(f64::NAN)] {
                        let options =
                            LrEpochsOptions { width, height, total, epochs: height > 200.0, ..Default::default() };
                        check(&figure(&report, &options, &estimate), &format!("{name} at {width} x {height}"));
                    }
                }
            }
        }
    }

    /// The rates of a geometric sweep lie on a straight line from corner to corner of their log axis.
    #[test]
    fn rates_have_the_right_axis() {
        let chart = figure(&sweep(100, &[]), &LrEpochsOptions::default(), &estimate);
        let plot = chart.layout.plot;
        let color = Theme::Light.tokens().rate;
        let rates = chart.marks.iter().find_map(|mark| match mark {
            Mark::Line { points, stroke } if stroke.color == color && points.len() > 2 => Some(points),
            _ => None,
        });
        let rates = rates.unwrap();
        assert_eq!(rates[0], (plot.left, plot.bottom));
        let straight =
            |&(x, y): &(f64, f64)| ((x - plot.left) / plot.width() - (plot.bottom - y) / plot.height()).abs() < 1e-9;
        assert!(rates.len() == 100 && rates.iter().all(straight));
        let beside = |text: &str| {
            chart
                .labels
                .iter()
                .find(|label| label.text == text && label.rect.left > plot.right)
                .map(|label| label.color)
        };
        assert_eq!([beside("1e−5"), beside("10"), beside("learning rate, log scale")], [Some(color); 3]);
    }

    #[test]
    fn smoothing_that_changes_nothing_is_not_drawn() {
        let report = sweep(100, &[]);
        let plain = crate::finder::LrFindReport { smoothed: report.losses.clone(), ..report.clone() };
        for (report, words) in [(&report, "loss, smoothed"), (&plain, "loss")] {
            let chart = figure(report, &LrEpochsOptions::default(), &estimate);
            assert!(chart.labels.iter().any(|label| label.text == words), "{words}");
        }
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        for size in [f64::NAN, f64::NEG_INFINITY, 0.0, 1.0, 1e9, f64::INFINITY] {
            for measured in [f64::NAN, -5.0, 0.0, 1e9] {
                let options = LrEpochsOptions { width: size, height: size, ..Default::default() };
                let chart = figure(&sweep(100, &[]), &options, &|_: &str, _: f64, _: Weight| measured);
                assert!((120.0..=8192.0).contains(&chart.width) && (120.0..=8192.0).contains(&chart.height));
            }
        }
    }
}
