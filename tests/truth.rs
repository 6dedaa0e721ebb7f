//! The finder's answers against the truth: each of them trained for real. docs/finder/truth.md is the table of this
//! test; `LR_LAB_WRITE=1 cargo test --test truth` writes it anew.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fmt::Write as _;
use std::fs;

use lr_lab::api::{Value, lr_find, lr_sweep};
use lr_lab::finder::suggest::RULES;
use lr_lab::finder::{LrFindReport, LrSweepReport};
use lr_lab::number::number;
use serde_json::{Value as Json, json};

/// What a regret may be.
const GOOD: f64 = 1.5;

/// Name, data, hidden units and their activation, output units and activation, loss, optimizer, batch size, steps.
type Row = (
    &'static str,
    &'static str,
    &'static [u64],
    &'static str,
    (u64, &'static str),
    &'static str,
    &'static str,
    u64,
    u64,
);

const CROSS_ENTROPY: &str = "categorical-crossentropy";
const BINARY: &str = "binary-crossentropy";

const EXPERIMENTS: &[Row] = &[
    (
        "Breast cancer, SGD (the default)",
        r#"{ "name": "breast-cancer", "validation": 0.2 }"#,
        &[10, 10],
        "relu",
        (2, "softmax"),
        CROSS_ENTROPY,
        r#"{ "kind": "sgd" }"#,
        32,
        400,
    ),
    (
        "Breast cancer, Adam",
        r#"{ "name": "breast-cancer", "validation": 0.2 }"#,
        &[10, 10],
        "relu",
        (2, "softmax"),
        CROSS_ENTROPY,
        r#"{ "kind": "adam" }"#,
        32,
        400,
    ),
    (
        "Document 001: breast cancer, labels, squared error, SGD",
        r#"{ "name": "breast-cancer", "encoding": "label" }"#,
        &[10, 10],
        "relu",
        (2, "sigmoid"),
        "mse",
        r#"{ "kind": "sgd" }"#,
        12,
        96,
    ),
    (
        "Iris, momentum",
        r#"{ "name": "iris", "validation": 0.2 }"#,
        &[8],
        "tanh",
        (3, "softmax"),
        CROSS_ENTROPY,
        r#"{ "kind": "sgd", "momentum": 0.9 }"#,
        16,
        300,
    ),
    (
        "Wine, RMSprop",
        r#"{ "name": "wine", "validation": 0.2 }"#,
        &[8],
        "relu",
        (3, "softmax"),
        CROSS_ENTROPY,
        r#"{ "kind": "rmsprop" }"#,
        16,
        300,
    ),
    (
        "Digits, momentum",
        r#"{ "name": "digits", "validation": 0.2 }"#,
        &[12],
        "relu",
        (10, "softmax"),
        CROSS_ENTROPY,
        r#"{ "kind": "sgd", "momentum": 0.9 }"#,
        16,
        300,
    ),
    (
        "Moons, Nesterov",
        r#"{ "name": "moons", "samples": 200, "validation": 0.25 }"#,
        &[12],
        "relu",
        (1, "sigmoid"),
        BINARY,
        r#"{ "kind": "sgd", "momentum": 0.9, "nesterov": true }"#,
        16,
        300,
    ),
    (
        "Circles, AdamW",
        r#"{ "name": "circles", "samples": 200, "validation": 0.25 }"#,
        &[8, 8],
        "relu",
        (1, "sigmoid"),
        BINARY,
        r#"{ "kind": "adamw" }"#,
        16,
        300,
    ),
    (
        "Spirals, Adam",
        r#"{ "name": "spirals", "samples": 200, "validation": 0.25 }"#,
        &[16, 16],
        "tanh",
        (1, "sigmoid"),
        BINARY,
        r#"{ "kind": "adam" }"#,
        16,
        400,
    ),
    (
        "Sine, Adam",
        r#"{ "name": "sine", "samples": 200, "validation": 0.25 }"#,
        &[16],
        "tanh",
        (1, "linear"),
        "mse",
        r#"{ "kind": "adam" }"#,
        16,
        300,
    ),
    (
        "Line, SGD",
        r#"{ "name": "line", "samples": 200, "validation": 0.25 }"#,
        &[],
        "linear",
        (1, "linear"),
        "mse",
        r#"{ "kind": "sgd" }"#,
        16,
        200,
    ),
    (
        "Diabetes, absolute error, Adam",
        r#"{ "name": "diabetes", "validation": 0.2 }"#,
        &[16],
        "relu",
        (1, "linear"),
        "mae",
        r#"{ "kind": "adam" }"#,
        32,
        300,
    ),
];

struct Outcome {
    name: &'static str,
    found: LrFindReport,
    truth: LrSweepReport,
}

impl Outcome {
    /// Finds, then trains at a grid of rates and at every answer, with three seeds.
    fn of((name, data, units, activation, output, loss, optimizer, batch, steps): Row) -> Self {
        let hidden = units.iter().map(|units| (*units, activation));
        let layers: Vec<Json> = hidden
            .chain([output])
            .map(|(units, activation)| json!({ "kind": "dense", "units": units, "activation": activation }))
            .collect();
        let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let experiment = value(&json!({
            "data": read(data), "model": { "layers": layers }, "loss": loss, "optimizer": read(optimizer),
            "batchSize": batch, "seed": 1,
        }));
        let mut find = lr_find(&experiment, None).unwrap();
        find.advance(usize::MAX);
        let found = find.report();
        let also: Vec<f64> = found.suggestions.iter().map(|answer| answer.lr).chain(found.consensus.lr).collect();
        let options = json!({ "from": 1e-4, "to": 10.0, "count": 16, "also": also, "seeds": 3, "steps": steps });
        let mut sweep = lr_sweep(&experiment, &value(&options)).unwrap();
        sweep.advance(usize::MAX);
        Self { name, found, truth: sweep.report() }
    }

    fn rate_of(&self, rule: &str) -> Option<f64> {
        self.found.suggestions.iter().find(|answer| answer.rule == rule).map(|answer| answer.lr)
    }

    /// What training at an answer cost.
    fn regret(&self, lr: f64) -> f64 {
        let regret = self.truth.regret_at(lr).unwrap();
        assert!(!regret.interpolated, "every answer is trained");
        regret.regret
    }

    /// Whether the consensus is good or says that it is none.
    fn holds(&self) -> bool {
        self.found.consensus.lr.is_none_or(|lr| self.regret(lr) < GOOD)
    }
}

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

/// A regret as it is read.
fn shown(regret: f64) -> String {
    match regret {
        f64::INFINITY => "diverges".to_owned(),
        1000.0.. => "above 1000".to_owned(),
        _ => number(regret, 3),
    }
}

fn markdown(outcomes: &[Outcome]) -> String {
    let mut text = String::from(
        "# The finder's answers against the truth\n\n\
         Each experiment goes through the range test with the lab's default options. Then it is trained for real, from \
         the start and at a constant rate: at 16 rates from 1e-4 to 10, at every rate that a rule suggests and at the \
         consensus, each with three seeds. The loss that counts is the median over the seeds of the loss after the \
         last step, on the rows held out, or on the rows trained on where none are. The *regret* of a rate is its loss \
         divided by the best one: 1 is the best rate, 2 ends with twice its loss.\n\n\
         The finder sees a single pass, in which every rate has one batch, and only the loss it trains on. The truth \
         is what the whole budget comes to: with more steps a lower rate is enough, rows held out punish the rates that \
         overfit, and a momentum may blow up long after the finder's step at that rate. No rule can know all of that.\n\n\
         Written by `LR_LAB_WRITE=1 cargo test --test truth`, which otherwise checks that it is true.\n\n\
         ## The consensus\n\n\
         | experiment | steps | best rate | its loss | regret below 1.5 | consensus | regret | |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for outcome in outcomes {
        let Outcome { name, found, truth } = outcome;
        let best = truth.best.unwrap();
        let good: Vec<f64> =
            truth.plan.lrs.iter().zip(&truth.regret).filter(|(_, regret)| **regret < GOOD).map(|(lr, _)| *lr).collect();
        let range = format!("{} to {}", number(good[0], 2), number(*good.last().unwrap(), 2));
        let (lr, regret) = match found.consensus.lr {
            Some(lr) => (number(lr, 2), shown(outcome.regret(lr))),
            None => ("none".to_owned(), String::new()),
        };
        let verdict = if outcome.holds() { "" } else { "fails" };
        let (steps, best_lr, loss) = (truth.plan.steps, number(best.lr, 2), number(best.loss, 3));
        writeln!(text, "| {name} | {steps} | {best_lr} | {loss} | {range} | {lr} | {regret} | {verdict} |").unwrap();
    }
    text.push_str("\nWhat the consensus says:\n\n");
    for Outcome { name, found, .. } in outcomes {
        writeln!(text, "- {name}: {}.", found.consensus.reason).unwrap();
    }
    text.push_str(
        "\n## Every rule\n\n\
         | rule | answers | regret below 1.5 | below 2 | 10 and more |\n|---|---|---|---|---|\n",
    );
    let mut summary = |name: &str, regrets: &[f64]| {
        let count = |holds: fn(f64) -> bool| regrets.iter().filter(|regret| holds(**regret)).count();
        let columns = [count(|regret| regret < GOOD), count(|regret| regret < 2.0), count(|regret| regret >= 10.0)];
        let [good, fair, bad] = columns;
        writeln!(text, "| {name} | {} | {good} | {fair} | {bad} |", regrets.len()).unwrap();
    };
    let regrets = |lr: &dyn Fn(&Outcome) -> Option<f64>| -> Vec<f64> {
        outcomes.iter().filter_map(|outcome| lr(outcome).map(|lr| outcome.regret(lr))).collect()
    };
    summary("*consensus*", &regrets(&|outcome| outcome.found.consensus.lr));
    for rule in RULES {
        summary(&format!("`{}`", rule.name), &regrets(&|outcome| outcome.rate_of(rule.name)));
    }
    text.push_str("\n## Every answer\n\nEach cell is a rate and its regret.\n\n| rule |");
    for outcome in outcomes {
        write!(text, " {} |", outcome.name).unwrap();
    }
    write!(text, "\n|---|{}\n", "---|".repeat(outcomes.len())).unwrap();
    for rule in RULES {
        write!(text, "| `{}` |", rule.name).unwrap();
        for outcome in outcomes {
            let answer = outcome.rate_of(rule.name);
            let cell = answer.map(|lr| format!("{}: {}", number(lr, 2), shown(outcome.regret(lr))));
            write!(text, " {} |", cell.unwrap_or_else(|| "none".to_owned())).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_consensus_against_the_truth() {
    let outcomes: Vec<Outcome> = EXPERIMENTS.iter().map(|row| Outcome::of(*row)).collect();
    let text = markdown(&outcomes);
    println!("{text}");

    let holds: Vec<&str> = outcomes.iter().filter(|outcome| outcome.holds()).map(|outcome| outcome.name).collect();
    assert!(holds.len() >= 8, "the consensus holds on {holds:?}");
    // An answer is worth something: a consensus that never answers would hold everywhere.
    let answered = outcomes.iter().filter(|outcome| outcome.found.consensus.lr.is_some());
    let good = answered.filter(|outcome| outcome.holds()).count();
    assert!(good >= 4, "{good} good answers");
    for Outcome { name, found, .. } in &outcomes {
        let said = found.consensus.lr.is_none() == found.consensus.reason.starts_with("no clear answer");
        assert!(said, "{name}: {:?}", found.consensus);
    }

    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/finder/truth.md");
    if std::env::var_os("LR_LAB_WRITE").is_some() {
        fs::write(path, &text).unwrap();
    }
    let stored = fs::read_to_string(path).unwrap_or_default();
    assert!(stored == text, "docs/finder/truth.md is stale; write it with LR_LAB_WRITE=1 cargo test --test truth");
}
