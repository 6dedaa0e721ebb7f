//! A circle around a circle.

use std::f64::consts::TAU;

use super::{Place, Point, Shape, Synthetic};
use crate::math::{cos, sin};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "circles",
    title: "Circles",
    description: "A circle within a circle: the network has to learn the distance from the centre.",
    noise: 0.1,
    shape: Shape::Plane { classes: 2, point },
};

/// r·(cos t, sin t), r = 1 for class 0 and ½ for class 1, t evenly over a turn, as in scikit-learn's `make_circles`
/// with `factor=0.5`.
fn point(Place { class, index, count }: Place, _: &mut Rng) -> Point {
    let t = TAU * (index as f64 / count as f64);
    let r = if class == 0 { 1.0 } else { 0.5 };
    [r * cos(t), r * sin(t)]
}
