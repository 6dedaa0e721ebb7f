//! The marks of classes: another shape as well as another colour for each, hollow for rows that are held out.

use super::super::chart::{Mark, Stroke};
use super::super::geometry::{Point, Rect};
use super::super::theme::{Color, Tokens};

/// How a row of the data is marked.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    shape: Shape,
    color: Color,
    paper: Color,
    hollow: bool,
}

#[derive(Clone, Copy)]
enum Shape {
    Circle,
    Square,
    Polygon {
        /// How much the radius shrinks when the edges move inward by 1.
        slope: f64,
        corners: &'static [Point],
    },
}

const TRIANGLE: Shape = Shape::Polygon { slope: 1.45, corners: &[(0.0, -1.0), (1.0, 0.7), (-1.0, 0.7)] };
const TIP: Shape = Shape::Polygon { slope: 1.45, corners: &[(0.0, 1.0), (-1.0, -0.7), (1.0, -0.7)] };
const DIAMOND: Shape = Shape::Polygon { slope: 1.13, corners: &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)] };

/// Five of them beside four colours: twenty classes differ.
const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, TRIANGLE, DIAMOND, TIP];

/// Width of the rim around a hollow mark, in radii.
const RIM: f64 = 0.4;

/// Width of the paper around a filled one, in radii.
const HALO: f64 = 0.22;

impl Marker {
    pub(super) fn of_class(class: usize, hollow: bool, tokens: &Tokens) -> Self {
        Self { shape: SHAPES[class % SHAPES.len()], color: tokens.run(class), paper: tokens.paper, hollow }
    }

    /// Of what lies beyond the top of a plot.
    pub(super) fn beyond(color: Color, tokens: &Tokens) -> Self {
        Self { shape: TRIANGLE, color, paper: tokens.paper, hollow: false }
    }

    /// Of a row whose target is no class.
    pub(super) fn plain(hollow: bool, tokens: &Tokens) -> Self {
        Self { shape: Shape::Circle, color: tokens.muted, paper: tokens.paper, hollow }
    }

    /// How far a mark reaches at most, in radii: pointed shapes reach farther than a circle of the same area.
    pub(super) const REACH: f64 = 1.25;

    /// The mark.
    pub(super) fn marks(&self, center: Point, radius: f64) -> Vec<Mark> {
        let (outer, inner, rim) =
            if self.hollow { (self.color, self.paper, RIM) } else { (self.paper, self.color, HALO) };
        let filled = |slope: f64, mark: &dyn Fn(f64, Color) -> Mark| {
            vec![mark(radius, outer), mark(radius * (1.0 - rim * slope), inner)]
        };
        let (x, y) = center;
        match self.shape {
            Shape::Circle => {
                let rim = Stroke::solid(outer, rim * radius);
                vec![Mark::Dot { center, radius: radius - rim.width / 2.0, fill: inner, rim: Some(rim) }]
            }
            Shape::Square => filled(1.18, &|radius, color| {
                let half = radius * 0.85;
                Mark::Area { rect: Rect::new((x - half, x + half), (y - half, y + half)), color }
            }),
            Shape::Polygon { slope, corners } => filled(slope, &|radius, color| {
                let reach = radius * Self::REACH;
                let points = corners.iter().map(|(dx, dy)| (x + dx * reach, y + dy * reach)).collect();
                Mark::Patch { points, color }
            }),
        }
    }
}
