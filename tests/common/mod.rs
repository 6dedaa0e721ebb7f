//! Experiments whose fingerprints are stored: they must come out the same natively, in Node and in Chromium.

use lr_lab::api::{Value, catalog, fit, lr_find, sharpness_run};

/// Name, experiment, rate, steps, and the fingerprint after training.
const STORED: &[(&str, &str, f64, u64, &str)] = &[
    (
        "the default",
        r#"{ "data": { "name": "breast-cancer", "validation": 0.2 },
             "model": { "layers": [{ "kind": "dense", "units": 10, "activation": "relu" },
                                   { "kind": "dense", "units": 10, "activation": "relu" },
                                   { "kind": "dense", "units": 2, "activation": "softmax" }] },
             "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": 32, "seed": 1 }"#,
        0.1,
        400,
        "c12805bc9d0190d3",
    ),
    (
        "document 001",
        r#"{ "data": { "name": "breast-cancer", "encoding": "label" },
             "model": { "layers": [{ "kind": "dense", "units": 10, "activation": "relu" },
                                   { "kind": "dense", "units": 10, "activation": "relu" },
                                   { "kind": "dense", "units": 2, "activation": "sigmoid" }] },
             "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": 12 }"#,
        0.5,
        96,
        "318a4f52dfbea218",
    ),
    (
        "tanh, binary cross-entropy, Nesterov",
        r#"{ "data": { "name": "breast-cancer", "validation": 0.1 },
             "model": { "layers": [{ "kind": "dense", "units": 7, "activation": "tanh" },
                                   { "kind": "dense", "units": 1, "activation": "sigmoid" }], "init": "he-normal" },
             "loss": "binary-crossentropy", "optimizer": { "kind": "sgd", "momentum": 0.9, "nesterov": true },
             "batchSize": 50, "seed": 12345678901 }"#,
        0.05,
        60,
        "ae454681d55c7ade",
    ),
    (
        "softmax and sigmoid inside, linear outputs, PyTorch's momentum, full batch",
        r#"{ "data": { "name": "breast-cancer" },
             "model": { "layers": [{ "kind": "dense", "units": 5, "activation": "softmax" },
                                   { "kind": "dense", "units": 6, "activation": "sigmoid" },
                                   { "kind": "dense", "units": 2, "activation": "linear" }], "init": "lecun-normal" },
             "loss": "mse", "optimizer": { "kind": "sgd", "convention": "pytorch", "momentum": 0.5 },
             "batchSize": "full", "seed": 3 }"#,
        0.2,
        40,
        "c1336ddf3f575f91",
    ),
    (
        "a run that blows up",
        r#"{ "data": { "name": "breast-cancer" },
             "model": { "layers": [{ "kind": "dense", "units": 3, "activation": "relu" },
                                   { "kind": "dense", "units": 2, "activation": "linear" }], "init": "glorot-normal" },
             "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": 100, "seed": 4 }"#,
        1e6,
        40,
        "b24879430323f9f4",
    ),
    (
        "a convolution on digits, with dropout, gelu and adam",
        r#"{ "data": { "name": "digits", "standardize": false, "validation": 0.9 },
             "model": { "layers": [{ "kind": "conv2d", "filters": 4, "kernelSize": 3, "activation": "gelu" },
                                   { "kind": "max-pool2d" },
                                   { "kind": "conv2d", "filters": 3, "kernelSize": 2, "activation": "relu" },
                                   { "kind": "flatten" }, { "kind": "dropout", "rate": 0.2 },
                                   { "kind": "dense", "units": 10, "activation": "softmax" }] },
             "loss": "sparse-categorical-crossentropy", "optimizer": { "kind": "adam" }, "batchSize": 32, "seed": 6 }"#,
        0.01,
        30,
        "22391b7d0e1701d3",
    ),
    (
        "spirals, leaky relu and swish",
        r#"{ "data": { "name": "spirals", "samples": 150 },
             "model": { "layers": [{ "kind": "dense", "units": 9, "activation": "leaky-relu" },
                                   { "kind": "dense", "units": 7, "activation": "swish" },
                                   { "kind": "dense", "units": 1, "activation": "sigmoid" }], "init": "he-uniform" },
             "loss": "binary-crossentropy", "optimizer": { "kind": "sgd", "momentum": 0.9 }, "batchSize": 20, "seed": 7 }"#,
        0.1,
        80,
        "1d9aec19da57bc10",
    ),
    (
        "a noisy sine, huber",
        r#"{ "data": { "name": "sine", "validation": 0.25 },
             "model": { "layers": [{ "kind": "dense", "units": 16, "activation": "tanh" },
                                   { "kind": "dense", "units": 1, "activation": "linear" }] },
             "loss": "huber", "optimizer": { "kind": "rmsprop" }, "batchSize": 25, "seed": 8 }"#,
        0.01,
        60,
        "ffab6e85a3cd7943",
    ),
    (
        "diabetes, mean absolute error",
        r#"{ "data": { "name": "diabetes" },
             "model": { "layers": [{ "kind": "dense", "units": 8, "activation": "relu" },
                                   { "kind": "dense", "units": 1, "activation": "linear" }] },
             "loss": "mae", "optimizer": { "kind": "adadelta", "convention": "pytorch" }, "batchSize": 64, "seed": 9 }"#,
        1.0,
        60,
        "b1227d4348806d10",
    ),
];

