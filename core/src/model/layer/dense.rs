//! The dense layer.

use std::ops::Range;

use super::operation::{Backward, Forward, Operation};
use super::{ACTIVATION, COUNT, too_many_parameters};
use crate::declare::{Declared, Setting};
use crate::error::{Error, Result};
use crate::kernels::dense;
use crate::kind;
use crate::model::{Activation, Parameters, RowShape};
use crate::sentence;

kind! {
    Dense: DenseConfig::default(),
    "dense", "Dense", "Every output is a weighted sum of all inputs, plus a bias.",
    units: Setting::number(COUNT, "Number of outputs.").required(),
    activation: ACTIVATION,
}

/// Settings of [`Dense`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DenseConfig {
    /// Number of outputs.
    pub units: usize,
    /// What is applied to the sums.
    pub activation: Activation,
}

/// y = activation(x·W + b), with x [batch, inputs], W [inputs, units] and b \[units\].
///
/// Source: `keras/src/layers/core/dense.py` (3.15).
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    /// Inputs of a row.
    pub inputs: usize,
    /// Outputs of a row.
    pub units: usize,
    /// What is applied to the sums.
    pub activation: Activation,
    pub(in crate::model) kernel: Range<usize>,
    pub(in crate::model) bias: Range<usize>,
}

impl Operation for Dense {
    const WORD: &'static str = "";
    const HAS_WEIGHTS: bool = true;

    fn build(config: DenseConfig, input: RowShape, parameters: &mut Parameters) -> Result<Self> {
        let RowShape::Flat(inputs) = input else {
            let problem = sentence!(
                "error.takes-flat-rows",
                "dense takes flat rows, not {input}; put a flatten before it",
                input = input.to_string()
            );
            return Err(Error::new("kind", problem));
        };
        Self::check(&config)?;
        let DenseConfig { units, activation } = config;
        let kernel = parameters.add_kernel(&[inputs, units], (inputs, units));
        let bias = parameters.add_bias(units);
        let (Some(kernel), Some(bias)) = (kernel, bias) else {
            return Err(too_many_parameters("units", units));
        };
        Ok(Self { inputs, units, activation, kernel, bias })
    }

    fn output(&self) -> RowShape {
        RowShape::Flat(self.units)
    }

    /// The sums, where the activation needs them.
    fn kept(&self) -> usize {
        if self.activation.needs_sums() { self.units } else { 0 }
    }

    fn forward_pass(&self, pass: Forward<'_>) {
        let Forward { parameters, x, y, kept, panels, .. } = pass;
        let (kernel, bias) = (&parameters[self.kernel.clone()], &parameters[self.bias.clone()]);
        dense::forward(x, kernel, bias, panels, y);
        if self.activation.needs_sums() {
            kept.copy_from_slice(y);
        }
        self.activation.forward(y, self.units);
    }

    fn backward_pass(&self, pass: Backward<'_>) {
        let Backward { parameters, x, y, kept, dy, gradients, dx, panels } = pass;
        self.activation.backward(kept, y, dy, self.units);
        dense::weight_gradient(x, dy, self.units, panels, &mut gradients[self.kernel.clone()]);
        dense::bias_gradient(dy, &mut gradients[self.bias.clone()]);
        if let Some(dx) = dx {
            dense::input_gradient(dy, &parameters[self.kernel.clone()], self.units, panels, dx);
        }
    }
}
