//! The largest eigenvalue of the Hessian, against closed forms and dense finite-difference Hessians.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, fit, sharpness, sharpness_run};
use lr_lab::curvature::{self, SharpnessConfig, hessian_vector_product};
use lr_lab::data::Part;
use lr_lab::model::layer::LayerSpec;
use lr_lab::model::{Activation, Init, Loss, RowShape, Sequential};
use lr_lab::rng::{Rng, Stream};
use lr_lab::run::SharpnessRun;
use lr_lab::train::TraceStopReason;
use ndarray::Array2;

const TIGHT: SharpnessConfig = SharpnessConfig { rows: None, max_iterations: 100_000, tolerance: 1e-6 };

fn dense(units: usize, activation: Activation) -> LayerSpec {
    LayerSpec::Dense { units, activation }
}

fn lambda_max(network: &Sequential, parameters: &[f32], part: &Part, config: SharpnessConfig) -> f64 {
    let found = curvature::sharpness(network, parameters, part, config, &mut Rng::new(0, Stream::Probe)).unwrap();
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
    let image = RowShape::Image { height: 5, width: 5, channels: 1 };
    let pooled = [conv, LayerSpec::MaxPool2d { pool_size: 2 }, LayerSpec::Flatten, dense(3, Softmax)];
    for (name, input, layers, loss) in [
        ("tanh, mse", RowShape::Flat(3), vec![dense(4, Tanh), dense(2, Linear)], Loss::Mse),
        (
            "relu, cross-entropy",
            RowShape::Flat(3),
            vec![dense(5, Relu), dense(3, Softmax)],
            Loss::CategoricalCrossentropy,
        ),
        ("gelu, binary", RowShape::Flat(2), vec![dense(4, Gelu), dense(1, Sigmoid)], Loss::BinaryCrossentropy),
        ("swish, huber", RowShape::Flat(2), vec![dense(3, Swish), dense(3, Tanh), dense(1, Linear)], Loss::Huber),
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
        let error =
            curvature::sharpness(&network, &[0.0; 2], &part, config, &mut Rng::new(0, Stream::Probe)).unwrap_err();
        assert_eq!(error.field(), field);
    }
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// A linear model with squared loss on the full batch: a quadratic.
fn quadratic(optimizer: &str) -> Value {
    value(&format!(
        r#"{{ "data": {{ "features": [[1, 0.2], [-0.5, 1.5], [2, -1], [0.3, 0.8]], "targets": [[1], [-1], [0.5], [2]] }},
             "model": {{ "layers": [{{ "kind": "dense", "units": 1, "activation": "linear" }}],
                         "weights": [{{ "shape": [2, 1], "values": [0.3, -0.4] }},
                                     {{ "shape": [1], "values": [0.1] }}] }},
             "loss": "mse", "optimizer": {{ {optimizer} }}, "batchSize": "full" }}"#
    ))
}

fn along(experiment: &Value, options: &str) -> SharpnessRun {
    sharpness_run(experiment, &value(options)).unwrap()
}

