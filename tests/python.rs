//! What python/ has from the core: `python/src/lr_lab/core.json`, which the package reads, the cases of
//! `python/tests/fixtures/`, in which its race and truth must answer as the core does, and the licence texts.
//!
//! `cargo test --test python` compares; `LR_LAB_PYTHON=write cargo test --test python` renews them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use lr_lab::api::python_core;
use lr_lab::finder::{JudgedBy, LrRacePlan, LrRaceReport, LrSweepPlan, LrSweepReport, RaceLength};
use lr_lab::named::Named as _;
use lr_lab::rng::{Rng, Stream};
use serde_json::{Value, json};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Compares a committed file with what the core says, or writes it.
fn held(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var_os("LR_LAB_PYTHON").is_some_and(|how| how == "write") {
        return fs::write(file, text).unwrap();
    }
    let renew = "LR_LAB_PYTHON=write cargo test --test python renews it";
    assert!(fs::read_to_string(file).unwrap_or_default() == text, "{path} is stale; {renew}");
}

/// The English of the sentences whose ids begin with `area`, as tests/sentences.rs has found them in the sources.
fn english(area: &str) -> serde_json::Map<String, Value> {
    let list = fs::read_to_string(root().join("docs/sentences.md")).unwrap();
    let row = |line: &str| {
        let (id, text) = line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")?;
        id.starts_with(area).then(|| (id.to_owned(), json!(text)))
    };
    list.lines().filter_map(row).collect()
}

#[test]
fn what_the_package_reads() {
    let mut core = python_core();
    core["sentences"] = english("race.").into();
    held("python/src/lr_lab/core.json", &format!("{core:#}\n"));
}

/// A package holds its own; a link to outside of it would lead nowhere in a source archive.
#[test]
fn the_licence_texts() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        held(&format!("python/{name}"), &fs::read_to_string(root().join(name)).unwrap());
    }
}

/// A number as Python's `float` reads it: JSON knows neither infinities nor NaN.
fn number(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { json!(value.to_string()) }
}

fn numbers(values: &[f64]) -> Value {
    values.iter().copied().map(number).collect()
}

/// \[rates × seeds\], row by row.
fn rows(values: &[f64], seeds: usize) -> Value {
    values.chunks_exact(seeds).map(numbers).collect()
}

