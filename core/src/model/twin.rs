//! The scalar twin of a network: loss and gradient of one row over any [`Scalar`], with nothing dropped.
//!
//! Over [`Dual`](crate::kernels::scalar::Dual) numbers whose derivatives are a direction v, the gradient's derivatives
//! are the Hessian times v, exactly (Pearlmutter 1994), with no second set of derivatives to write. Where a function
//! has a kink (relu, leaky-relu, max-pool, mae, huber) it is differentiated on the side on which the row lies.

use crate::kernels::scalar::Scalar;
use crate::kernels::twin::{conv_backward, conv_forward, dense_backward, dense_forward, max_pool_forward};

use super::activation::LEAKY_SLOPE;
use super::layer::Layer;
use super::loss::HUBER_DELTA;
use super::{Activation, Loss, Sequential};

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
        let (loss, mut dy) = loss_and_gradient(self.loss_kind(), outputs, y);
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
            Pass { y: activate(dense.activation, &z, dense.units), z, places: Vec::new() }
        }
        Layer::Conv2d(conv) => {
            let z = conv_forward(conv.shape, x, &parameters[conv.kernel.clone()], &parameters[conv.bias.clone()]);
            Pass { y: activate(conv.activation, &z, conv.shape.filters), z, places: Vec::new() }
        }
        Layer::MaxPool2d(pool) => {
            let (y, places) = max_pool_forward(pool.shape, x);
            Pass { places, ..plain(y) }
        }
        Layer::Flatten(_) | Layer::Dropout(_) => plain(x.to_vec()),
    }
}

