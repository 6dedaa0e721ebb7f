//! An experiment's network.

use crate::data::Table;
use crate::error::Result;
use crate::model::layer::{LayerKind, LayerSpec};
use crate::model::{Init, RowShape, Weight};

use super::{Ask, Types, Value, options};

options! {
    /// The network.
    pub struct Model {
        /// From the inputs to the outputs.
        pub layers: Vec<LayerSpec>,
        /// How the kernels are drawn; default `glorot-uniform`.
        pub init: Option<Init>,
        /// Kernel and bias of each layer, as Keras's `get_weights()`, instead of drawn ones.
        pub weights: Option<Vec<Weight>>,
    }
}

options! {
    /// One weight tensor.
    pub struct WeightTensor {
        /// Shape; a dense kernel is [inputs, outputs].
        pub shape: Vec<usize>,
        /// The numbers, row-major.
        pub values: Vec<f32>,
    }
}

impl Ask for Weight {
    fn ask(value: &Value) -> Result<Self> {
        let WeightTensor { shape, values } = WeightTensor::ask(value)?;
        Ok(Self { shape, values })
    }

    fn ts(types: &mut Types) -> String {
        WeightTensor::ts(types)
    }
}

impl Model {
    /// What a row of `table` is to this network: an image where a layer before the first dense one takes images, a
    /// flat row otherwise.
    ///
    /// # Errors
    /// `inputShape`: a shape that no layer takes.
    pub(crate) fn input(&self, table: &Table) -> Result<RowShape> {
        let images = |layer: &&LayerSpec| matches!(layer.kind(), LayerKind::Conv2d | LayerKind::MaxPool2d);
        let before_dense = self.layers.iter().take_while(|layer| layer.kind() != LayerKind::Dense);
        match before_dense.filter(images).count() {
            0 => Ok(RowShape::Flat(table.features().ncols())),
            _ => RowShape::of(table.input_shape()),
        }
    }
}
