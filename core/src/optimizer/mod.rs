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
mod method;
mod moments;
mod nadam;
mod preconditioner;
mod radam;
mod rmsprop;
mod rprop;
mod setting;
mod sgd;
#[cfg(feature = "specimens")]
mod specimen;
mod update;

pub use adadelta::{Adadelta, AdadeltaConfig};
pub use adagrad::{Adagrad, AdagradConfig};
pub use adam::{Adam, AdamConfig};
pub use adamax::{Adamax, AdamaxConfig};
pub use adamw::Adamw;
pub use lion::{Lion, LionConfig};
pub use method::{Method, Swing, Swings};
pub use nadam::{Nadam, NadamConfig};
pub use radam::{Radam, RadamConfig};
pub use rmsprop::{Rmsprop, RmspropConfig};
pub use rprop::{Rprop, RpropConfig};
pub use sgd::{Sgd, SgdConfig};
#[cfg(feature = "specimens")]
pub use specimen::{Specimen, SpecimenConfig};
pub use update::{Slot, Update};

use crate::declare::{Datum, Declared, Given, Kind, Only};
use crate::error::{Error, Result};
use crate::named;
use crate::named::Named;

/// Makes of the list of optimizers what everything else goes by.
macro_rules! optimizers {
    ($($(#[$when:meta])* $optimizer:ident),* $(,)?) => {
        /// A rule with its state.
        #[derive(Clone, Debug)]
        pub enum Optimizer {
            $(#[doc = concat!("See [`", stringify!($optimizer), "`].")] $(#[$when])* $optimizer($optimizer)),*
        }

        /// An optimizer with all of its settings, before it has any state.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum OptimizerSpec {
            $(#[doc = concat!("See [`", stringify!($optimizer), "`].")] $(#[$when])* $optimizer(<$optimizer as Declared>::Config)),*
        }

        /// Every optimizer, in the order in which a person is shown them.
        pub const OPTIMIZERS: &[&Kind] = &[$($(#[$when])* $optimizer::KIND),*];

        impl Optimizer {
            /// Moves `parameters` against `gradients` at learning rate `lr`. The rate, with what a rule makes of it for
            /// this step, is rounded to `f32` as in the libraries.
            pub fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
                match self {
                    $($(#[$when])* Self::$optimizer(rule) => rule.update(parameters, gradients, lr)),*
                }
            }

            /// Everything that the rule remembers, in an order that never changes: it goes into fingerprints.
            pub fn state(&self) -> Vec<State<'_>> {
                match self {
                    $($(#[$when])* Self::$optimizer(rule) => rule.state()),*
                }
            }

            fn divisor(&self) -> Option<Vec<f64>> {
                match self {
                    $($(#[$when])* Self::$optimizer(rule) => rule.preconditioner()),*
                }
            }
        }

        impl OptimizerSpec {
            /// The optimizer called `kind` with the settings of a request.
            ///
            /// # Errors
            /// `kind`: unknown; the first setting of another type.
            pub fn read(kind: &str, given: &mut dyn Given) -> Result<Self> {
                $($(#[$when])* if kind == $optimizer::KIND.name {
                    return $optimizer::read(given).map(Self::$optimizer);
                })*
                Err(Error::unknown("kind", kind, OPTIMIZERS.iter().map(|kind| kind.name)))
            }

            /// The optimizer for `parameters` parameters, at its first step.
            ///
            /// # Errors
            /// The first setting out of range, or one that the convention lacks.
            pub fn build(self, parameters: usize) -> Result<Optimizer> {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::new(config, parameters).map(Optimizer::$optimizer)),*
                }
            }

            /// Its declaration.
            pub fn kind(&self) -> &'static Kind {
                match self {
                    $($(#[$when])* Self::$optimizer(_) => $optimizer::KIND),*
                }
            }

            /// The value of each of its settings.
            pub fn data(&self) -> Vec<Datum> {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::data(config)),*
                }
            }

            /// Whose rule.
            pub fn convention(&self) -> Convention {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => config.convention),*
                }
            }

            /// Whether the decay is kept out of the rule: w ← w − lr·λ·w beside it.
            pub fn is_decoupled(&self) -> bool {
                self.convention() == Convention::Keras
                    || match self {
                        $($(#[$when])* Self::$optimizer(config) => $optimizer::is_decoupled(config)),*
                    }
            }

            /// The rate that the library takes where none is given.
            pub fn default_lr(&self) -> f64 {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::default_lr(config.convention)),*
                }
            }

            /// Whether the rule is the same under both conventions, so that either library's own will do.
            pub fn is_common(&self) -> bool {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::is_common(config)),*
                }
            }

            /// How the rule swings on a quadratic at optimizer step `step`, from 0.
            ///
            /// # Errors
            /// Why it has no edge, in a sentence.
            pub fn swing(&self, step: u64) -> Swings {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::swing(config, step)),*
                }
            }

            fn step_lines(&self, update: &mut Update) -> String {
                match self {
                    $($(#[$when])* Self::$optimizer(config) => $optimizer::step_lines(config, update)),*
                }
            }
        }
    };
}

// The order in which a person is shown them.
optimizers! {
    Sgd, Adagrad, Adadelta, Rmsprop, Adam, Adamw, Nadam, Adamax, Radam, Lion, Rprop,
    #[cfg(feature = "specimens")] Specimen,
}

impl OptimizerSpec {
    /// The optimizer called `kind` as its library has it.
    ///
    /// # Errors
    /// `kind`: unknown.
    pub fn usual(kind: &str, convention: Convention) -> Result<Self> {
        Self::read(kind, &mut Only(convention.name()))
    }

    /// Its weight decay; 0 for a rule without one.
    pub fn weight_decay(&self) -> f64 {
        let at = self.kind().settings.iter().position(|setting| setting.name == "weightDecay");
        match at.and_then(|at| self.data().into_iter().nth(at)) {
            Some(Datum::Number(rate)) => rate,
            _ => 0.0,
        }
    }

    /// Its name in a class of that name.
    pub fn title(&self) -> &'static str {
        self.kind().title
    }

    /// The rule written out in terms of the library that is called `xp` in the script.
    pub fn written_out(&self, xp: &'static str) -> Update {
        let mut update = Update::new(xp);
        let decay = update::number(self.weight_decay());
        if self.weight_decay() > 0.0 && !self.is_decoupled() {
            update.add(format!("g = g + {decay} * w"));
        }
        let delta = self.step_lines(&mut update);
        update.add(format!("delta = {delta}"));
        if self.weight_decay() > 0.0 && self.is_decoupled() {
            update.add(format!("delta = delta + lr * {decay} * w"));
        }
        update
    }
}

named! {
    /// Whose rule a name stands for: the same optimizer differs between the libraries.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Convention {
        /// Keras 3.
        #[default]
        Keras = "keras",
        /// PyTorch 2.
        Pytorch = "pytorch",
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

/// A part of what a rule remembers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<'a> {
    /// One number for each parameter; empty where the settings need none.
    Array(&'a [f32]),
    /// A count, or the bits of a number.
    Number(u64),
}

/// The larger number, NaN if either is: platforms differ in `f32::max`.
#[inline]
fn maximum(a: f32, b: f32) -> f32 {
    if a > b || a.is_nan() { a } else { b }
}

/// −1, 0 or 1, and NaN of NaN; `signum` has no 0.
#[inline]
fn sign(x: f32) -> f32 {
    if x.abs() > 0.0 { 1_f32.copysign(x) } else { x }
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
