//! Layers, one in each file.
//!
//! A layer knows its shapes and where its weights lie; it owns neither weights nor activations.

mod dense;

pub use dense::Dense;

use super::Activation;

/// A layer as it is asked for, before its input is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LayerSpec {
    /// Every output from every input.
    Dense {
        /// Number of outputs.
        units: usize,
        /// What is applied to the sums.
        activation: Activation,
    },
}
