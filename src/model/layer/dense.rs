//! The dense layer.

use std::ops::Range;

use crate::kernels::dense;
use crate::model::{Activation, Parameters};

/// y = activation(x·W + b), with W [inputs, units].
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    /// Inputs of a row.
    pub inputs: usize,
    /// Outputs of a row.
    pub units: usize,
    /// What is applied to the sums.
    pub activation: Activation,
    kernel: Range<usize>,
    bias: Range<usize>,
}

impl Dense {
    /// A layer of `units` outputs, its weights laid out in `parameters`; `None` when they are too many to count.
    pub(in crate::model) fn new(
        inputs: usize,
        units: usize,
        activation: Activation,
        parameters: &mut Parameters,
    ) -> Option<Self> {
        let kernel = parameters.add_kernel(&[inputs, units], (inputs, units))?;
        let bias = parameters.add_bias(units)?;
        Some(Self { inputs, units, activation, kernel, bias })
    }

    /// `y` [batch, units] from `x` [batch, inputs].
    pub(in crate::model) fn forward(&self, parameters: &[f32], x: &[f32], y: &mut [f32]) {
        dense::forward(x, &parameters[self.kernel.clone()], &parameters[self.bias.clone()], y);
        self.activation.forward(y, self.units);
    }

    /// From the gradient by `y` (overwritten) the gradients by the weights, into the layer's place in `gradients`,
    /// and by `x`, into `dx` if it is wanted. `scratch` has room for the kernel.
    #[allow(clippy::too_many_arguments, reason = "the buffers of one pass, all of them distinct")]
    pub(in crate::model) fn backward(
        &self,
        parameters: &[f32],
        x: &[f32],
        y: &[f32],
        dy: &mut [f32],
        gradients: &mut [f32],
        dx: Option<&mut [f32]>,
        scratch: &mut [f32],
    ) {
        self.activation.backward(y, dy, self.units);
        dense::weight_gradient(x, dy, self.inputs, self.units, &mut gradients[self.kernel.clone()]);
        dense::bias_gradient(dy, &mut gradients[self.bias.clone()]);
        if let Some(dx) = dx {
            let kernel = &parameters[self.kernel.clone()];
            dense::input_gradient(dy, kernel, self.units, &mut scratch[..kernel.len()], dx);
        }
    }

    /// Number of weights in the kernel.
    pub(in crate::model) fn kernel_size(&self) -> usize {
        self.kernel.len()
    }
}
