//! The schedule figure: rates over their steps.

use super::super::axis::Axis;
use super::super::chart::{Chart, Mark, Stroke};
use super::super::geometry::curve;
use super::super::text::TextMeasure;
use super::super::theme::Theme;
use super::frame::{Frame, ROW, Spec, size};
use super::legend::{Entry, dash, legend, letter, letters};
use super::range::{extent, finite};
use crate::thin;

/// How to draw schedules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScheduleOptions {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
}

impl Default for ScheduleOptions {
    fn default() -> Self {
        Self { width: 520.0, height: 200.0, theme: Theme::Light }
    }
}

/// The rate of every step, and what the legend calls it. Its letter, dash and colour follow from its place in the list,
/// as those of a run do.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// One rate for each step, from step 0.
    pub lrs: &'a [f64],
    /// Such as `one-cycle`; may be empty.
    pub name: &'a str,
}

/// The rates of `curves` over their steps, on a log scale where all of them are above 0 and they span more than two and
/// a half decades. One curve without a name needs no legend.
///
/// ```
/// use lr_lab::plot::{figure::schedule, text::estimate};
///
/// let curves = [schedule::Curve { lrs: &[0.1, 0.05, 0.025], name: "halving" }];
/// let chart = schedule::figure(&curves, &schedule::ScheduleOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "A halving"));
/// ```
pub fn figure(curves: &[Curve], options: &ScheduleOptions, measure: &dyn TextMeasure) -> Chart {
    let tokens = options.theme.tokens();
    let y = y_axis(curves);
    let steps = curves.iter().map(|curve| curve.lrs.len()).max().unwrap_or(0);
    let several = curves.len() > 1;
    let size = size(options.width, options.height);
    let (legend, rows) = legend(&entries(curves, options.theme), size, options.theme, measure);
    let spec = Spec {
        size,
        theme: options.theme,
        header: rows as f64 * ROW,
        right: if several { 22.0 } else { 0.0 },
        x: Axis::linear(0.0, steps.saturating_sub(1).max(1) as f64),
        y: &|_| y,
        y_floor: f64::NEG_INFINITY,
        x_title: "step",
        y_title: "learning rate",
        measure,
    };
    let frame = Frame::new(&spec);
    let layout = frame.layout;
    let mut marks = frame.grid(&[], &tokens);
    let mut ends = Vec::new();
    // More points than four a pixel show nothing more; the extremes stay.
    let most = (4.0 * size.0) as usize;
    for (index, Curve { lrs, .. }) in curves.iter().enumerate() {
        let kept = thin::indices(lrs, most);
        let points = kept.into_iter().map(|step| (layout.x_of(step as f64), layout.y_of(lrs[step])));
        let drawn = curve(points, &layout.plot);
        ends.extend(drawn.iter().flatten().next_back().map(|&(_, y)| (index, y)));
        let stroke = Stroke::solid(tokens.run(index), 2.25).dashed(dash(index));
        marks.extend(drawn.into_iter().map(|points| Mark::Line { points, stroke }));
    }
    let mut labels = Vec::new();
    for entry in legend {
        marks.extend(entry.marks());
        labels.push(entry.label);
    }
    if several {
        labels.extend(letters(ends, &layout, options.theme, measure));
    }
    frame.chart(&spec, marks, labels)
}

fn entries(curves: &[Curve], theme: Theme) -> Vec<Entry> {
    let named = curves.len() > 1 || curves.iter().any(|curve| !curve.name.is_empty());
    let entry = |(index, curve): (usize, &Curve)| {
        let text = format!("{} {}", letter(index), curve.name).trim_end().to_owned();
        Entry { text, stroke: Stroke::solid(theme.tokens().run(index), 2.25).dashed(dash(index)), dot: false }
    };
    if named { curves.iter().enumerate().map(entry).collect() } else { Vec::new() }
}

/// 10^2.5: beyond it a linear axis shows the end of a decay as zero.
const TWO_AND_A_HALF_DECADES: f64 = 316.2;

fn y_axis(curves: &[Curve]) -> Axis {
    let rates = || curves.iter().flat_map(|curve| finite(curve.lrs));
    let Some((low, high)) = extent(rates()) else { return Axis::linear(0.0, 1.0) };
    if low > 0.0 && high / low > TWO_AND_A_HALF_DECADES {
        // A decay that goes on for ever would squash what is used of it.
        return Axis::log((low / 1.5).max(high * 1e-9), (high * 1.5).min(f64::MAX));
    }
    let top = if high < f64::MAX / 2.0 { 1.06 * high } else { high };
    Axis::linear(if low < 0.0 { low } else { 0.0 }, if top > 0.0 { top } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{WIDTHS, check};
    use super::{Curve, ScheduleOptions, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::{Chart, Mark};
    use crate::plot::text::estimate;

    fn draw(columns: &[Vec<f64>], options: ScheduleOptions) -> Chart {
        let names = ["one-cycle", "", "a rather long name for a schedule that only warms up", "constant"];
        let curves: Vec<_> = columns.iter().zip(names).map(|(lrs, name)| Curve { lrs, name }).collect();
        figure(&curves, &options, &estimate)
    }

    fn columns() -> Vec<Vec<f64>> {
        let falling = (0..400).map(|step| 0.1 * (1.0 - f64::from(step) / 400.0)).collect();
        let rising = (0..100).map(|step| 1e-3 * f64::from(step)).collect();
        vec![falling, rising, vec![0.05; 200], vec![0.02]]
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_of_lines() {
        for width in WIDTHS {
            for height in [140.0, 200.0, 260.0] {
                for count in 0..=4 {
                    let options = ScheduleOptions { width, height, ..ScheduleOptions::default() };
                    check(&draw(&columns()[..count], options), &format!("{count} schedules at {width} x {height}"));
                }
                let odd = [vec![], vec![f64::NAN, f64::INFINITY], vec![0.0; 3], vec![f64::MAX, 1e-300, -1.0]];
                for (index, column) in odd.iter().enumerate() {
                    let options = ScheduleOptions { width, height, ..ScheduleOptions::default() };
                    check(&draw(std::slice::from_ref(column), options), &format!("odd rates {index}"));
                }
            }
        }
    }

    #[test]
    fn wide_ranges_choose_a_log_scale() {
        for (low, kind) in [(1e-5, AxisKind::Log), (0.01, AxisKind::Linear), (0.0, AxisKind::Linear)] {
            let y = draw(&[vec![0.1, low]], ScheduleOptions::default()).layout.y;
            assert_eq!(y.kind(), kind, "down to {low}");
        }
    }

    #[test]
    fn long_schedules_are_thinned() {
        let column: Vec<f64> = (0..100_000).map(|step| f64::from(step % 7)).collect();
        let chart = draw(&[column], ScheduleOptions::default());
        let points: usize =
            chart.marks.iter().map(|mark| if let Mark::Line { points, .. } = mark { points.len() } else { 0 }).sum();
        assert!(points < 5000, "{points} points");
        assert_eq!(chart.layout.x.max(), 99_999.0);
    }
}
