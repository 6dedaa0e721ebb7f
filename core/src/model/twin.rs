//! The scalar twin of a network: loss and gradient of one row over any [`Scalar`], with nothing dropped.
//!
//! Over [`Dual`](crate::kernels::scalar::Dual) numbers whose derivatives are a direction v, the gradient's derivatives
//! are the Hessian times v, exactly (Pearlmutter 1994), with no second set of derivatives to write. Where a function
//! has a kink (relu, leaky-relu, max-pool, mae, huber) it is differentiated on the side on which the row lies.

use crate::kernels::scalar::Scalar;
use crate::kernels::twin::{conv_backward, conv_forward, dense_backward, dense_forward, max_pool_forward};

use super::Sequential;
use super::layer::Layer;

/// What a layer keeps of its forward pass.
struct Pass<T> {
    /// Sums of a dense or convolution layer; empty otherwise.
    z: Vec<T>,
    y: Vec<T>,
    /// Where the elements of a max-pool layer were found.
    places: Vec<usize>,
}

impl Sequential {
    /// Loss of one row `x` \[inputs\] against `y` \[targets\], and its gradient, added to `gradient`.
    pub fn twin_loss_and_gradient<T: Scalar>(&self, parameters: &[T], x: &[f32], y: &[f32], gradient: &mut [T]) -> T {
        let x: Vec<T> = x.iter().map(|x| T::from(f64::from(*x))).collect();
        let mut passes: Vec<Pass<T>> = Vec::new();
        for layer in self.layers() {
            let x = passes.last().map_or(&x, |pass| &pass.y);
            passes.push(forward(layer, parameters, x));
        }
        let outputs = passes.last().map_or(&x, |pass| &pass.y);
        let (loss, mut dy) = self.loss_kind().twin(outputs, y);
        for (i, layer) in self.layers().iter().enumerate().rev() {
            let x = if i == 0 { &x } else { &passes[i - 1].y };
            dy = backward(layer, parameters, x, &passes[i], dy, gradient);
        }
        loss
    }
}

fn forward<T: Scalar>(layer: &Layer, parameters: &[T], x: &[T]) -> Pass<T> {
    let plain = |y: Vec<T>| Pass { z: Vec::new(), y, places: Vec::new() };
    match layer {
        Layer::Dense(dense) => {
            let z = dense_forward(x, &parameters[dense.kernel.clone()], &parameters[dense.bias.clone()]);
            Pass { y: dense.activation.twin_forward(&z, dense.units), z, places: Vec::new() }
        }
        Layer::Conv2d(conv) => {
            let z = conv_forward(conv.shape, x, &parameters[conv.kernel.clone()], &parameters[conv.bias.clone()]);
            Pass { y: conv.activation.twin_forward(&z, conv.shape.filters), z, places: Vec::new() }
        }
        Layer::MaxPool2d(pool) => {
            let (y, places) = max_pool_forward(pool.shape, x);
            Pass { places, ..plain(y) }
        }
        Layer::Flatten(_) | Layer::Dropout(_) => plain(x.to_vec()),
    }
}

/// Adds the layer's gradient to `gradient` and returns that with respect to its input.
fn backward<T: Scalar>(
    layer: &Layer,
    parameters: &[T],
    x: &[T],
    pass: &Pass<T>,
    dy: Vec<T>,
    gradient: &mut [T],
) -> Vec<T> {
    match layer {
        Layer::Dense(dense) => {
            let dz = dense.activation.twin_backward(&pass.z, &pass.y, &dy, dense.units);
            let (dw, dbias) = gradient[dense.kernel.start..dense.bias.end].split_at_mut(dense.kernel.len());
            dense_backward(x, &parameters[dense.kernel.clone()], &dz, dw, dbias)
        }
        Layer::Conv2d(conv) => {
            let dz = conv.activation.twin_backward(&pass.z, &pass.y, &dy, conv.shape.filters);
            let (dw, dbias) = gradient[conv.kernel.start..conv.bias.end].split_at_mut(conv.kernel.len());
            conv_backward(conv.shape, x, &parameters[conv.kernel.clone()], &dz, dw, dbias)
        }
        Layer::MaxPool2d(_) => {
            let mut dx = vec![T::from(0.0); x.len()];
            for (dy, place) in dy.iter().zip(&pass.places) {
                dx[*place] = *dy;
            }
            dx
        }
        Layer::Flatten(_) | Layer::Dropout(_) => dy,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::layer::LayerSpec;
    use crate::model::{Activation, Init, Loss, RowShape, Sequential};
    use crate::named::Named;
    use crate::rng::{Rng, Stream};

    /// The kernels' loss and gradient in `f32` against the twin's in `f64`, row by row.
    fn assert_agree(network: &Sequential, loss: Loss) {
        let rows = 3;
        let mut rng = Rng::new(5, Stream::Weights);
        let parameters = network.parameters().initialize(Init::GlorotUniform, &mut rng);
        let x: Vec<f32> = (0..rows * network.inputs()).map(|_| rng.uniform() * 2.0 - 1.0).collect();
        let width = network.target_width();
        let y: Vec<f32> = match loss {
            Loss::SparseCategoricalCrossentropy => vec![1.0; rows],
            _ => (0..rows * width).map(|_| rng.uniform() * 3.0 - 1.0).collect(),
        };
        let mut workspace = network.workspace(rows);
        let mut gradient = vec![0.0; parameters.len()];
        let got = network.loss_and_gradient(&parameters, (&x, &y), &mut workspace, &mut gradient, None);
        let wide: Vec<f64> = parameters.iter().map(|w| f64::from(*w)).collect();
        let (mut want, mut want_gradient) = (0.0, vec![0.0; wide.len()]);
        for (x, y) in x.chunks_exact(network.inputs()).zip(y.chunks_exact(width)) {
            want += network.twin_loss_and_gradient(&wide, x, y, &mut want_gradient) / rows as f64;
        }
        assert!((got - want).abs() < 1e-5 * (1.0 + want.abs()), "{loss:?}: {got} against {want}");
        for (got, want) in gradient.iter().zip(want_gradient) {
            let want = want / rows as f64;
            assert!((f64::from(*got) - want).abs() < 1e-5 * (1.0 + want.abs()), "{loss:?}: {got} against {want}");
        }
    }

    #[test]
    fn dense_networks_agree_with_their_twin() {
        for hidden in Activation::ALL {
            for loss in Loss::ALL {
                let output = loss.fused_with().unwrap_or(Activation::Tanh);
                let layer = |units, activation| LayerSpec::Dense { units, activation };
                let specs = [layer(5, *hidden), LayerSpec::Dropout { rate: 0.5 }, layer(4, *hidden), layer(3, output)];
                assert_agree(&Sequential::new(4, &specs, *loss).unwrap(), *loss);
            }
        }
    }

    #[test]
    fn convolutions_agree_with_their_twin() {
        let input = RowShape::Image { height: 9, width: 8, channels: 2 };
        for activation in Activation::ALL {
            let specs = [
                LayerSpec::Conv2d { filters: 3, kernel_size: 2, activation: *activation },
                LayerSpec::MaxPool2d { pool_size: 2 },
                LayerSpec::Conv2d { filters: 4, kernel_size: 3, activation: *activation },
                LayerSpec::Flatten,
                LayerSpec::Dense { units: 3, activation: Activation::Softmax },
            ];
            let loss = Loss::CategoricalCrossentropy;
            assert_agree(&Sequential::new(input, &specs, loss).unwrap(), loss);
        }
    }
}
