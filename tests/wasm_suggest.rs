//! `smooth`, `suggest` and the finder's catalog as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float32Array, Float64Array, JSON, Reflect};
use lr_lab::web::{catalog, read_lr_find, smooth, suggest};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn field<T>(result: Result<T, JsValue>) -> String {
    let error = result.err().unwrap();
    assert_eq!(get(&error, "name"), JsValue::from("LrLabError"));
    get(&error, "field").as_string().unwrap()
}

#[wasm_bindgen_test]
fn a_curve_from_elsewhere_has_a_report() {
    let rows: Vec<String> = (1..=30).map(|i| format!("{},{}", 1e-3 * f64::from(i), 3.0 - 0.1 * f64::from(i))).collect();
    let text = JsValue::from(format!("lr,loss\n{}", rows.join("\n")));
    let report = read_lr_find(&text, &JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&report, "lrs").unchecked_into::<Float64Array>().length(), 30);
    assert_eq!(get(&report, "stop.reason"), JsValue::from("completed"));
    assert!(get(&report, "suggestions").unchecked_into::<Array>().length() > 3);
    assert!(get(&report, "fingerprints").is_null(), "nothing was trained here");
    let columns = js_sys::Object::new();
    for name in ["lrs", "losses", "smoothed"] {
        Reflect::set(&columns, &name.into(), &get(&report, name)).unwrap();
    }
    assert_eq!(field(read_lr_find(&columns, &JsValue::UNDEFINED)), "smoothed");
    assert_eq!(field(read_lr_find(&"no table".into(), &JsValue::UNDEFINED)), "table");
    assert_eq!(field(read_lr_find(&JsValue::UNDEFINED, &JsValue::UNDEFINED)), "table");
}

#[wasm_bindgen_test]
fn smooth_keeps_every_loss() {
    for losses in [
        Float64Array::from([1.0, f64::NAN, 2.0].as_slice()).into(),
        Float32Array::from([1.0, f32::NAN, 2.0].as_slice()).into(),
        Array::of3(&1.0.into(), &f64::NAN.into(), &2.0.into()).into(),
    ] {
        let losses: JsValue = losses;
        let smoothed = smooth(&losses, &"van-wyk".into()).unwrap().to_vec();
        assert!(smoothed.len() == 3 && smoothed[1].is_nan() && smoothed[2].is_nan());
        assert!((smoothed[0] - 1.0).abs() < 1e-12);
        let raw = smooth(&losses, &"document-000".into()).unwrap().to_vec();
        assert!(raw[1].is_nan() && raw[2] == 2.0);
    }
    let one = Float64Array::from([1.0].as_slice()).into();
    assert_eq!(field(smooth(&one, &JsValue::UNDEFINED)), "preset");
    assert_eq!(field(smooth(&one, &"none".into())), "preset");
    assert_eq!(field(smooth(&JsValue::UNDEFINED, &"fastai".into())), "losses");
    assert_eq!(field(smooth(&Float64Array::new_with_length(0).into(), &"fastai".into())), "losses");
}

#[wasm_bindgen_test]
fn suggest_answers_with_plain_objects() {
    let lrs: Vec<f64> = (1..=60).map(|i| f64::from(i) / 100.0).collect();
    let losses: Vec<f64> =
        (0..60).map(|i| if i < 40 { 2.0 - f64::from(i) / 40.0 } else { f64::from(i - 38) }).collect();
    let (lrs, losses) = (Float64Array::from(lrs.as_slice()).into(), Float64Array::from(losses.as_slice()).into());
    let answer = suggest(&lrs, &losses, &"fastai-minimum".into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&answer, "index"), JsValue::from(39));
    assert!((get(&answer, "lr").as_f64().unwrap() - 0.04).abs() < 1e-6);
    assert!(get(&answer, "reason").is_string() && get(&answer, "none").is_undefined());
    let options = JSON::parse(r#"{ "steps": 600 }"#).unwrap();
    let none = suggest(&lrs, &losses, &"fastai-minimum".into(), &options).unwrap();
    assert!(get(&none, "none").is_string() && get(&none, "lr").is_undefined());
    assert_eq!(field(suggest(&lrs, &losses, &"valley".into(), &JsValue::UNDEFINED)), "rule");
    assert_eq!(field(suggest(&lrs, &Array::of1(&1.into()), &"fastai-valley".into(), &JsValue::UNDEFINED)), "losses");
    let options = JSON::parse(r#"{ "steps": 3 }"#).unwrap();
    assert_eq!(field(suggest(&lrs, &losses, &"fastai-valley".into(), &options)), "steps");
}

#[wasm_bindgen_test]
fn the_catalog_names_rules_and_presets() {
    let finder = get(&catalog().unwrap(), "finder");
    let first = |list: &str, key: &str| get(&get(&finder, list), &format!("0.{key}"));
    assert_eq!(first("presets", "kind"), JsValue::from("fastai"));
    assert_eq!(first("rules", "name"), JsValue::from("fastai-valley"));
    assert!(first("rules", "sentence").is_string());
    assert_eq!(first("smoothers", "fields.0.default"), JsValue::from(0.95));
    assert_eq!(first("stops", "fields.0.default"), JsValue::from(4));
}
