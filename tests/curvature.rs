//! The largest eigenvalue of the Hessian, against closed forms and dense finite-difference Hessians.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::curvature::{SharpnessConfig, hessian_vector_product, sharpness};
use lr_lab::data::Part;
use lr_lab::model::layer::LayerSpec;
use lr_lab::model::{Activation, Init, Loss, Sequential, Shape};
use lr_lab::rng::{Rng, Stream};
use ndarray::Array2;

const TIGHT: SharpnessConfig = SharpnessConfig { rows: None, max_iterations: 100_000, tolerance: 1e-6 };

fn dense(units: usize, activation: Activation) -> LayerSpec {
    LayerSpec::Dense { units, activation }
}

fn lambda_max(network: &Sequential, parameters: &[f32], part: &Part, config: SharpnessConfig) -> f64 {
    let found = sharpness(network, parameters, part, config, &mut Rng::new(0, Stream::Probe)).unwrap();
    assert!(found.converged, "{found:?}");
    found.lambda_max
}

/// y = w·x + b with mean squared error: the Hessian is 2·[[mean x², mean x], [mean x, 1]].
#[test]
fn linear_regression_has_a_closed_form() {
    let network = Sequential::new(1, &[dense(1, Activation::Linear)], Loss::Mse).unwrap();
    for xs in [vec![-1.0_f32, 0.0, 0.5, 2.0], vec![3.0, 4.0, 5.0, 7.5, 1.25], vec![0.1, 0.2]] {
        let count = xs.len() as f64;
        let mean = xs.iter().map(|x| f64::from(*x)).sum::<f64>() / count;
        let square = xs.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>() / count;
        let want = square + 1.0 + ((square - 1.0) * (square - 1.0) + 4.0 * mean * mean).sqrt();
        let part = Part {
            features: Array2::from_shape_vec((xs.len(), 1), xs.clone()).unwrap(),
            targets: Array2::zeros((xs.len(), 1)),
        };
        for config in [SharpnessConfig::default(), TIGHT] {
            let got = lambda_max(&network, &[0.3, -0.2], &part, config);
            assert!((got / want - 1.0).abs() < 1e-4, "{xs:?}: {got} against {want}");
        }
    }
}

/// Gradient descent on a quadratic is stable just below 2 / λ_max and unstable just above.
#[test]
fn two_over_lambda_is_the_edge() {
    let network = Sequential::new(2, &[dense(1, Activation::Linear)], Loss::Mse).unwrap();
    let x = [1.0_f32, 0.2, -0.5, 1.5, 2.0, -1.0, 0.3, 0.8];
    let part = Part {
        features: Array2::from_shape_vec((4, 2), x.to_vec()).unwrap(),
        targets: Array2::from_shape_vec((4, 1), vec![1.0, -1.0, 0.5, 2.0]).unwrap(),
    };
    let edge = 2.0 / lambda_max(&network, &[0.0; 3], &part, TIGHT);
    for (share, diverges) in [(1.02, true), (0.98, false)] {
        let mut parameters = [0.0_f32; 3];
        let mut workspace = network.workspace(4);
        let mut gradient = [0.0_f32; 3];
        let mut losses = Vec::new();
        for _ in 0..2000 {
            let batch = (&x[..], &[1.0, -1.0, 0.5, 2.0][..]);
            losses.push(network.loss_and_gradient(&parameters, batch, &mut workspace, &mut gradient, None));
            for (w, g) in parameters.iter_mut().zip(gradient) {
                *w -= (share * edge) as f32 * g;
            }
        }
        let grew = losses[1999] > losses[0];
        assert_eq!(grew, diverges, "at {share}·2/λ: from {} to {}", losses[0], losses[1999]);
    }
}

/// The whole Hessian by central differences of the twin's gradient, one column for each parameter.
fn dense_hessian(network: &Sequential, parameters: &[f32], part: &Part) -> Vec<Vec<f64>> {
    const STEP: f64 = 1e-5;
    let gradient = |at: &[f64]| {
        let mut gradient = vec![0.0; at.len()];
        for (x, y) in part.features.rows().into_iter().zip(part.targets.rows()) {
            network.twin_loss_and_gradient(at, &x.to_vec(), &y.to_vec(), &mut gradient);
        }
        gradient.into_iter().map(|g| g / part.rows() as f64).collect::<Vec<f64>>()
    };
    let mut at: Vec<f64> = parameters.iter().map(|w| f64::from(*w)).collect();
    (0..at.len())
        .map(|i| {
            let kept = at[i];
            at[i] = kept + STEP;
            let up = gradient(&at);
            at[i] = kept - STEP;
            let down = gradient(&at);
            at[i] = kept;
            up.iter().zip(down).map(|(up, down)| (up - down) / (2.0 * STEP)).collect()
        })
        .collect()
}

