//! Every layer, activation and loss against finite differences, in networks of random shapes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::cell::Cell;

use lr_lab::model::layer::{LayerKind, LayerSpec};
use lr_lab::model::{Activation, Init, Loss, RowShape, Sequential};
use lr_lab::named::Named;
use lr_lab::rng::{Rng, Stream};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// Networks that are tried for each activation, loss and layer.
const CASES: u32 = 64;

/// Parameters that are compared in a network, spread over all of it.
const COMPARED: usize = 60;

/// Step of the differences. A loss of size 1 carries a rounding error of some 1e-7, which a difference divides by the
/// step: 1e-5. Its own error, of order step², is removed by extrapolating from two steps; what is left, of order
/// step⁴ times a fifth derivative, is as small. A larger step meets more kinks, a smaller one more noise.
const STEP: f32 = 1.0 / 64.0;

/// Accepted error of a derivative: 20 times the rounding error above, where loss and derivative have size 1. A
/// forgotten factor or a wrong sign is an error of the size of the derivative itself.
fn tolerance(loss: f64, derivative: f64) -> f64 {
    2e-4 * (1.0 + loss.abs()) + 2e-3 * derivative.abs()
}

#[derive(Clone, Debug)]
struct Case {
    input: RowShape,
    rows: usize,
    layers: Vec<LayerSpec>,
    loss: Loss,
    seed: u64,
}

/// What became of the derivatives.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    compared: usize,
    /// Of these, so large that a wrong formula would have been noticed.
    telling: usize,
    /// With a kink in reach.
    skipped: usize,
}

fn dense(activations: &'static [Activation]) -> impl Strategy<Value = LayerSpec> {
    (1..7_usize, select(activations)).prop_map(|(units, activation)| LayerSpec::Dense { units, activation })
}

fn dropout() -> impl Strategy<Value = LayerSpec> {
    (0.0..0.8).prop_map(|rate| LayerSpec::Dropout { rate })
}

/// Networks of one to three `hidden` layers and a dense one, on flat rows.
fn cases(
    hidden: impl Strategy<Value = LayerSpec>,
    outputs: &'static [Activation],
    losses: &'static [Loss],
) -> impl Strategy<Value = Case> {
    let layers = (prop::collection::vec(hidden, 1..4), 1..5_usize, select(outputs));
    (1..6_usize, 1..8_usize, layers, select(losses), any::<u64>()).prop_map(
        |(inputs, rows, (mut layers, units, activation), loss, seed)| {
            let activation = loss.fused_with().unwrap_or(activation);
            layers.push(LayerSpec::Dense { units, activation });
            Case { input: RowShape::Flat(inputs), rows, layers, loss, seed }
        },
    )
}

/// Layers on images; sizes that turn out too large for the image are cut later.
fn on_images() -> impl Strategy<Value = LayerSpec> {
    prop_oneof![convolution(), pooling(), dropout()]
}

fn convolution() -> impl Strategy<Value = LayerSpec> {
    let settings = (1..4_usize, 1..4_usize, select(Activation::ALL));
    settings.prop_map(|(filters, kernel_size, activation)| LayerSpec::Conv2d { filters, kernel_size, activation })
}

fn pooling() -> impl Strategy<Value = LayerSpec> {
    (1..4_usize).prop_map(|pool_size| LayerSpec::MaxPool2d { pool_size })
}

/// Networks on images: `first`, up to two more layers of that sort, a flatten and one or two dense layers.
fn image_cases(first: impl Strategy<Value = LayerSpec>) -> impl Strategy<Value = Case> {
    let image = (2..7_usize, 2..7_usize, 1..4_usize);
    let more = prop::collection::vec(on_images(), 0..3);
    let flat = cases(dense(Activation::ALL), Activation::ALL, Loss::ALL);
    (image, first, more, flat).prop_map(|((mut height, mut width, channels), first, more, flat)| {
        let input = RowShape::Image { height, width, channels };
        let mut layers: Vec<LayerSpec> = Vec::new();
        for mut layer in [vec![first], more].concat() {
            let most = height.min(width);
            match &mut layer {
                LayerSpec::Conv2d { kernel_size: size, .. } => {
                    *size = most.min(*size);
                    (height, width) = (height - *size + 1, width - *size + 1);
                }
                LayerSpec::MaxPool2d { pool_size: size } => {
                    *size = most.min(*size);
                    (height, width) = (height / *size, width / *size);
                }
                _ => {}
            }
            layers.push(layer);
        }
        layers.push(LayerSpec::Flatten);
        let last = flat.layers.len().saturating_sub(2);
        layers.extend(&flat.layers[last..]);
        Case { input, layers, ..flat }
    })
}

/// Targets that the loss takes, on both sides of every bend that it has.
fn targets(loss: Loss, rows: usize, outputs: usize, rng: &mut Rng) -> Vec<f32> {
    let count = rows * loss.target_width(outputs);
    let draw: &mut dyn FnMut() -> f32 = match loss {
        // Soft targets too, and for the categorical one rows that do not add up to 1.
        Loss::BinaryCrossentropy | Loss::CategoricalCrossentropy => &mut || rng.uniform(),
        Loss::SparseCategoricalCrossentropy => &mut || rng.below(outputs as u32) as f32,
        // Any number will do.
        _ => &mut || 5.0 * rng.uniform() - 2.5,
    };
    (0..count).map(|_| draw()).collect()
}

