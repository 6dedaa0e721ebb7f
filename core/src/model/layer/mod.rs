//! Layers, one in each file.
//!
//! A layer knows its shapes and where its weights lie; it owns neither weights nor activations. What it must keep of
//! its forward pass for its backward pass lies in a buffer of the workspace, so that a step allocates nothing.

mod conv2d;
mod dense;
mod dropout;
mod flatten;
mod max_pool2d;

pub use conv2d::Conv2d;
pub use dense::Dense;
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use max_pool2d::MaxPool2d;

use crate::error::Result;
use crate::kernels::Panels;
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
    /// A convolution: see [`Conv2d`].
    Conv2d {
        /// Number of output channels.
        filters: usize,
        /// Side of the square kernel.
        kernel_size: usize,
        /// What is applied to the sums.
        activation: Activation,
    },
    /// The largest of each window: see [`MaxPool2d`].
    MaxPool2d {
        /// Side of the square window.
        pool_size: usize,
    },
    /// An image as a row: see [`Flatten`].
    Flatten,
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
    /// [`LayerSpec::Conv2d`].
    Conv2d,
    /// [`LayerSpec::MaxPool2d`].
    MaxPool2d,
    /// [`LayerSpec::Flatten`].
    Flatten,
    /// [`LayerSpec::Dropout`].
    Dropout,
}

impl Named for LayerKind {
    const ALL: &'static [Self] = &[Self::Dense, Self::Conv2d, Self::MaxPool2d, Self::Flatten, Self::Dropout];

    fn name(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Conv2d => "conv2d",
            Self::MaxPool2d => "max-pool2d",
            Self::Flatten => "flatten",
            Self::Dropout => "dropout",
        }
    }
}

impl LayerSpec {
    /// Which kind of layer it is.
    pub fn kind(self) -> LayerKind {
        match self {
            Self::Dense { .. } => LayerKind::Dense,
            Self::Conv2d { .. } => LayerKind::Conv2d,
            Self::MaxPool2d { .. } => LayerKind::MaxPool2d,
            Self::Flatten => LayerKind::Flatten,
            Self::Dropout { .. } => LayerKind::Dropout,
        }
    }
}

/// A layer in its network.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layer {
    Dense(Dense),
    Conv2d(Conv2d),
    MaxPool2d(MaxPool2d),
    Flatten(Flatten),
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
    /// Room for the kernels.
    pub(super) panels: &'a mut Panels,
}

impl Layer {
    /// The layer on rows of shape `input`, its weights laid out in `parameters`.
    ///
    /// # Errors
    /// A setting out of range or an input that the layer does not take, by the layer's own field.
    pub(super) fn new(spec: LayerSpec, input: Shape, parameters: &mut Parameters) -> Result<Self> {
        match spec {
            LayerSpec::Dense { units, activation } => Dense::new(input, units, activation, parameters).map(Self::Dense),
            LayerSpec::Conv2d { filters, kernel_size, activation } => {
                Conv2d::new(input, filters, kernel_size, activation, parameters).map(Self::Conv2d)
            }
            LayerSpec::MaxPool2d { pool_size } => MaxPool2d::new(input, pool_size).map(Self::MaxPool2d),
            LayerSpec::Flatten => Ok(Self::Flatten(Flatten::new(input))),
            LayerSpec::Dropout { rate } => Dropout::new(input, rate).map(Self::Dropout),
        }
    }

    pub(super) fn kind(&self) -> LayerKind {
        match self {
            Self::Dense(_) => LayerKind::Dense,
            Self::Conv2d(_) => LayerKind::Conv2d,
            Self::MaxPool2d(_) => LayerKind::MaxPool2d,
            Self::Flatten(_) => LayerKind::Flatten,
            Self::Dropout(_) => LayerKind::Dropout,
        }
    }

    /// Shape of an output row.
    pub(super) fn output(&self) -> Shape {
        match self {
            Self::Dense(dense) => Shape::Flat(dense.units),
            Self::Conv2d(conv) => conv.output(),
            Self::MaxPool2d(pool) => pool.output(),
            Self::Flatten(flatten) => flatten.output(),
            Self::Dropout(dropout) => dropout.shape,
        }
    }

    /// Numbers a row that the backward pass needs beside inputs and outputs.
    pub(super) fn kept(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.kept(),
            Self::Conv2d(conv) => conv.kept(),
            Self::MaxPool2d(pool) => pool.output().size(),
            Self::Flatten(_) => 0,
            Self::Dropout(dropout) => dropout.shape.size(),
        }
    }

    pub(super) fn has_weights(&self) -> bool {
        match self {
            Self::Dense(_) | Self::Conv2d(_) => true,
            Self::MaxPool2d(_) | Self::Flatten(_) | Self::Dropout(_) => false,
        }
    }

    /// Whether a forward pass of training draws random numbers.
    pub(super) fn is_random(&self) -> bool {
        match self {
            Self::Dense(_) | Self::Conv2d(_) | Self::MaxPool2d(_) | Self::Flatten(_) => false,
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
        panels: &mut Panels,
        random: Option<&mut Rng>,
    ) {
        match self {
            Self::Dense(dense) => dense.forward(parameters, x, y, kept, panels),
            Self::Conv2d(conv) => conv.forward(parameters, x, y, kept, panels),
            Self::MaxPool2d(pool) => pool.forward(x, y, kept),
            Self::Flatten(flatten) => flatten.forward(x, y),
            Self::Dropout(dropout) => dropout.forward(x, y, kept, random),
        }
    }

    /// From the gradient by the outputs those by the weights and by the inputs.
    pub(super) fn backward(&self, pass: Backward<'_>) {
        match self {
            Self::Dense(dense) => dense.backward(pass),
            Self::Conv2d(conv) => conv.backward(pass),
            Self::MaxPool2d(pool) => pool.backward(pass),
            Self::Flatten(flatten) => flatten.backward(pass),
            Self::Dropout(dropout) => dropout.backward(pass),
        }
    }
}
