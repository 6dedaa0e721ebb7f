//! Optimizers: one rule in each file, as Keras and as PyTorch have it.
//!
//! A rule goes through parameters, gradients and its own arrays once in each step, in `f32`; what depends on the step
//! alone (the corrections of a bias, a rectification) is computed in `f64` before and rounded once. Where the
//! libraries differ only in the place of an ε or of the rate, one loop serves both.

mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod decay;
mod lion;
mod moments;
mod nadam;
mod preconditioner;
mod radam;
mod rmsprop;
mod rule;
mod setting;
mod sgd;

pub use adadelta::{Adadelta, AdadeltaConfig};
pub use adagrad::{Adagrad, AdagradConfig};
pub use adam::{Adam, AdamConfig};
pub use adamax::{Adamax, AdamaxConfig};
pub use adamw::Adamw;
pub use lion::{Lion, LionConfig};
pub use nadam::{Nadam, NadamConfig};
pub use radam::{Radam, RadamConfig};
pub use rmsprop::{Rmsprop, RmspropConfig};
pub use rule::Rule;
pub use setting::Setting;
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

impl Convention {
    /// Keras's number or PyTorch's.
    const fn choose<T: Copy>(self, keras: T, pytorch: T) -> T {
        match self {
            Self::Keras => keras,
            Self::Pytorch => pytorch,
        }
    }

    /// β as the library raises it to the power t: Keras rounds it to `f32` before, which moves 1 − 0.999ᵗ by 1e-5.
    fn power_base(self, beta: f64) -> f64 {
        self.choose(f64::from(beta as f32), beta)
    }
}

/// A rule with its state.
#[derive(Clone, Debug)]
pub enum Optimizer {
    /// Gradient descent with momentum.
    Sgd(Sgd),
    /// Adagrad.
    Adagrad(Adagrad),
    /// Adadelta.
    Adadelta(Adadelta),
    /// RMSprop.
    Rmsprop(Rmsprop),
    /// Adam.
    Adam(Adam),
    /// Adam with decoupled weight decay.
    Adamw(Adamw),
    /// Adam with Nesterov's momentum.
    Nadam(Nadam),
    /// Adam with the largest gradient.
    Adamax(Adamax),
    /// Rectified Adam.
    Radam(Radam),
    /// The sign of a momentum.
    Lion(Lion),
}

/// A part of what a rule remembers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<'a> {
    /// One number for each parameter; empty where the settings need none.
    Array(&'a [f32]),
    /// A count, or the bits of a number.
    Number(u64),
}

impl Optimizer {
    /// Moves `parameters` against `gradients` at learning rate `lr`. The rate, with what a rule makes of it for this
    /// step, is rounded to `f32` as in the libraries.
    pub fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        match self {
            Self::Sgd(rule) => rule.update(parameters, gradients, lr),
            Self::Adagrad(rule) => rule.update(parameters, gradients, lr),
            Self::Adadelta(rule) => rule.update(parameters, gradients, lr),
            Self::Rmsprop(rule) => rule.update(parameters, gradients, lr),
            Self::Adam(rule) => rule.update(parameters, gradients, lr),
            Self::Adamw(rule) => rule.update(parameters, gradients, lr),
            Self::Nadam(rule) => rule.update(parameters, gradients, lr),
            Self::Adamax(rule) => rule.update(parameters, gradients, lr),
            Self::Radam(rule) => rule.update(parameters, gradients, lr),
            Self::Lion(rule) => rule.update(parameters, gradients, lr),
        }
    }

    /// Everything that the rule remembers, in an order that never changes: it goes into fingerprints.
    pub fn state(&self) -> Vec<State<'_>> {
        match self {
            Self::Sgd(rule) => rule.state(),
            Self::Adagrad(rule) => rule.state(),
            Self::Adadelta(rule) => rule.state(),
            Self::Rmsprop(rule) => rule.state(),
            Self::Adam(rule) => rule.state(),
            Self::Adamw(rule) => rule.state(),
            Self::Nadam(rule) => rule.state(),
            Self::Adamax(rule) => rule.state(),
            Self::Radam(rule) => rule.state(),
            Self::Lion(rule) => rule.state(),
        }
    }
}

/// The larger number, NaN if either is: platforms differ in `f32::max`.
#[inline]
fn maximum(a: f32, b: f32) -> f32 {
    if a > b || a.is_nan() { a } else { b }
}

#[cfg(test)]
mod testing {
    use std::fmt::Debug;

    /// One weight, 1 at first, after each of two steps: gradients 1 and 3 at rates 0.1 and 0.2. The figures that the
    /// tests hold against it are worked out by hand and were checked with the libraries in double precision.
    pub(super) fn two_steps(mut update: impl FnMut(&mut [f32], &[f32], f64)) -> [f32; 2] {
        let mut w = [1.0];
        [(1.0, 0.1), (3.0, 0.2)].map(|(gradient, lr)| {
            update(&mut w, &[gradient], lr);
            w[0]
        })
    }

    pub(super) fn assert_close(got: [f32; 2], want: [f32; 2], config: &impl Debug) {
        let close = got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-6);
        assert!(close, "{config:?}: {got:?} against {want:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::maximum;

    #[test]
    fn maximum_keeps_nan() {
        assert_eq!(maximum(1.0, 2.0), 2.0);
        assert_eq!(maximum(2.0, 1.0), 2.0);
        assert!(maximum(f32::NAN, 1.0).is_nan());
        assert!(maximum(1.0, f32::NAN).is_nan());
    }
}
