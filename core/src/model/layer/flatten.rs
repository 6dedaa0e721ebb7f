//! The flatten layer.

use crate::model::Shape;

use super::Backward;

/// The numbers of an image in a row: in memory they are that already. Flat rows stay as they are.
///
/// Source: `keras/src/layers/reshaping/flatten.py` (3.15).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flatten {
    size: usize,
}

impl Flatten {
    pub(super) fn new(input: Shape) -> Self {
        Self { size: input.size() }
    }

    /// Shape of an output row.
    pub(super) fn output(&self) -> Shape {
        Shape::Flat(self.size)
    }

    pub(super) fn forward(&self, x: &[f32], y: &mut [f32]) {
        y.copy_from_slice(x);
    }

    pub(super) fn backward(&self, pass: Backward<'_>) {
        if let Some(dx) = pass.dx {
            dx.copy_from_slice(pass.dy);
        }
    }
}