/// Cases one a line, so that a change of one is a line of the diff.
fn lines(cases: &[Value]) -> String {
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// What a training that ended with this loss counts as.
fn counted(losses: &[f64]) -> Vec<f64> {
    losses.iter().map(|loss| if loss.is_finite() { *loss } else { INF }).collect()
}

/// What training must improve on: for each seed the lower of two losses, on average.
fn reference(untrained: &[f64], constant: Option<f64>) -> f64 {
    let lower = |loss: &f64| constant.map_or(*loss, |constant| loss.min(constant));
    untrained.iter().map(lower).sum::<f64>() / untrained.len() as f64
}

/// Losses over rates like those of trainings: a valley with noise, and none to the right of where training diverges.
fn valley(rng: &mut Rng, rates: usize, seeds: usize) -> Vec<f64> {
    let mut uniform = || f64::from(rng.uniform());
    let (at, width, floor) = (uniform() * rates as f64, 0.5 + 2.0 * uniform(), uniform() - 0.2);
    let (noise, edge) = (0.1 * uniform(), at + 6.0 * uniform());
    let mut loss = |rate: usize| {
        let distance = (rate as f64 - at) / width;
        let noise = noise * (uniform() - 0.5);
        if rate as f64 > edge { [NAN, INF, 1e9][rate % 3] } else { floor + 0.3 * distance * distance + noise }
    };
    (0..rates * seeds).map(|run| loss(run / seeds)).collect()
}

/// The same loss for every seed.
fn each(losses: &[f64], seeds: usize) -> Vec<f64> {
    losses.iter().flat_map(|loss| vec![*loss; seeds]).collect()
}

fn race_case(
    length: RaceLength,
    from: f64,
    steps: u64,
    finals: &[f64],
    untrained: &[f64],
    constant: Option<f64>,
) -> Value {
    let seeds = length.seeds() as usize;
    let plan = LrRacePlan {
        from,
        length,
        steps,
        seeds: (0..length.seeds()).collect(),
        steps_before: 0,
        reference: reference(untrained, constant),
    };
    let run_steps = plan.run_steps();
    let report = LrRaceReport::new(plan, counted(finals), None).unwrap();
    let answer = match &report.answer {
        Ok(answer) => json!({
            "lr": answer.answer.lr, "low": answer.low, "high": answer.high, "sure": answer.is_sure,
            "reason": answer.answer.reason.to_string(),
        }),
        Err(why) => json!({ "lr": null, "low": null, "high": null, "sure": false, "reason": why.to_string() }),
    };
    json!({
        "length": length.name(), "x0": from, "steps": steps, "constant": constant, "untrained": numbers(untrained),
        "finals": rows(finals, seeds),
        "want": {
            "run_steps": run_steps, "reference": report.plan.reference, "lrs": report.lrs, "cost": report.cost,
            "losses": numbers(&report.losses), "excess": numbers(&report.excess), "answer": answer,
        },
    })
}

#[test]
fn races() {
    let mut cases = Vec::new();
    let long = [
        [0.9, 0.6, 0.25, 0.2, 0.22, 0.5, INF],
        [0.99, 0.95, 0.9, 0.85, 0.9, 0.95, 1.5],
        [0.2, 0.5, 0.6, 0.7, 0.8, 0.9, INF],
        [0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2],
        [0.9, 0.5, 0.2, 0.2, 0.2, 0.2, 0.2],
        [1.0, 1.1, 1.0, 1.2, INF, INF, INF],
        [-3.0, -3.5, -4.0, -3.9, -1.0, NAN, NAN],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [NAN, NAN, 0.5, NAN, NAN, NAN, NAN],
        [NAN; 7],
    ];
    for losses in long {
        cases.push(race_case(RaceLength::Long, 0.1, 300, &each(&losses, 2), &[1.0, 1.0], None));
        cases.push(race_case(RaceLength::Short, 3e-4, 300, &losses[..6], &[1.0], Some(1.2)));
    }
    // One of two seeds that diverged is enough.
    let mut finals = each(&[0.9, 0.6, 0.25, 0.2, 0.22, 0.5, 0.7], 2);
    finals[7] = NAN;
    cases.push(race_case(RaceLength::Long, 0.1, 301, &finals, &[1.0, 1.1], Some(0.69)));
    // A reference below zero, and none to speak of.
    for untrained in [[-1.0, -1.5], [0.0, 0.0]] {
        cases.push(race_case(RaceLength::Long, 1.0, 1, &each(&long[6], 2), &untrained, None));
    }
    let mut rng = Rng::new(1, Stream::Rates);
    for case in 0..160 {
        let length = RaceLength::ALL[case % 2];
        let (rates, seeds) = (if length == RaceLength::Long { 7 } else { 6 }, length.seeds() as usize);
        let finals = valley(&mut rng, rates, seeds);
        let mut uniform = || f64::from(rng.uniform());
        let untrained: Vec<f64> = (0..seeds).map(|_| 0.4 + uniform()).collect();
        let constant = (case % 3 == 0).then(|| 0.3 + uniform());
        let from = lr_lab::math::pow(10.0, 6.0 * uniform() - 5.0);
        cases.push(race_case(length, from, 37 + case as u64, &finals, &untrained, constant));
    }
    held("python/tests/fixtures/race.json", &lines(&cases));
}

fn truth_case(lrs: &[f64], finals: &[f64], untrained: &[f64], constant: Option<f64>) -> Value {
    let seeds = untrained.len();
    let plan = LrSweepPlan {
        lrs: lrs.to_vec(),
        seeds: (0..seeds as u64).collect(),
        steps: 1,
        judged_by: JudgedBy::Validation,
        reference: reference(untrained, constant),
    };
    let report = LrSweepReport::new(plan, counted(finals), vec![NAN; finals.len()], None).unwrap();
    json!({
        "lrs": lrs, "constant": constant, "untrained": numbers(untrained), "finals": rows(finals, seeds),
        "want": {
            "reference": report.plan.reference, "median": numbers(&report.median), "lower": numbers(&report.lower),
            "upper": numbers(&report.upper), "diverged": report.diverged, "gain": numbers(&report.gain),
            "best": report.best.map(|best| best.lr), "low": report.as_good.map(|good| good.low),
            "high": report.as_good.map(|good| good.high),
        },
    })
}

#[test]
fn truths() {
    let lrs = [0.01, 0.1, 1.0];
    let mut cases = vec![
        truth_case(&lrs, &[4.0, 2.0, 3.0, 0.5, 1.0, 1.5, 0.5, INF, INF], &[5.0; 3], None),
        truth_case(&lrs, &[1.0, 1.39, 1.2], &[5.0], None),
        truth_case(&lrs, &[INF, NAN, INF], &[5.0], None),
        truth_case(&lrs, &[2.0, 1.0, 1.0], &[5.0], Some(2.0)),
        truth_case(&lrs[..1], &[0.0], &[0.0], None),
    ];
    let mut rng = Rng::new(2, Stream::Rates);
    for case in 0..60 {
        let (rates, seeds) = (2 + case % 12, 1 + case % 5);
        let finals = valley(&mut rng, rates, seeds);
        let mut uniform = || f64::from(rng.uniform());
        let untrained: Vec<f64> = (0..seeds).map(|_| 0.4 + uniform()).collect();
        let constant = (case % 3 == 0).then(|| 0.3 + uniform());
        let lrs: Vec<f64> = (0..rates).map(|rate| 1e-3 * (1 << rate) as f64).collect();
        cases.push(truth_case(&lrs, &finals, &untrained, constant));
    }
    held("python/tests/fixtures/truth.json", &lines(&cases));
}
