//! The finder against what the real libraries answer on the same losses.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, read_lr_find};
use lr_lab::finder::suggest::{Curve, Rule};
use lr_lab::finder::{
    Against, FinderConfig, LrFindReport, LrFinder, RampConfig, RampShape, Smoother, Smoothing, StopReason, StopRule,
};
use serde_json::Value as Json;

/// Relative; fastai works in `f32`.
const TOLERANCE: f64 = 5e-6;

/// What of each library the fixture holds: its key, its smoothing, the factor at which it stops, and its rules by their
/// keys there.
type Library = (&'static str, Smoothing, f64, &'static [(&'static str, &'static str)]);

const LIBRARIES: [Library; 3] = [
    (
        "fastai",
        Smoothing::Corrected { beta: 0.98 },
        4.0,
        &[
            ("valley", "fastai-valley"),
            ("slide", "fastai-slide"),
            ("minimum", "fastai-minimum"),
            ("steep", "fastai-steep"),
        ],
    ),
    ("torch_lr_finder", Smoothing::Seeded { beta: 0.95 }, 5.0, &[("steepest", "torch-lr-finder-steepest")]),
    ("lightning", Smoothing::Lightning { beta: 0.98 }, 4.0, &[("suggestion", "lightning-steepest")]),
];

fn cases() -> Vec<Json> {
    let cases: Vec<Json> = serde_json::from_str(include_str!("fixtures/finders.json")).unwrap();
    assert!(cases.len() >= 7);
    cases
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= TOLERANCE * want.abs()
}

#[test]
fn smoothed_losses_agree() {
    for case in cases() {
        for (library, smoothing, ..) in LIBRARIES {
            let mut smoother = Smoother::new(smoothing).unwrap();
            let want = numbers(&case[library]["smoothed"]);
            for (i, (loss, want)) in numbers(&case["raw"]).into_iter().zip(want).enumerate() {
                let got = smoother.smooth(loss);
                assert!(close(got, want), "{} {library} smoothed[{i}]: {got} against {want}", case["name"]);
            }
        }
    }
}

#[test]
fn suggestions_agree() {
    for case in cases() {
        let (lrs, raw) = (numbers(&case["lrs"]), numbers(&case["raw"]));
        for (library, smoothing, _, rules) in LIBRARIES {
            let recorded = numbers(&case[library]["smoothed"]).len();
            let mut smoother = Smoother::new(smoothing).unwrap();
            let smoothed: Vec<f64> = raw[..recorded].iter().map(|loss| smoother.smooth(*loss)).collect();
            let curve = Curve { lrs: &lrs[..recorded], losses: &smoothed, planned: lrs.len() };
            for (key, rule) in rules {
                let want = case[library][key].as_f64().unwrap();
                let got = Rule::named(rule).unwrap().suggest(&curve).unwrap().lr;
                assert!(close(got, want), "{} {rule}: {got} against {want}", case["name"]);
            }
        }
    }
}

/// A whole run of the finder on the fixture's losses; its rates are those of the fixture where the case's sweep starts
/// at the same rate, so only the stop is compared here.
fn run(case: &Json, smoothing: Smoothing, factor: f64) -> LrFindReport {
    let (lrs, raw) = (numbers(&case["lrs"]), numbers(&case["raw"]));
    let mut finder = LrFinder::new(FinderConfig {
        sweep: RampConfig {
            start_lr: lrs[0],
            end_lr: *lrs.last().unwrap(),
            steps: lrs.len() as u64,
            shape: RampShape::Exponential,
        },
        smoothing,
        stop: StopRule::Diverged { factor, against: Against::BestSmoothed },
        lr_cap: None,
        rule: None,
        diverged_above: None,
    })
    .unwrap();
    for loss in raw {
        finder.record(loss);
    }
    finder.report()
}

#[test]
fn stops_agree() {
    let mut early = 0;
    for case in cases() {
        for (library, smoothing, factor, _) in LIBRARIES {
            let report = run(&case, smoothing, factor);
            let want = case[library]["stopped_after"].as_u64().unwrap() as usize;
            assert_eq!(report.losses.len(), want, "{} {library}", case["name"]);
            // A library that stops at its last loss and one that has none left look the same in the fixture.
            let reason = report.stop.unwrap().reason;
            if want < numbers(&case["raw"]).len() {
                assert_eq!(reason, StopReason::Diverged, "{} {library}", case["name"]);
                early += 1;
            }
        }
    }
    assert!(early >= 4, "{early} early stops are too few to compare");
}

/// What real libraries recorded, NaN and infinities as texts, and what they answered; the Python package's tests/test_history.py
/// reads the same samples.
#[test]
fn recorded_histories_agree_to_the_last_digit() {
    let samples = include_str!("../python/tests/fixtures/histories.json");
    let samples: Vec<Json> = serde_json::from_str(samples).unwrap();
    let mut compared = 0;
    for sample in samples.iter().filter(|sample| sample["library"] != "keras") {
        let history = &sample["history"];
        let loss = |loss: &Json| loss.as_f64().unwrap_or(f64::NAN);
        let losses = history["loss"].as_array().unwrap().iter().map(loss).collect();
        let columns = [("lrs", numbers(&history["lr"])), ("losses", losses)];
        let table = Value::Map(columns.map(|(name, column)| (name.to_owned(), Value::Numbers(column))).into());
        let options = serde_json::json!({ "smoothed": true, "steps": sample["planned"] });
        let (report, _) = read_lr_find(&table, Some(&serde_json::from_value(options).unwrap())).unwrap();
        let library = sample["library"].as_str().unwrap();
        let given = &sample["suggestion"];
        let steepest = ("steepest".to_owned(), given.clone());
        let own = given.as_object().map_or_else(|| vec![steepest], |rules| rules.clone().into_iter().collect());
        for (rule, want) in own {
            let rule = format!("{library}-{rule}");
            let got = report.suggestions.iter().find(|suggestion| suggestion.rule == rule).map(|found| found.lr);
            assert_eq!(got, want.as_f64(), "{} {rule}", sample["version"]);
            compared += 1;
        }
    }
    assert!(compared >= 20, "{compared} answers are too few to compare");
}