/// Whether a derivative may jump, or the second one.
fn has_kinks(case: &Case) -> bool {
    let kink = |layer: &LayerSpec| match layer {
        LayerSpec::Dense { activation, .. } | LayerSpec::Conv2d { activation, .. } => {
            matches!(activation, Activation::Relu | Activation::LeakyRelu)
        }
        // Another element becomes the largest.
        LayerSpec::MaxPool2d { .. } => true,
        LayerSpec::Flatten | LayerSpec::Dropout { .. } => false,
    };
    matches!(case.loss, Loss::Mae | Loss::Huber) || case.layers.iter().any(kink)
}

fn check(case: &Case, count: &mut Count) -> Result<(), TestCaseError> {
    let network = Sequential::new(case.input, &case.layers, case.loss).unwrap();
    let mut rng = Rng::new(case.seed, Stream::Data);
    let mut parameters = network.parameters().initialize(Init::HeUniform, &mut rng);
    parameters.iter_mut().for_each(|w| *w += 0.6 * rng.uniform() - 0.3);
    let x: Vec<f32> = (0..case.rows * case.input.size()).map(|_| 3.0 * rng.uniform() - 1.5).collect();
    let y = targets(case.loss, case.rows, network.outputs(), &mut rng);

    // More room than rows, as in a trainer, whose evaluations may be larger than its batches.
    let mut workspace = network.workspace(case.rows + 3);
    let mut gradients = vec![f32::NAN; parameters.len()];
    // The same masks every time.
    let mut pass = |parameters: &[f32], gradients: &mut [f32]| {
        let mut random = Rng::new(case.seed, Stream::Dropout);
        network.loss_and_gradient(parameters, (&x, &y), &mut workspace, gradients, Some(&mut random))
    };
    let middle = pass(&parameters, &mut gradients);
    let mut ignored = gradients.clone();
    for i in (0..parameters.len()).step_by(parameters.len().div_ceil(COMPARED)) {
        let kept = parameters[i];
        // Loss and parameter at `kept + offset`, the parameter as f32 has it.
        let mut at = |offset: f32| {
            parameters[i] = kept + offset;
            let loss = pass(&parameters, &mut ignored);
            let there = f64::from(parameters[i]);
            parameters[i] = kept;
            (loss, there)
        };
        // Difference to both sides, and the bend: by how much the differences to either side differ.
        let mut differences = |step: f32| {
            let ((up, above), (down, below)) = (at(step), at(-step));
            let here = f64::from(kept);
            let [right, left] = [(up - middle) / (above - here), (middle - down) / (here - below)];
            ((up - down) / (above - below), right - left)
        };
        let [coarse, fine, finest] = [STEP, STEP / 2.0, STEP / 4.0].map(&mut differences);
        let want = (4.0 * fine.0 - coarse.0) / 3.0;
        let got = f64::from(gradients[i]);
        let accepted = tolerance(middle, want);
        // Without a kink two steps agree but for step²·f‴/8, and the bend halves with the step. A kink within reach
        // disturbs one or the other; where several of them hide each other at one pair of steps, another pair shows
        // them.
        let disturbed = |wide: (f64, f64), narrow: (f64, f64)| {
            (wide.0 - narrow.0).abs() > 0.25 * accepted || (2.0 * narrow.1 - wide.1).abs() > 0.5 * accepted
        };
        if has_kinks(case) && (disturbed(coarse, fine) || disturbed(fine, finest)) {
            count.skipped += 1;
            continue;
        }
        count.compared += 1;
        count.telling += usize::from(want.abs() > 10.0 * accepted);
        prop_assert!((got - want).abs() <= accepted, "parameter {}: {} against {}", i, got, want);
    }
    Ok(())
}

/// Checks many networks, and that this was a check: most derivatives were compared, and many of them were large.
fn check_all(name: &str, cases: impl Strategy<Value = Case>) {
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let total = Cell::new(Count::default());
    // The same networks every time: a failure then has a cause in the code. More CASES see other ones.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(&cases, |case| {
        let mut count = total.get();
        let outcome = check(&case, &mut count);
        total.set(count);
        outcome
    });
    let Count { compared, telling, skipped } = total.get();
    println!("{name}: {:?}", total.get());
    assert!(outcome.is_ok(), "{name}: {}", outcome.unwrap_err());
    assert!(compared > 20 * CASES as usize / 4 && skipped < compared, "{name}: {:?}", total.get());
    assert!(telling > compared / 8, "{name}: {:?}", total.get());
}

const SMOOTH: &[Activation] =
    &[Activation::Gelu, Activation::Swish, Activation::Tanh, Activation::Sigmoid, Activation::Linear];

/// Each activation in hidden layers and at the output.
#[test]
fn activations() {
    for activation in Activation::ALL {
        let only = std::slice::from_ref(activation);
        check_all(activation.name(), cases(dense(only), only, &[Loss::Mse]));
    }
}

/// Each loss on outputs that the activations before it make.
#[test]
fn losses() {
    for loss in Loss::ALL {
        check_all(loss.name(), cases(dense(SMOOTH), SMOOTH, std::slice::from_ref(loss)));
    }
}

/// Each layer among layers of every kind, under every loss.
#[test]
fn layers() {
    let all = || dense(Activation::ALL);
    for kind in LayerKind::ALL {
        let networks = match kind {
            LayerKind::Dense => cases(all(), Activation::ALL, Loss::ALL).boxed(),
            LayerKind::Dropout => cases(prop_oneof![dropout(), all()], Activation::ALL, Loss::ALL).boxed(),
            LayerKind::Conv2d => image_cases(convolution()).boxed(),
            LayerKind::MaxPool2d => image_cases(pooling()).boxed(),
            LayerKind::Flatten => image_cases(dropout()).boxed(),
        };
        check_all(kind.name(), networks);
    }
}
