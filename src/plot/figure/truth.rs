//! A sweep's report in pixels: its curve, its band, and where runs diverged.

use super::super::chart::Layout;
use super::super::geometry::{Point, Rect, area, curve};
use super::marker::Marker;
use crate::finder::{BestLr, LrSweepReport, whole_rounds};

/// Opacity of the area between the quartiles.
pub(super) const BAND: f64 = 0.18;

/// Radius of a triangle.
pub(super) const TIP: f64 = 4.0;

/// The report in pixels.
pub(super) struct Truth {
    plot: Rect,
    /// Every trained rate in order; diverged ones have no height.
    points: Vec<Point>,
    /// Lines as they are drawn, and whether they lead to a rate that diverged.
    pub(super) lines: Vec<(Vec<Point>, bool)>,
    pub(super) band: Vec<Vec<Point>>,
    pub(super) dots: Vec<Point>,
    /// Runs of rounds that are not whole yet.
    pub(super) faint: Vec<Point>,
    pub(super) best: Option<Point>,
    /// The columns of finite losses above the plot.
    pub(super) beyond: Vec<f64>,
    /// The lines of the crosses over rates at which a run diverged.
    pub(super) crosses: Vec<Vec<Point>>,
    /// Where most runs diverged.
    pub(super) hot: Vec<Rect>,
}

impl Truth {
    pub(super) fn new(report: &LrSweepReport, layout: &Layout) -> Self {
        let plot = layout.plot;
        let height = |loss: f64| if loss == f64::INFINITY { plot.top } else { layout.y_of(loss) };
        let lrs = &report.plan.lrs;
        let trained: Vec<_> = (0..lrs.len()).filter(|&i| !report.median[i].is_nan()).collect();
        let diverged = |i: usize| report.median[i].is_infinite();
        let point = |i: usize| (layout.x_of(lrs[i]), height(report.median[i]));
        let mut lines = Vec::new();
        for piece in trained.chunk_by(|&a, &b| !diverged(a) && !diverged(b)) {
            lines.extend(curve(piece.iter().map(|&i| point(i)), &plot).into_iter().map(|line| (line, false)));
        }
        for ends in trained.windows(2).filter(|ends| diverged(ends[0]) != diverged(ends[1])) {
            lines.extend(curve(ends.iter().map(|&i| point(i)), &plot).into_iter().map(|line| (line, true)));
        }
        let quartiles = trained.iter().map(|&i| {
            let lower = if report.lower[i].is_infinite() { f64::NAN } else { height(report.lower[i]) };
            (layout.x_of(lrs[i]), lower, height(report.upper[i]))
        });
        let inside = |(x, y): Point| plot.spans(x) && (plot.top - 0.5..=plot.bottom + 0.5).contains(&y);
        let finite = trained.iter().filter(|&&i| !diverged(i));
        let crossed = (0..lrs.len()).filter(|&i| report.diverged[i] > 0);
        Self {
            band: if report.plan.seeds.len() > 1 { area(quartiles, &plot) } else { Vec::new() },
            faint: unfinished(report)
                .map(|(rate, loss)| (layout.x_of(lrs[rate]), height(loss)))
                .filter(|at| inside(*at))
                .collect(),
            dots: finite.clone().map(|&i| point(i)).filter(|at| inside(*at)).collect(),
            beyond: finite
                .map(|&i| point(i))
                .filter(|(x, y)| plot.spans(*x) && *y < plot.top - 0.5)
                .map(|at| at.0)
                .collect(),
            best: finished_best(report).map(|best| point(best.index)).filter(|at| inside(*at)),
            crosses: crossed.filter_map(|i| layout.column(lrs[i])).flat_map(|x| cross(x, &plot)).collect(),
            hot: hot(&trained.iter().map(|&i| (point(i).0, diverged(i))).collect::<Vec<_>>(), &plot),
            points: trained.iter().map(|&i| (layout.x_of(lrs[i]), layout.y_of(report.median[i]))).collect(),
            lines,
            plot,
        }
    }

    /// The point of the curve in column `x`, where it is drawn there and leads to no rate that diverged.
    pub(super) fn on_curve(&self, x: f64) -> Option<Point> {
        let exact = self.points.iter().find(|(at, _)| (at - x).abs() < 1e-6).map(|(_, y)| *y);
        let between = || {
            let ends = self.points.windows(2).find(|ends| ends[0].0 < x && x < ends[1].0)?;
            Some(ends[0].1 + (x - ends[0].0) / (ends[1].0 - ends[0].0) * (ends[1].1 - ends[0].1))
        };
        exact.or_else(between).map(|y| (x, y)).filter(|at| self.plot.holds(*at))
    }
}

/// Those of the suggested rates at which something was trained.
pub(super) fn trained(suggestions: &[f64], report: &LrSweepReport) -> impl Iterator<Item = f64> {
    let same = |lr: f64, other: f64| (lr - other).abs() <= 1e-9 * lr;
    suggestions.iter().copied().filter(move |lr| report.plan.lrs.iter().any(|trained| same(*lr, *trained)))
}

/// Where the triangle of a loss above the plot is, kept inside.
pub(super) fn beyond(x: f64, plot: &Rect) -> Point {
    let reach = Marker::REACH * TIP;
    (x.min(plot.right - reach).max(plot.left + reach), plot.top + reach)
}

/// The best rate, once the next round can't find another.
pub(super) fn finished_best(report: &LrSweepReport) -> Option<BestLr> {
    report.best.filter(|_| report.stop.is_some())
}

/// The finite losses of seeds that have not been trained at every rate, each with the index of its rate.
fn unfinished(report: &LrSweepReport) -> impl Iterator<Item = (usize, f64)> {
    let seeds = report.plan.seeds.len();
    let is_whole = whole_rounds(&report.finals, seeds);
    let runs = report.finals.iter().copied().enumerate();
    runs.filter(move |(run, loss)| loss.is_finite() && !is_whole[run % seeds])
        .map(move |(run, loss)| (run / seeds, loss))
}

/// Around each stretch of rates that diverged, as far as halfway to the next one.
fn hot(columns: &[(f64, bool)], plot: &Rect) -> Vec<Rect> {
    let mut stretches: Vec<Rect> = Vec::new();
    for (index, &(x, _)) in columns.iter().enumerate().filter(|(_, (_, diverged))| *diverged) {
        let before = index.checked_sub(1).map(|before| columns[before].0);
        let after = columns.get(index + 1).map(|after| after.0);
        // At an end as far out as in.
        let half = |other: Option<f64>, across: Option<f64>| (other.or(across).unwrap_or(x) - x).abs() / 2.0;
        let left = (x - half(before, after)).clamp(plot.left, plot.right);
        let right = (x + half(after, before)).clamp(plot.left, plot.right);
        match stretches.last_mut() {
            Some(last) if left <= last.right + 0.01 => last.right = right,
            _ => stretches.push(Rect { left, right, ..*plot }),
        }
    }
    stretches.retain(|stretch| stretch.width() > 0.0);
    stretches
}

/// A cross at the top edge: no loss to draw.
fn cross(x: f64, plot: &Rect) -> [Vec<Point>; 2] {
    const HALF: f64 = 3.5;
    let y = plot.top + HALF + 1.0;
    [vec![(x - HALF, y - HALF), (x + HALF, y + HALF)], vec![(x - HALF, y + HALF), (x + HALF, y - HALF)]]
}
