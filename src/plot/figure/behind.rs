//! What lies behind the finder's curve, earlier sweeps and the band over seeds, and how each line is drawn.

use super::super::chart::{Layout, Mark, Stroke};
use super::super::geometry::{area, curve};
use super::super::theme::{Color, Tokens};

/// The finder over several seeds: columns of equal length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band<'a> {
    /// The rates.
    pub lrs: &'a [f64],
    /// The 10 % quantile of the smoothed losses; NaN where no run came, as in the columns below.
    pub lower: &'a [f64],
    /// The median.
    pub median: &'a [f64],
    /// The 90 % quantile.
    pub upper: &'a [f64],
    /// How many seeds.
    pub seeds: usize,
}

/// An earlier sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ghost<'a> {
    /// The rates.
    pub lrs: &'a [f64],
    /// The smoothed losses.
    pub smoothed: &'a [f64],
}

/// A rate beyond which training is not stable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit<'a> {
    /// The rate.
    pub lr: f64,
    /// Such as `2/λ = 0.31`.
    pub label: &'a str,
}

/// The earlier sweeps and the band over seeds.
pub(super) fn behind(band: Option<&Band>, ghosts: &[Ghost], tokens: &Tokens, layout: &Layout) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(band) = band {
        let columns = band.lrs.iter().zip(band.lower).zip(band.upper);
        let edges = columns.map(|((&lr, &lower), &upper)| {
            // A quantile of diverged runs lies beyond the top.
            let upper = if upper == f64::INFINITY { layout.plot.top } else { layout.y_of(upper) };
            (layout.x_of(lr), layout.y_of(lower), upper)
        });
        let color = band_color(tokens);
        marks.extend(area(edges, &layout.plot).into_iter().map(|points| Mark::Patch { points, color }));
    }
    let mut line = |lrs, losses, stroke: Stroke| {
        marks.extend(stroke.lines(curve(layout.points(lrs, losses), &layout.plot)));
    };
    for (index, ghost) in ghosts.iter().enumerate() {
        let age = ghosts.len() - 1 - index;
        line(ghost.lrs, ghost.smoothed, ghost_stroke(tokens, age));
    }
    if let Some(band) = band {
        line(band.lrs, band.median, median_stroke(tokens));
    }
    marks
}

pub(super) const fn this_run(tokens: &Tokens) -> Stroke {
    Stroke::solid(tokens.accent, 2.5)
}

/// Of the losses before smoothing.
pub(super) const fn raw_stroke(tokens: &Tokens) -> Stroke {
    Stroke::solid(tokens.accent.alpha(0.45), 1.1)
}

pub(super) const fn band_color(tokens: &Tokens) -> Color {
    tokens.accent.alpha(0.16)
}

pub(super) const fn median_stroke(tokens: &Tokens) -> Stroke {
    Stroke::solid(tokens.accent.alpha(0.75), 1.25).dashed(Some((5.0, 3.0)))
}

/// Fainter the older.
pub(super) fn ghost_stroke(tokens: &Tokens, age: usize) -> Stroke {
    let alpha = (0.75 - 0.18 * age as f64).max(0.2);
    Stroke::solid(tokens.muted.alpha(alpha), 1.25)
}

pub(super) const fn limit_stroke(tokens: &Tokens) -> Stroke {
    Stroke::solid(tokens.stability, 1.75).dashed(Some((6.0, 4.0)))
}
