//! The max-pooling layer.

use super::operation::{Backward, Forward, Operation};
use super::{SIDE, beyond_image, takes_images};
use crate::declare::{Declared, Setting};
use crate::error::{Error, Result};
use crate::kernels::max_pool::{self, PoolShape};
use crate::kind;
use crate::model::{Parameters, RowShape};
use crate::sentence;

kind! {
    MaxPool2d: MaxPool2dConfig::defaults(),
    "max-pool2d", "Max pooling",
    "Of each small window of an image only the largest number goes on: a smaller image, less sensitive to place.",
    pool_size: Setting::number(SIDE, "Side of a window, in pixels."),
}

/// Settings of [`MaxPool2d`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaxPool2dConfig {
    /// Side of the square window.
    pub pool_size: usize,
}

impl MaxPool2dConfig {
    fn defaults() -> Self {
        Self { pool_size: MaxPool2d::DEFAULT_POOL_SIZE }
    }
}

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
    /// The side of the window unless another is asked for.
    pub const DEFAULT_POOL_SIZE: usize = 2;
}

impl Operation for MaxPool2d {
    const WORD: &'static str = "pool";

    fn build(config: MaxPool2dConfig, input: RowShape, _: &mut Parameters) -> Result<Self> {
        let RowShape::Image { height, width, channels } = input else {
            return Err(takes_images("max-pool2d", input));
        };
        if input.size() >= EXACT {
            let problem =
                sentence!("error.large-image", "max-pool2d takes images of fewer than {most} numbers", most = EXACT);
            return Err(Error::new("kind", problem));
        }
        Self::check(&config)?;
        let MaxPool2dConfig { pool_size } = config;
        if pool_size > height.min(width) {
            return Err(beyond_image("poolSize", pool_size, height.min(width), input));
        }
        Ok(Self { shape: PoolShape { height, width, channels, pool: pool_size } })
    }

    fn output(&self) -> RowShape {
        let (height, width) = (self.shape.out_height(), self.shape.out_width());
        RowShape::Image { height, width, channels: self.shape.channels }
    }

    /// Where each element was found.
    fn kept(&self) -> usize {
        self.output().size()
    }

    fn forward_pass(&self, pass: Forward<'_>) {
        max_pool::forward(self.shape, pass.x, pass.y, pass.kept);
    }

    fn backward_pass(&self, pass: Backward<'_>) {
        if let Some(dx) = pass.dx {
            max_pool::backward(self.shape, pass.dy, pass.kept, dx);
        }
    }
}
