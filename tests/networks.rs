//! Dropout, sparse targets, limits and the catalog of networks, as a request sees them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Experiment, Value, catalog, fit};
use lr_lab::train::Fingerprint;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn dense(units: u32, activation: &str) -> Json {
    json!({ "kind": "dense", "units": units, "activation": activation })
}

fn dropout(rate: f64) -> Json {
    json!({ "kind": "dropout", "rate": rate })
}

fn experiment(layers: &[Json], seed: u32) -> Json {
    json!({
        "data": { "name": "breast-cancer", "validation": 0.2 },
        "model": { "layers": layers },
        "loss": "categorical-crossentropy",
        "optimizer": { "kind": "sgd" },
        "batchSize": 64,
        "seed": seed,
    })
}

fn with_rate(rate: f64) -> Vec<Json> {
    vec![dropout(rate), dense(8, "gelu"), dropout(rate), dense(2, "softmax")]
}

/// Losses and fingerprint of 20 steps in slices of `slice`.
fn train(layers: &[Json], seed: u32, slice: usize) -> (Vec<f64>, Fingerprint) {
    let options = json!({ "schedule": { "kind": "constant", "lr": 0.1 }, "steps": 20 });
    let mut run = fit(&value(&experiment(layers, seed)), &value(&options)).unwrap();
    while !run.advance(slice).done {}
    (run.trace().losses.clone(), run.trainer().fingerprint())
}

#[test]
fn the_seed_decides_a_run_whole_or_in_slices() {
    let layers = with_rate(0.3);
    let whole = train(&layers, 1, usize::MAX);
    assert_eq!(train(&layers, 1, usize::MAX), whole);
    assert_eq!(train(&layers, 1, 3), whole);
    assert_ne!(train(&layers, 2, usize::MAX), whole);
    assert_ne!(train(&with_rate(0.31), 1, usize::MAX), whole);
}

#[test]
fn a_rate_of_0_leaves_no_trace() {
    let plain = [dense(8, "gelu"), dense(2, "softmax")];
    assert_eq!(train(&with_rate(0.0), 1, usize::MAX), train(&plain, 1, usize::MAX));
}

/// The masks to come decide how training goes on, even where weights do not move.
#[test]
fn the_fingerprint_sees_the_masks() {
    let start = |rate: f64| Experiment::read(&value(&experiment(&with_rate(rate), 1))).unwrap().trainer().unwrap();
    assert_ne!(start(0.5).fingerprint(), start(0.0).fingerprint());
    // One step at rate 0 on each side: the same weights, order and count of steps, another place in the stream.
    let [mut one, mut other] = [start(0.5), start(0.0)];
    one.step(0.0);
    other.step(0.0);
    assert_eq!(one.weights(), other.weights());
    assert_ne!(one.fingerprint(), other.fingerprint());
}

#[test]
fn evaluations_drop_nothing_and_leave_training_alone() {
    let start = || Experiment::read(&value(&experiment(&with_rate(0.5), 1))).unwrap().trainer().unwrap();
    let (mut plain, mut evaluated) = (start(), start());
    for _ in 0..10 {
        assert_eq!(plain.step(0.1), evaluated.step(0.1));
        assert_eq!(evaluated.validate(), evaluated.validate());
    }
    assert_eq!(plain.fingerprint(), evaluated.fingerprint());
    assert_eq!(plain.validate(), evaluated.validate());
}

/// Class numbers, given inline, train as the same classes do one-hot.
#[test]
fn sparse_targets() {
    let (rows, classes) = (30, 3);
    let class = |row: usize| row * 7 % classes;
    let features: Vec<[f64; 2]> = (0..rows).map(|row| [row as f64 / 30.0, class(row) as f64 - 0.5]).collect();
    let column: Vec<[usize; 1]> = (0..rows).map(|row| [class(row)]).collect();
    let one_hot: Vec<Vec<u8>> =
        (0..rows).map(|row| (0..classes).map(|i| u8::from(i == class(row))).collect()).collect();
    let run = |loss: &str, targets: Json| {
        let experiment = json!({
            "data": { "features": features, "targets": targets, "validation": 0.2 },
            "model": { "layers": [dense(4, "swish"), dense(3, "softmax")] },
            "loss": loss,
            "optimizer": { "kind": "sgd" },
            "batchSize": 8,
        });
        Experiment::read(&value(&experiment)).unwrap().trainer()
    };
    let sparse = |targets: Json| run("sparse-categorical-crossentropy", targets);
    let [mut a, mut b] = [sparse(json!(column)), run("categorical-crossentropy", json!(one_hot))].map(Result::unwrap);
    for _ in 0..20 {
        assert_eq!(a.step(0.2), b.step(0.2));
    }
    assert_eq!(a.fingerprint(), b.fingerprint());
    assert_eq!(a.validate().unwrap().loss, b.validate().unwrap().loss);

    for wrong in [json!(3), json!(-1), json!(0.5), json!(1e300)] {
        let mut targets = json!(column);
        targets[4][0] = wrong.clone();
        let field = sparse(targets).unwrap_err().field().to_owned();
        assert!(field.starts_with("data.targets[4]"), "{wrong}: {field}");
    }
    assert_eq!(sparse(json!(one_hot)).unwrap_err().field(), "data.targets");
}

