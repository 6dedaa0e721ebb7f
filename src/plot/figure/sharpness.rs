//! The limit of stability along a run, and the rate that the run used.

use super::super::axis::Axis;
use super::super::chart::{Align, Chart, Label, Mark, Stroke};
use super::super::geometry::{area, curve};
use super::super::text::TextMeasure;
use super::frame::{Frame, ROW, Spec, plain};
use super::legend::{Entry, Sample, legend};
use super::range::{extent, finite};
use super::texts;
use super::words::{WORD_MARGIN, Words};
use crate::sentence;

figure_options! {
    /// How to draw the limit of stability.
    pub struct SharpnessOptions = 720.0 by 280.0 {
        /// Planned steps, so that a running fit keeps its axis; else as many as were taken.
        pub total: Option<f64>,
    }
}

/// What was measured along a run: columns with one entry a measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured<'a> {
    /// Optimizer steps taken before.
    pub steps: &'a [f64],
    /// The largest stable rate, infinite where nothing curves up; empty for an optimizer without one.
    pub limits: &'a [f64],
    /// The rate that was used.
    pub lrs: &'a [f64],
    /// How the limits follow from the curvature, such as `2/λ`.
    pub formula: Option<&'a str>,
}

/// The limit and the rate over the steps, on a log scale; rates above the limit are shaded.
///
/// ```
/// use lr_lab::plot::{figure::sharpness, text::estimate};
///
/// let (limits, lrs) = ([2.0, 0.5, 0.21], [0.2; 3]);
/// let run = sharpness::Measured { steps: &[0.0, 50.0, 100.0], limits: &limits, lrs: &lrs, formula: Some("2/λ") };
/// let chart = sharpness::figure(&run, &sharpness::SharpnessOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "limit 2/λ"));
/// ```
pub fn figure(run: &Measured, options: &SharpnessOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let tokens = sheet.tokens;
    let last = || finite(run.steps).fold(0.0, f64::max);
    let total = options.total.filter(|total| total.is_finite() && *total > 0.0).unwrap_or_else(last);
    let y = y_axis(run);
    let limit = Stroke::solid(tokens.stability, 2.0).dashed(Some((6.0, 4.0)));
    let rate = Stroke::solid(tokens.rate, 2.25);

    let mut entries = vec![Entry::new(texts::learning_rate(), Sample::Line(rate))];
    entries.push(match run.formula {
        _ if run.limits.is_empty() && !run.steps.is_empty() => {
            Entry::new(sentence!("figure.no-limit", "no limit with this optimizer"), Sample::Remark)
        }
        Some(formula) => Entry::new(sentence!("figure.limit", "limit {formula}", formula), Sample::Dotted(limit)),
        None => Entry::new(sentence!("figure.limit-of-stability", "limit of stability"), Sample::Dotted(limit)),
    });
    let legend = legend(&entries, &sheet);
    let spec = Spec {
        x: Axis::linear(0.0, total.max(1.0)),
        y: &|_| y.unwrap_or_else(|| Axis::log(f64::NAN, f64::NAN)),
        // Nothing is measured, so no height means a rate.
        y_floor: if y.is_some() { 0.0 } else { f64::INFINITY },
        x_title: texts::step(),
        y_title: texts::log_rate(),
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let plot = layout.plot;
    let limits: Vec<_> = layout.points(run.steps, run.limits).collect();
    // Where nothing curves up, no rate is too high.
    let above = limits.iter().map(|&(x, y)| (x, y, plot.top));
    let unstable = area(above, &plot);
    let limit_lines = curve(limits.iter().copied(), &plot);
    let rate_lines = curve(layout.points(run.steps, run.lrs), &plot);

    let dots: Vec<_> = limits.iter().filter(|point| plot.holds(**point)).copied().collect();
    let mut words = Words::new(sheet, plot, limit_lines.iter().chain(&rate_lines).cloned().collect());
    words.lines.extend(dots.iter().map(|&(x, y)| vec![(x, y - DOT), (x, y + DOT)]));
    let ink = plain(tokens.muted);
    let rows = ((plot.height() / ROW) as usize).max(1);
    let both = [(false, sentence!("figure.unstable", "unstable")), (true, sentence!("figure.stable", "stable"))];
    for (stable, word) in both.into_iter().filter(|_| !unstable.is_empty()) {
        // A word stands where the whole of it is on its side of the limit.
        let sided = |label: &Label| {
            let near = |x: f64| (label.rect.left - ASIDE..=label.rect.right + ASIDE).contains(&x);
            let on_side = |y: f64| if stable { y < label.rect.top } else { y > label.rect.bottom };
            let mut limits = limits.iter().filter(|(x, y)| y.is_finite() && near(*x)).peekable();
            limits.peek().is_some() && limits.all(|(_, y)| on_side(*y))
        };
        let places = (0..rows).flat_map(|row| {
            let away = (row as f64 + 0.7) * ROW;
            let y = if stable { plot.bottom - away } else { plot.top + away };
            (0..40).map(move |column| (plot.left + WORD_MARGIN + f64::from(column) * plot.width() / 40.0, y))
        });
        let labels = places.map(|at| sheet.label(&word, at, Align::Start, ink));
        words.first_free(labels.filter(sided));
    }

    let mut marks: Vec<_> = unstable.into_iter().map(|points| Mark::Patch { points, color: tokens.hot }).collect();
    marks.extend(frame.grid(&words.placed));
    marks.extend(limit.lines(limit_lines).chain(rate.lines(rate_lines)));
    let dot = |center| Mark::Dot { center, radius: DOT, fill: tokens.stability, rim: None };
    marks.extend(dots.into_iter().map(dot));
    frame.chart(legend, marks, words.placed)
}

const DOT: f64 = 2.75;

/// How far beside a word the limit tells on which side it stands.
const ASIDE: f64 = 40.0;

/// Limits and rates with a little room; of limits far above every rate those that say more than that.
fn y_axis(run: &Measured) -> Option<Axis> {
    const FAR: f64 = 1e4;
    let positive = |column| finite(column).filter(|lr: &f64| *lr > 0.0);
    let (low, rates) = match extent(positive(run.lrs)) {
        Some((_, highest)) => (extent(positive(run.lrs).chain(positive(run.limits)))?.0, highest),
        None => extent(positive(run.limits))?,
    };
    let high = extent(positive(run.limits)).map_or(rates, |(_, highest)| highest.min(FAR * rates).max(rates));
    Some(Axis::log(low.max(rates / FAR / FAR), high).with_room(0.08, 0.12))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, check_absurd, curve_of, sizes, texts};
    use super::{Measured, SharpnessOptions, figure};
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;
    use crate::plot::theme::Theme;

    const STEPS: usize = 21;

    /// Limits and rates over 21 measurements, 50 steps apart.
    type Columns = (Vec<f64>, Vec<f64>);

    fn runs() -> Vec<(&'static str, Columns)> {
        let column = |f: &dyn Fn(f64) -> f64| (0..STEPS).map(|i| f(i as f64)).collect::<Vec<_>>();
        let falling = column(&|i| 0.1 + 2.0 * libm::exp(-0.3 * i));
        let flat = vec![0.1; STEPS];
        vec![
            ("empty", (vec![], vec![])),
            ("one point", (vec![0.4], vec![0.1])),
            ("sharpening", (falling.clone(), flat.clone())),
            ("filling", (falling[..7].to_vec(), flat[..7].to_vec())),
            ("crossed", (falling.clone(), column(&|i| 0.02 + 0.03 * i))),
            ("too high from the start", (falling.iter().map(|lr| lr / 50.0).collect(), flat.clone())),
            ("flat at first", (column(&|i| if i < 5.0 { f64::INFINITY } else { 0.3 }), flat.clone())),
            ("never curves up", (vec![f64::INFINITY; STEPS], flat.clone())),
            ("no limit", (vec![], flat.clone())),
            ("far above", (vec![1e12; STEPS], flat.clone())),
            ("warm-up", (falling.clone(), column(&|i| 0.01 * i))),
            ("not a number", (column(&|i| if i > 9.0 { f64::NAN } else { 1.0 }), column(&|i| 1.0 / (9.0 - i)))),
        ]
    }

    fn draw((limits, lrs): &Columns, options: SharpnessOptions) -> Chart {
        let steps: Vec<f64> = (0..limits.len().max(lrs.len())).map(|i| 50.0 * i as f64).collect();
        figure(&Measured { steps: &steps, limits, lrs, formula: Some("(2 + 2β)/λ") }, &options, &estimate)
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for (name, run) in runs() {
            for (width, height) in sizes(&[120.0, 200.0, 280.0]) {
                for total in [None, Some(1000.0), Some(f64::NAN)] {
                    let options = SharpnessOptions { width, height, total, ..Default::default() };
                    check(&draw(&run, options), &format!("{name} at {width} x {height}"));
                }
            }
        }
    }

    #[test]
    fn only_what_is_above_the_limit_is_shaded() {
        for (name, run) in runs() {
            let chart = draw(&run, SharpnessOptions::default());
            let shaded = chart.marks.iter().any(|mark| matches!(mark, Mark::Patch { .. }));
            let limited = run.0.iter().filter(|limit| limit.is_finite()).count() > 1;
            // A limit beyond the top shades nothing.
            assert_eq!(shaded, limited && name != "far above", "{name}");
            let texts = texts(&chart);
            assert_eq!(texts.contains(&"unstable"), shaded, "{name}: {texts:?}");
            assert_eq!(texts.contains(&"no limit with this optimizer"), name == "no limit", "{name}: {texts:?}");
        }
    }

    #[test]
    fn the_limit_has_the_colour_of_stability() {
        let chart = draw(&runs()[2].1, SharpnessOptions { total: Some(2000.0), ..Default::default() });
        let layout = chart.layout;
        assert_eq!(layout.x.max(), 2000.0);
        assert_eq!(curve_of(&chart, Theme::Light.tokens().stability)[0], (layout.x_of(0.0), layout.y_of(2.1)));
    }

    #[test]
    fn absurd_sizes_and_measures_still_make_a_figure() {
        let run = Measured { steps: &[0.0, 1.0], limits: &[1.0, 0.1], lrs: &[0.1, 0.2], formula: None };
        check_absurd(|size, measure| {
            figure(&run, &SharpnessOptions { width: size, height: size, ..Default::default() }, measure)
        });
    }
}
