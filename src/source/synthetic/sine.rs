//! A wave.

use std::f64::consts::PI;

use super::{Points, Synthetic, curve};
use crate::math::sin;
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "sine",
    title: "Sine",
    description: "One wave of a noisy sine: a curve to fit.",
    noise: 0.1,
    points: sine,
};

/// y = sin x + noise, x evenly from −π to π.
fn sine(samples: usize, noise: f64, rng: &mut Rng) -> Points {
    curve(samples, PI, noise, rng, sin)
}
