//! Two half circles that reach into each other.

use std::f64::consts::PI;

use super::{Place, Points, Synthetic, even, plane};
use crate::math::{cos, sin};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "moons",
    title: "Moons",
    description: "Two half moons that reach into each other: no straight line separates them.",
    noise: 0.1,
    points: moons,
};

/// Class 0: (cos t, sin t). Class 1: (1 − cos t, ½ − sin t). t evenly from 0 to π, as in scikit-learn's
/// `make_moons`.
fn moons(samples: usize, noise: f64, rng: &mut Rng) -> Points {
    plane(samples, 2, noise, rng, |Place { class, index, count }, _| {
        let t = even(0.0, PI, index, count);
        if class == 0 { [cos(t), sin(t)] } else { [1.0 - cos(t), 0.5 - sin(t)] }
    })
}
