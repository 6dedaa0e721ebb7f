//! The max-pooling layer.

use crate::error::{Error, Result};
use crate::kernels::max_pool::{self, PoolShape};
use crate::model::Shape;
use crate::range::Range;

use super::Backward;

/// Places in an image are kept as `f32`, which counts exactly up to here.
const EXACT: usize = 1 << 24;

/// The largest element of each window of poolSize × poolSize pixels, channel by channel; the windows lie side by side,
/// and what is left over at the lower and right edges is dropped. The gradient goes to the first of the largest
/// elements.
///
/// Source: `keras/src/layers/pooling/max_pooling2d.py` (3.15).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaxPool2d {
    pub(in crate::model) shape: PoolShape,
}

impl MaxPool2d {
    /// Accepted sides of the window.
    pub const POOL_SIZE: Range = Range::whole(1, 1000);
    /// The side of the window unless another is asked for.
    pub const DEFAULT_POOL_SIZE: usize = 2;

    /// # Errors
    /// `kind` on rows that are no images; `poolSize` out of range or larger than the image.
    pub(super) fn new(input: Shape, pool_size: usize) -> Result<Self> {
        let Shape::Image { height, width, channels } = input else {
            return Err(Error::new("kind", format!("max-pool2d takes images [height, width, channels], not {input}")));
        };
        if input.size() >= EXACT {
            return Err(Error::new("kind", format!("max-pool2d takes images of fewer than {EXACT} numbers")));
        }
        Self::POOL_SIZE.check("poolSize", pool_size as f64)?;
        if pool_size > height.min(width) {
            let accepted = format!("at most {}, since the image is {input}", height.min(width));
            return Err(Error::not_accepted("poolSize", pool_size, accepted));
        }
        Ok(Self { shape: PoolShape { height, width, channels, pool: pool_size } })
    }

    /// Shape of an output row.
    pub(super) fn output(&self) -> Shape {
        let (height, width) = (self.shape.out_height(), self.shape.out_width());
        Shape::Image { height, width, channels: self.shape.channels }
    }

    /// `y` from `x`; where each element was found goes into `kept`.
    pub(super) fn forward(&self, x: &[f32], y: &mut [f32], kept: &mut [f32]) {
        max_pool::forward(self.shape, x, y, kept);
    }

    pub(super) fn backward(&self, pass: Backward<'_>) {
        if let Some(dx) = pass.dx {
            max_pool::backward(self.shape, pass.dy, pass.kept, dx);
        }
    }
}