/// Adds the layer's gradient to `gradient` and returns the one by its input.
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
            let dz = deactivate(dense.activation, pass, &dy, dense.units);
            let (dw, dbias) = gradient[dense.kernel.start..dense.bias.end].split_at_mut(dense.kernel.len());
            dense_backward(x, &parameters[dense.kernel.clone()], &dz, dw, dbias)
        }
        Layer::Conv2d(conv) => {
            let dz = deactivate(conv.activation, pass, &dy, conv.shape.filters);
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

fn sigmoid<T: Scalar>(z: T) -> T {
    T::from(1.0) / (T::from(1.0) + (-z).exp())
}

/// Φ(z), the share of a standard normal distribution below z.
fn normal<T: Scalar>(z: T) -> T {
    T::from(0.5) * (T::from(1.0) + (z * T::from(std::f64::consts::FRAC_1_SQRT_2)).erf())
}

/// The largest value, as a constant: a shift of all elements changes neither a softmax nor its derivatives.
fn largest<T: Scalar>(z: &[T]) -> T {
    T::from(z.iter().fold(f64::NEG_INFINITY, |max, z| if z.value() > max { z.value() } else { max }))
}

fn softmax<T: Scalar>(z: &[T]) -> Vec<T> {
    let max = largest(z);
    let exps: Vec<T> = z.iter().map(|z| (*z - max).exp()).collect();
    let sum = sum(exps.iter().copied());
    exps.into_iter().map(|e| e / sum).collect()
}

fn sum<T: Scalar>(terms: impl Iterator<Item = T>) -> T {
    terms.fold(T::from(0.0), |sum, term| sum + term)
}

/// See [`Activation::forward`].
fn activate<T: Scalar>(activation: Activation, z: &[T], width: usize) -> Vec<T> {
    let each = |f: &dyn Fn(T) -> T| z.iter().map(|z| f(*z)).collect();
    match activation {
        Activation::Linear => z.to_vec(),
        Activation::Relu => each(&|z| if z.value() > 0.0 { z } else { T::from(0.0) }),
        Activation::LeakyRelu => each(&|z| if z.value() > 0.0 { z } else { T::from(f64::from(LEAKY_SLOPE)) * z }),
        Activation::Gelu => each(&|z| z * normal(z)),
        Activation::Swish => each(&|z| z * sigmoid(z)),
        Activation::Sigmoid => each(&sigmoid),
        Activation::Tanh => each(&|z| z.tanh()),
        Activation::Softmax => z.chunks_exact(width).flat_map(softmax).collect(),
    }
}

/// See [`Activation::backward`].
fn deactivate<T: Scalar>(activation: Activation, pass: &Pass<T>, dy: &[T], width: usize) -> Vec<T> {
    let one = T::from(1.0);
    let each = |values: &[T], slope: &dyn Fn(T) -> T| -> Vec<T> {
        dy.iter().zip(values).map(|(dy, value)| *dy * slope(*value)).collect()
    };
    let step = |below: f64| move |z: T| if z.value() > 0.0 { one } else { T::from(below) };
    match activation {
        Activation::Linear => dy.to_vec(),
        Activation::Relu => each(&pass.z, &step(0.0)),
        Activation::LeakyRelu => each(&pass.z, &step(f64::from(LEAKY_SLOPE))),
        Activation::Gelu => each(&pass.z, &|z| {
            // Φ(z) + z·Φ′(z), where Φ′ has the height 1/√(2π) at 0
            let height = T::from(0.5 * std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::FRAC_1_SQRT_2);
            normal(z) + z * height * (T::from(-0.5) * z * z).exp()
        }),
        Activation::Swish => each(&pass.z, &|z| {
            let s = sigmoid(z);
            s * (one + z * (one - s))
        }),
        Activation::Sigmoid => each(&pass.y, &|y| y * (one - y)),
        Activation::Tanh => each(&pass.y, &|y| one - y * y),
        Activation::Softmax => {
            let rows = dy.chunks_exact(width).zip(pass.y.chunks_exact(width));
            rows.flat_map(|(dy, y)| {
                let mean = sum(dy.iter().zip(y).map(|(dy, y)| *dy * *y));
                dy.iter().zip(y).map(move |(dy, y)| *y * (*dy - mean))
            })
            .collect()
        }
    }
}

/// See [`Loss::evaluate`]; of a single row.
fn loss_and_gradient<T: Scalar>(loss: Loss, outputs: &[T], targets: &[f32]) -> (T, Vec<T>) {
    let (zero, one) = (T::from(0.0), T::from(1.0));
    let wide = |y: &f32| T::from(f64::from(*y));
    let scale = one / T::from(outputs.len() as f64);
    // Mean over the outputs of `value`, and the `slope` of each.
    let mean = |value: &dyn Fn(T, T) -> T, slope: &dyn Fn(T, T) -> T| {
        let pairs = || outputs.iter().zip(targets).map(|(p, y)| (*p, wide(y)));
        (scale * sum(pairs().map(|(p, y)| value(p, y))), pairs().map(|(p, y)| scale * slope(p, y)).collect())
    };
    // −Σ y·ln p of a softmax, whatever the targets add up to.
    let crossentropy = |targets: &[T]| {
        let max = largest(outputs);
        let log_sum = sum(outputs.iter().map(|z| (*z - max).exp())).ln() + max;
        let total = sum(targets.iter().copied());
        let loss = sum(outputs.iter().zip(targets).map(|(z, y)| *y * (log_sum - *z)));
        (loss, softmax(outputs).into_iter().zip(targets).map(|(p, y)| p * total - *y).collect())
    };
    match loss {
        Loss::Mse => mean(&|p, y| (p - y) * (p - y), &|p, y| T::from(2.0) * (p - y)),
        Loss::Mae => mean(&|p, y| sign(p - y) * (p - y), &|p, y| sign(p - y)),
        Loss::Huber => {
            let delta = T::from(f64::from(HUBER_DELTA));
            let far = |d: T| (sign(d) * d).value() > f64::from(HUBER_DELTA);
            let half = T::from(0.5);
            mean(
                &|p, y| {
                    let d = p - y;
                    if far(d) { delta * (sign(d) * d - half * delta) } else { half * d * d }
                },
                &|p, y| if far(p - y) { delta * sign(p - y) } else { p - y },
            )
        }
        Loss::BinaryCrossentropy => mean(
            &|z, y| {
                let (positive, size) = if z.value() > 0.0 { (z, z) } else { (zero, -z) };
                (one + (-size).exp()).ln() + positive - z * y
            },
            &|z, y| sigmoid(z) - y,
        ),
        Loss::CategoricalCrossentropy => crossentropy(&targets.iter().map(wide).collect::<Vec<T>>()),
        Loss::SparseCategoricalCrossentropy => {
            let class = targets.first().map_or(0, |class| *class as usize);
            crossentropy(&(0..outputs.len()).map(|i| if i == class { one } else { zero }).collect::<Vec<T>>())
        }
    }
}

/// −1, 0 or 1, as a constant.
fn sign<T: Scalar>(x: T) -> T {
    T::from(if x.value() > 0.0 {
        1.0
    } else if x.value() < 0.0 {
        -1.0
    } else {
        0.0
    })
}

#[cfg(test)]
mod tests {
    use crate::model::layer::LayerSpec;
    use crate::model::{Activation, Init, Loss, Sequential, Shape};
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
        let input = Shape::Image { height: 9, width: 8, channels: 2 };
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
