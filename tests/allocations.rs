//! A step of training allocates nothing, whatever is trained.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use allocation_counter::measure;
use lr_lab::api::{Experiment, FieldInfo, catalog};
use lr_lab::data::{Batches, Dataset, Preparation, Table, Target};
use lr_lab::model::layer::{LayerKind, LayerSpec};
use lr_lab::model::{Activation, Init, Loss, RowShape, Sequential};
use lr_lab::named::Named;
use lr_lab::optimizer::{Convention, Optimizer, Sgd, SgdConfig};
use lr_lab::rng::{Rng, Stream};
use lr_lab::train::Trainer;
use ndarray::Array2;
use serde_json::{Value as Json, json};

/// Every rule of the catalog under both conventions, plain and with every flag that the convention has.
fn optimizers() -> Vec<Json> {
    let mut all = Vec::new();
    for rule in catalog().optimizers {
        for convention in ["keras", "pytorch"] {
            let plain = json!({ "kind": rule.kind, "convention": convention });
            let mut full = plain.clone();
            for flag in ["momentum", "nesterov", "amsgrad", "centered", "weightDecay"] {
                let known = |field: &&FieldInfo| field.name == flag;
                if let Some(field) = rule.fields.iter().find(known) {
                    full[flag] = if field.field_type == "flag" { json!(true) } else { json!(0.5) };
                }
            }
            all.extend([plain, full]);
        }
    }
    assert!(all.len() >= 40, "ten rules, two conventions, two settings");
    all
}

const RELU: LayerSpec = LayerSpec::Dense { units: 5, activation: Activation::Relu };

/// A layer of each kind.
fn layer(kind: LayerKind) -> LayerSpec {
    match kind {
        LayerKind::Dense => RELU,
        LayerKind::Conv2d => LayerSpec::Conv2d { filters: 3, kernel_size: 2, activation: Activation::Swish },
        LayerKind::MaxPool2d => LayerSpec::MaxPool2d { pool_size: 2 },
        LayerKind::Flatten => LayerSpec::Flatten,
        LayerKind::Dropout => LayerSpec::Dropout { rate: 0.4 },
    }
}

/// Allocations of three epochs, from the very first step on. The last batch of an epoch is smaller.
fn allocations(trainer: &mut Trainer) -> u64 {
    let counted = measure(|| {
        for _ in 0..3 * trainer.steps_per_epoch() {
            assert!(trainer.step(0.01).is_finite());
        }
    });
    counted.count_total
}

/// A trainer of `hidden` layers and three outputs on rows of shape `input`.
fn trainer(input: RowShape, hidden: &[LayerSpec], loss: Loss) -> Trainer {
    let (rows, width) = (20, loss.target_width(3));
    let features = Array2::from_shape_fn((rows, input.size()), |(row, i)| ((row * 7 + i * 3) % 11) as f64 / 11.0);
    let targets = Target::Values(Array2::from_shape_fn((rows, width), |(row, i)| f64::from(row % 2 == i)));
    let table = Table::new(features, targets).unwrap();
    let preparation = Preparation::default();
    let preparation = match loss {
        Loss::SparseCategoricalCrossentropy => preparation.with_class_numbers().unwrap(),
        _ => preparation,
    };
    let data = Dataset::prepare(&table, &preparation, 3, &mut Rng::new(1, Stream::Data)).unwrap();
    let output = LayerSpec::Dense { units: 3, activation: loss.fused_with().unwrap_or_default() };
    let network = Sequential::new(input, &[hidden, &[output]].concat(), loss).unwrap();
    let parameters = network.parameters().initialize(Init::default(), &mut Rng::new(1, Stream::Weights));
    let sgd =
        Sgd::new(SgdConfig { momentum: 0.9, ..SgdConfig::defaults(Convention::Keras) }, parameters.len()).unwrap();
    let batches = Batches::new(rows, 8, Some(Rng::new(1, Stream::Order))).unwrap();
    let random = Rng::new(1, Stream::Dropout);
    Trainer::new(data, network, parameters, Optimizer::Sgd(sgd), batches, random).unwrap()
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(vec![1_u8; 100]))).count_total, 1);
}

#[test]
fn a_step_with_any_layer_allocates_nothing() {
    let image = RowShape::Image { height: 5, width: 6, channels: 2 };
    for kind in LayerKind::ALL {
        // First and after another of its kind.
        let (input, hidden) = match kind {
            LayerKind::Dense | LayerKind::Dropout => (RowShape::Flat(4), vec![layer(*kind), layer(*kind), RELU]),
            _ => (image, vec![layer(*kind), layer(*kind), LayerSpec::Flatten, RELU]),
        };
        assert_eq!(allocations(&mut trainer(input, &hidden, Loss::Mse)), 0, "{kind:?}");
    }
}

#[test]
fn a_step_with_any_activation_allocates_nothing() {
    for activation in Activation::ALL {
        let hidden = [LayerSpec::Dense { units: 5, activation: *activation }];
        assert_eq!(allocations(&mut trainer(RowShape::Flat(4), &hidden, Loss::Mse)), 0, "{activation:?}");
    }
}

#[test]
fn a_step_with_any_loss_allocates_nothing() {
    for loss in Loss::ALL {
        assert_eq!(allocations(&mut trainer(RowShape::Flat(4), &[RELU], *loss)), 0, "{loss:?}");
    }
}

#[test]
fn a_step_with_any_optimizer_allocates_nothing() {
    for optimizer in optimizers() {
        let experiment = json!({
            "data": { "name": "breast-cancer" },
            "model": { "layers": [
                { "kind": "dense", "units": 5, "activation": "relu" },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ] },
            "loss": "categorical-crossentropy",
            "optimizer": optimizer,
            "batchSize": 100,
        });
        let experiment = Experiment::read(&serde_json::from_value(experiment).unwrap()).unwrap();
        assert_eq!(allocations(&mut experiment.trainer().unwrap()), 0, "{optimizer}");
    }
}
