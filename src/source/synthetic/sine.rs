//! A wave.

use std::f64::consts::PI;

use super::{Shape, Synthetic};
use crate::math::sin;

pub(super) const SET: Synthetic = Synthetic {
    name: "sine",
    title: "Sine",
    description: "One wave of a noisy sine: a curve to fit.",
    noise: 0.1,
    // y = sin x + noise, x evenly from −π to π.
    shape: Shape::Curve { end: PI, f: sin },
};
