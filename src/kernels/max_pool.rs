//! The largest element of each square window; windows lie side by side, and what is left over at the lower and right
//! edges is dropped, as in Keras.
//!
//! Shapes: `x` [batch, height, width, channels], `y` and `argmax` [batch, height / pool, width / pool, channels].

/// Sizes of a pooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolShape {
    /// Height of an input picture.
    pub height: usize,
    /// Width of an input picture.
    pub width: usize,
    /// Channels of a picture.
    pub channels: usize,
    /// Side of the window; at most height and width.
    pub pool: usize,
}

impl PoolShape {
    /// Height of an output picture.
    pub const fn out_height(&self) -> usize {
        self.height / self.pool
    }

    /// Width of an output picture.
    pub const fn out_width(&self) -> usize {
        self.width / self.pool
    }

    /// Numbers in an input picture.
    pub const fn inputs(&self) -> usize {
        self.height * self.width * self.channels
    }

    /// Numbers in an output picture.
    pub const fn outputs(&self) -> usize {
        self.out_height() * self.out_width() * self.channels
    }
}

/// y = the largest element of each window, argmax = where in its picture it lies, as a number that an `f32` holds
/// exactly below 2²⁴; the first of equals, row by row. A NaN wins over any number. `y` and `argmax` are overwritten.
pub fn forward(shape: PoolShape, x: &[f32], y: &mut [f32], argmax: &mut [f32]) {
    let PoolShape { width, channels, pool, .. } = shape;
    let out_row = shape.out_width() * channels;
    let pictures = x.chunks_exact(shape.inputs()).zip(y.chunks_exact_mut(shape.outputs()));
    for ((x, y), argmax) in pictures.zip(argmax.chunks_exact_mut(shape.outputs())) {
        for (at, (y, argmax)) in y.iter_mut().zip(argmax).enumerate() {
            let (i, j, c) = (at / out_row, at / channels % shape.out_width(), at % channels);
            let corner = (i * pool * width + j * pool) * channels + c;
            let mut best = corner;
            for k in 0..pool {
                for l in 0..pool {
                    let candidate = corner + (k * width + l) * channels;
                    if x[candidate] > x[best] || (x[candidate].is_nan() && !x[best].is_nan()) {
                        best = candidate;
                    }
                }
            }
            *y = x[best];
            *argmax = best as f32;
        }
    }
}

/// dx = dy at the places that `argmax` names, 0 elsewhere. `dx` is overwritten.
pub fn backward(shape: PoolShape, dy: &[f32], argmax: &[f32], dx: &mut [f32]) {
    dx.fill(0.0);
    let pictures = dx.chunks_exact_mut(shape.inputs()).zip(dy.chunks_exact(shape.outputs()));
    for ((dx, dy), argmax) in pictures.zip(argmax.chunks_exact(shape.outputs())) {
        for (dy, at) in dy.iter().zip(argmax) {
            dx[*at as usize] = *dy;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PoolShape, backward, forward};

    #[test]
    fn windows_by_hand() {
        // 3×5 pixels of one channel: the last row and the last column are dropped.
        let shape = PoolShape { height: 3, width: 5, channels: 1, pool: 2 };
        let x = [
            1.0, 2.0, 7.0, 7.0, 9.0, //
            4.0, 3.0, 0.0, 7.0, 9.0, //
            9.0, 9.0, 9.0, 9.0, 9.0,
        ];
        let (mut y, mut argmax) = ([f32::NAN; 2], [f32::NAN; 2]);
        forward(shape, &x, &mut y, &mut argmax);
        assert_eq!((y, argmax), ([4.0, 7.0], [5.0, 2.0]), "the first of equals");
        let mut dx = [f32::NAN; 15];
        backward(shape, &[10.0, 20.0], &argmax, &mut dx);
        assert_eq!((dx[5], dx[2], dx.iter().sum::<f32>()), (10.0, 20.0, 30.0));
    }

    #[test]
    fn channels_and_pictures_are_apart() {
        let shape = PoolShape { height: 2, width: 2, channels: 2, pool: 2 };
        let x = [1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0, 8.0, 1.0, 7.0, 2.0, 6.0, 3.0, 5.0, 4.0];
        let (mut y, mut argmax) = ([0.0; 4], [0.0; 4]);
        forward(shape, &x, &mut y, &mut argmax);
        assert_eq!(y, [4.0, -1.0, 8.0, 4.0]);
        assert_eq!(argmax, [6.0, 1.0, 0.0, 7.0]);
    }

    #[test]
    fn nan_wins() {
        let shape = PoolShape { height: 2, width: 2, channels: 1, pool: 2 };
        for at in 0..4 {
            let mut x = [1.0, 2.0, 3.0, 4.0];
            x[at] = f32::NAN;
            let (mut y, mut argmax) = ([0.0], [0.0]);
            forward(shape, &x, &mut y, &mut argmax);
            assert!(y[0].is_nan() && argmax[0] == at as f32, "{at}");
        }
    }
}
