//! `sharpness` and `SharpnessRun` as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float64Array, JSON, Reflect};
use lr_lab::web::{SharpnessRun, sharpness};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn number(object: &JsValue, path: &str) -> f64 {
    get(object, path).as_f64().unwrap()
}

fn column(object: &JsValue, path: &str) -> Vec<f64> {
    get(object, path).dyn_into::<Float64Array>().unwrap().to_vec()
}

fn field<T>(result: Result<T, JsValue>) -> String {
    let error = result.err().unwrap();
    assert_eq!(get(&error, "name"), JsValue::from("LrLabError"));
    get(&error, "field").as_string().unwrap()
}

fn experiment(optimizer: &str) -> JsValue {
    js(&format!(
        r#"{{ "data": {{ "name": "breast-cancer", "validation": 0.2 }},
             "model": {{ "layers": [{{ "kind": "dense", "units": 4, "activation": "relu" }},
                                    {{ "kind": "dense", "units": 2, "activation": "softmax" }}] }},
             "loss": "categorical-crossentropy", "optimizer": {{ "kind": "{optimizer}" }}, "batchSize": 32, "seed": 1 }}"#
    ))
}

const RUN: &str = r#"{ "schedule": { "kind": "constant", "lr": 0.05 }, "epochs": 2, "points": 4, "rows": 100 }"#;

#[wasm_bindgen_test]
fn sharpness_tells_the_limit_of_the_optimizer() {
    let report = sharpness(&experiment("sgd"), &JsValue::UNDEFINED).unwrap();
    let lambda = number(&report, "lambdaMax");
    assert!(lambda > 0.0 && get(&report, "converged") == JsValue::TRUE);
    assert_eq!(number(&report, "limit.lr"), 2.0 / lambda);
    assert_eq!(number(&report, "limits.gradientDescent"), 2.0 / lambda);
    assert_eq!(get(&report, "limit.formula"), JsValue::from("2/λ"));
    assert!(get(&report, "limits.adaptive").is_null());

    let report = sharpness(&experiment("adam"), &js(r#"{ "warmup": 3 }"#)).unwrap();
    let (adaptive, lr) = (number(&report, "limits.adaptive.lambdaMax"), number(&report, "limit.lr"));
    assert!((lr * adaptive - 38.0).abs() < 1e-9);
    assert_eq!(number(&report, "lambdaMax"), lambda);

    let report = sharpness(&experiment("lion"), &JsValue::UNDEFINED).unwrap();
    assert!(get(&report, "limit.lr").is_null() && get(&report, "limit.formula").is_null());
    assert!(get(&report, "limit.reason").as_string().unwrap().contains("Lion"));
    assert_eq!(field(sharpness(&experiment("sgd"), &js(r#"{ "warmup": 0 }"#))), "warmup");
}

#[wasm_bindgen_test]
fn a_run_measures_along_the_way() {
    let mut run = SharpnessRun::new(&experiment("adam"), &js(RUN)).unwrap();
    assert_eq!(get(&run.advance(50.0).unwrap(), "done"), JsValue::FALSE);
    let report = run.report().unwrap();
    assert!(get(&report, "stop").is_null() && column(&report, "steps").is_empty());
    let progress = run.advance(f64::INFINITY).unwrap();
    assert_eq!((get(&progress, "done"), number(&progress, "step")), (JsValue::TRUE, 30.0));
    let report = run.report().unwrap();
    assert_eq!(column(&report, "steps"), [0.0, 10.0, 20.0, 30.0]);
    for name in ["lambdaMax", "preconditioned", "limits", "lrs", "losses"] {
        let column = column(&report, name);
        assert!(column.len() == 4 && column.iter().all(|x| x.is_finite() && *x > 0.0), "{name}: {column:?}");
    }
    assert_eq!(get(&report, "converged").dyn_into::<Array>().unwrap().length(), 4);
    assert_eq!(get(&report, "formula"), JsValue::from("(2+2β₁)/((1−β₁)λ)"));
    assert!(get(&report, "reason").is_string());
    assert_eq!(get(&report, "stop.reason"), JsValue::from("completed"));

    let mut run = SharpnessRun::new(&experiment("lion"), &js(RUN)).unwrap();
    run.advance(500.0).unwrap();
    run.cancel();
    let report = run.report().unwrap();
    assert_eq!(get(&report, "stop.reason"), JsValue::from("cancelled"));
    assert!(column(&report, "limits").is_empty() && column(&report, "preconditioned").is_empty());
    assert!(get(&report, "formula").is_null());
}

#[wasm_bindgen_test]
fn refusals_are_lr_lab_errors_with_a_field() {
    let refused = |options: &str| field(SharpnessRun::new(&experiment("sgd"), &js(options)));
    assert_eq!(refused(r#"{ "steps": 5 }"#), "schedule");
    assert_eq!(refused(&RUN.replace(r#""points": 4"#, r#""points": 1"#)), "points");
    assert_eq!(refused(&RUN.replace("points", "pionts")), "pionts");
    let mut run = SharpnessRun::new(&experiment("sgd"), &js(RUN)).unwrap();
    assert_eq!(field(run.advance(f64::NAN)), "maxRows");
}
