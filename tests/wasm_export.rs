//! The exports as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float64Array, JSON, Reflect};
use lr_lab::web::{Fit, export_code, export_run};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const EXPERIMENT: &str = r#"{ "data": { "name": "iris", "validation": 0.2 },
    "model": { "layers": [{ "kind": "dense", "units": 3, "activation": "softmax" }] },
    "loss": "categorical-crossentropy", "optimizer": { "kind": "adam" }, "batchSize": 20, "seed": 1 }"#;

const OPTIONS: &str = r#"{ "schedule": { "kind": "cosine", "initLr": 0.1, "decaySteps": 12 }, "steps": 12 }"#;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

/// The text that JavaScript writes into a file is the run that `Fit` trains, to the last bit.
#[wasm_bindgen_test]
fn a_run_as_json_is_the_run_of_fit() {
    let file = js(&export_run(&js(EXPERIMENT), &js(OPTIONS)).unwrap());
    let mut fit = Fit::new(&js(EXPERIMENT), &js(OPTIONS)).unwrap();
    fit.advance(f64::INFINITY).unwrap();
    let trace = fit.trace(None).unwrap();
    for name in ["lrs", "losses"] {
        let written: Array = get(&file, name).dyn_into().unwrap();
        let written: Vec<f64> = written.iter().map(|number| number.as_f64().unwrap()).collect();
        assert_eq!(written, get(&trace, name).dyn_into::<Float64Array>().unwrap().to_vec(), "{name}");
    }
    assert_eq!(get(&get(&file, "fingerprints"), "after"), JsValue::from(fit.fingerprint()));
    assert_eq!(get(&file, "batches").dyn_into::<Array>().unwrap().length(), 12);
}

#[wasm_bindgen_test]
fn scripts_for_each_framework() {
    for (framework, import) in [("keras", "import keras"), ("pytorch", "import torch"), ("optax", "import optax")] {
        let options = js(OPTIONS);
        Reflect::set(&options, &"framework".into(), &framework.into()).unwrap();
        let script = export_code(&js(EXPERIMENT), &options).unwrap();
        assert!(script.contains(import) && script.contains("lr-lab-run.json"), "{framework}");
    }
    let refused = export_code(&js(EXPERIMENT), &js(r#"{ "framework": "caffe" }"#)).unwrap_err();
    assert_eq!(get(&refused, "name"), JsValue::from("LrLabError"));
    assert_eq!(get(&refused, "field"), JsValue::from("framework"));
    let sentence = get(&refused, "sentence");
    assert_eq!(get(&sentence, "id"), JsValue::from("error.unknown-far"));
    assert_eq!(get(&get(&sentence, "values"), "name"), JsValue::from("caffe"));
}
