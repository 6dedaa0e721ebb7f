//! The schedule figure: rates over their steps.

use std::ops::Range;

use super::super::axis::Axis;
use super::super::chart::{Chart, Stroke};
use super::super::geometry::curve;
use super::super::text::TextMeasure;
use super::frame::{Frame, Spec};
use super::legend::{Entry, Sample, dash, legend, lettered, letters};
use super::range::{TWO_AND_A_HALF_DECADES, closer_axis, extent, finite};
use super::texts;
use crate::thin;

figure_options! {
    /// How to draw schedules.
    pub struct ScheduleOptions = 520.0 by 200.0 {
        /// The axis's first step, for a closer look; else 0.
        pub from: Option<f64>,
        /// The axis's last step; else that of the longest schedule.
        pub to: Option<f64>,
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

/// The rates of `curves` over their steps, on a log scale where they are above 0, span more than two and a half decades
/// and are small for most of the time. One curve without a name needs no legend.
///
/// ```
/// use lr_lab::plot::{figure::schedule, text::estimate};
///
/// let curves = [schedule::Curve { lrs: &[0.1, 0.05, 0.025], name: "halving" }];
/// let chart = schedule::figure(&curves, &schedule::ScheduleOptions::default(), &estimate);
/// assert!(chart.labels.iter().any(|label| label.text == "A halving"));
/// ```
pub fn figure(curves: &[Curve], options: &ScheduleOptions, measure: &dyn TextMeasure) -> Chart {
    let sheet = options.sheet(measure);
    let stroke = |index: usize| Stroke::solid(sheet.tokens.run(index), 2.25).dashed(dash(index));
    let steps = curves.iter().map(|curve| curve.lrs.len()).max().unwrap_or(0);
    let last = steps.saturating_sub(1).max(1) as f64;
    let x = Axis::linear(options.from.unwrap_or(0.0), options.to.unwrap_or(last));
    let closer = options.from.is_some() || options.to.is_some();
    let y = y_axis(curves, &x, closer);
    let several = curves.len() > 1;
    let named = several || curves.iter().any(|curve| !curve.name.is_empty());
    let entry = |(index, curve): (usize, &Curve)| Entry::new(lettered(index, curve.name), Sample::Line(stroke(index)));
    let entries: Vec<_> = curves.iter().enumerate().filter(|_| named).map(entry).collect();
    let legend = legend(&entries, &sheet);
    let spec = Spec {
        room: if several { 22.0 } else { 0.0 },
        x,
        y: &|_| y,
        x_title: texts::step(),
        y_title: texts::learning_rate(),
        ..Spec::default()
    };
    let frame = Frame::new(sheet, legend.height, &spec);
    let layout = frame.layout;
    let mut marks = frame.grid(&[]);
    let mut ends = Vec::new();
    // More points than four a pixel show nothing more; the extremes stay.
    let most = (4.0 * sheet.size.0) as usize;
    for (index, Curve { lrs, .. }) in curves.iter().enumerate() {
        let part = seen(lrs, &x);
        let kept = thin::indices(&lrs[part.clone()], most);
        let points = kept.into_iter().map(|index| part.start + index).flat_map(|step| {
            let place = |lr| (layout.x_of(step as f64), layout.y_of(lr));
            jump(lrs, step).map(place).into_iter().chain([place(lrs[step])])
        });
        let drawn = curve(points, &layout.plot);
        ends.extend(drawn.iter().flatten().next_back().map(|&(_, y)| (index, y)));
        marks.extend(stroke(index).lines(drawn));
    }
    let labels = if several { letters(ends, &layout.plot, &sheet) } else { Vec::new() };
    frame.chart(legend, marks, labels)
}

/// How many times more the rate must change than in the steps beside it to have jumped.
const JUMP: f64 = 4.0;

/// The rate before `step`, where the rate jumps there: a jump is upright, however wide a step is drawn.
fn jump(lrs: &[f64], step: usize) -> Option<f64> {
    let change = |step: usize| Some((lrs.get(step)? - lrs.get(step.checked_sub(1)?)?).abs());
    let own = change(step)?;
    let beside = [change(step - 1), change(step + 1)].into_iter().flatten().reduce(f64::max)?;
    (own > JUMP * beside).then(|| lrs[step - 1])
}

/// Shares of the highest rate that a linear axis can't tell apart.
const SMALL: f64 = 0.1;

/// The steps of which something is seen: those on the axis and one on either side.
fn seen(lrs: &[f64], x: &Axis) -> Range<usize> {
    let step = |at: f64| at.clamp(0.0, lrs.len() as f64) as usize;
    step(x.min().floor())..step(x.max().ceil() + 1.0)
}

fn y_axis(curves: &[Curve], x: &Axis, closer: bool) -> Axis {
    let rates = || curves.iter().flat_map(|curve| finite(&curve.lrs[seen(curve.lrs, x)]));
    let Some((low, high)) = extent(rates()) else { return Axis::linear(0.0, 1.0) };
    let small = rates().filter(|lr| *lr < SMALL * high).count();
    if low > 0.0 && high / low > TWO_AND_A_HALF_DECADES && 2 * small > rates().count() {
        // A decay that goes on for ever would squash what is used of it.
        return Axis::log((low / 1.5).max(high * 1e-9), (high * 1.5).min(f64::MAX));
    }
    if closer && high > low && high < f64::MAX / 2.0 {
        return closer_axis(low, high);
    }
    let top = if high < f64::MAX / 2.0 { 1.06 * high } else { high };
    Axis::linear(if low < 0.0 { low } else { 0.0 }, if top > 0.0 { top } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{check, lines, sizes};
    use super::{Curve, ScheduleOptions, figure};
    use crate::plot::axis::AxisKind;
    use crate::plot::chart::Chart;
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
        let odd = [vec![], vec![f64::NAN, f64::INFINITY], vec![0.0; 3], vec![f64::MAX, 1e-300, -1.0]];
        let columns = columns();
        let samples = (0..=4).map(|count| &columns[..count]).chain(odd.chunks(1));
        for (index, columns) in samples.enumerate() {
            for (width, height) in sizes(&[140.0, 200.0, 260.0]) {
                let options = ScheduleOptions { width, height, ..ScheduleOptions::default() };
                let case = format!("sample {index} at {width} x {height}");
                check(&draw(columns, options), &case);
                for (from, to) in
                    [(0.0, 3.0), (1.0, 2.0), (99.5, 102.5), (150.0, 400.0), (200.0, 200.5), (500.0, 900.0)]
                {
                    let closer = ScheduleOptions { from: Some(from), to: Some(to), ..options };
                    check(&draw(columns, closer), &format!("{case}, {from} to {to}"));
                }
            }
        }
    }

    #[test]
    fn wide_ranges_choose_a_log_scale() {
        let falling = |factor: f64| (0..60).map(|step| 0.1 * libm::pow(factor, f64::from(step))).collect::<Vec<_>>();
        let one_cycle = [vec![0.1; 50], falling(0.5)[..10].to_vec(), vec![1e-6]].concat();
        for (column, kind, what) in [
            (falling(0.8), AxisKind::Log, "small for most of the time"),
            (falling(0.99), AxisKind::Linear, "half a decade"),
            (one_cycle, AxisKind::Linear, "small at the end only"),
            (vec![0.1, 0.0, 0.0], AxisKind::Linear, "zeros"),
        ] {
            let y = draw(&[column], ScheduleOptions::default()).layout.y;
            assert_eq!(y.kind(), kind, "{what}");
        }
    }

    #[test]
    fn a_closer_look_shows_every_step_at_its_own_height() {
        let mut column = vec![0.5; 100_000];
        column[70_010] = 0.51;
        let closer = ScheduleOptions { from: Some(70_000.0), to: Some(70_020.0), ..ScheduleOptions::default() };
        let chart = draw(&[column], closer);
        let (x, y) = (chart.layout.x, chart.layout.y);
        assert_eq!((x.min(), x.max()), (70_000.0, 70_020.0));
        assert!(y.min() > 0.49 && y.max() < 0.52, "{y:?}");
        let peak = (chart.layout.x_of(70_010.0), chart.layout.y_of(0.51));
        assert!(lines(&chart).any(|(points, _)| points.contains(&peak)));
    }

    /// Upright: two points above each other. A rate that falls evenly has none.
    #[test]
    fn jumps_are_upright() {
        for (column, jumps) in [
            (vec![0.1, 0.1, 0.1, 0.05, 0.05, 0.05], 1),
            (vec![0.3, 0.2, 0.1, 0.3, 0.2, 0.1], 0),
            (vec![0.1, 0.09, 0.08, 0.5, 0.49, 0.48], 1),
            (vec![0.4, 0.3, 0.2, 0.1], 0),
            (vec![0.2, 0.1], 0),
        ] {
            let chart = draw(std::slice::from_ref(&column), ScheduleOptions::default());
            let upright = |points: &[(f64, f64)]| points.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
            let curves = lines(&chart).filter(|(_, stroke)| stroke.width == 2.25);
            assert_eq!(curves.map(|(points, _)| upright(points)).max(), Some(jumps), "{column:?}");
        }
    }

    #[test]
    fn long_schedules_are_thinned() {
        let column: Vec<f64> = (0..100_000).map(|step| f64::from(step % 7)).collect();
        let chart = draw(&[column], ScheduleOptions::default());
        let points: usize = lines(&chart).map(|(points, _)| points.len()).sum();
        assert!(points < 5000, "{points} points");
        assert_eq!(chart.layout.x.max(), 99_999.0);
    }
}
