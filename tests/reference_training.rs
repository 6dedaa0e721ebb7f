//! Training against Keras: the same weights, batches and rates give the same losses.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, fit};
use serde_json::{Value as Json, json};

/// |a − b| ≤ 2e-4·max(|b|, 1e-6): what the reference figures ask for.
const LOSS_TOLERANCE: f64 = 2e-4;
const WEIGHT_TOLERANCE: f64 = 1e-3;

fn cases() -> Vec<Json> {
    serde_json::from_str(include_str!("fixtures/training_keras.json")).unwrap()
}

fn request(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// The experiment of a reference case.
fn experiment(case: &Json) -> Json {
    let layers: Vec<Json> = case["model"]["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| json!({ "kind": "dense", "units": layer["units"], "activation": layer["activation"] }))
        .collect();
    let data = if case["features"].is_string() {
        json!({ "name": "breast-cancer", "encoding": "label" })
    } else {
        json!({ "features": case["features"], "targets": case["targets"] })
    };
    let arguments = &case["optimizer"]["args"];
    json!({
        "data": data,
        "model": { "layers": layers, "weights": case["initial_weights"] },
        "loss": case["loss"].as_str().unwrap().replace("binary_", "binary-").replace("categorical_", "categorical-"),
        "optimizer": {
            "kind": "sgd",
            "convention": case["framework"],
            "momentum": arguments["momentum"].as_f64().unwrap_or(0.0),
            "nesterov": arguments["nesterov"].as_bool().unwrap_or(false),
        },
        "batchSize": case["batch_size"],
        "shuffle": false,
    })
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn sgd_on_dense_networks_agrees_with_keras() {
    let dense = |case: &Json| case["model"]["layers"].as_array().unwrap().iter().all(|layer| layer["type"] == "dense");
    let sgd = |case: &Json| case["optimizer"]["name"] == "SGD" && case["optimizer"]["args"]["weight_decay"].is_null();
    let cases: Vec<Json> = cases().into_iter().filter(|case| dense(case) && sgd(case)).collect();
    assert_eq!(cases.len(), 6, "cases in the fixture");
    for case in cases {
        let (rates, want) = (numbers(&case["lr"]), numbers(&case["losses"]));
        let options = json!({ "schedule": { "kind": "table", "values": rates }, "steps": want.len() });
        let mut run = fit(&request(&experiment(&case)), &request(&options)).unwrap();
        run.advance(usize::MAX);
        // At document 001's last rates the losses are chaotic: Keras and PyTorch part there too.
        let chaotic = case["name"] == "document_breast_cancer_range_test";
        let compared = if chaotic { 36 } else { want.len() };
        for (step, (got, want)) in run.trace().losses.iter().zip(&want).take(compared).enumerate() {
            let error = (got - want).abs() / want.abs().max(1e-6);
            assert!(
                error <= LOSS_TOLERANCE,
                "{} {}, step {step}: {got} against {want}",
                case["name"],
                case["optimizer"]
            );
        }
        if !chaotic {
            for (got, want) in run.trainer().weights().iter().zip(case["final_weights"].as_array().unwrap()) {
                for (got, want) in got.values.iter().zip(numbers(&want["values"])) {
                    assert!(
                        (f64::from(*got) - want).abs() <= WEIGHT_TOLERANCE,
                        "{}: {got} against {want}",
                        case["name"]
                    );
                }
            }
        }
    }
}
