//! Schedules as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float64Array, JSON, Reflect};
use lr_lab::web::{catalog, lint_schedule, lr_at, sample_schedule, schedule_svg};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

const WARM: &str = r#"{ "kind": "join", "unit": "epoch", "boundaries": [2], "schedules": [
    { "kind": "linear", "startLr": 0.5, "endLr": 1, "steps": 2 },
    { "kind": "expression", "expression": "exp(-epoch)" }] }"#;

#[wasm_bindgen_test]
fn rates_findings_and_figures() {
    let (schedule, run) = (js(WARM), js(r#"{ "steps": 6, "stepsPerEpoch": 2 }"#));
    let rates = sample_schedule(&schedule, &run).unwrap().to_vec();
    assert_eq!(rates[..5], [0.5, 0.5, 0.75, 0.75, 1.0]);
    assert_eq!(lr_at(&schedule, 2.0, &run).unwrap(), 0.75);
    let findings: Array = lint_schedule(&schedule, &js(r#"{ "steps": 2 }"#)).unwrap().dyn_into().unwrap();
    assert_eq!(get(&findings.get(0), "rule"), JsValue::from("length-mismatch"));
    assert_eq!(get(&findings.get(0), "severity"), JsValue::from("warning"));
    assert!(get(&findings.get(0), "message").as_string().unwrap().ends_with('.'));
    assert!(schedule_svg(&schedule, &run).unwrap().starts_with("<svg"));
    let column: JsValue = Float64Array::from([0.1, 0.2].as_slice()).into();
    assert!(schedule_svg(&column, &JsValue::UNDEFINED).unwrap().contains("<polyline"));
}

#[wasm_bindgen_test]
fn plateau_takes_metrics() {
    let plateau = js(r#"{ "kind": "plateau", "initLr": 1, "factor": 0.5, "patience": 1 }"#);
    let options = js("{}");
    Reflect::set(&options, &"metrics".into(), &Float64Array::from([2.0, 1.0, 1.0].as_slice())).unwrap();
    assert_eq!(sample_schedule(&plateau, &options).unwrap().to_vec(), [1.0, 1.0, 0.5]);
}

#[wasm_bindgen_test]
fn refusals_are_lr_lab_errors_with_a_field() {
    let run = js(r#"{ "steps": 6 }"#);
    for (schedule, field) in [
        (r#"{ "kind": "expression", "expression": "1 - step" }"#, "schedule.expression"),
        (r#"{ "kind": "join", "boundaries": [], "schedules": [{ "kind": "constant" }] }"#, "schedule.schedules[0].lr"),
    ] {
        let error = sample_schedule(&js(schedule), &run).err().unwrap();
        assert_eq!(get(&error, "name"), JsValue::from("LrLabError"));
        assert_eq!(get(&error, "field"), JsValue::from(field));
    }
    // As deep as JavaScript can make it: an object within itself.
    let endless = js(r#"{ "kind": "join", "boundaries": [] }"#);
    Reflect::set(&endless, &"schedules".into(), &Array::of1(&endless)).unwrap();
    assert_eq!(get(&sample_schedule(&endless, &run).err().unwrap(), "name"), JsValue::from("LrLabError"));
}

#[wasm_bindgen_test]
fn the_catalog_lists_schedules() {
    let schedules: Array = get(&catalog().unwrap(), "schedules").dyn_into().unwrap();
    assert_eq!(schedules.length(), lr_lab::schedule::SCHEDULES.len() as u32);
    assert_eq!(get(&schedules.get(0), "kind"), JsValue::from("constant"));
}
