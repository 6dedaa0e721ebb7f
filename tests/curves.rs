//! Curves that were read wrongly once, each for its kind: tests/fixtures/curves has the longer ones.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use std::fs;

use lr_lab::api::{Value, fit, lr_find, read_lr_find};
use lr_lab::finder::suggest::RULES;
use lr_lab::finder::{LrFindReport, StopReason};
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// The report on a curve of the fixtures, in which "NaN" is a loss that is no number.
fn read(name: &str, options: &Json) -> LrFindReport {
    let path = format!("{}/tests/fixtures/curves/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let curve: Json = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let column = |name: &str| {
        let number = |entry: &Json| entry.as_f64().unwrap_or(f64::NAN);
        Value::Numbers(curve[name].as_array().unwrap().iter().map(number).collect())
    };
    let curve = Value::Map(["lrs", "losses"].map(|name| (name.to_owned(), column(name))).into());
    read_lr_find(&curve, Some(&value(options))).unwrap().0
}

fn found(experiment: &Json, options: &Json) -> LrFindReport {
    let mut find = lr_find(&value(experiment), Some(&value(options))).unwrap();
    find.advance(usize::MAX);
    find.report()
}

fn suggested(report: &LrFindReport, rule: &str) -> (usize, f64) {
    let suggestion = report.suggestions.iter().find(|suggestion| suggestion.rule == rule);
    suggestion.map(|suggestion| (suggestion.index, suggestion.lr)).unwrap_or_else(|| panic!("{rule} has no answer"))
}

#[test]
fn a_constant_loss_has_no_answer_but_the_libraries() {
    let report = read("01-constant-loss", &json!({}));
    assert!(report.answer.is_err() && report.bounds.is_none(), "{:?}", report.answer);
    assert!(report.suggestions.len() > 5);
    for suggestion in &report.suggestions {
        assert!(suggestion.reason.ends_with("and the library answers all the same"), "{suggestion:?}");
    }
}

/// Every unit is dead: no weight ever changes.
#[test]
fn a_dead_network_has_no_answer() {
    let zeros = |shape: &[usize], at: f64| json!({ "shape": shape, "values": vec![at; shape.iter().product()] });
    let layers = json!([
        { "kind": "dense", "units": 4, "activation": "relu" }, { "kind": "dense", "units": 2, "activation": "softmax" },
    ]);
    let weights = [zeros(&[2, 4], 0.0), zeros(&[4], -1.0), zeros(&[4, 2], 0.0), zeros(&[2], 0.0)];
    let experiment = json!({
        "data": { "name": "xor", "validation": 0 }, "model": { "layers": layers, "weights": weights },
        "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": "full", "seed": 1,
    });
    let report = found(&experiment, &json!({ "endLr": 1 }));
    assert!(report.answer.is_err() && report.bounds.is_none(), "{:?}", report.answer);
}

#[test]
fn a_loss_that_begins_near_zero_is_read_to_its_end() {
    for preset in [json!({}), json!({ "preset": "fastai" }), json!({ "preset": "van-wyk" })] {
        let report = read("02-loss-begins-near-zero", &preset);
        assert_eq!(report.losses.len(), 60, "{preset}");
    }
    let report = read("02-loss-begins-near-zero", &json!({}));
    assert_eq!(report.suggestions.len(), RULES.iter().filter(|rule| rule.name != "specimen").count());
    let bounds = report.bounds.unwrap();
    let near = |got: f64, want: f64| (0.75..1.35).contains(&(got / want));
    assert!(near(bounds.lower, 0.006_260_52) && near(bounds.upper, 2.551_41), "{bounds:?}");
}

#[test]
fn what_is_said_of_a_negative_loss_is_true() {
    let report = read("03-message-for-negative-loss", &json!({ "smoothing": { "kind": "none" } }));
    let stop = report.stop.unwrap();
    assert_eq!(stop.reason, StopReason::Diverged);
    assert!(stop.message.contains("the loss rose from −2.99 by more than 3 times"), "{}", stop.message);
}

/// A good start and noisy batches are no divergence.
#[test]
fn a_trained_network_is_swept_until_its_loss_rises_in_earnest() {
    for (optimizer, lr, steps, rises_at) in
        [("sgd", 0.1, 400, f64::INFINITY), ("adam", 0.01, 400, 0.115), ("sgd", 0.1, 100, f64::INFINITY)]
    {
        let mut experiment = json!({
            "data": { "name": "breast-cancer", "validation": 0.2 },
            "model": { "layers": [
                { "kind": "dense", "units": 10, "activation": "relu" },
                { "kind": "dense", "units": 2, "activation": "softmax" },
            ] },
            "loss": "categorical-crossentropy", "optimizer": { "kind": optimizer }, "batchSize": 32, "seed": 1,
        });
        let run = json!({ "schedule": { "kind": "constant", "lr": lr }, "steps": steps });
        let mut training = fit(&value(&experiment), &value(&run)).unwrap();
        training.advance(usize::MAX);
        let weights = training.trainer().weights();
        experiment["model"]["weights"] =
            weights.iter().map(|weight| json!({ "shape": weight.shape, "values": weight.values })).collect();
        let stop = found(&experiment, &json!({})).stop.unwrap();
        assert!(stop.reason == StopReason::Completed || stop.lr > rises_at / 10.0, "{optimizer}: {}", stop.message);
    }
}

