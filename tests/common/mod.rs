//! Experiments whose fingerprints are stored: they must come out the same natively, in Node and in Chromium.

use lr_lab::api::{Value, fit, lr_find};

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
];

fn request(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// Trains every stored experiment, whole and in slices of 7 steps, and compares the fingerprints.
pub(crate) fn check_stored_fingerprints() {
    for (name, experiment, lr, steps, stored) in STORED {
        let options = format!(r#"{{ "schedule": {{ "kind": "constant", "lr": {lr} }}, "steps": {steps} }}"#);
        let start = || fit(&request(experiment), &request(&options)).unwrap();
        let (mut whole, mut sliced) = (start(), start());
        whole.advance(usize::MAX);
        while !sliced.advance(7).done {}
        let fingerprint = whole.trainer().fingerprint();
        assert_eq!(fingerprint, sliced.trainer().fingerprint(), "{name}: in slices");
        assert_eq!(fingerprint.to_string(), *stored, "{name}");
    }
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
