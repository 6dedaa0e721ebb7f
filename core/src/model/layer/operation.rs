//! What a layer is made of.

use std::fmt::Debug;

use crate::declare::Declared;
use crate::error::Result;
use crate::kernels::Panels;
use crate::model::{Parameters, RowShape};
use crate::rng::Rng;

/// A layer: its declaration, its shapes and its passes.
pub(super) trait Operation: Declared<Config: Copy + Debug + PartialEq> {
    /// Its word in a network's short form; a dense layer is its number of units alone.
    const WORD: &'static str;
    /// Whether it has parameters.
    const HAS_WEIGHTS: bool = false;

    /// The layer on rows of shape `input`, its weights laid out in `parameters`.
    ///
    /// # Errors
    /// `kind`: an input that the layer does not take; a setting out of range, or with more parameters than fit.
    fn build(config: Self::Config, input: RowShape, parameters: &mut Parameters) -> Result<Self>;

    /// Shape of an output row.
    fn output(&self) -> RowShape;

    /// Numbers a row that the backward pass needs beside inputs and outputs.
    fn kept(&self) -> usize {
        0
    }

    /// Whether a forward pass of training draws random numbers.
    fn is_random(&self) -> bool {
        false
    }

    /// `y` from `x`, and what the backward pass needs into `kept`.
    fn forward_pass(&self, pass: Forward<'_>);

    /// The gradients with respect to weights and inputs, from that of the outputs.
    fn backward_pass(&self, pass: Backward<'_>);
}

/// What a forward pass works on: rows of everything that is counted by row.
pub(in crate::model) struct Forward<'a> {
    /// The whole network's parameters.
    pub(in crate::model) parameters: &'a [f32],
    /// Inputs.
    pub(in crate::model) x: &'a [f32],
    /// Receives the outputs.
    pub(in crate::model) y: &'a mut [f32],
    /// Receives what the backward pass needs.
    pub(in crate::model) kept: &'a mut [f32],
    /// Room for the kernels.
    pub(in crate::model) panels: &'a mut Panels,
    /// Given in training; without it the pass is that of an evaluation, in which nothing is random.
    pub(in crate::model) random: Option<&'a mut Rng>,
}

/// What a backward pass works on: rows of everything that is counted by row.
pub(in crate::model) struct Backward<'a> {
    /// The whole network's parameters.
    pub(in crate::model) parameters: &'a [f32],
    /// Inputs of the forward pass.
    pub(in crate::model) x: &'a [f32],
    /// Outputs of the forward pass.
    pub(in crate::model) y: &'a [f32],
    /// What the forward pass kept.
    pub(in crate::model) kept: &'a [f32],
    /// Gradient with respect to the outputs; overwritten.
    pub(in crate::model) dy: &'a mut [f32],
    /// The whole network's gradient; the layer fills its place.
    pub(in crate::model) gradients: &'a mut [f32],
    /// Receives the gradient with respect to the inputs, if it is wanted.
    pub(in crate::model) dx: Option<&'a mut [f32]>,
    /// Room for the kernels.
    pub(in crate::model) panels: &'a mut Panels,
}
