//! An experiment's network.

use crate::data::Table;
use crate::error::Result;
use crate::model::layer::{LayerKind, LayerSpec};
use crate::model::{Activation, Init, Shape, Weight};

use super::Value;
use super::fields::{self, Fields};

/// The network.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Model {
    /// From the inputs to the outputs.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Layer[]"))]
    pub layers: Vec<LayerSpec>,
    /// How the kernels are drawn; default `glorot-uniform`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "string"))]
    pub init: Option<Init>,
    /// Kernel and bias of each layer, as Keras's `get_weights()`, instead of drawn ones.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "WeightTensor[]"))]
    pub weights: Option<Vec<Weight>>,
}

/// A layer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum Layer {
    /// Every output from every input.
    Dense {
        /// Number of outputs.
        units: usize,
        /// What is applied to the sums; default `linear`.
        #[cfg_attr(
            target_arch = "wasm32",
            tsify(
                optional,
                type = "\"relu\" | \"leaky-relu\" | \"gelu\" | \"swish\" | \"tanh\" | \"sigmoid\" | \"softmax\" | \"linear\""
            )
        )]
        activation: Option<Activation>,
    },
    /// A convolution without padding, at stride 1, on images.
    #[cfg_attr(target_arch = "wasm32", serde(rename_all = "camelCase"))]
    Conv2d {
        /// Number of output channels.
        filters: usize,
        /// Side of the square kernel.
        kernel_size: usize,
        /// What is applied to the sums; default `linear`.
        #[cfg_attr(
            target_arch = "wasm32",
            tsify(
                optional,
                type = "\"relu\" | \"leaky-relu\" | \"gelu\" | \"swish\" | \"tanh\" | \"sigmoid\" | \"softmax\" | \"linear\""
            )
        )]
        activation: Option<Activation>,
    },
    /// The largest element of each window of an image.
    #[cfg_attr(target_arch = "wasm32", serde(rename = "max-pool2d", rename_all = "camelCase"))]
    MaxPool2d {
        /// Side of the square window; default 2.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        pool_size: Option<usize>,
    },
    /// An image as a row of numbers, for the dense layers after it.
    Flatten,
    /// Some of the inputs, at random, in training only. Not the last layer.
    Dropout {
        /// Share that is dropped, 0 ≤ rate < 1.
        rate: f64,
    },
}

/// One weight tensor.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct WeightTensor {
    /// Shape; a dense kernel is [inputs, outputs].
    pub shape: Vec<usize>,
    /// The numbers, row-major.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
    pub values: Vec<f32>,
}

impl Model {
    pub(crate) fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let model = Self {
            layers: fields.required("layers", |layers| fields::list(layers, Layer::read))?,
            init: fields.optional("init", fields::named)?,
            weights: fields.optional("weights", |weights| fields::list(weights, WeightTensor::read))?,
        };
        fields.finish()?;
        Ok(model)
    }
}

impl Model {
    /// What a row of `table` is to this network: an image where a layer before the first dense one takes images, a
    /// flat row otherwise.
    ///
    /// # Errors
    /// `inputShape`: a shape that no layer takes.
    pub(crate) fn input(&self, table: &Table) -> Result<Shape> {
        let images = |layer: &&LayerSpec| matches!(layer.kind(), LayerKind::Conv2d | LayerKind::MaxPool2d);
        let before_dense = self.layers.iter().take_while(|layer| layer.kind() != LayerKind::Dense);
        match before_dense.filter(images).count() {
            0 => Ok(Shape::Flat(table.features().ncols())),
            _ => Shape::of(table.input_shape()),
        }
    }
}

impl Layer {
    pub(crate) fn read(value: &Value) -> Result<LayerSpec> {
        let mut fields = Fields::of(value)?;
        let kind = fields.required("kind", fields::named)?;
        let layer = LayerSpec::read(kind, &mut fields)?;
        fields.finish()?;
        Ok(layer)
    }
}

impl WeightTensor {
    pub(crate) fn read(value: &Value) -> Result<Weight> {
        let mut fields = Fields::of(value)?;
        let shape = fields.required("shape", fields::numbers)?;
        let shape = shape.into_iter().map(|size| fields::size(&Value::Number(size))).collect::<Result<_>>();
        let values = fields.required("values", fields::numbers)?;
        fields.finish()?;
        Ok(Weight {
            shape: shape.map_err(|error| error.under("shape"))?,
            values: values.into_iter().map(|value| value as f32).collect(),
        })
    }
}
