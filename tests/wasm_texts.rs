//! `setTexts` as JavaScript sees it, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{JSON, Reflect};
use lr_lab::web::{catalog, lr_at, set_texts};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn said() -> [JsValue; 2] {
    let refused = lr_at(&JsValue::NULL, 0.0, &JsValue::NULL).unwrap_err();
    [get(&catalog().unwrap(), "schedules.0.title"), get(&refused, "message")]
}

#[wasm_bindgen_test]
fn texts_come_in_another_language() {
    let english = said();
    let table =
        r#"{ "catalog.schedule.constant.title": "Konstant", "error.not-accepted": "{value} statt {accepted}" }"#;
    set_texts(&JSON::parse(table).unwrap()).unwrap();
    assert_eq!(said(), ["Konstant", "schedule: null statt an object"].map(JsValue::from));
    let refused = set_texts(&JSON::parse(r#"{ "figure.seeds": "Seeds" }"#).unwrap()).unwrap_err();
    assert_eq!(get(&refused, "name"), JsValue::from("LrLabError"));
    assert_eq!(get(&refused, "field"), JsValue::from("table.figure.seeds"));
    assert_eq!(said()[0], JsValue::from("Konstant"), "the table from before stays");
    for none in [JsValue::NULL, JsValue::UNDEFINED] {
        set_texts(&none).unwrap();
        assert_eq!(said(), english);
    }
}
