//! The convolution layer.

use std::ops::Range;

use super::operation::{Backward, Forward, Operation};
use super::{ACTIVATION, COUNT, SIDE, beyond_image, takes_images, too_many_parameters};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kernels::conv::{self, ConvShape};
use crate::kernels::dense::bias_gradient;
use crate::kind;
use crate::model::{Activation, Parameters, RowShape};

kind! {
    Conv2d: Conv2dConfig::default(),
    "conv2d", "Convolution", "Small kernels slide over an image, each looking for its own pattern.",
    filters: Setting::number(COUNT, "Number of kernels, and of output channels.").required(),
    kernel_size: Setting::number(SIDE, "Side of a kernel, in pixels.").required(),
    activation: ACTIVATION,
}

/// Settings of [`Conv2d`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conv2dConfig {
    /// Number of output channels.
    pub filters: usize,
    /// Side of the square kernel.
    pub kernel_size: usize,
    /// What is applied to the sums.
    pub activation: Activation,
}

/// y\[b, i, j, f\] = activation(Σ x\[b, i + k, j + l, c\]·W\[k, l, c, f\] + b\[f\]): a two-dimensional convolution
/// without padding ("valid"), at stride 1, with x [batch, height, width, channels] and
/// W [kernelSize, kernelSize, channels, filters].
///
/// Source: `keras/src/layers/convolutional/conv2d.py` (3.15).
#[derive(Clone, Debug, PartialEq)]
pub struct Conv2d {
    pub(in crate::model) shape: ConvShape,
    pub(in crate::model) activation: Activation,
    pub(in crate::model) kernel: Range<usize>,
    pub(in crate::model) bias: Range<usize>,
}

impl Operation for Conv2d {
    const WORD: &'static str = "conv";
    const HAS_WEIGHTS: bool = true;

    fn build(config: Conv2dConfig, input: RowShape, parameters: &mut Parameters) -> Result<Self> {
        let RowShape::Image { height, width, channels } = input else {
            return Err(takes_images("conv2d", input));
        };
        Self::check(&config)?;
        let Conv2dConfig { filters, kernel_size, activation } = config;
        if kernel_size > height.min(width) {
            return Err(beyond_image("kernelSize", kernel_size, height.min(width), input));
        }
        // Glorot's fans of a convolution count the taps, as in Keras.
        let taps = kernel_size * kernel_size;
        let fans = (taps.saturating_mul(channels), taps.saturating_mul(filters));
        let kernel = parameters.add_kernel(&[kernel_size, kernel_size, channels, filters], fans);
        let bias = parameters.add_bias(filters);
        let (Some(kernel), Some(bias)) = (kernel, bias) else {
            return Err(too_many_parameters("filters", filters));
        };
        let shape = ConvShape { height, width, channels, kernel: kernel_size, filters };
        Ok(Self { shape, activation, kernel, bias })
    }

    fn output(&self) -> RowShape {
        let (height, width) = (self.shape.out_height(), self.shape.out_width());
        RowShape::Image { height, width, channels: self.shape.filters }
    }

    /// The sums, where the activation needs them.
    fn kept(&self) -> usize {
        if self.activation.needs_sums() { self.output().size() } else { 0 }
    }

    fn forward_pass(&self, pass: Forward<'_>) {
        let Forward { parameters, x, y, kept, panels, .. } = pass;
        let (kernel, bias) = (&parameters[self.kernel.clone()], &parameters[self.bias.clone()]);
        conv::forward(self.shape, x, kernel, bias, panels, y);
        if self.activation.needs_sums() {
            kept.copy_from_slice(y);
        }
        self.activation.forward(y, self.shape.filters);
    }

    fn backward_pass(&self, pass: Backward<'_>) {
        let Backward { parameters, x, y, kept, dy, gradients, dx, panels } = pass;
        self.activation.backward(kept, y, dy, self.shape.filters);
        conv::weight_gradient(self.shape, x, dy, panels, &mut gradients[self.kernel.clone()]);
        bias_gradient(dy, &mut gradients[self.bias.clone()]);
        if let Some(dx) = dx {
            conv::input_gradient(self.shape, dy, &parameters[self.kernel.clone()], panels, dx);
        }
    }
}