#[test]
fn sparse_targets_of_a_data_set() {
    let sparse = |units: u32, encoding: Option<&str>| {
        let mut experiment = experiment(&[dense(units, "softmax")], 1);
        experiment["loss"] = json!("sparse-categorical-crossentropy");
        if let Some(encoding) = encoding {
            experiment["data"]["encoding"] = json!(encoding);
        }
        Experiment::read(&value(&experiment)).unwrap().trainer()
    };
    let mut trainer = sparse(2, None).unwrap();
    let first = trainer.step(0.5);
    let last = (0..40).map(|_| trainer.step(0.5)).last().unwrap();
    assert!(last < 0.5 * first, "{first} to {last}");
    assert_eq!(sparse(3, None).unwrap_err().field(), "model.layers[0].units");
    assert_eq!(sparse(2, Some("one-hot")).unwrap_err().field(), "data.encoding");
}

#[test]
fn refusals_name_the_field() {
    let wide = || dense(100_000, "linear");
    for (layers, field) in [
        (vec![json!({ "kind": "dropout" }), dense(2, "softmax")], "model.layers[0].rate"),
        (vec![dropout(1.0), dense(2, "softmax")], "model.layers[0].rate"),
        (vec![dropout(-0.1), dense(2, "softmax")], "model.layers[0].rate"),
        (vec![json!({ "kind": "dropout", "rate": "0.5" }), dense(2, "softmax")], "model.layers[0].rate"),
        (vec![json!({ "kind": "dropout", "rate": 0.5, "units": 3 }), dense(2, "softmax")], "model.layers[0].units"),
        (vec![json!({ "kind": "dropuot", "rate": 0.5 }), dense(2, "softmax")], "model.layers[0].kind"),
        (vec![dense(2, "softmax"), dropout(0.5)], "model.layers[1].kind"),
        (vec![dropout(0.5); 101], "model.layers"),
        // One row alone takes more than the page has room for.
        ([vec![wide()], vec![dropout(0.5); 98], vec![dense(2, "softmax")]].concat(), "batchSize"),
        (vec![dense(8, "geluu"), dense(2, "softmax")], "model.layers[0].activation"),
    ] {
        let trainer = Experiment::read(&value(&experiment(&layers, 1))).map_err(|error| error.field().to_owned());
        let refused = trainer.and_then(|experiment| experiment.trainer().map_err(|error| error.field().to_owned()));
        assert_eq!(refused.map(|_| "accepted").unwrap_err(), field);
    }
}

/// Few parameters, but so many outputs one after the other that a single row does not fit.
#[test]
fn a_network_too_deep_for_one_row() {
    let layers = [vec![dense(1_000_000, "linear")], vec![dropout(0.5); 98], vec![dense(1, "linear")]].concat();
    let experiment = json!({
        "data": { "features": [[0.0], [1.0]], "targets": [[0.0], [1.0]] },
        "model": { "layers": layers, "init": "zeros" },
        "loss": "mse",
        "optimizer": { "kind": "sgd" },
        "batchSize": 1,
    });
    let error = Experiment::read(&value(&experiment)).unwrap().trainer().unwrap_err();
    assert_eq!(error.field(), "model.layers", "{error}");
}

/// Whatever the catalog offers, a request may say.
#[test]
fn the_catalog_is_accepted() {
    let catalog = catalog();
    for layer in &catalog.layers {
        let mut spec = json!({ "kind": layer.kind });
        for field in &layer.fields {
            spec[field.name] = match field.field_type {
                "choice" => json!(field.choices[0]),
                _ => json!(field.min.unwrap()),
            };
        }
        // Rows of this data set are no images: such layers are read, and refused for that alone.
        let trained = Experiment::read(&value(&experiment(&[spec, dense(2, "softmax")], 1))).unwrap().trainer();
        let refused = trained.err().map(|error| error.field().to_owned());
        let image = matches!(layer.kind, "conv2d" | "max-pool2d").then(|| "model.layers[0].kind".to_owned());
        assert_eq!(refused, image, "{}", layer.kind);
    }
    for activation in &catalog.activations {
        assert!(Experiment::read(&value(&experiment(&[dense(2, activation.kind)], 1))).is_ok(), "{}", activation.kind);
    }
    for loss in &catalog.losses {
        let mut experiment = experiment(&[dense(2, loss.output_activation.unwrap_or("linear"))], 1);
        experiment["loss"] = json!(loss.kind);
        let trained = Experiment::read(&value(&experiment)).unwrap().trainer();
        assert!(trained.is_ok(), "{}: {:?}", loss.kind, trained.err());
    }
    for initializer in &catalog.initializers {
        let mut experiment = experiment(&[dense(2, "softmax")], 1);
        experiment["model"]["init"] = json!(initializer.kind);
        assert!(Experiment::read(&value(&experiment)).is_ok(), "{}", initializer.kind);
    }
    let sentences = catalog.layers.iter().chain(&catalog.activations).chain(&catalog.initializers);
    let sentences = sentences
        .map(|kind| kind.description.as_ref())
        .chain(catalog.losses.iter().map(|loss| loss.description.as_ref()));
    assert!(sentences.into_iter().all(|sentence| sentence.ends_with(['.', ')']) && sentence.len() > 20));
}