/// Optimizer and the fingerprint after 60 steps on breast cancer.
const OPTIMIZERS: &[(&str, &str)] = &[
    (
        r#""kind": "sgd", "convention": "pytorch", "momentum": 0.9, "dampening": 0.5, "weightDecay": 0.01"#,
        "928c8e48f2f5b70f",
    ),
    (r#""kind": "adagrad""#, "355105426371e6a2"),
    (r#""kind": "adagrad", "convention": "pytorch", "lrDecay": 0.01"#, "7f81b3a3556ecc7a"),
    (r#""kind": "adadelta", "convention": "pytorch", "weightDecay": 0.01"#, "d35c8a2ac29c4a5a"),
    (r#""kind": "rmsprop", "momentum": 0.5, "centered": true, "epsilon": 0.001"#, "40c5e9fb32fdc310"),
    (r#""kind": "rmsprop", "convention": "pytorch""#, "638bdfd8fcf24abf"),
    (r#""kind": "adam", "weightDecay": 0.1"#, "a6f95e4421e413b3"),
    (r#""kind": "adam", "convention": "pytorch", "amsgrad": true"#, "042b6938f6c84c71"),
    (r#""kind": "adamw", "convention": "pytorch""#, "9e1ace2d89f58499"),
    (r#""kind": "nadam""#, "1eaf6b00120015c3"),
    (r#""kind": "nadam", "convention": "pytorch""#, "f69e48b5972619b1"),
    (r#""kind": "adamax", "convention": "pytorch""#, "7dcda39acc57818d"),
    (r#""kind": "radam""#, "7bf25a7e733bbe48"),
    (r#""kind": "lion", "weightDecay": 0.1"#, "d1c96df962a068f9"),
    (r#""kind": "rprop", "maxStep": 0.1"#, "5d418bdb185476bb"),
];

fn request(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// Trains whole and in slices of 7 steps, and compares the fingerprints.
fn check(name: &str, experiment: &str, options: &str, stored: &str) {
    let start = || fit(&request(experiment), &request(options)).unwrap();
    let (mut whole, mut sliced) = (start(), start());
    whole.advance(usize::MAX);
    while !sliced.advance(7).done {}
    let fingerprint = whole.trainer().fingerprint();
    assert_eq!(fingerprint, sliced.trainer().fingerprint(), "{name}: in slices");
    assert_eq!(fingerprint.to_string(), stored, "{name}");
}

/// Every stored experiment.
pub(crate) fn check_stored_fingerprints() {
    for (name, experiment, lr, steps, stored) in STORED {
        let options = format!(r#"{{ "schedule": {{ "kind": "constant", "lr": {lr} }}, "steps": {steps} }}"#);
        check(name, experiment, &options, stored);
    }
    let options =
        r#"{ "schedule": { "kind": "geometric", "startLr": 0.001, "endLr": 0.05, "steps": 60 }, "steps": 60 }"#;
    for (optimizer, stored) in OPTIMIZERS {
        let experiment = format!(
            r#"{{ "data": {{ "name": "breast-cancer" }},
                  "model": {{ "layers": [{{ "kind": "dense", "units": 6, "activation": "tanh" }},
                                         {{ "kind": "dense", "units": 2, "activation": "softmax" }}] }},
                  "loss": "categorical-crossentropy", "optimizer": {{ {optimizer} }}, "batchSize": 50, "seed": 5 }}"#
        );
        check(optimizer, &experiment, options, stored);
    }
}

/// Nothing of the catalog is left out.
pub(crate) fn check_that_all_kinds_are_stored() {
    let said = |kind: &str| {
        let quoted = format!("\"{kind}\"");
        STORED.iter().any(|(_, experiment, ..)| experiment.contains(&quoted))
            || OPTIMIZERS.iter().any(|(optimizer, _)| optimizer.contains(&quoted))
    };
    let catalog = catalog();
    let kinds = [&catalog.layers, &catalog.activations].into_iter().flatten().map(|kind| kind.kind);
    let kinds =
        kinds.chain(catalog.optimizers.iter().map(|kind| kind.kind)).chain(catalog.losses.iter().map(|loss| loss.kind));
    let missing: Vec<&str> = kinds.filter(|kind| !said(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A range test leaves the trainer it was given as it was, and its curve has the same bits everywhere.
pub(crate) fn check_stored_range_test() {
    let (_, experiment, ..) = STORED[0];
    let options = request(r#"{ "startLr": 1e-5, "endLr": 10, "steps": 200 }"#);
    let mut run = lr_find(&request(experiment), Some(&options)).unwrap();
    run.advance(usize::MAX);
    let (before, after) = run.fingerprints();
    assert_eq!(before, after);
    let bits = run.report().losses.iter().fold(0_u64, |bits, loss| bits.rotate_left(5) ^ loss.to_bits());
    assert_eq!(format!("{bits:016x}"), "1a2f1e820c56b923");
}

/// The curvature along a run has the same bits everywhere, plain and as Adam sees it.
pub(crate) fn check_stored_curvature() {
    let (_, experiment, ..) = STORED[0];
    let experiment = experiment.replace("sgd", "adam");
    let options = r#"{ "schedule": { "kind": "constant", "lr": 0.01 }, "steps": 30, "points": 4, "rows": 60 }"#;
    let mut run = sharpness_run(&request(&experiment), &request(options)).unwrap();
    run.advance(usize::MAX);
    let trace = run.trace();
    let columns = [&trace.lambda_max, &trace.preconditioned, &trace.losses].into_iter().flatten();
    let bits = columns.fold(0_u64, |bits, number| bits.rotate_left(5) ^ number.to_bits());
    assert_eq!(format!("{bits:016x}"), "8a55ee85cecf892e");
}
