//! Four squares like a chessboard.

use super::{Place, Points, Synthetic, plane};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "xor",
    title: "XOR",
    description: "Class 1 where the two coordinates differ in sign: what a network without a hidden layer cannot learn.",
    noise: 0.05,
    points: xor,
};

/// (±u, ±v) with u and v uniform in (0, 1]: the same signs for class 0, different ones for class 1, both quadrants
/// of a class by turns.
fn xor(samples: usize, noise: f64, rng: &mut Rng) -> Points {
    plane(samples, 2, noise, rng, |Place { class, index, .. }, rng| {
        let (u, v) = (1.0 - f64::from(rng.uniform()), 1.0 - f64::from(rng.uniform()));
        let right = index % 2 == 0;
        let up = right == (class == 0);
        [if right { u } else { -u }, if up { v } else { -v }]
    })
}
