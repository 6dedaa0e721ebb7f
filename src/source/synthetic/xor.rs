//! Four squares like a chessboard.

use super::{Place, Point, Shape, Synthetic};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "xor",
    title: "XOR",
    description: "Class 1 where the two coordinates differ in sign: what a network without a hidden layer cannot learn.",
    noise: 0.05,
    shape: Shape::Plane { classes: 2, point },
};

/// (±u, ±v) with u and v uniform in (0, 1]: the same signs for class 0, different ones for class 1, both quadrants
/// of a class by turns.
fn point(Place { class, index, .. }: Place, rng: &mut Rng) -> Point {
    let (u, v) = (1.0 - f64::from(rng.uniform()), 1.0 - f64::from(rng.uniform()));
    let right = index % 2 == 0;
    let up = right == (class == 0);
    [if right { u } else { -u }, if up { v } else { -v }]
}
