//! The largest element of each square window; windows lie side by side, and what is left over at the lower and right
//! edges is dropped, as in Keras.
//!
//! Shapes: `x` [batch, height, width, channels], `y` and `argmax` [batch, height / pool, width / pool, channels].

use std::array::from_fn;

/// Channels that are looked at together: one SIMD register.
const LANES: usize = 4;

/// The side that most windows have.
const USUAL: usize = 2;

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
    let pictures = x.chunks_exact(shape.inputs()).zip(y.chunks_exact_mut(shape.outputs()));
    for ((x, y), argmax) in pictures.zip(argmax.chunks_exact_mut(shape.outputs())) {
        let windows = y.chunks_exact_mut(channels).zip(argmax.chunks_exact_mut(channels));
        for (at, (y, argmax)) in windows.enumerate() {
            let corner = (at / shape.out_width() * width + at % shape.out_width()) * pool * channels;
            let (y_lanes, y_rest) = y.as_chunks_mut::<LANES>();
            let (argmax_lanes, argmax_rest) = argmax.as_chunks_mut::<LANES>();
            let lanes = y_lanes.iter_mut().zip(argmax_lanes).zip((corner..).step_by(LANES));
            if pool == USUAL {
                // Each pixel is cut out once for all channels.
                let place = |tap| (tap / USUAL * width + tap % USUAL) * channels;
                let pixels: [_; USUAL * USUAL] =
                    from_fn(|tap| x[corner + place(tap)..][..channels].as_chunks::<LANES>().0);
                for (i, ((y, argmax), first)) in lanes.enumerate() {
                    let mut best = Best::new(first);
                    pixels.iter().enumerate().for_each(|(tap, pixel)| best.see(pixel[i], first + place(tap)));
                    Best { y: *y, argmax: *argmax } = best;
                }
            } else {
                lanes.for_each(|((y, argmax), first)| Best { y: *y, argmax: *argmax } = largest(shape, x, first));
            }
            let rest = y_rest.iter_mut().zip(argmax_rest).zip(corner + channels / LANES * LANES..);
            rest.for_each(|((y, argmax), first)| Best { y: [*y], argmax: [*argmax] } = largest(shape, x, first));
        }
    }
}

/// The largest elements of a window in some channels, the first of which begins at `first`.
fn largest<const N: usize>(shape: PoolShape, x: &[f32], first: usize) -> Best<N> {
    let PoolShape { width, channels, pool, .. } = shape;
    let mut best = Best::new(first);
    for row in 0..pool {
        for column in 0..pool {
            let place = first + (row * width + column) * channels;
            best.see(from_fn(|lane| x[place + lane]), place);
        }
    }
    best
}

/// The largest elements so far, each in a channel of its own.
struct Best<const N: usize> {
    y: [f32; N],
    argmax: [f32; N],
}

impl<const N: usize> Best<N> {
    /// Where nothing is larger than −∞, the first is.
    #[inline(always)]
    fn new(first: usize) -> Self {
        Self { y: [f32::NEG_INFINITY; N], argmax: from_fn(|lane| (first + lane) as f32) }
    }

    #[inline(always)]
    fn see(&mut self, x: [f32; N], place: usize) {
        for (lane, x) in x.into_iter().enumerate() {
            // A NaN is not at most anything, and nothing comes after it. `|` leaves no branch.
            let loses = (x <= self.y[lane]) | self.y[lane].is_nan();
            self.y[lane] = if loses { self.y[lane] } else { x };
            self.argmax[lane] = if loses { self.argmax[lane] } else { (place + lane) as f32 };
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

    /// The definition, element by element, on pictures with equal numbers, NaN and −∞, for windows and channels of which
    /// some are looked at together and some alone.
    #[test]
    fn every_window_has_its_largest_element() {
        for (pool, channels) in [(1, 3), (2, 1), (2, 4), (2, 7), (2, 9), (3, 4), (3, 6)] {
            let shape = PoolShape { height: 7, width: 8, channels, pool };
            let number = |i: usize| match i * 31 % 17 {
                0 => f32::NAN,
                1..=5 => f32::NEG_INFINITY,
                n => (n % 5) as f32,
            };
            let x: Vec<f32> = (0..2 * shape.inputs()).map(number).collect();
            let mut y = vec![0.0; 2 * shape.outputs()];
            let mut argmax = y.clone();
            forward(shape, &x, &mut y, &mut argmax);
            let places = (0..2).flat_map(|picture| (0..shape.out_height()).map(move |row| (picture, row)));
            let places = places.flat_map(|(p, row)| (0..shape.out_width()).map(move |column| (p, row, column)));
            let places = places.flat_map(|(p, row, column)| (0..channels).map(move |c| (p, row, column, c)));
            for ((picture, row, column, c), (y, argmax)) in places.zip(y.iter().zip(&argmax)) {
                let x = &x[picture * shape.inputs()..];
                let taps = (0..pool * pool).map(|tap| (row * pool + tap / pool) * 8 + column * pool + tap % pool);
                let taps: Vec<usize> = taps.map(|pixel| pixel * channels + c).collect();
                let larger = |best: usize, at: usize| if x[at] > x[best] { at } else { best };
                let nan = taps.iter().copied().find(|at| x[*at].is_nan());
                let want = nan.unwrap_or_else(|| taps.iter().copied().fold(taps[0], larger));
                assert_eq!((y.to_bits(), *argmax), (x[want].to_bits(), want as f32), "{shape:?}");
            }
        }
    }
}
