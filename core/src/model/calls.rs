//! What the libraries call things.

/// An activation or a loss as exported scripts write it. `{}` stands for what it is applied to.
#[derive(Clone, Copy, Debug)]
pub struct Calls {
    /// Keras's: an activation by name, a loss as an expression.
    pub keras: &'static str,
    /// PyTorch's module.
    pub pytorch: &'static str,
    /// JAX's or optax's expression of `{}`: an activation of the sums, a loss of the outputs and the targets `y`, whose
    /// mean is taken.
    pub jax: &'static str,
}
