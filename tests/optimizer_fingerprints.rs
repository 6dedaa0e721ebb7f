//! Every optimizer gives the same bits natively and, under `wasm-pack test --node`, in wasm.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, fit};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Optimizer and the fingerprint after 60 steps.
const STORED: &[(&str, &str)] = &[
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
];

#[test]
fn stored_fingerprints() {
    let mut problems = Vec::new();
    for (optimizer, stored) in STORED {
        let experiment = format!(
            r#"{{ "data": {{ "name": "breast-cancer" }},
                  "model": {{ "layers": [{{ "kind": "dense", "units": 6, "activation": "tanh" }},
                                         {{ "kind": "dense", "units": 2, "activation": "softmax" }}] }},
                  "loss": "categorical-crossentropy", "optimizer": {{ {optimizer} }}, "batchSize": 50, "seed": 5 }}"#
        );
        let options =
            r#"{ "schedule": { "kind": "geometric", "startLr": 0.001, "endLr": 0.05, "steps": 60 }, "steps": 60 }"#;
        let request = |json: &str| -> Value { serde_json::from_str(json).unwrap() };
        let start = || fit(&request(&experiment), &request(options)).unwrap();
        let (mut whole, mut sliced) = (start(), start());
        whole.advance(usize::MAX);
        while !sliced.advance(7).done {}
        let fingerprint = whole.trainer().fingerprint();
        assert_eq!(fingerprint, sliced.trainer().fingerprint(), "{optimizer}: in slices");
        if fingerprint.to_string() != *stored {
            problems.push(format!("{optimizer}: {fingerprint}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
