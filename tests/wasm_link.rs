//! Links as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float64Array, JSON, Reflect};
use lr_lab::web::{Fit, decode_link, encode_link, link_keys};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

const LINK: &str = "data=moons&noise=0.3&model=16-16-2&act=tanh&opt=adam:b1=0.8&batch=16&finder=1e-6:1:150;beta=0.9\
                    &lr=3e-4&schedule=one-cycle(pctStart=0.4)&steps=120&theme=dark&title=Gr%C3%B6%C3%9Fe";

/// A decoded link is what the other functions take, and encodes to itself.
#[wasm_bindgen_test]
fn copy_open_copy() {
    let decoded = decode_link(&format!("#{LINK}").into()).unwrap();
    assert_eq!(json(&get(&decoded, "notes")), "[]");
    let config = get(&decoded, "config");
    assert_eq!(get(&config, "ui.title"), JsValue::from("Größe"));
    assert_eq!(get(&config, "ui.lr"), JsValue::from(3e-4));
    assert_eq!(
        json(&get(&config, "schedule")),
        r#"{"kind":"one-cycle","pctStart":0.4,"maxLr":0.0003,"totalSteps":120}"#
    );
    assert_eq!(encode_link(&config).unwrap(), LINK);
    let options = js(r#"{ "steps": 20 }"#);
    Reflect::set(&options, &"schedule".into(), &get(&config, "schedule")).unwrap();
    let mut fit = Fit::new(&get(&config, "experiment"), &options).unwrap();
    fit.advance(f64::INFINITY).unwrap();
    assert_eq!(fit.fingerprint().len(), 16);
}

#[wasm_bindgen_test]
fn the_keys_are_told() {
    let keys = link_keys().unwrap().dyn_into::<Array>().unwrap();
    let names: Vec<_> = keys.iter().map(|key| get(&key, "name").as_string().unwrap()).collect();
    assert_eq!((names.len(), &*names[0], &*names[39]), (40, "v", "own"));
    assert_eq!(get(&keys.get(4), "example"), JsValue::from("moons"));
}

#[wasm_bindgen_test]
fn typed_arrays_and_undefined_are_read() {
    let config = js(r#"{ "schedule": { "kind": "table" }, "view": "full" }"#);
    let rates = Float64Array::from([0.1, 0.2].as_slice());
    Reflect::set(&get(&config, "schedule"), &"values".into(), &rates).unwrap();
    Reflect::set(&config, &"ui".into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(encode_link(&config).unwrap(), "view=full&schedule=table(values=0.1:0.2%29");
}

#[wasm_bindgen_test]
fn what_is_not_accepted() {
    let decoded = decode_link(&"batch=0&x=1&%".into()).unwrap();
    assert_eq!(get(&decoded, "notes").dyn_into::<Array>().unwrap().length(), 3);
    assert_eq!(get(&decoded, "config.experiment.batchSize"), JsValue::from(1));
    for nothing in [JsValue::UNDEFINED, JsValue::NULL, JsValue::from(3)] {
        let decoded = decode_link(&nothing).unwrap();
        assert_eq!(encode_link(&get(&decoded, "config")).unwrap(), "");
    }
    let error = encode_link(&js(r#"{ "ui": { "theem": "dark" } }"#)).unwrap_err();
    assert_eq!(get(&error, "name"), JsValue::from("LrLabError"));
    assert_eq!(get(&error, "field"), JsValue::from("ui.theem"));
    assert_eq!(get(&encode_link(&JsValue::UNDEFINED).unwrap_err(), "name"), JsValue::from("LrLabError"));
}
