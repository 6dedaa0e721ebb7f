//! The dropout layer.

use super::operation::{Backward, Forward, Operation};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::model::{Parameters, RowShape};
use crate::range::Range;
use crate::rng::Rng;

kind! {
    Dropout: DropoutConfig { rate },
    "dropout", "Dropout",
    "In training some of the inputs are lost here at random, so that the network cannot rely on any single one.",
    rate: Setting::number(Range::FRACTION, "Share of the inputs that is dropped.").required(),
}

/// Settings of [`Dropout`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropoutConfig {
    /// Share of the inputs that is dropped in training, 0 ≤ rate < 1.
    pub rate: f64,
}

/// Inverted dropout (Srivastava et al. 2014): in training y = x·m, with each element of the mask m drawn anew at every
/// step: 1/(1 − rate) with probability 1 − rate, else 0. The mean of y is x, so outside of training y = x.
///
/// The mask multiplies, where Keras selects: an infinite x that is dropped becomes NaN and is seen, not hidden.
///
/// Source: `keras/src/layers/regularization/dropout.py` (3.15).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dropout {
    /// Shape of a row, which dropout leaves as it is.
    pub shape: RowShape,
    rate: f32,
    scale: f32,
}

impl Dropout {
    fn new(shape: RowShape, rate: f64) -> Result<Self> {
        Self::check(&DropoutConfig { rate })?;
        Ok(Self { shape, rate: rate as f32, scale: (1.0 / (1.0 - rate)) as f32 })
    }

    /// `y` from `x`, both [batch, …]. The mask goes into `mask`, all 1 where nothing is dropped.
    fn forward(&self, x: &[f32], y: &mut [f32], mask: &mut [f32], random: Option<&mut Rng>) {
        match random.filter(|_| self.is_random()) {
            Some(random) => {
                mask.fill_with(|| if random.uniform() < self.rate { 0.0 } else { self.scale });
                y.iter_mut().zip(x).zip(mask).for_each(|((y, x), mask)| *y = x * *mask);
            }
            None => {
                mask.fill(1.0);
                y.copy_from_slice(x);
            }
        }
    }
}

impl Operation for Dropout {
    const WORD: &'static str = "drop";

    fn build(config: DropoutConfig, input: RowShape, _: &mut Parameters) -> Result<Self> {
        Self::new(input, config.rate)
    }

    fn output(&self) -> RowShape {
        self.shape
    }

    /// The mask.
    fn kept(&self) -> usize {
        self.shape.size()
    }

    /// A rate of 0 draws nothing: such a layer leaves no trace, not even in the random stream.
    fn is_random(&self) -> bool {
        self.rate > 0.0
    }

    fn forward_pass(&self, pass: Forward<'_>) {
        self.forward(pass.x, pass.y, pass.kept, pass.random);
    }

    fn backward_pass(&self, pass: Backward<'_>) {
        if let Some(dx) = pass.dx {
            dx.iter_mut().zip(pass.dy).zip(pass.kept).for_each(|((dx, dy), mask)| *dx = *dy * mask);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dropout;
    use crate::model::RowShape;
    use crate::rng::{Rng, Stream};

    fn dropout(rate: f64, seed: u64, x: &[f32]) -> Vec<f32> {
        let layer = Dropout::new(RowShape::Flat(x.len()), rate).unwrap();
        let (mut y, mut mask) = (vec![f32::NAN; x.len()], vec![f32::NAN; x.len()]);
        layer.forward(x, &mut y, &mut mask, Some(&mut Rng::new(seed, Stream::Dropout)));
        y
    }

    #[test]
    fn the_mean_is_kept() {
        let count = 100_000;
        for rate in [0.1, 0.5, 0.9] {
            let y = dropout(rate, 3, &vec![2.0; count]);
            let dropped = y.iter().filter(|y| **y == 0.0).count() as f64 / count as f64;
            let mean = y.iter().map(|y| f64::from(*y)).sum::<f64>() / count as f64;
            // Five standard deviations of a share of so many draws.
            let tolerance = 5.0 * (rate * (1.0 - rate) / count as f64).sqrt();
            assert!((dropped - rate).abs() < tolerance, "{rate}: {dropped} dropped");
            assert!((mean - 2.0).abs() < 2.0 * tolerance / (1.0 - rate), "{rate}: mean {mean}");
            assert!(y.iter().all(|y| *y == 0.0 || (f64::from(*y) - 2.0 / (1.0 - rate)).abs() < 1e-5));
        }
    }

    #[test]
    fn the_seed_decides_the_mask() {
        let x = [1.0; 64];
        assert_eq!(dropout(0.5, 7, &x), dropout(0.5, 7, &x));
        assert_ne!(dropout(0.5, 7, &x), dropout(0.5, 8, &x));
        assert_eq!(dropout(0.0, 7, &x), x);
    }

    #[test]
    fn without_random_numbers_nothing_is_dropped() {
        let layer = Dropout::new(RowShape::Flat(3), 0.9).unwrap();
        let (mut y, mut mask) = ([f32::NAN; 3], [f32::NAN; 3]);
        layer.forward(&[1.0, -2.0, 3.0], &mut y, &mut mask, None);
        assert_eq!((y, mask), ([1.0, -2.0, 3.0], [1.0; 3]));
    }

    #[test]
    fn refused_rates() {
        for rate in [-0.1, 1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Dropout::new(RowShape::Flat(3), rate).unwrap_err().field(), "rate");
        }
        // Rounded to 1 in f32: all is dropped, and nothing becomes infinite.
        assert!(dropout(0.999_999_999_9, 1, &[1.0; 9]).iter().all(|y| *y == 0.0));
    }
}