/// As Lightning 2.6 and 2.5.2 answer; the others as on the curve without the gap.
#[test]
fn a_missing_loss_is_a_gap() {
    let report = read("05-one-loss-missing", &json!({ "smoothing": { "kind": "none" }, "stop": "never" }));
    assert_eq!(report.losses.len(), 40);
    assert_eq!(suggested(&report, "lightning-steepest").0, 10);
    assert_eq!(suggested(&report, "lightning-steepest-2.5.2"), (25, 0.007_017_04));
    let near = |got: f64, want: f64| (got / want - 1.0).abs() < 1e-6;
    assert!(near(suggested(&report, "fastai-valley").1, 0.000_587_801_972_869_783_6));
    assert!(near(suggested(&report, "torch-lr-finder-steepest").1, 0.01));
}

/// The histories of fastai and torch-lr-finder, which smooth what they record: nothing smooths it again, and the answers
/// are the libraries' own.
#[test]
fn a_librarys_history_is_smoothed_already() {
    for (name, rule, lr, planned) in [
        ("08-fastai-history", "fastai-valley", 0.015_848_932_787_775_993, 100),
        ("08-tlf-history", "torch-lr-finder-steepest", 0.083_176_377_110_267_08, 100),
    ] {
        let path = format!("{}/tests/fixtures/curves/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let text = Value::Text(fs::read_to_string(path).unwrap());
        for preset in [json!({}), json!({ "preset": "fastai" }), json!({ "smoothed": true })] {
            let (report, reading) = read_lr_find(&text, Some(&value(&preset))).unwrap();
            assert_eq!((reading.smoothed, reading.planned), (true, planned), "{name} {preset}");
            assert_eq!(report.smoothed, report.losses);
            assert_eq!(suggested(&report, rule).1, lr, "{name} {preset}");
        }
        let (report, _) = read_lr_find(&text, Some(&value(&json!({ "smoothed": false })))).unwrap();
        assert_ne!(report.smoothed, report.losses);
    }
}

fn line() -> Json {
    json!({
        "data": { "name": "line", "validation": 0 }, "model": { "layers": [{ "kind": "dense", "units": 1 }] },
        "loss": "mse", "optimizer": { "kind": "sgd" }, "batchSize": "full", "seed": 1,
    })
}

#[test]
fn ends_whose_quotient_is_no_number_are_refused() {
    for (start, end) in [(1e-308, 10.0), (1e-10, 1e300), (1e-320, 1.0)] {
        let options = json!({ "startLr": start, "endLr": end, "steps": 10 });
        let refused = lr_find(&value(&line()), Some(&value(&options))).unwrap_err();
        assert_eq!(refused.field(), "finder.endLr", "{start} {end}");
    }
}

/// A preset with its own default named is the same preset, and its linear sweep is its library's.
#[test]
fn a_preset_keeps_its_way_of_counting_steps() {
    let rates = |preset: &str, options: Json| {
        let mut all = options;
        all["preset"] = json!(preset);
        all["stop"] = json!("never");
        found(&line(), &all).lrs
    };
    let options = |sweep: Option<&str>, start: f64, end: f64, steps: u64| {
        let mut options = json!({ "startLr": start, "endLr": end, "steps": steps });
        if let Some(sweep) = sweep {
            options["sweep"] = json!(sweep);
        }
        options
    };
    for preset in ["lightning", "ignite", "fastai", "torch-lr-finder"] {
        let [absent, named] = [None, Some("exponential")].map(|sweep| rates(preset, options(sweep, 1e-3, 1.0, 10)));
        assert_eq!(absent, named, "{preset}");
    }
    for (preset, want) in [
        ("lightning", [0.01, 4.006, 6.004, 8.002, 10.0]),
        ("ignite", [0.01, 2.008, 4.006, 6.004, 8.002]),
        ("torch-lr-finder", [0.01, 2.5075, 5.005, 7.5025, 10.0]),
    ] {
        let got = rates(preset, options(Some("linear"), 0.01, 10.0, 5));
        // A rate may be one at which training a line ends in no number.
        assert!(
            got.len() > 2 && got.iter().zip(want).all(|(got, want)| (got / want - 1.0).abs() < 1e-12),
            "{preset}: {got:?}"
        );
    }
}
