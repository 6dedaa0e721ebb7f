//! Activation functions, computed in place.

use crate::kernels::reduce;
use crate::math::{expf, sigmoidf, tanhf};
use crate::named::Named;

/// An activation function. All of them have a derivative that can be told from their output alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// z
    Linear,
    /// max(z, 0); its derivative at 0 is taken as 0.
    Relu,
    /// 1 / (1 + e^−z)
    Sigmoid,
    /// tanh z
    Tanh,
    /// e^zᵢ / Σⱼ e^zⱼ over the outputs of a row
    Softmax,
}

impl Named for Activation {
    const ALL: &'static [Self] = &[Self::Relu, Self::Tanh, Self::Sigmoid, Self::Softmax, Self::Linear];

    fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Relu => "relu",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Softmax => "softmax",
        }
    }
}

impl Activation {
    /// Replaces the sums `z` [batch, width] by the activations.
    pub fn forward(self, z: &mut [f32], width: usize) {
        match self {
            Self::Linear => {}
            // Written so that a NaN stays one.
            Self::Relu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
            Self::Sigmoid => z.iter_mut().for_each(|z| *z = sigmoidf(*z)),
            Self::Tanh => z.iter_mut().for_each(|z| *z = tanhf(*z)),
            Self::Softmax => z.chunks_exact_mut(width).for_each(softmax),
        }
    }

    /// Turns the gradient by the activations `y` into the gradient by the sums, in place. Both are [batch, width].
    pub fn backward(self, y: &[f32], dy: &mut [f32], width: usize) {
        let elementwise = |dy: &mut [f32], derivative: fn(f32) -> f32| {
            dy.iter_mut().zip(y).for_each(|(dy, y)| *dy *= derivative(*y));
        };
        match self {
            Self::Linear => {}
            Self::Relu => dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = if *y > 0.0 { *dy } else { 0.0 }),
            Self::Sigmoid => elementwise(dy, |y| y * (1.0 - y)),
            Self::Tanh => elementwise(dy, |y| 1.0 - y * y),
            Self::Softmax => {
                for (dy, y) in dy.chunks_exact_mut(width).zip(y.chunks_exact(width)) {
                    // The sum runs over a row of classes: in index order.
                    let mean = dy.iter().zip(y).fold(0.0, |sum, (dy, y)| sum + dy * y);
                    dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = y * (*dy - mean));
                }
            }
        }
    }
}

/// The softmax of one row, in place; shifted by its maximum, so that nothing overflows.
pub(super) fn softmax(row: &mut [f32]) {
    let max = reduce::max(row);
    row.iter_mut().for_each(|z| *z = expf(*z - max));
    let sum = reduce::sum(row);
    row.iter_mut().for_each(|e| *e /= sum);
}

#[cfg(test)]
mod tests {
    use super::Activation;

    #[test]
    fn values() {
        for (activation, want) in [
            (Activation::Linear, [-1.0, 0.0, 2.0]),
            (Activation::Relu, [0.0, 0.0, 2.0]),
            (Activation::Sigmoid, [0.268_941_4, 0.5, 0.880_797_1]),
            (Activation::Tanh, [-0.761_594_2, 0.0, 0.964_027_6]),
            (Activation::Softmax, [0.042_010_1, 0.114_195_2, 0.843_794_7]),
        ] {
            let mut z = [-1.0, 0.0, 2.0];
            activation.forward(&mut z, 3);
            assert!(z.iter().zip(want).all(|(z, want)| (z - want).abs() < 1e-6), "{activation:?}: {z:?}");
        }
    }

    #[test]
    fn softmax_is_stable_at_ten_thousand() {
        let mut z = [1e4, -1e4, 0.0, 1e4];
        Activation::Softmax.forward(&mut z, 4);
        assert_eq!(z, [0.5, 0.0, 0.0, 0.5]);
    }

    #[test]
    fn nan_is_not_hidden() {
        for activation in <Activation as crate::named::Named>::ALL {
            let mut z = [f32::NAN];
            activation.forward(&mut z, 1);
            assert!(z[0].is_nan(), "{activation:?}");
        }
    }
}
