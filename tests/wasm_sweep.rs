//! The truth and the band as JavaScript sees them, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float64Array, JSON, Reflect};
use lr_lab::web::{LrBand, LrSweep, find_lr, merge_lr_bands, merge_lr_sweeps, sweep_gain};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const EXPERIMENT: &str = r#"{ "data": { "name": "iris", "validation": 0.2 },
    "model": { "layers": [{ "kind": "dense", "units": 3, "activation": "softmax" }] },
    "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": 16, "seed": 2 }"#;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn column(object: &JsValue, path: &str) -> Vec<f64> {
    get(object, path).dyn_into::<Float64Array>().unwrap().to_vec()
}

fn bits(object: &JsValue, path: &str) -> Vec<u64> {
    column(object, path).into_iter().map(f64::to_bits).collect()
}

fn field<T>(result: Result<T, JsValue>) -> String {
    let error = result.err().unwrap();
    assert_eq!(get(&error, "name"), JsValue::from("LrLabError"));
    get(&error, "field").as_string().unwrap()
}

fn swept(part: &str) -> JsValue {
    let options = format!(r#"{{ "from": 0.001, "to": 10, "count": 5, "seeds": 2, "steps": 20 {part} }}"#);
    let mut sweep = LrSweep::new(&js(EXPERIMENT), &js(&options)).unwrap();
    sweep.advance(f64::INFINITY).unwrap();
    sweep.report().unwrap()
}

#[wasm_bindgen_test]
fn a_sweep_reports_columns_and_merges() {
    let whole = swept("");
    assert_eq!(column(&whole, "lrs").len(), 5);
    assert_eq!(column(&whole, "seeds"), [2.0, 3.0]);
    assert_eq!(column(&whole, "finals").len(), 10);
    assert_eq!((get(&whole, "steps"), get(&whole, "judgedBy")), (20.into(), "validation".into()));
    assert_eq!(get(&whole, "stop.reason"), JsValue::from("completed"));
    let best = get(&whole, "best.index").as_f64().unwrap() as usize;
    assert_eq!(get(&whole, "best.loss").as_f64().unwrap(), column(&whole, "median")[best]);
    let parts: Array = (0..3).map(|i| swept(&format!(r#", "part": {{ "index": {i}, "of": 3 }}"#))).collect();
    assert!(column(&parts.get(1), "finals").iter().any(|loss| loss.is_nan()), "another part's runs");
    let merged = merge_lr_sweeps(&parts).unwrap();
    for path in ["finals", "median", "lower", "upper", "diverged", "gain", "points", "accuracies"] {
        assert_eq!(bits(&merged, path), bits(&whole, path), "{path}");
    }
    assert_eq!(get(&merged, "stop.message"), get(&whole, "stop.message"));

    let exact = sweep_gain(&whole, &get(&whole, "best.lr")).unwrap();
    assert_eq!((get(&exact, "gain"), get(&exact, "interpolated")), (1.into(), JsValue::FALSE));
    assert_eq!(get(&sweep_gain(&whole, &0.002.into()).unwrap(), "interpolated"), JsValue::TRUE);
    assert!(sweep_gain(&whole, &11.into()).unwrap().is_null());
}

#[wasm_bindgen_test]
fn a_sweep_reports_in_mid_run() {
    let options = js(r#"{ "steps": 20 }"#);
    Reflect::set(&options, &"lrs".into(), &Float64Array::from([0.1, 1e30].as_slice())).unwrap();
    let mut sweep = LrSweep::new(&js(EXPERIMENT), &options).unwrap();
    let report = sweep.report().unwrap();
    assert!(get(&report, "stop").is_null() && get(&report, "best").is_null());
    let progress = sweep.advance(25.0).unwrap();
    assert_eq!(get(&progress, "total"), JsValue::from(40));
    sweep.cancel();
    assert_eq!(get(&sweep.report().unwrap(), "stop.reason"), JsValue::from("cancelled"));
}

#[wasm_bindgen_test]
fn a_band_reports_columns_and_merges() {
    let finder = js(r#"{ "startLr": 1e-4, "endLr": 10, "steps": 30 }"#);
    let banded = |options: &str| {
        let mut band = LrBand::new(&js(EXPERIMENT), &finder, &js(options)).unwrap();
        band.advance(f64::INFINITY).unwrap();
        band.report().unwrap()
    };
    let whole = banded(r#"{ "seeds": 3 }"#);
    let found = find_lr(&js(EXPERIMENT), &finder).unwrap();
    let first = column(&found, "smoothed");
    assert_eq!(column(&whole, "smoothed")[..first.len()], first);
    assert_eq!(column(&whole, "steps")[0] as usize, first.len());
    assert_eq!((column(&whole, "lrs").len(), column(&whole, "counts")[0]), (30, 3.0));
    let rules: Array = get(&whole, "rules").dyn_into().unwrap();
    assert_eq!(column(&rules.get(0), "lrs").len(), 3);
    assert_eq!(get(&rules.get(0), "rule"), JsValue::from("fastai-valley"));
    assert_eq!(column(&whole, "bounds.lower").len(), 3);
    let parts: Array =
        (0..2).map(|i| banded(&format!(r#"{{ "seeds": 3, "part": {{ "index": {i}, "of": 2 }} }}"#))).collect();
    let merged = merge_lr_bands(&parts).unwrap();
    for path in ["smoothed", "lower", "median", "upper", "counts", "steps", "bounds.upper"] {
        assert_eq!(bits(&merged, path), bits(&whole, path), "{path}");
    }
}

#[wasm_bindgen_test]
fn refusals() {
    let sweep = |options: &str| field(LrSweep::new(&js(EXPERIMENT), &js(options)));
    assert_eq!(sweep(r#"{ "steps": 5 }"#), "sweep.from");
    assert_eq!(sweep(r#"{ "lrs": [0.1, 0], "steps": 5 }"#), "sweep.lrs[1]");
    assert_eq!(field(LrSweep::new(&js(EXPERIMENT), &JsValue::UNDEFINED)), "sweep");
    let none = JsValue::UNDEFINED;
    assert_eq!(field(LrBand::new(&js(EXPERIMENT), &none, &js(r#"{ "vary": "all" }"#))), "band.vary");
    assert_eq!(field(merge_lr_sweeps(&js("[]"))), "reports");
    assert_eq!(field(merge_lr_bands(&none)), "reports");
    assert_eq!(field(sweep_gain(&none, &1.into())), "report");
}
