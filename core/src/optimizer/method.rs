//! What is said of an optimizer beside its rule, and the list of them as types.

use std::fmt::Debug;

use super::Convention;
use super::update::Update;
use crate::declare::Declared;
use crate::sentence::Sentence;

/// An optimizer: its declaration, and what the rest of the lab asks about it.
pub trait Method: Declared<Config: Copy + Debug + PartialEq> {
    /// The rate that the library takes where none is given.
    fn default_lr(convention: Convention) -> f64;

    /// Whether the rule is the same under both conventions, so that either library's own will do.
    fn is_common(_: &Self::Config) -> bool {
        false
    }

    /// Whether the decay is kept out of the rule, w ← w − lr·λ·w beside it, also where PyTorch adds it to the gradient.
    fn is_decoupled(_: &Self::Config) -> bool {
        false
    }

    /// How the rule swings on a quadratic at optimizer step `step`, from 0.
    ///
    /// # Errors
    /// Why it has no edge, in a sentence.
    fn swing(config: &Self::Config, step: u64) -> Swings;

    /// See [`Optimizer::preconditioner`](super::Optimizer::preconditioner).
    fn preconditioner(&self) -> Option<Vec<f64>> {
        None
    }

    /// The rule in Python, for a library that lacks it: adds its slots and lines to `update`, and returns what is to be
    /// subtracted from the weight `w`.
    fn step_lines(config: &Self::Config, update: &mut Update) -> String;
}

/// How a rule swings, or why it has no edge, in a sentence.
pub type Swings = std::result::Result<Swing, Sentence>;

/// What decides at which rate a rule swings out of a quadratic's valley: see [`Edge`](crate::curvature::Edge).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// β, its momentum, and the letters for it.
    pub beta: (f64, &'static str),
    /// The gain of a new gradient, and its formula; empty for 1.
    pub gain: (f64, &'static str),
    /// Whether the gradient is divided by the preconditioner.
    pub preconditioned: bool,
}

impl Swing {
    /// A rule with a momentum.
    pub(super) const fn new(beta: f64, name: &'static str) -> Self {
        Self { beta: (beta, name), gain: (1.0, ""), preconditioned: false }
    }

    /// A rule that steps along a mean gradient, which weighs a new one by 1 − β₁.
    pub(super) const fn of_mean(beta1: f64) -> Self {
        Self::new(beta1, "β₁").gaining(1.0 - beta1, "(1−β₁)").divided()
    }

    pub(super) const fn gaining(self, gain: f64, formula: &'static str) -> Self {
        Self { gain: (gain, formula), ..self }
    }

    pub(super) const fn divided(self) -> Self {
        Self { preconditioned: true, ..self }
    }
}
