//! A step of training allocates nothing, whatever is trained.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use allocation_counter::measure;
use lr_lab::api::Experiment;
use lr_lab::model::layer::LayerKind;
use lr_lab::model::{Activation, Loss};
use lr_lab::named::Named;
use serde_json::{Value as Json, json};

/// One line for each rule.
fn optimizers() -> Vec<Json> {
    vec![
        json!({ "kind": "sgd" }),
        json!({ "kind": "sgd", "momentum": 0.9, "nesterov": true }),
        json!({ "kind": "sgd", "momentum": 0.9, "convention": "pytorch" }),
    ]
}

/// A layer of each kind, on images or on flat rows.
fn layer(kind: LayerKind) -> Json {
    match kind {
        LayerKind::Dense => json!({ "kind": "dense", "units": 5, "activation": "relu" }),
        LayerKind::Conv2d => json!({ "kind": "conv2d", "filters": 3, "kernelSize": 2, "activation": "gelu" }),
        LayerKind::MaxPool2d => json!({ "kind": "max-pool2d", "poolSize": 1 }),
        LayerKind::Flatten => json!({ "kind": "flatten" }),
        LayerKind::Dropout => json!({ "kind": "dropout", "rate": 0.4 }),
    }
}

/// Takes `steps` steps from the very first one and counts.
fn allocations(hidden: &[Json], loss: Loss, optimizer: &Json) -> u64 {
    let rows = 20;
    let row = |row: usize| -> Vec<f64> { (0..16).map(|i| ((row * 7 + i * 3) % 11) as f64 / 11.0).collect() };
    let features: Vec<Vec<f64>> = (0..rows).map(row).collect();
    let width = loss.target_width(3);
    let targets: Vec<Vec<f64>> = (0..rows).map(|row| (0..width).map(|i| f64::from(row % 2 == i)).collect()).collect();
    let output = loss.fused_with().unwrap_or(Activation::Linear).name();
    let layers = [hidden, &[json!({ "kind": "dense", "units": 3, "activation": output })]].concat();
    let experiment = json!({
        "data": { "features": features, "targets": targets, "inputShape": [4, 4, 1] },
        "model": { "layers": layers },
        "loss": loss.name(),
        "optimizer": optimizer,
        "batchSize": 8, // the last batch of an epoch is smaller
        "shuffle": true,
    });
    let mut trainer = Experiment::read(&serde_json::from_value(experiment).unwrap()).unwrap().trainer().unwrap();
    let counted = measure(|| {
        for _ in 0..3 * trainer.steps_per_epoch() {
            assert!(trainer.step(0.01).is_finite());
        }
    });
    counted.count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(vec![1_u8; 100]))).count_total, 1);
}

#[test]
fn a_step_with_any_layer_allocates_nothing() {
    for kind in LayerKind::ALL {
        // First, between others, and twice in a row.
        let layers = match kind {
            LayerKind::Conv2d | LayerKind::MaxPool2d => {
                vec![layer(*kind), layer(LayerKind::Conv2d), layer(*kind), layer(LayerKind::Flatten)]
            }
            _ => vec![layer(*kind), layer(LayerKind::Dense), layer(*kind), layer(*kind)],
        };
        assert_eq!(allocations(&layers, Loss::Mse, &optimizers()[0]), 0, "{kind:?}");
    }
}

#[test]
fn a_step_with_any_activation_allocates_nothing() {
    for activation in Activation::ALL {
        let layer = json!({ "kind": "dense", "units": 5, "activation": activation.name() });
        assert_eq!(allocations(&[layer], Loss::Mse, &optimizers()[0]), 0, "{activation:?}");
    }
}

#[test]
fn a_step_with_any_loss_allocates_nothing() {
    for loss in Loss::ALL {
        assert_eq!(allocations(&[layer(LayerKind::Dense)], *loss, &optimizers()[0]), 0, "{loss:?}");
    }
}

#[test]
fn a_step_with_any_optimizer_allocates_nothing() {
    for optimizer in optimizers() {
        assert_eq!(allocations(&[layer(LayerKind::Dense)], Loss::Mse, &optimizer), 0, "{optimizer}");
    }
}
