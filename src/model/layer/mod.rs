//! Layers, one in each file.
//!
//! A layer knows its shapes and where its weights lie; it owns neither weights nor activations. What it must keep of
//! its forward pass for its backward pass lies in a buffer of the workspace, so that a step allocates nothing.

mod dense;
mod dropout;

pub use dense::Dense;
pub use dropout::Dropout;

use crate::error::Result;
use crate::named::Named;
use crate::rng::Rng;

use super::{Activation, Parameters, Shape};

/// A layer as it is asked for, before its input is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LayerSpec {
    /// Every output from every input: see [`Dense`].
    Dense {
        /// Number of outputs.
        units: usize,
        /// What is applied to the sums.
        activation: Activation,
    },
    /// Some of the inputs, at random: see [`Dropout`].
    Dropout {
        /// Share of the inputs that is dropped in training, 0 ≤ rate < 1.
        rate: f64,
    },
}

/// The kinds of layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// [`LayerSpec::Dense`].
    Dense,
    /// [`LayerSpec::Dropout`].
    Dropout,
}

impl Named for LayerKind {
    const ALL: &'static [Self] = &[Self::Dense, Self::Dropout];

    fn name(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Dropout => "dropout",
        }
    }
}

impl LayerSpec {
    /// Which kind of layer it is.
    pub fn kind(self) -> LayerKind {
        match self {
            Self::Dense { .. } => LayerKind::Dense,
            Self::Dropout { .. } => LayerKind::Dropout,
        }
    }
}

/// A layer in its network.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layer {
    Dense(Dense),
    Dropout(Dropout),
}

/// What a backward pass works on: `rows` rows of everything that is counted by row.
pub(super) struct Backward<'a> {
    /// The whole network's parameters.
    pub(super) parameters: &'a [f32],
    /// Inputs of the forward pass.
    pub(super) x: &'a [f32],
    /// Outputs of the forward pass.
    pub(super) y: &'a [f32],
    /// What the forward pass kept.
    pub(super) kept: &'a [f32],
    /// Gradient by the outputs; overwritten.
    pub(super) dy: &'a mut [f32],
    /// The whole network's gradient; the layer fills its place.
    pub(super) gradients: &'a mut [f32],
    /// Receives the gradient by the inputs, if it is wanted.
    pub(super) dx: Option<&'a mut [f32]>,
    /// Room for [`Layer::scratch`] numbers.
    pub(super) scratch: &'a mut [f32],
}

impl Layer {
    /// The layer on rows of shape `input`, its weights laid out in `parameters`.
    ///
    /// # Errors
    /// A setting out of range or an input that the layer does not take, by the layer's own field.
    pub(super) fn new(spec: LayerSpec, input: Shape, parameters: &mut Parameters) -> Result<Self> {
        match spec {
            LayerSpec::Dense { units, activation } => Dense::new(input, units, activation, parameters).map(Self::Dense),
            LayerSpec::Dropout { rate } => Dropout::new(input, rate).map(Self::Dropout),
        }
    }

    pub(super) fn kind(&self) -> LayerKind {
        match self {
            Self::Dense(_) => LayerKind::Dense,
            Self::Dropout(_) => LayerKind::Dropout,
        }
    }

    /// Shape of an output row.
    pub(super) fn output(&self) -> Shape {
        match self {
            Self::Dense(dense) => Shape::Flat(dense.units),
            Self::Dropout(dropout) => dropout.shape,
        }
    }

    /// Numbers a row that the backward pass needs beside inputs and outputs.
    pub(super) fn kept(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.kept(),
            Self::Dropout(dropout) => dropout.shape.size(),
        }
    }

    /// Numbers that the backward pass needs once, whatever the batch.
    pub(super) fn scratch(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.kernel_size(),
            Self::Dropout(_) => 0,
        }
    }

    pub(super) fn has_weights(&self) -> bool {
        match self {
            Self::Dense(_) => true,
            Self::Dropout(_) => false,
        }
    }

    /// Whether a forward pass of training draws random numbers.
    pub(super) fn is_random(&self) -> bool {
        match self {
            Self::Dense(_) => false,
            Self::Dropout(dropout) => dropout.is_random(),
        }
    }

    /// `y` from `x`, and what the backward pass needs into `kept`. In training `random` is given; without it the
    /// pass is that of an evaluation, in which nothing is random.
    pub(super) fn forward(
        &self,
        parameters: &[f32],
        x: &[f32],
        y: &mut [f32],
        kept: &mut [f32],
        random: Option<&mut Rng>,
    ) {
        match self {
            Self::Dense(dense) => dense.forward(parameters, x, y, kept),
            Self::Dropout(dropout) => dropout.forward(x, y, kept, random),
        }
    }

    /// From the gradient by the outputs those by the weights and by the inputs.
    pub(super) fn backward(&self, pass: Backward<'_>) {
        match self {
            Self::Dense(dense) => dense.backward(pass),
            Self::Dropout(dropout) => dropout.backward(pass),
        }
    }
}
