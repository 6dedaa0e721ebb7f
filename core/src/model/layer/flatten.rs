//! The flatten layer.

use super::operation::{Backward, Forward, Operation};
use crate::error::Result;
use crate::kind;
use crate::model::{Parameters, RowShape};

kind! {
    Flatten: FlattenConfig {},
    "flatten", "Flatten", "An image as a row of numbers, for the dense layers after it.",
}

/// [`Flatten`] has no settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlattenConfig;

/// The numbers of an image in a row: in memory they are that already. Flat rows stay as they are.
///
/// Source: `keras/src/layers/reshaping/flatten.py` (3.15).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flatten {
    size: usize,
}

impl Operation for Flatten {
    const WORD: &'static str = "flat";

    fn build(_: FlattenConfig, input: RowShape, _: &mut Parameters) -> Result<Self> {
        Ok(Self { size: input.size() })
    }

    fn output(&self) -> RowShape {
        RowShape::Flat(self.size)
    }

    fn forward_pass(&self, pass: Forward<'_>) {
        pass.y.copy_from_slice(pass.x);
    }

    fn backward_pass(&self, pass: Backward<'_>) {
        if let Some(dx) = pass.dx {
            dx.copy_from_slice(pass.dy);
        }
    }
}
