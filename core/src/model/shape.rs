//! The shape of a row as it passes from layer to layer.

use std::fmt;

use crate::error::{Error, Result};
use crate::sentence;

/// What one row of a batch is to a layer; in memory it is always flat, an image channels-last.
///
/// ```
/// use lr_lab_core::model::RowShape;
///
/// assert_eq!(RowShape::from(30).size(), 30);
/// assert_eq!(RowShape::Image { height: 28, width: 28, channels: 1 }.to_string(), "[28, 28, 1]");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowShape {
    /// A flat row of this length.
    Flat(usize),
    /// [height, width, channels].
    Image {
        /// Rows of pixels.
        height: usize,
        /// Pixels in a row.
        width: usize,
        /// Numbers of a pixel.
        channels: usize,
    },
}

impl RowShape {
    /// The shape that a list of sizes stands for: \[features\], [height, width] of one channel, or
    /// [height, width, channels].
    ///
    /// # Errors
    /// `inputShape` of another length.
    pub fn of(sizes: &[usize]) -> Result<Self> {
        match *sizes {
            [size] => Ok(Self::Flat(size)),
            [height, width] => Ok(Self::Image { height, width, channels: 1 }),
            [height, width, channels] => Ok(Self::Image { height, width, channels }),
            _ => Err(Error::not_accepted(
                "inputShape",
                sentence!("value.sizes", "{count} sizes", count = sizes.len()),
                sentence!("accepted.one-to-three", "one, two or three"),
            )),
        }
    }

    /// Numbers in a row; `usize::MAX` when there are too many to count.
    pub fn size(self) -> usize {
        match self {
            Self::Flat(size) => size,
            Self::Image { height, width, channels } => height.saturating_mul(width).saturating_mul(channels),
        }
    }
}

impl From<usize> for RowShape {
    fn from(size: usize) -> Self {
        Self::Flat(size)
    }
}

impl fmt::Display for RowShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flat(size) => write!(f, "[{size}]"),
            Self::Image { height, width, channels } => write!(f, "[{height}, {width}, {channels}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RowShape;

    #[test]
    fn shapes() {
        for (sizes, size, shown) in
            [(vec![30], 30, "[30]"), (vec![4, 5], 20, "[4, 5, 1]"), (vec![4, 5, 3], 60, "[4, 5, 3]")]
        {
            let shape = RowShape::of(&sizes).unwrap();
            assert_eq!((shape.size(), shape.to_string().as_str()), (size, shown));
        }
        assert_eq!(RowShape::of(&[usize::MAX, 2]).unwrap().size(), usize::MAX, "not wrapped around");
        assert_eq!(RowShape::of(&[]).unwrap_err().field(), "inputShape");
        assert_eq!(RowShape::of(&[1, 2, 3, 4]).unwrap_err().field(), "inputShape");
    }
}
