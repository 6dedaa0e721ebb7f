//! The finder's rules against what the real libraries answer on the same losses.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::finder::suggest::{Curve, RULES};
use lr_lab::finder::{Smoother, Smoothing};
use serde_json::Value as Json;

/// Relative; fastai works in `f32`.
const TOLERANCE: f64 = 5e-6;

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= TOLERANCE * want.abs()
}

#[test]
fn smoothing_and_suggestions_agree_with_fastai() {
    let cases: Vec<Json> = serde_json::from_str(include_str!("fixtures/finders.json")).unwrap();
    assert!(cases.len() >= 7);
    for case in &cases {
        let (lrs, raw) = (numbers(&case["lrs"]), numbers(&case["raw"]));
        let fastai = &case["fastai"];
        let want = numbers(&fastai["smoothed"]);
        let mut smoother = Smoother::new(Smoothing::Corrected { beta: 0.98 }).unwrap();
        let smoothed: Vec<f64> = raw.iter().take(want.len()).map(|loss| smoother.smooth(*loss)).collect();
        for (i, (got, want)) in smoothed.iter().zip(&want).enumerate() {
            assert!(close(*got, *want), "{} smoothed[{i}]: {got} against {want}", case["name"]);
        }
        let curve = Curve { lrs: &lrs[..smoothed.len()], losses: &smoothed, planned: lrs.len() };
        for rule in RULES {
            let key = rule.name.trim_start_matches("fastai-");
            let want = fastai[key].as_f64().unwrap();
            let got = rule.suggest(&curve).unwrap().lr;
            assert!(close(got, want), "{} {key}: {got} against {want}", case["name"]);
        }
    }
}

#[test]
fn seeded_smoothing_agrees_with_torch_lr_finder() {
    let cases: Vec<Json> = serde_json::from_str(include_str!("fixtures/finders.json")).unwrap();
    for case in &cases {
        let want = numbers(&case["torch_lr_finder"]["smoothed"]);
        let mut smoother = Smoother::new(Smoothing::Seeded { beta: 0.95 }).unwrap();
        for (i, (loss, want)) in numbers(&case["raw"]).into_iter().zip(want).enumerate() {
            let got = smoother.smooth(loss);
            assert!(close(got, want), "{} smoothed[{i}]: {got} against {want}", case["name"]);
        }
    }
}
