//! Two half circles that reach into each other.

use std::f64::consts::PI;

use super::{Place, Point, Shape, Synthetic, even};
use crate::math::{cos, sin};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "moons",
    title: "Moons",
    description: "Two half moons that reach into each other: no straight line separates them.",
    noise: 0.1,
    shape: Shape::Plane { classes: 2, point },
};

/// Class 0: (cos t, sin t). Class 1: (1 − cos t, ½ − sin t). t evenly from 0 to π, as in scikit-learn's
/// `make_moons`.
fn point(Place { class, index, count }: Place, _: &mut Rng) -> Point {
    let t = even(0.0, PI, index, count);
    if class == 0 { [cos(t), sin(t)] } else { [1.0 - cos(t), 0.5 - sin(t)] }
}