/// Just below the limit that is told for it, every optimizer comes to rest on a quadratic; just above, it swings further
/// and further out. An ε that is large beside every gradient holds the division by their sizes fast, so that the adaptive
/// rules are linear too.
#[test]
fn the_limit_is_the_edge_of_every_optimizer() {
    for (optimizer, formula) in [
        (r#""kind": "sgd""#, "2/λ"),
        (r#""kind": "sgd", "weightDecay": 0.5"#, "2/(λ+δ)"),
        (r#""kind": "sgd", "momentum": 0.9"#, "(2+2β)/λ"),
        (r#""kind": "sgd", "momentum": 0.9, "convention": "pytorch""#, "(2+2β)/λ"),
        (r#""kind": "sgd", "momentum": 0.5, "weightDecay": 0.5"#, "(2+2β)/(λ+(1+β)δ)"),
        (r#""kind": "sgd", "momentum": 0.5, "weightDecay": 0.5, "convention": "pytorch""#, "(2+2β)/(λ+δ)"),
        (r#""kind": "sgd", "momentum": 0.5, "dampening": 0.4, "convention": "pytorch""#, "(2+2β)/((1−d)λ)"),
        (r#""kind": "sgd", "momentum": 0.9, "nesterov": true"#, "(2+2β)/((1+2β)λ)"),
        (r#""kind": "sgd", "momentum": 0.9, "nesterov": true, "convention": "pytorch""#, "(2+2β)/((1+2β)λ)"),
        (r#""kind": "sgd", "momentum": 0.9, "nesterov": true, "weightDecay": 0.5"#, "(2+2β)/((1+2β)λ+(1+β)δ)"),
        (r#""kind": "adagrad", "initialAccumulatorValue": 1e36"#, "2/λ"),
        (r#""kind": "adagrad", "convention": "pytorch", "epsilon": 1e18"#, "2/λ"),
        (r#""kind": "adadelta", "epsilon": 1e9"#, "2/λ"),
        (r#""kind": "rmsprop", "epsilon": 1e9"#, "2/λ"),
        (r#""kind": "rmsprop", "epsilon": 1e9, "momentum": 0.5"#, "(2+2β)/λ"),
        (r#""kind": "rmsprop", "epsilon": 1e15, "momentum": 0.5, "convention": "pytorch""#, "(2+2β)/λ"),
        (r#""kind": "adam", "epsilon": 1e15, "convention": "pytorch""#, "(2+2β₁)/((1−β₁)λ)"),
        (r#""kind": "adam", "epsilon": 1e15, "beta2": 0"#, "(2+2β₁)/((1−β₁)λ)"),
        (r#""kind": "adam", "epsilon": 1e15, "convention": "pytorch", "weightDecay": 0.5"#, "(2+2β₁)/((1−β₁)(λ+δ))"),
        (r#""kind": "adamw", "epsilon": 1e4, "beta2": 0, "weightDecay": 1e-5"#, "(2+2β₁)/((1−β₁)λ+(1+β₁)δ)"),
        (r#""kind": "adamax", "epsilon": 1e15"#, "(2+2β₁)/((1−β₁)λ)"),
        (r#""kind": "radam", "beta2": 0.5"#, "(2+2β₁)/((1−β₁)λ)"), // never divides
        (r#""kind": "nadam", "epsilon": 1e15, "convention": "pytorch", "momentumDecay": 0"#, "(2+2β₁)/((1+β₁−2μβ₁)λ)"),
        (
            r#""kind": "nadam", "epsilon": 1e15, "convention": "pytorch", "momentumDecay": 1e6"#,
            "(2+2β₁)/((1+β₁−2μβ₁)λ)",
        ),
    ] {
        let experiment = quadratic(optimizer);
        let limit = sharpness(&experiment, None).unwrap().limit;
        assert_eq!(limit.formula.as_deref(), Some(formula), "{optimizer}");
        for (share, diverges) in [(0.95, false), (1.05, true)] {
            let lr = share * limit.lr.unwrap();
            // At a rate that moves nothing the corrections of Adam's biases, which make first steps larger, fade first.
            let schedule = format!(r#"{{ "kind": "piecewise", "boundaries": [100], "values": [1e-30, {lr}] }}"#);
            let options = format!(r#"{{ "schedule": {schedule}, "steps": 500 }}"#);
            let mut run = fit(&experiment, &value(&options)).unwrap();
            run.advance(usize::MAX);
            let losses = &run.trace().losses;
            let (first, last) = (losses[0], losses[losses.len() - 1]);
            let rests = last < first;
            assert_eq!(!rests, diverges, "{optimizer} at {share} of {}: from {first} to {last}", limit.reason);
        }
    }
}

#[test]
fn limits_in_words() {
    // Far from its targets the absolute error is a slope without any curvature.
    let flat = r#"{ "data": { "features": [[1], [2]], "targets": [[9], [8]] },
                    "model": { "layers": [{ "kind": "dense", "units": 1, "activation": "linear" }] },
                    "loss": "mae", "optimizer": { "kind": "sgd" }, "batchSize": "full" }"#;
    let report = sharpness(&value(flat), None).unwrap();
    assert_eq!((report.lambda_max, report.limit.lr, report.limits.momentum), (0.0, Some(f64::INFINITY), f64::INFINITY));
    assert!(report.limit.reason.contains("no direction"), "{:?}", report.limit);

    let lion = sharpness(&quadratic(r#""kind": "lion""#), None).unwrap();
    assert_eq!((lion.limit.lr, lion.limit.formula, lion.limits.adaptive), (None, None, None));
    assert!(lion.limit.reason.contains("Lion"), "{}", lion.limit.reason);

    // With ε = 0 Adam divides the gradient of a column of zeros, 0, by 0.
    let dead = flat.replace("[[1], [2]]", "[[0], [0]]").replace(r#""sgd""#, r#""adam", "epsilon": 0"#);
    let report = sharpness(&value(&dead), None).unwrap();
    assert_eq!((report.lambda_max, report.limit.lr), (0.0, None));
    assert!(report.limit.reason.contains("not finite"), "{:?}", report.limit);
    assert!(!report.limits.adaptive.unwrap().converged);

    let adam = sharpness(&quadratic(r#""kind": "adam""#), None).unwrap();
    let adaptive = adam.limits.adaptive.unwrap();
    assert_eq!(adam.limit.lr, Some(adaptive.lr));
    assert!((adaptive.lr * adaptive.lambda_max - 38.0).abs() < 1e-9);
    assert!(adam.limit.reason.contains("sizes of the gradients"), "{}", adam.limit.reason);
}

/// Two layers of tanh on a synthetic set, full batch.
fn smooth(data: &str, optimizer: &str) -> Value {
    value(&format!(
        r#"{{ "data": {{ "name": "{data}", "samples": 100 }},
             "model": {{ "layers": [{{ "kind": "dense", "units": 16, "activation": "tanh" }},
                                    {{ "kind": "dense", "units": 16, "activation": "tanh" }},
                                    {{ "kind": "dense", "units": 1, "activation": "linear" }}] }},
             "loss": "mse", "optimizer": {{ {optimizer} }}, "batchSize": "full", "seed": 1 }}"#
    ))
}

/// Gradient descent at the edge of stability (Cohen et al. 2021): λ rises to 2/lr and stays, while the loss falls on.
#[test]
fn the_curvature_rises_to_two_over_the_rate() {
    let mut run = along(
        &smooth("spirals", r#""kind": "sgd""#),
        r#"{ "schedule": { "kind": "constant", "lr": 0.1 }, "steps": 3000, "points": 16 }"#,
    );
    run.advance(usize::MAX);
    let trace = run.trace();
    let products: Vec<f64> = trace.lambda_max.iter().map(|lambda| lambda * 0.1).collect();
    assert!(products[..3].iter().all(|product| *product < 1.6), "well below the edge at first: {products:?}");
    assert!(products[6..].iter().all(|product| (1.8..2.3).contains(product)), "at the edge later: {products:?}");
    assert!(trace.losses[15] < 0.75 * trace.losses[6], "{:?}", trace.losses);
    assert!(trace.converged.iter().all(|converged| *converged) && trace.preconditioned.is_empty());
}

/// Adam at its own edge (Cohen et al. 2022): the preconditioned curvature comes to rest near 38/lr.
#[test]
fn the_preconditioned_curvature_rises_to_38_over_the_rate() {
    let mut run = along(
        &smooth("sine", r#""kind": "adam""#),
        r#"{ "schedule": { "kind": "constant", "lr": 0.003 }, "steps": 2000, "points": 21 }"#,
    );
    run.advance(usize::MAX);
    let products: Vec<f64> = run.trace().preconditioned.iter().map(|lambda| lambda * 0.003).collect();
    assert!(products[1] < 25.0, "below the edge at first: {products:?}");
    let late = &products[10..];
    let mean = late.iter().sum::<f64>() / late.len() as f64;
    assert!((34.0..41.0).contains(&mean), "{mean} of {products:?}");
    // The limit that is told crosses the rate there.
    let limits = &run.trace().limits;
    assert!((limits[0] * run.trace().preconditioned[0] - 38.0).abs() < 1e-9, "{limits:?}");
}

const SHORT: &str = r#"{ "schedule": { "kind": "linear", "startLr": 0.1, "endLr": 0.01, "steps": 12 }, "steps": 12,
                         "points": 4, "tolerance": 0.01 }"#;

#[test]
fn points_lie_evenly_and_know_rate_and_loss() {
    let experiment = smooth("sine", r#""kind": "sgd""#);
    let mut run = along(&experiment, SHORT);
    let mut trained = fit(
        &experiment,
        &value(r#"{ "schedule": { "kind": "linear", "startLr": 0.1, "endLr": 0.01, "steps": 12 }, "steps": 12 }"#),
    )
    .unwrap();
    run.advance(usize::MAX);
    trained.advance(usize::MAX);
    let (trace, trained) = (run.trace(), trained.trace());
    assert_eq!(trace.steps, [0.0, 4.0, 8.0, 12.0]);
    assert_eq!(trace.lrs, [trained.lrs[0], trained.lrs[4], trained.lrs[8], trained.lrs[11]]);
    for (loss, step) in trace.losses.iter().zip([0, 4, 8]) {
        assert!((loss / trained.losses[step] - 1.0).abs() < 1e-5, "measuring changes no training: step {step}");
    }
    let more_than_steps = r#"{ "schedule": { "kind": "constant", "lr": 0.1 }, "steps": 2 }"#;
    let mut run = along(&experiment, more_than_steps);
    run.advance(usize::MAX);
    assert_eq!(run.trace().steps, [0.0, 1.0, 2.0]);
    let start = sharpness(&experiment, None).unwrap();
    assert_eq!((run.trace().lambda_max[0], Some(run.trace().limits[0])), (start.lambda_max, start.limit.lr));
}

#[test]
fn slices_give_the_same_bits() {
    let minibatches = value(
        r#"{ "data": { "name": "iris", "validation": 0.2 },
             "model": { "layers": [{ "kind": "dense", "units": 5, "activation": "gelu" },
                                   { "kind": "dropout", "rate": 0.2 },
                                   { "kind": "dense", "units": 3, "activation": "softmax" }] },
             "loss": "categorical-crossentropy", "optimizer": { "kind": "nadam", "convention": "pytorch" },
             "batchSize": 32, "seed": 4 }"#,
    );
    for experiment in
        [smooth("sine", r#""kind": "sgd", "momentum": 0.5"#), smooth("sine", r#""kind": "adam""#), minibatches]
    {
        let mut whole = along(&experiment, SHORT);
        assert!(whole.advance(usize::MAX).done);
        for slice in [1, 7, 333] {
            let mut sliced = along(&experiment, SHORT);
            while !sliced.advance(slice).done {}
            assert_eq!(sliced.trace(), whole.trace(), "in slices of {slice}");
        }
    }
}

#[test]
fn cancelling_ends_a_run_anywhere() {
    let experiment = smooth("sine", r#""kind": "adam""#);
    let rows = 100;
    for (before, points, taken) in [(0, 0, 0), (rows / 2, 0, 0), (rows * 400, 4, 12)] {
        let mut run = along(&experiment, SHORT);
        run.advance(before);
        run.cancel();
        let (progress, trace) = (run.advance(usize::MAX), run.trace());
        assert_eq!((progress.done, progress.step, trace.steps.len()), (true, taken, points), "after {before} rows");
        let stop = trace.stop.as_ref().unwrap();
        let want = if points == 4 { TraceStopReason::Completed } else { TraceStopReason::Cancelled };
        assert_eq!(stop.reason, want, "{stop:?}");
    }
}

#[test]
fn a_run_that_blows_up_says_so() {
    let mut run = along(
        &quadratic(r#""kind": "sgd""#),
        r#"{ "schedule": { "kind": "constant", "lr": 1e6 }, "steps": 100, "points": 51 }"#,
    );
    run.advance(usize::MAX);
    let trace = run.trace();
    let stop = trace.stop.as_ref().unwrap();
    assert_eq!(stop.reason, TraceStopReason::NonFinite);
    assert!(stop.message.contains("the loss became inf"), "{}", stop.message);
    // A quadratic is as sharp wherever one is.
    assert!(trace.lambda_max.iter().all(|lambda| (lambda / trace.lambda_max[0] - 1.0).abs() < 1e-6), "{trace:?}");
}
