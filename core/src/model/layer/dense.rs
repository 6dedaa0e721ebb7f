//! The dense layer.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::kernels::{Panels, dense};
use crate::model::{Activation, MAX_PARAMETERS, Parameters, Shape};
use crate::range;

use super::Backward;

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

impl Dense {
    /// Accepted numbers of units.
    pub const UNITS: range::Range = range::Range::whole(1, MAX_PARAMETERS as u64);

    /// A layer of `units` outputs, its weights laid out in `parameters`.
    ///
    /// # Errors
    /// `units` out of range or with more parameters than fit; `kind` on an image.
    pub(in crate::model) fn new(
        input: Shape,
        units: usize,
        activation: Activation,
        parameters: &mut Parameters,
    ) -> Result<Self> {
        let Shape::Flat(inputs) = input else {
            return Err(Error::new("kind", format!("dense takes flat rows, not {input}; put a flatten before it")));
        };
        Self::UNITS.check("units", units as f64)?;
        let kernel = parameters.add_kernel(&[inputs, units], (inputs, units));
        let bias = parameters.add_bias(units);
        let (Some(kernel), Some(bias)) = (kernel, bias) else {
            let problem = format!("{units} units make more than {MAX_PARAMETERS} parameters, the most that fit");
            return Err(Error::new("units", problem));
        };
        Ok(Self { inputs, units, activation, kernel, bias })
    }

    /// `y` [batch, units] from `x` [batch, inputs]; the sums into `kept`, where the activation needs them.
    pub(super) fn forward(&self, parameters: &[f32], x: &[f32], y: &mut [f32], kept: &mut [f32], panels: &mut Panels) {
        let (kernel, bias) = (&parameters[self.kernel.clone()], &parameters[self.bias.clone()]);
        dense::forward(x, kernel, bias, panels, y);
        if self.activation.needs_sums() {
            kept.copy_from_slice(y);
        }
        self.activation.forward(y, self.units);
    }

    pub(super) fn backward(&self, pass: Backward<'_>) {
        let Backward { parameters, x, y, kept, dy, gradients, dx, panels } = pass;
        self.activation.backward(kept, y, dy, self.units);
        dense::weight_gradient(x, dy, self.units, panels, &mut gradients[self.kernel.clone()]);
        dense::bias_gradient(dy, &mut gradients[self.bias.clone()]);
        if let Some(dx) = dx {
            dense::input_gradient(dy, &parameters[self.kernel.clone()], self.units, panels, dx);
        }
    }

    /// Numbers a row to keep for the backward pass.
    pub(super) fn kept(&self) -> usize {
        if self.activation.needs_sums() { self.units } else { 0 }
    }
}
