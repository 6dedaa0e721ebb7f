//! The finder's report over its steps: the loss, and the rate that rises beside it, on two axes.

use super::super::axis::Axis;
use super::super::chart::{Chart, Layout, Stroke};
use super::super::geometry::{Rect, curve};
use super::super::text::TextMeasure;
use super::behind::{raw_stroke, this_run};
use super::frame::{Frame, SecondAxis, SecondTicks, Spec, diverged_stroke, hatch};
use super::legend::{Entry, Sample, legend};
use super::range::{extent, finite, margin, of_sweep};
use super::texts;
use crate::finder::{LrFindReport, StopReason};
use crate::sentence;

figure_options! {
    /// How to draw a finder's report over its steps.
    pub struct LrEpochsOptions = 720.0 by 320.0 {
        /// Planned steps, so that a running sweep keeps its axis; else as many as were taken.
        pub total: Option<f64>,
        /// Whether each loss is an epoch's and not a batch's.
        pub epochs: bool,
    }
}

/// The losses on the left axis and the rates on the right one, which is logarithmic, over the steps from 0.
///
/// ```
/// use lr_lab::finder::{LrFindReport};
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
///     held_out: vec![],
///     held_out_smoothed: vec![],
///     answer: Err(Sentence::given("")),
/// };
/// let options = lr_epochs::LrEpochsOptions { epochs: true, ..Default::default() };
/// let chart = lr_epochs::figure(&report, &options, &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "epoch"));
/// assert_eq!(chart.layout.x.max(), 2.0);
/// ```
pub fn figure(report: &LrFindReport, options: &LrEpochsOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let tokens = sheet.tokens;
    let unit = if options.epochs { sentence!("figure.epoch", "epoch") } else { texts::step() };
    let total = options.total.filter(|total| total.is_finite() && *total > 1.0).unwrap_or(report.lrs.len() as f64);
    let (lowest, highest) = extent(finite(&report.lrs).filter(|lr| *lr > 0.0)).unwrap_or((f64::NAN, f64::NAN));
    let rates = Axis::log(lowest, highest);
    let (low, high) = of_sweep(&report.losses, &report.smoothed);
    let smooth = report.smoothed != report.losses;
    let diverged = report.stop.as_ref().filter(|s| matches!(s.reason, StopReason::Diverged | StopReason::NonFinite));

    let (loss, rate) = (this_run(&tokens), Stroke::solid(tokens.rate, 2.0).dashed(Some((7.0, 3.5))));
    let faint = raw_stroke(&tokens);
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
    let legend = legend(&entries, &sheet);
    let spec = Spec {
        x: Axis::linear(0.0, (total - 1.0).max(1.0)),
        y: &|height| Axis::linear(low, high).with_room(margin(8.0, height), margin(8.0, height)),
        y_floor: if low < 0.0 { f64::NEG_INFINITY } else { 0.0 },
        x_title: unit,
        y_title: texts::loss(),
        y_color: Some(tokens.accent),
        second: Some(SecondAxis { ticks: SecondTicks::Of(rates), title: texts::log_rate(), color: tokens.rate }),
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;
    let mut marks = frame.grid(&[]);
    if let Some(stop) = diverged {
        let left = layout.x_of(stop.step as f64).clamp(plot.left, plot.right);
        marks.extend(hatch(&Rect { left, ..plot }, diverged_stroke(&tokens), &[]));
    }
    let mut line = |column: &[f64], stroke: Stroke, layout: &Layout| {
        let steps: Vec<_> = (0..column.len()).map(|step| step as f64).collect();
        marks.extend(stroke.lines(curve(layout.points(&steps, column), &plot)));
    };
    line(&report.lrs, rate, &Layout { y: rates, ..layout });
    if smooth {
        line(&report.losses, faint, &layout);
    }
    line(&report.smoothed, loss, &layout);
    frame.chart(legend, marks, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, check_absurd, check_words, curve_of, sizes, sweep, sweeps};
    use super::{LrEpochsOptions, figure};
    use crate::plot::text::estimate;
    use crate::plot::theme::Theme;

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for (name, report) in sweeps() {
            for (width, height) in sizes(&[160.0, 230.0, 320.0]) {
                for total in [None, Some(100.0), Some(f64::NAN)] {
                    let epochs = height > 200.0;
                    let options = LrEpochsOptions { width, height, total, epochs, ..Default::default() };
                    check(&figure(&report, &options, &estimate), &format!("{name} at {width} x {height}"));
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
        let rates = curve_of(&chart, color);
        assert_eq!(rates[0], (plot.left, plot.bottom));
        let straight =
            |&(x, y): &(f64, f64)| ((x - plot.left) / plot.width() - (plot.bottom - y) / plot.height()).abs() < 1e-9;
        assert!(rates.len() == 100 && rates.iter().all(straight));
        for text in ["1e−5", "10", "learning rate, log scale"] {
            let beside = chart.labels.iter().find(|label| label.text == text && label.rect.left > plot.right);
            assert_eq!(beside.map(|label| label.ink.color), Some(color), "{text}");
        }
    }

    #[test]
    fn smoothing_that_changes_nothing_is_not_drawn() {
        let report = sweep(100, &[]);
        let plain = crate::finder::LrFindReport { smoothed: report.losses.clone(), ..report.clone() };
        for (report, words) in [(&report, "loss, smoothed"), (&plain, "loss")] {
            check_words(&figure(report, &LrEpochsOptions::default(), &estimate), &[words], "");
        }
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        check_absurd(|size, measure| {
            let options = LrEpochsOptions { width: size, height: size, ..Default::default() };
            figure(&sweep(100, &[]), &options, measure)
        });
    }
}
