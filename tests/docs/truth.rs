//! docs/finder/truth.md: the finder's answers against the truth, each of them trained for real. The other pages about the
//! finder take their curves and regrets from the same runs.

use std::fs;
use std::sync::LazyLock;
use std::thread;

use lr_lab::api::{Value, lr_find, lr_sweep};
use lr_lab::finder::suggest::RULES;
use lr_lab::finder::{LrFindReport, LrSweepReport};
use lr_lab::number::number;
use serde_json::{Value as Json, json};

use super::page::{hold, path, renewed, row, table, value};

/// What a regret may be.
pub(crate) const GOOD: f64 = 1.5;

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

/// An experiment, what the finder finds on it, and what training says.
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) experiment: Value,
    pub(crate) found: LrFindReport,
    pub(crate) truth: LrSweepReport,
}

/// Every experiment, run once for all pages; in threads, since this is most of the time that these tests take.
pub(crate) fn outcomes() -> &'static [Outcome] {
    static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
        thread::scope(|scope| {
            let runs: Vec<_> = EXPERIMENTS.iter().map(|row| scope.spawn(|| Outcome::of(*row))).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        })
    });
    &OUTCOMES
}

/// The first experiment whose name, in small letters with hyphens, begins so.
pub(crate) fn outcome(on: &str) -> &'static Outcome {
    let begins = |outcome: &&Outcome| outcome.name.to_lowercase().replace(", ", "-").replace(' ', "-").starts_with(on);
    outcomes().iter().find(begins).unwrap_or_else(|| panic!("no experiment is called {on}"))
}

/// What the finder finds on an experiment.
pub(crate) fn found(experiment: &Value, options: &Json) -> LrFindReport {
    let mut find = lr_find(experiment, Some(&value(options))).unwrap();
    find.advance(usize::MAX);
    find.report()
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
        let found = found(&experiment, &json!({}));
        let also: Vec<f64> = found.suggestions.iter().map(|answer| answer.lr).chain(found.consensus.lr).collect();
        let options = json!({ "from": 1e-4, "to": 10.0, "count": 16, "also": also, "seeds": 3, "steps": steps });
        let mut sweep = lr_sweep(&experiment, &value(&options)).unwrap();
        sweep.advance(usize::MAX);
        Self { name, experiment, found, truth: sweep.report() }
    }

    pub(crate) fn rate_of(&self, rule: &str) -> Option<f64> {
        self.found.suggestions.iter().find(|answer| answer.rule == rule).map(|answer| answer.lr)
    }

    /// What training at an answer cost.
    pub(crate) fn regret(&self, lr: f64) -> f64 {
        let regret = self.truth.regret_at(lr).unwrap();
        assert!(!regret.interpolated, "every answer is trained");
        regret.regret
    }

    /// Whether the consensus is good or says that it is none.
    fn holds(&self) -> bool {
        self.found.consensus.lr.is_none_or(|lr| self.regret(lr) < GOOD)
    }
}

/// A regret as it is read.
pub(crate) fn shown(regret: f64) -> String {
    match regret {
        f64::INFINITY => "diverges".to_owned(),
        1000.0.. => "above 1000".to_owned(),
        _ => number(regret, 3),
    }
}

fn consensus() -> String {
    let head = ["experiment", "steps", "best rate", "its loss", "regret below 1.5", "consensus", "regret", ""];
    let line = |outcome: &Outcome| {
        let Outcome { name, found, truth, .. } = outcome;
        let best = truth.best.unwrap();
        let good: Vec<f64> =
            truth.plan.lrs.iter().zip(&truth.regret).filter(|(_, regret)| **regret < GOOD).map(|(lr, _)| *lr).collect();
        let range = format!("{} to {}", number(good[0], 2), number(*good.last().unwrap(), 2));
        let (lr, regret) = match found.consensus.lr {
            Some(lr) => (number(lr, 2), shown(outcome.regret(lr))),
            None => ("none".to_owned(), String::new()),
        };
        let verdict = if outcome.holds() { "" } else { "fails" };
        let (steps, best_lr, loss) = (truth.plan.steps.to_string(), number(best.lr, 2), number(best.loss, 3));
        row([name, &steps, &best_lr, &loss, &range, &lr, &regret, verdict])
    };
    table(&row(head), &outcomes().iter().map(line).collect::<Vec<_>>())
}

fn reasons() -> String {
    outcomes().iter().map(|Outcome { name, found, .. }| format!("- {name}: {}.\n", found.consensus.reason)).collect()
}

/// How many of each rule's answers are good, fair and bad.
fn counts() -> String {
    let line = |name: String, lr: &dyn Fn(&Outcome) -> Option<f64>| {
        let regrets: Vec<f64> =
            outcomes().iter().filter_map(|outcome| lr(outcome).map(|lr| outcome.regret(lr))).collect();
        let count = |holds: fn(f64) -> bool| regrets.iter().filter(|regret| holds(**regret)).count();
        let columns = [
            regrets.len(),
            count(|regret| regret < GOOD),
            count(|regret| regret < 2.0),
            count(|regret| regret >= 10.0),
        ];
        std::iter::once(name).chain(columns.map(|count| count.to_string())).collect()
    };
    let consensus = line("*consensus*".to_owned(), &|outcome| outcome.found.consensus.lr);
    let rules = RULES.iter().map(|rule| line(linked(rule.name), &|outcome| outcome.rate_of(rule.name)));
    let head = ["rule", "answers", "regret below 1.5", "below 2", "10 and more"];
    table(&row(head), &std::iter::once(consensus).chain(rules).collect::<Vec<_>>())
}

fn answers() -> String {
    let names = outcomes().iter().map(|outcome| outcome.name.to_owned());
    let cell = |outcome: &Outcome, rule: &str| {
        let answer = outcome.rate_of(rule).map(|lr| format!("{}: {}", number(lr, 2), shown(outcome.regret(lr))));
        answer.unwrap_or_else(|| "none".to_owned())
    };
    let line = |rule: &str| {
        std::iter::once(linked(rule)).chain(outcomes().iter().map(|outcome| cell(outcome, rule))).collect()
    };
    let head: Vec<String> = std::iter::once("rule".to_owned()).chain(names).collect();
    table(&head, &RULES.iter().map(|rule| line(rule.name)).collect::<Vec<_>>())
}

fn linked(rule: &str) -> String {
    format!("[`{rule}`]({rule}.md)")
}

#[test]
fn the_finder_against_the_truth() {
    let name = "finder/truth.md";
    let made = renewed(&fs::read_to_string(path(name)).unwrap(), |part, _| match part {
        "consensus" => consensus(),
        "reasons" => reasons(),
        "counts" => counts(),
        "answers" => answers(),
        part => panic!("docs/{name}: no part is called {part}"),
    });
    hold(name, &made);
}

#[test]
fn the_consensus_is_good_or_says_that_it_is_none() {
    let outcomes = outcomes();
    let holds: Vec<&str> = outcomes.iter().filter(|outcome| outcome.holds()).map(|outcome| outcome.name).collect();
    assert!(holds.len() >= 8, "the consensus holds on {holds:?}");
    // An answer is worth something: a consensus that never answers would hold everywhere.
    let answered = outcomes.iter().filter(|outcome| outcome.found.consensus.lr.is_some());
    let good = answered.filter(|outcome| outcome.holds()).count();
    assert!(good >= 4, "{good} good answers");
    for Outcome { name, found, .. } in outcomes {
        let said = found.consensus.lr.is_none() == found.consensus.reason.starts_with("no clear answer");
        assert!(said, "{name}: {:?}", found.consensus);
    }
}