/// Largest eigenvalue of a symmetric matrix, by Jacobi rotations.
fn largest_eigenvalue(mut a: Vec<Vec<f64>>) -> f64 {
    let n = a.len();
    for _ in 0..30 {
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() < 1e-14 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                let turned = |x: f64, y: f64| (c * x - s * y, s * x + c * y);
                for row in &mut a {
                    (row[p], row[q]) = turned(row[p], row[q]);
                }
                let (above, below) = a.split_at_mut(q);
                for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
                    (*x, *y) = turned(*x, *y);
                }
            }
        }
    }
    (0..n).map(|i| a[i][i]).fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn small_networks_agree_with_their_dense_hessian() {
    use Activation::{Gelu, Linear, Relu, Sigmoid, Softmax, Swish, Tanh};
    let conv = LayerSpec::Conv2d { filters: 2, kernel_size: 2, activation: Relu };
    let image = Shape::Image { height: 5, width: 5, channels: 1 };
    let pooled = [conv, LayerSpec::MaxPool2d { pool_size: 2 }, LayerSpec::Flatten, dense(3, Softmax)];
    for (name, input, layers, loss) in [
        ("tanh, mse", Shape::Flat(3), vec![dense(4, Tanh), dense(2, Linear)], Loss::Mse),
        ("relu, cross-entropy", Shape::Flat(3), vec![dense(5, Relu), dense(3, Softmax)], Loss::CategoricalCrossentropy),
        ("gelu, binary", Shape::Flat(2), vec![dense(4, Gelu), dense(1, Sigmoid)], Loss::BinaryCrossentropy),
        ("swish, huber", Shape::Flat(2), vec![dense(3, Swish), dense(3, Tanh), dense(1, Linear)], Loss::Huber),
        ("convolution", image, pooled.to_vec(), Loss::CategoricalCrossentropy),
    ] {
        let network = Sequential::new(input, &layers, loss).unwrap();
        let mut rng = Rng::new(9, Stream::Weights);
        let parameters = network.parameters().initialize(Init::GlorotUniform, &mut rng);
        let rows = 12;
        let part = Part {
            features: Array2::from_shape_fn((rows, network.inputs()), |_| rng.uniform() * 2.0 - 1.0),
            targets: Array2::from_shape_fn((rows, network.target_width()), |(row, i)| {
                if network.target_width() == 1 {
                    (row % 2) as f32
                } else {
                    f32::from(row % network.target_width() == i)
                }
            }),
        };
        let hessian = dense_hessian(&network, &parameters, &part);

        // A product with every unit vector is a column.
        for (i, column) in hessian.iter().enumerate() {
            let unit: Vec<f64> = (0..hessian.len()).map(|j| f64::from(u8::from(i == j))).collect();
            let product = hessian_vector_product(&network, &parameters, &part, rows, &unit);
            for (got, want) in product.iter().zip(column) {
                assert!((got - want).abs() < 1e-6 * (1.0 + want.abs()), "{name}, column {i}: {got} against {want}");
            }
        }
        let want = largest_eigenvalue(hessian);
        for config in [SharpnessConfig::default(), TIGHT] {
            let got = lambda_max(&network, &parameters, &part, config);
            assert!((got / want - 1.0).abs() < 1e-3, "{name}: {got} against {want}");
        }
    }
}

/// A network whose most negative curvature is larger than its positive one: the shift finds the positive one.
#[test]
fn a_negative_eigenvalue_is_not_mistaken_for_the_largest() {
    // The first row lies far below its target where tanh curves up: there the loss curves down.
    let network = Sequential::new(2, &[dense(1, Activation::Tanh)], Loss::Mse).unwrap();
    let part = Part {
        features: Array2::from_shape_vec((2, 2), vec![1.0, 0.0, 0.0, 1.0]).unwrap(),
        targets: Array2::from_shape_vec((2, 1), vec![5.0, 0.2]).unwrap(),
    };
    let parameters = [-0.7, 0.2, 0.0];
    let hessian = dense_hessian(&network, &parameters, &part);
    let want = largest_eigenvalue(hessian.clone());
    let lowest = -largest_eigenvalue(hessian.iter().map(|row| row.iter().map(|h| -h).collect()).collect());
    assert!(-lowest > want && want > 0.0, "{lowest} and {want}");
    let got = lambda_max(&network, &parameters, &part, SharpnessConfig::default());
    assert!((got / want - 1.0).abs() < 1e-3, "{got} against {want}");
}

/// y = a·b·x at a = b = 0: the Hessian has the eigenvalues ±2·x·y and, for the biases, others that are smaller.
#[test]
fn eigenvalues_of_both_signs_do_not_stop_it() {
    let linear = dense(1, Activation::Linear);
    let network = Sequential::new(1, &[linear, linear], Loss::Mse).unwrap();
    let part = Part {
        features: Array2::from_shape_vec((1, 1), vec![1.0]).unwrap(),
        targets: Array2::from_shape_vec((1, 1), vec![1000.0]).unwrap(),
    };
    let want = largest_eigenvalue(dense_hessian(&network, &[0.0; 4], &part));
    let got = lambda_max(&network, &[0.0; 4], &part, SharpnessConfig::default());
    assert!((got / want - 1.0).abs() < 1e-3, "{got} against {want}");
}

#[test]
fn refused_settings() {
    let network = Sequential::new(1, &[dense(1, Activation::Linear)], Loss::Mse).unwrap();
    let part = Part { features: Array2::zeros((3, 1)), targets: Array2::zeros((3, 1)) };
    let config = SharpnessConfig::default();
    for (config, field) in [
        (SharpnessConfig { rows: Some(0), ..config }, "rows"),
        (SharpnessConfig { rows: Some(4), ..config }, "rows"),
        (SharpnessConfig { max_iterations: 0, ..config }, "maxIterations"),
        (SharpnessConfig { tolerance: 0.0, ..config }, "tolerance"),
        (SharpnessConfig { tolerance: f64::NAN, ..config }, "tolerance"),
    ] {
        let error = sharpness(&network, &[0.0; 2], &part, config, &mut Rng::new(0, Stream::Probe)).unwrap_err();
        assert_eq!(error.field(), field);
    }
}
