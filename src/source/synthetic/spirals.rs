//! Two arms wound around each other.

use std::f64::consts::PI;

use super::{Place, Point, Shape, Synthetic};
use crate::math::{cos, sin};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "spirals",
    title: "Spirals",
    description: "Two arms that wind around each other: the hardest of the plane, for a larger network and patience.",
    noise: 0.02,
    shape: Shape::Plane { classes: 2, point },
};

/// Half turns of an arm: TensorFlow Playground's 1¾ turns.
const HALF_TURNS: f64 = 3.5;

/// r·(sin t, cos t) with t = 3½ π r + π·class, r evenly from 1/n to 1: the centre would belong to both arms.
fn point(Place { class, index, count }: Place, _: &mut Rng) -> Point {
    let r = (index + 1) as f64 / count as f64;
    let t = PI * (HALF_TURNS * r + class as f64);
    [r * sin(t), r * cos(t)]
}
