//! A circle around a circle.

use std::f64::consts::TAU;

use super::{Place, Points, Synthetic, plane};
use crate::math::{cos, sin};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "circles",
    title: "Circles",
    description: "A circle within a circle: the network has to learn the distance from the centre.",
    noise: 0.1,
    points: circles,
};

/// r·(cos t, sin t), r = 1 for class 0 and ½ for class 1, t evenly over a turn, as in scikit-learn's `make_circles`
/// with `factor=0.5`.
fn circles(samples: usize, noise: f64, rng: &mut Rng) -> Points {
    plane(samples, 2, noise, rng, |Place { class, index, count }, _| {
        let t = TAU * (index as f64 / count as f64);
        let r = if class == 0 { 1.0 } else { 0.5 };
        [r * cos(t), r * sin(t)]
    })
}
