//! The whole state in a link: what it says, what it survives, and that the way back is the way there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, decode_link, encode_link};
use serde_json::{Value as Json, from_value, json, to_value};

fn value(json: &Json) -> Value {
    from_value(json.clone()).unwrap()
}

fn encode(json: &Json) -> String {
    encode_link(&value(json)).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// What a link says, where all of it is taken at its word.
fn decode(link: &str) -> Json {
    let (config, notes) = decode_link(link);
    assert!(notes.is_empty(), "{link}: {notes:?}");
    to_value(config).unwrap()
}

#[test]
fn nothing_is_version_1() {
    let config = json!({
        "experiment": {
            "data": { "name": "breast-cancer", "validation": 0.2 },
            "model": { "layers": [
                { "kind": "dense", "units": 10, "activation": "relu" },
                { "kind": "dense", "units": 10, "activation": "relu" },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ] },
            "loss": "categorical-crossentropy",
            "optimizer": { "kind": "sgd" },
            "batchSize": 32,
            "seed": 1,
        },
        "finder": {
            "startLr": 1e-5, "endLr": 10, "steps": 200, "sweep": "exponential",
            "smoothing": { "kind": "corrected", "beta": 0.95 },
            "stop": { "factor": 4, "against": "best-smoothed" },
        },
        "ui": {
            "steps": 400, "seeds": 8, "vary": "both", "edge": true, "rates": 20, "search": "grid", "autorun": "visible",
        },
    });
    assert_eq!(decode(""), config);
    assert_eq!(encode(&config), "");
    assert_eq!(encode(&json!({})), "");
}
