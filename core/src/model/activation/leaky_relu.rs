//! The leaky rectifier.

use super::function::{Calls, Function, Kind, Scalar, by, twin_by, twin_each};

/// z above 0, 0.2·z below ([`LeakyRelu::SLOPE`]); its derivative at 0 is taken as 0.2.
pub struct LeakyRelu;

impl LeakyRelu {
    /// The share of a negative sum that passes: the default of Keras's function `leaky_relu`, and so of a layer with that
    /// activation. (Keras's separate layer `LeakyReLU` takes 0.3, PyTorch 0.01.)
    pub const SLOPE: f32 = 0.2;
}

impl Function for LeakyRelu {
    const KIND: &'static Kind = &Kind::plain(
        "leaky-relu",
        "Leaky ReLU",
        "Lets a fifth of what is below 0 through, so that no unit falls silent for good (PyTorch: 1 %).",
    );
    const CALLS: Calls = Calls { keras: "leaky_relu", pytorch: "nn.LeakyReLU(0.2)", jax: "jax.nn.leaky_relu({}, 0.2)" };

    fn forward(z: &mut [f32], _: usize) {
        z.iter_mut().for_each(|z| *z = if *z < 0.0 { Self::SLOPE * *z } else { *z });
    }

    fn backward(_: &[f32], y: &[f32], dy: &mut [f32], _: usize) {
        by(y, dy, |y| if y > 0.0 { 1.0 } else { Self::SLOPE });
    }

    fn twin_forward<T: Scalar>(z: &[T], _: usize) -> Vec<T> {
        twin_each(z, &|z| if z.value() > 0.0 { z } else { T::from(f64::from(Self::SLOPE)) * z })
    }

    fn twin_backward<T: Scalar>(z: &[T], _: &[T], dy: &[T], _: usize) -> Vec<T> {
        twin_by(z, dy, &|z| T::from(if z.value() > 0.0 { 1.0 } else { f64::from(Self::SLOPE) }))
    }
}
