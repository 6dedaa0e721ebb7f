//! Optimizers: one rule in each file, as Keras and as PyTorch have it.

mod sgd;

pub use sgd::{Sgd, SgdConfig};

use crate::named::Named;

/// Whose rule a name stands for: the same optimizer differs between the libraries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// Keras 3.
    #[default]
    Keras,
    /// PyTorch 2.
    Pytorch,
}

impl Named for Convention {
    const ALL: &'static [Self] = &[Self::Keras, Self::Pytorch];

    fn name(self) -> &'static str {
        match self {
            Self::Keras => "keras",
            Self::Pytorch => "pytorch",
        }
    }
}

/// A rule with its state.
#[derive(Clone, Debug)]
pub enum Optimizer {
    /// Gradient descent with momentum.
    Sgd(Sgd),
}

impl Optimizer {
    /// Moves `parameters` against `gradients` at learning rate `lr`, rounded to `f32` as the libraries do.
    pub fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        match self {
            Self::Sgd(sgd) => sgd.update(parameters, gradients, lr as f32),
        }
    }

    /// What the rule remembers, for the fingerprint.
    pub fn state(&self) -> &[f32] {
        match self {
            Self::Sgd(sgd) => sgd.state(),
        }
    }
}
