//! The boundary as JavaScript sees it, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use js_sys::{Array, Float32Array, Float64Array, JSON, Object, Reflect};
use lr_lab::web::{
    Fit, LrFind, datasets, decision_svg, describe_data, find_lr, loss_svg, lr_find_svg, sample_schedule,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const EXPERIMENT: &str = r#"{ "data": { "name": "breast-cancer", "validation": 0.2 },
    "model": { "layers": [{ "kind": "dense", "units": 4, "activation": "relu" },
                          { "kind": "dense", "units": 2, "activation": "softmax" }] },
    "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": 32, "seed": 1 }"#;

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, key| Reflect::get(&object, &key.into()).unwrap())
}

fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &key.into(), &value.into()).unwrap();
}

fn column(object: &JsValue, path: &str) -> Vec<f64> {
    get(object, path).dyn_into::<Float64Array>().unwrap().to_vec()
}

/// Name and field of what was thrown.
fn thrown<T>(result: Result<T, JsValue>) -> (String, String) {
    let error = result.err().unwrap();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert!(!get(&error, "message").as_string().unwrap().is_empty());
    (get(&error, "name").as_string().unwrap(), get(&error, "field").as_string().unwrap())
}

#[wasm_bindgen_test]
fn find_lr_reports_columns_and_plain_objects() {
    let report = find_lr(&js(EXPERIMENT), &js(r#"{ "startLr": 1e-4, "endLr": 10, "steps": 50 }"#)).unwrap();
    let lrs = column(&report, "lrs");
    assert_eq!(lrs[0], 1e-4);
    assert_eq!(column(&report, "losses").len(), lrs.len());
    assert_eq!(column(&report, "smoothed").len(), lrs.len());
    assert_eq!(get(&report, "fingerprints.before"), get(&report, "fingerprints.after"));
    assert_eq!(get(&report, "stop.step").as_f64().unwrap() as usize, lrs.len() - 1);
    let suggestions: Array = get(&report, "suggestions").dyn_into().unwrap();
    assert!(suggestions.length() > 0);
    assert!(get(&suggestions.get(0), "lr").as_f64().unwrap() > 0.0);
    assert!(get(&report, "answer.reason").is_string() || get(&report, "answer.none").is_string());
    assert!(lr_find_svg(&report, &JsValue::UNDEFINED).unwrap().starts_with("<svg"));
}

#[wasm_bindgen_test]
fn document_001_prints_its_rates() {
    let experiment = js(EXPERIMENT);
    set(&experiment, "data", js(r#"{ "name": "breast-cancer", "encoding": "label" }"#));
    set(&experiment, "batchSize", 12);
    set(&experiment, "loss", "mse");
    let report = find_lr(&experiment, &js(r#"{ "preset": "document-001" }"#)).unwrap();
    let lrs = column(&report, "lrs");
    assert_eq!(lrs.len(), 48);
    assert_eq!(format!("{:.5} {:.5}", lrs[1], lrs[47]), "0.05869 93.53918");
}

#[wasm_bindgen_test]
fn runs_in_slices_and_mid_run_reports() {
    let options = js(r#"{ "schedule": { "kind": "constant", "lr": 0.1 }, "epochs": 3 }"#);
    let mut run = Fit::new(&js(EXPERIMENT), &options).unwrap();
    let progress = run.advance(10.0).unwrap();
    assert_eq!(get(&progress, "step"), JsValue::from(10));
    assert_eq!(get(&progress, "done"), JsValue::FALSE);
    assert!(get(&run.trace(None).unwrap(), "stop").is_null());
    let progress = run.advance(f64::INFINITY).unwrap();
    assert_eq!(get(&progress, "step"), JsValue::from(45)); // 456 rows in batches of 32: 15 steps an epoch
    assert!(column(&run.trace(Some(20.0)).unwrap(), "losses").len() <= 20);
    let trace = run.trace(None).unwrap();
    assert_eq!(column(&trace, "validation.epochs"), [1.0, 2.0, 3.0]);
    assert_eq!(get(&trace, "stop.reason"), JsValue::from("completed"));
    assert_eq!(run.fingerprint().len(), 16);
    let weights: Array = run.weights().unwrap().dyn_into().unwrap();
    assert_eq!(weights.length(), 4);
    let row = Float64Array::from([0.0; 30].as_slice());
    let predicted = run.predict(&Array::of1(&row)).unwrap();
    assert!((predicted[0] + predicted[1] - 1.0).abs() < 1e-6);
    assert!(loss_svg(&trace, &JsValue::UNDEFINED).unwrap().contains("<polyline"));

    let mut find = LrFind::new(&js(EXPERIMENT), &JsValue::UNDEFINED).unwrap();
    find.advance(5.0).unwrap();
    assert!(get(&find.report().unwrap(), "stop").is_null());
    assert_eq!(column(&find.curve(3.0).unwrap(), "lrs").len(), 4);
    find.cancel();
    assert_eq!(get(&find.report().unwrap(), "stop.reason"), JsValue::from("cancelled"));
}

#[wasm_bindgen_test]
fn a_run_shows_what_it_answers() {
    let experiment = js(EXPERIMENT);
    let options = js(r#"{ "schedule": { "kind": "constant", "lr": 0.1 }, "epochs": 3 }"#);
    set(&experiment, "data", js(r#"{ "name": "moons", "validation": 0.2 }"#));
    let mut run = Fit::new(&experiment, &options).unwrap();
    let initial = run.surface(&JsValue::UNDEFINED).unwrap();
    let cells = |surface: &JsValue, path: &str| get(surface, path).dyn_into::<Float32Array>().unwrap().to_vec();
    assert_eq!((column(&initial, "xs").len(), cells(&initial, "outputs").len()), (80, 6400));
    run.advance(f64::INFINITY).unwrap();
    let surface = run.surface(&js(r#"{ "resolution": 10 }"#)).unwrap();
    assert_eq!(get(&surface, "classes"), JsValue::from(2));
    assert_eq!((cells(&surface, "outputs").len(), cells(&surface, "probabilities").len()), (100, 100));
    for path in ["points.xs", "points.ys", "points.targets"] {
        assert_eq!(column(&surface, path).len(), 200, "{path}");
    }
    let held_out: Array = get(&surface, "points.heldOut").dyn_into().unwrap();
    assert_eq!((held_out.get(0), held_out.get(199)), (JsValue::FALSE, JsValue::TRUE));
    assert!(decision_svg(&surface, &JsValue::UNDEFINED).unwrap().starts_with("<svg"));

    let lr_lab = |field: &str| ("LrLabError".to_owned(), field.to_owned());
    assert_eq!(thrown(run.surface(&js(r#"{ "resolution": 1 }"#))), lr_lab("resolution"));
    let mut wide = Fit::new(&js(EXPERIMENT), &options).unwrap();
    assert_eq!(thrown(wide.surface(&JsValue::UNDEFINED)), lr_lab("data"));
}

#[wasm_bindgen_test]
fn a_table_is_described() {
    let table = describe_data(&"height;kind\n1,5;tree\n0,2;bush\n".into(), &JsValue::UNDEFINED).unwrap();
    let want = r#"{"columns":["height","kind"],"target":"kind","rows":2,"features":1,"inputShape":[1],"classes":2,"classNames":["bush","tree"],"task":"classification","delimiter":";","header":true,"problems":["2 rows are little to learn from.","2 classes have a single row: it cannot be held out as well."]}"#;
    assert_eq!(JSON::stringify(&table).unwrap(), want);
    let other = describe_data(&"y,x\n0.5,1\n1,2\n".into(), &"y".into()).unwrap();
    assert_eq!((get(&other, "task"), get(&other, "classes")), (JsValue::from("regression"), JsValue::from(0)));
    let lr_lab = |field: &str| ("LrLabError".to_owned(), field.to_owned());
    for (csv, target, field) in [
        (JsValue::from("a,y\n?,1\n2,0\n"), JsValue::UNDEFINED, "csv"),
        (JsValue::from("a,y\n1,1\n2,0\n"), JsValue::from("z"), "target"),
        (JsValue::from("a,y\n1,1\n2,0\n"), JsValue::NULL, "target"),
        (JsValue::from(5), JsValue::UNDEFINED, "csv"),
        (JsValue::UNDEFINED, JsValue::UNDEFINED, "csv"),
    ] {
        assert_eq!(thrown(describe_data(&csv, &target)), lr_lab(field), "{csv:?} {target:?}");
    }
}

#[wasm_bindgen_test]
fn refusals_are_lr_lab_errors_with_a_field() {
    let lr_lab = |field: &str| ("LrLabError".to_owned(), field.to_owned());
    let options = |key: &str, value: JsValue| {
        let options = Object::new();
        set(&options, key, value);
        options.into()
    };
    for (key, value, field) in [
        ("startLr", JsValue::from(f64::NAN), "finder.startLr"),
        ("startLr", JsValue::from(-1), "finder.startLr"),
        ("endLr", JsValue::from(1e-9), "finder.endLr"),
        ("steps", JsValue::from(0), "finder.steps"),
        ("steps", JsValue::NULL, "finder.steps"),
        ("steps", js_sys::BigInt::from(5).into(), "finder.steps"),
        ("steps", js_sys::Function::new_no_args("return 5").into(), "finder.steps"),
        ("stpes", JsValue::from(5), "finder.stpes"),
    ] {
        let options: JsValue = options(key, value);
        assert_eq!(thrown(find_lr(&js(EXPERIMENT), &options)), lr_lab(field));
    }
    assert_eq!(thrown(find_lr(&JsValue::UNDEFINED, &JsValue::UNDEFINED)), lr_lab(""));
    let experiment = js(EXPERIMENT);
    set(&experiment, "data", js(r#"{ "name": "breast" }"#));
    assert_eq!(thrown(find_lr(&experiment, &JsValue::UNDEFINED)), lr_lab("data.name"));
    set(&experiment, "data", &experiment);
    assert_eq!(thrown(find_lr(&experiment, &JsValue::UNDEFINED)).0, "LrLabError", "a cycle");
    let mut run = LrFind::new(&js(EXPERIMENT), &JsValue::UNDEFINED).unwrap();
    assert_eq!(thrown(run.advance(f64::NAN)), lr_lab("maxSteps"));
}

#[wasm_bindgen_test]
fn undefined_fields_are_absent_and_typed_arrays_are_numbers() {
    let schedule = js(r#"{ "kind": "table" }"#);
    set(&schedule, "values", Float64Array::from([0.1, 0.2].as_slice()));
    set(&schedule, "unit", JsValue::UNDEFINED);
    let rates = sample_schedule(&schedule, &js(r#"{ "steps": 3 }"#)).unwrap();
    assert_eq!(rates.to_vec(), [0.1, 0.2, 0.2]);
    set(&schedule, "values", js_sys::Int8Array::from([1, 2].as_slice()));
    assert_eq!(sample_schedule(&schedule, &js(r#"{ "steps": 3 }"#)).unwrap().to_vec(), [1.0, 2.0, 2.0]);
}

#[wasm_bindgen_test]
fn data_sets_describe_themselves() {
    let sets: Array = datasets().unwrap().dyn_into().unwrap();
    let first = sets.get(0);
    assert_eq!(get(&first, "name"), JsValue::from("breast-cancer"));
    for (field, want) in [("rows", 569), ("features", 30), ("classes", 2)] {
        assert_eq!(get(&first, field), JsValue::from(want), "{field}");
    }
}
