//! Three clouds.

use super::{Place, Point, Shape, Synthetic};
use crate::rng::Rng;

pub(super) const SET: Synthetic = Synthetic {
    name: "blobs",
    title: "Blobs",
    description: "Three round clouds, one for each class: easy, and straight lines separate them.",
    noise: 0.3,
    shape: Shape::Plane { classes: CENTRES.len(), point: centre },
};

/// √3 / 2.
const HALF_ROOT_3: f64 = 0.866_025_403_784_438_6;

/// A triangle on the unit circle: the clouds' centres are √3 from each other.
const CENTRES: [[f64; 2]; 3] = [[0.0, 1.0], [-HALF_ROOT_3, -0.5], [HALF_ROOT_3, -0.5]];

/// The centre of the class; the noise makes the cloud.
fn centre(Place { class, .. }: Place, _: &mut Rng) -> Point {
    CENTRES[class]
}
