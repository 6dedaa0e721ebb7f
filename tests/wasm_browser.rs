//! Drawing on a real canvas, and the same bits, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

use std::collections::BTreeSet;

use js_sys::{JSON, Reflect};
use lr_lab::web::{
    Fit, LrBand, LrSweep, draw_decision, draw_loss, draw_lr_band, draw_lr_epochs, draw_lr_find, draw_lr_sweep,
    draw_schedule, draw_sharpness, find_lr,
};
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
fn the_truth_lies_flush_under_the_finder_and_the_rules_under_it() {
    let finder = js(r#"{ "startLr": 1e-4, "endLr": 10, "steps": 50 }"#);
    let report = find_lr(&js(EXPERIMENT), &finder).unwrap();
    let mut sweep =
        LrSweep::new(&js(EXPERIMENT), &js(r#"{ "from": 1e-3, "to": 1, "count": 4, "seeds": 2, "steps": 20 }"#))
            .unwrap();
    sweep.advance(f64::INFINITY).unwrap();
    let mut band = LrBand::new(&js(EXPERIMENT), &finder, &js(r#"{ "seeds": 3 }"#)).unwrap();
    band.advance(f64::INFINITY).unwrap();
    let (sweep, band) = (sweep.report().unwrap(), band.report().unwrap());

    let set = |object: &JsValue, key: &str, value: &JsValue| Reflect::set(object, &key.into(), value).unwrap();
    let (above, truth, rules) = (canvas(), canvas(), canvas());
    let options = || js(r#"{ "width": 600, "height": 400, "pixelRatio": 1, "from": 1e-4, "to": 10, "lr": 0.1 }"#);
    let added = options();
    set(&added, "band", &band);
    set(&added, "ghosts", &js_sys::Array::of1(&report));
    set(&added, "limits", &js(r#"[{ "lr": 0.31, "label": "2/λ = 0.31" }]"#));
    let layout = draw_lr_find(&above, &report, &added).unwrap();
    let below = options();
    set(&below, "left", &number(&layout, "plot.x").into());
    set(&below, "right", &(number(&layout, "plot.x") + number(&layout, "plot.width")).into());
    let rules_layout = draw_lr_band(&rules, &band, &below).unwrap();
    set(&below, "height", &120.into());
    set(&below, "suggestions", &Reflect::get(&report, &"suggestions".into()).unwrap());
    let truth_layout = draw_lr_sweep(&truth, &sweep, &below).unwrap();
    assert_eq!((truth.width(), truth.height()), (600, 120));
    for (canvas, flush) in [(&above, &layout), (&truth, &truth_layout), (&rules, &rules_layout)] {
        assert!(colours(canvas) > 20);
        for path in ["plot.x", "plot.width", "x.min", "x.max"] {
            assert_eq!(number(flush, path), number(&layout, path), "{path}");
        }
    }
}

#[wasm_bindgen_test]
fn schedules_epochs_and_limits_are_drawn() {
    let size = r#"{ "width": 500, "height": 200, "pixelRatio": 1, "#;
    let report = find_lr(&js(EXPERIMENT), &js(r#"{ "startLr": 1e-5, "endLr": 10, "steps": 50 }"#)).unwrap();
    let schedule = js(r#"{ "kind": "exponential", "initLr": 0.1, "decayRate": 0.5, "decaySteps": 10 }"#);
    let sharpness =
        js(r#"{ "steps": [0, 10, 20], "limits": [1, 0.5, 0.22], "lrs": [0.4, 0.4, 0.4], "formula": "2/λ" }"#);
    for (draw, what, own) in [
        (
            draw_schedule as fn(&HtmlCanvasElement, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
            &schedule,
            r#""steps": 40 }"#,
        ),
        (draw_lr_epochs, &report, r#""per": "batch" }"#),
        (draw_sharpness, &sharpness, r#""total": 40 }"#),
    ] {
        let canvas = canvas();
        let layout = draw(&canvas, what, &js(&format!("{size}{own}"))).unwrap();
        assert_eq!((canvas.width(), canvas.height()), (500, 200));
        assert!(colours(&canvas) > 20 && number(&layout, "plot.width") > 300.0, "{own}");
    }
}

#[wasm_bindgen_test]
fn what_the_network_answers_is_drawn() {
    for (name, loss, activation) in [("moons", "binary-crossentropy", "sigmoid"), ("sine", "mse", "linear")] {
        let experiment = js(&format!(
            r#"{{ "data": {{ "name": "{name}", "validation": 0.2 }}, "loss": "{loss}", "optimizer": {{ "kind": "adam" }},
                "model": {{ "layers": [{{ "kind": "dense", "units": 8, "activation": "tanh" }},
                                       {{ "kind": "dense", "units": 1, "activation": "{activation}" }}] }},
                "batchSize": 32, "seed": 1 }}"#
        ));
        let options = js(r#"{ "schedule": { "kind": "constant", "lr": 0.01 }, "epochs": 5 }"#);
        let mut run = Fit::new(&experiment, &options).unwrap();
        run.advance(f64::INFINITY).unwrap();
        let (canvas, surface) = (canvas(), run.surface(&JsValue::UNDEFINED).unwrap());
        let options = js(r#"{ "width": 320, "height": 300, "pixelRatio": 1, "theme": "dark" }"#);
        let layout = draw_decision(&canvas, &surface, &options).unwrap();
        assert_eq!((canvas.width(), canvas.height()), (320, 300));
        assert!(colours(&canvas) > 20 && number(&layout, "plot.width") > 200.0, "{name}");
    }
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
