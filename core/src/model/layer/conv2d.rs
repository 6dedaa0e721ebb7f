//! The convolution layer.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::kernels::Panels;
use crate::kernels::conv::{self, ConvShape};
use crate::kernels::dense::bias_gradient;
use crate::model::{Activation, MAX_PARAMETERS, Parameters, Shape};
use crate::range;

use super::Backward;

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

impl Conv2d {
    /// Accepted numbers of filters.
    pub const FILTERS: range::Range = range::Range::whole(1, MAX_PARAMETERS as u64);
    /// Accepted sides of the kernel.
    pub const KERNEL_SIZE: range::Range = range::Range::whole(1, 1000);

    /// A layer of `filters` filters of `kernel_size` × `kernel_size`, its weights laid out in `parameters`.
    ///
    /// # Errors
    /// `kind` on rows that are no images; `kernelSize` out of range or larger than the image; `filters` out of range
    /// or with more parameters than fit.
    pub(in crate::model) fn new(
        input: Shape,
        filters: usize,
        kernel_size: usize,
        activation: Activation,
        parameters: &mut Parameters,
    ) -> Result<Self> {
        let Shape::Image { height, width, channels } = input else {
            return Err(Error::new("kind", format!("conv2d takes images [height, width, channels], not {input}")));
        };
        Self::KERNEL_SIZE.check("kernelSize", kernel_size as f64)?;
        if kernel_size > height.min(width) {
            let accepted = format!("at most {}, since the image is {input}", height.min(width));
            return Err(Error::not_accepted("kernelSize", kernel_size, accepted));
        }
        Self::FILTERS.check("filters", filters as f64)?;
        // Glorot's fans of a convolution count the taps, as in Keras.
        let taps = kernel_size * kernel_size;
        let fans = (taps.saturating_mul(channels), taps.saturating_mul(filters));
        let kernel = parameters.add_kernel(&[kernel_size, kernel_size, channels, filters], fans);
        let bias = parameters.add_bias(filters);
        let (Some(kernel), Some(bias)) = (kernel, bias) else {
            let problem = format!("{filters} filters make more than {MAX_PARAMETERS} parameters, the most that fit");
            return Err(Error::new("filters", problem));
        };
        let shape = ConvShape { height, width, channels, kernel: kernel_size, filters };
        Ok(Self { shape, activation, kernel, bias })
    }

    /// Shape of an output row.
    pub(super) fn output(&self) -> Shape {
        let (height, width) = (self.shape.out_height(), self.shape.out_width());
        Shape::Image { height, width, channels: self.shape.filters }
    }

    pub(super) fn forward(&self, parameters: &[f32], x: &[f32], y: &mut [f32], kept: &mut [f32], panels: &mut Panels) {
        let (kernel, bias) = (&parameters[self.kernel.clone()], &parameters[self.bias.clone()]);
        conv::forward(self.shape, x, kernel, bias, panels, y);
        if self.activation.needs_sums() {
            kept.copy_from_slice(y);
        }
        self.activation.forward(y, self.shape.filters);
    }

    pub(super) fn backward(&self, pass: Backward<'_>) {
        let Backward { parameters, x, y, kept, dy, gradients, dx, panels } = pass;
        self.activation.backward(kept, y, dy, self.shape.filters);
        conv::weight_gradient(self.shape, x, dy, panels, &mut gradients[self.kernel.clone()]);
        bias_gradient(dy, &mut gradients[self.bias.clone()]);
        if let Some(dx) = dx {
            conv::input_gradient(self.shape, dy, &parameters[self.kernel.clone()], panels, dx);
        }
    }

    /// Numbers a row to keep for the backward pass.
    pub(super) fn kept(&self) -> usize {
        if self.activation.needs_sums() { self.output().size() } else { 0 }
    }
}
