//! Drawing on a real canvas, and the same bits, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use std::collections::BTreeSet;

use js_sys::{JSON, Reflect};
use lr_lab::web::{Fit, draw_loss, draw_lr_find, find_lr};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

const EXPERIMENT: &str = r#"{ "data": { "name": "breast-cancer", "validation": 0.2 },
    "model": { "layers": [{ "kind": "dense", "units": 10, "activation": "relu" },
                          { "kind": "dense", "units": 2, "activation": "softmax" }] },
    "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": 32, "seed": 1 }"#;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn number(object: &JsValue, path: &str) -> f64 {
    let found = path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap());
    found.as_f64().unwrap()
}

fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    document.create_element("canvas").unwrap().dyn_into().unwrap()
}

/// Number of different colours on the canvas.
fn colours(canvas: &HtmlCanvasElement) -> usize {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().dyn_into().unwrap();
    let (width, height) = (canvas.width() as i32, canvas.height() as i32);
    let pixels = context.get_image_data(0, 0, width, height).unwrap().data();
    pixels.chunks(4).map(<[u8]>::to_vec).collect::<BTreeSet<_>>().len()
}

#[wasm_bindgen_test]
fn the_finder_is_drawn_in_device_pixels() {
    let report = find_lr(&js(EXPERIMENT), &js(r#"{ "startLr": 1e-5, "endLr": 10, "steps": 100 }"#)).unwrap();
    let body = web_sys::window().unwrap().document().unwrap().body().unwrap();
    let elements = body.child_element_count();
    let canvas = canvas();
    let options = js(r#"{ "width": 600, "height": 300, "pixelRatio": 2, "theme": "dark", "lr": 0.1 }"#);
    let layout = draw_lr_find(&canvas, &report, &options).unwrap();
    assert_eq!((canvas.width(), canvas.height()), (1200, 600));
    assert!(colours(&canvas) > 20);
    assert!(number(&layout, "plot.width") > 400.0 && number(&layout, "plot.width") < 600.0);
    assert!(number(&layout, "x.min") <= 1e-5);
    assert_eq!(body.child_element_count(), elements, "text is measured without adding to the page");
}

#[wasm_bindgen_test]
fn the_loss_is_drawn() {
    let options = js(r#"{ "schedule": { "kind": "constant", "lr": 0.1 }, "epochs": 3 }"#);
    let mut run = Fit::new(&js(EXPERIMENT), &options).unwrap();
    run.advance(f64::INFINITY).unwrap();
    let canvas = canvas();
    draw_loss(&canvas, &run.trace(None).unwrap(), &js(r#"{ "width": 500, "height": 200, "pixelRatio": 1 }"#)).unwrap();
    assert_eq!((canvas.width(), canvas.height()), (500, 200));
    assert!(colours(&canvas) > 20);
}

#[wasm_bindgen_test]
fn a_canvas_with_another_context_is_refused() {
    let canvas = canvas();
    canvas.get_context("bitmaprenderer").unwrap();
    let report = js(r#"{ "lrs": [], "losses": [], "smoothed": [] }"#);
    let error = draw_lr_find(&canvas, &report, &JsValue::UNDEFINED).unwrap_err();
    assert_eq!(Reflect::get(&error, &"field".into()).unwrap(), JsValue::from("canvas"));
}

#[wasm_bindgen_test]
fn stored_fingerprints() {
    common::check_stored_fingerprints();
    common::check_stored_range_test();
    common::check_stored_curvature();
    common::check_that_all_kinds_are_stored();
}
