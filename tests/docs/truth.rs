//! docs/finder/truth.md: what the finder, the race and every rule answer, against training for real. The other pages about
//! the finder take their curves and gains from the same runs.

use std::fs;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use lr_lab::api::{Value, lr_find, lr_race, lr_sweep, provide_data};
use lr_lab::finder::suggest::RULES;
use lr_lab::finder::{LrFindReport, LrRaceReport, LrSweepReport, RaceAnswer};
use lr_lab::math::ln;
use lr_lab::number::number;
use serde_json::{Value as Json, json};

use super::page::{hold, path, renewed, row, table, value};

/// A right answer keeps this share of the gain, a near one that.
pub(crate) const RIGHT: f64 = 0.9;
const NEAR: f64 = 0.8;

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

const fn page_default(name: &'static str, data: &'static str, output: (u64, &'static str), loss: &'static str) -> Row {
    (name, data, &[10, 10], "relu", output, loss, r#"{ "kind": "sgd" }"#, 32, 400)
}

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
    // The other bundled sets as the page opens them.
    page_default("Iris, page defaults", r#"{ "name": "iris", "validation": 0.2 }"#, (3, "softmax"), CROSS_ENTROPY),
    page_default("Wine, page defaults", r#"{ "name": "wine", "validation": 0.2 }"#, (3, "softmax"), CROSS_ENTROPY),
    page_default("Digits, page defaults", r#"{ "name": "digits", "validation": 0.2 }"#, (10, "softmax"), CROSS_ENTROPY),
    page_default("MNIST, page defaults", r#"{ "name": "mnist", "validation": 0.2 }"#, (10, "softmax"), CROSS_ENTROPY),
    page_default("Diabetes, page defaults", r#"{ "name": "diabetes", "validation": 0.2 }"#, (1, "linear"), "mse"),
    page_default("Moons, page defaults", r#"{ "name": "moons", "validation": 0.2 }"#, (2, "softmax"), CROSS_ENTROPY),
    page_default(
        "Circles, page defaults",
        r#"{ "name": "circles", "validation": 0.2 }"#,
        (2, "softmax"),
        CROSS_ENTROPY,
    ),
    page_default(
        "Spirals, page defaults",
        r#"{ "name": "spirals", "validation": 0.2 }"#,
        (2, "softmax"),
        CROSS_ENTROPY,
    ),
    page_default("Blobs, page defaults", r#"{ "name": "blobs", "validation": 0.2 }"#, (3, "softmax"), CROSS_ENTROPY),
    page_default("XOR, page defaults", r#"{ "name": "xor", "validation": 0.2 }"#, (2, "softmax"), CROSS_ENTROPY),
    page_default("Sine, page defaults", r#"{ "name": "sine", "validation": 0.2 }"#, (1, "linear"), "mse"),
    page_default("Line, page defaults", r#"{ "name": "line", "validation": 0.2 }"#, (1, "linear"), "mse"),
];

/// MNIST's files, which every thread has to be given.
const IMAGES: &[u8] = include_bytes!("../../data/mnist-3000-images.idx3-ubyte.gz");
const LABELS: &[u8] = include_bytes!("../../data/mnist-3000-labels.idx1-ubyte.gz");

thread_local! {
    static GIVEN: () = assert!(provide_data("mnist", IMAGES, LABELS).is_ok());
}

/// An experiment, what the finder and the race find on it, and what training says.
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) experiment: Value,
    /// With the finder's own defaults.
    pub(crate) found: LrFindReport,
    /// The page's range test, fine enough for an answer as good as a finder's gets.
    pub(crate) fine: LrFindReport,
    pub(crate) long: LrRaceReport,
    pub(crate) short: LrRaceReport,
    pub(crate) truth: LrSweepReport,
}

/// Every experiment, run once for all pages; in threads, since this is most of the time that these tests take.
pub(crate) fn outcomes() -> &'static [Outcome] {
    static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let next = AtomicUsize::new(0);
        let work = || {
            GIVEN.with(|()| {});
            std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed))
                .map_while(|at| Some((at, Outcome::of(*EXPERIMENTS.get(at)?))))
                .collect::<Vec<_>>()
        };
        let mut all: Vec<(usize, Outcome)> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, outcome)| outcome).collect()
    });
    GIVEN.with(|()| {});
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
    /// Finds, races, then trains at 31 rates with three seeds, none of which finder or race have seen.
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
        let fine = found(&experiment, &json!({ "startLr": 1e-5, "endLr": 10, "steps": 200 }));
        let race = |length: &str| {
            let mut options = json!({ "steps": steps, "length": length });
            if let Ok(answer) = &fine.answer {
                options["from"] = json!(answer.lr);
            }
            let mut race = lr_race(&experiment, &value(&options)).unwrap();
            race.advance(usize::MAX);
            race.report()
        };
        let (long, short) = (race("long"), race("short"));
        let options = json!({ "from": 1e-5, "to": 10.0, "count": 31, "seeds": [3, 4, 5], "steps": steps });
        let mut sweep = lr_sweep(&experiment, &value(&options)).unwrap();
        sweep.advance(usize::MAX);
        let found = found(&experiment, &json!({}));
        Self { name, found, fine, long, short, truth: sweep.report(), experiment }
    }

    pub(crate) fn rate_of(&self, rule: &str) -> Option<f64> {
        self.found.suggestions.iter().find(|answer| answer.rule == rule).map(|answer| answer.lr)
    }

    /// The share of the gain that training at a rate keeps: on straight lines between rates, each the median of itself and
    /// its neighbours, so that a lucky run is no best rate. A rate below all is as bad as the lowest.
    pub(crate) fn gain(&self, lr: f64) -> f64 {
        let truth = &self.truth;
        let median_of_three = |at: usize| {
            let mut three = truth.median[at.saturating_sub(1)..(at + 2).min(truth.median.len())].to_vec();
            three.sort_unstable_by(f64::total_cmp);
            three[three.len() / 2]
        };
        let smooth: Vec<f64> = (0..truth.median.len()).map(median_of_three).collect();
        let best = smooth.iter().copied().fold(f64::INFINITY, f64::min);
        let lrs = &truth.plan.lrs;
        let above = lrs.partition_point(|trained| *trained < lr).clamp(1, lrs.len() - 1);
        let share = (ln(lr / lrs[above - 1]) / ln(lrs[above] / lrs[above - 1])).clamp(0.0, 1.0);
        let between = [(smooth[above - 1], 1.0 - share), (smooth[above], share)];
        let loss: f64 = between.iter().filter(|(_, weight)| *weight > 0.0).map(|(loss, weight)| loss * weight).sum();
        1.0 - (loss - best) / (truth.plan.reference - best).max(0.05 * truth.plan.reference)
    }
}

/// A gain as it is read.
pub(crate) fn shown(gain: f64) -> String {
    match gain {
        f64::NEG_INFINITY => "diverges".to_owned(),
        ..0.005 => "none".to_owned(),
        _ => format!("{:.0} %", 100.0 * gain),
    }
}

/// What each of the lab's own answers keeps.
fn own() -> String {
    let head = ["experiment", "best rate", "as good", "sweep", "keeps", "short race", "keeps", "long race", "keeps"];
    let cells = |outcome: &Outcome, lr: Option<f64>, sure: bool| match lr {
        Some(lr) => [number(lr, 2) + if sure { "" } else { " (not sure)" }, shown(outcome.gain(lr))],
        None => ["none".to_owned(), String::new()],
    };
    let line = |outcome: &Outcome| {
        let Outcome { name, fine, long, short, truth, .. } = outcome;
        let (best, as_good) = (truth.best.unwrap(), truth.as_good.unwrap());
        let sweep = cells(outcome, fine.answer.as_ref().ok().map(|answer| answer.lr), true);
        let race = |report: &LrRaceReport| match &report.answer {
            Ok(RaceAnswer { answer, is_sure, .. }) => cells(outcome, Some(answer.lr), *is_sure),
            Err(_) => cells(outcome, None, true),
        };
        let as_good = format!("{} to {}", number(as_good.low, 2), number(as_good.high, 2));
        let first = [(*name).to_owned(), number(best.lr, 2), as_good];
        first.into_iter().chain(sweep).chain(race(short)).chain(race(long)).collect()
    };
    table(&row(head), &outcomes().iter().map(line).collect::<Vec<_>>())
}

/// How many of each rule's answers are right and near.
fn counts() -> String {
    let line = |name: String, lr: &dyn Fn(&Outcome) -> Option<f64>| {
        let gains: Vec<f64> = outcomes().iter().filter_map(|outcome| lr(outcome).map(|lr| outcome.gain(lr))).collect();
        let share = |least: f64| {
            let right = gains.iter().filter(|gain| **gain >= least).count();
            format!("{right} of {}", gains.len())
        };
        [name, share(RIGHT), share(NEAR)].into_iter().collect()
    };
    let race = |of: fn(&Outcome) -> &LrRaceReport, sure: bool| {
        move |outcome: &Outcome| {
            let answer = of(outcome).answer.as_ref().ok()?;
            (answer.is_sure || !sure).then_some(answer.answer.lr)
        }
    };
    let own = [
        line("*long race*".to_owned(), &race(|outcome| &outcome.long, false)),
        line("*long race, where it is sure*".to_owned(), &race(|outcome| &outcome.long, true)),
        line("*short race*".to_owned(), &race(|outcome| &outcome.short, false)),
        line("*short race, where it is sure*".to_owned(), &race(|outcome| &outcome.short, true)),
        line("*sweep*".to_owned(), &|outcome| outcome.fine.answer.as_ref().ok().map(|answer| answer.lr)),
        line("*sweep, in 100 steps from 1e-7*".to_owned(), &|outcome| {
            outcome.found.answer.as_ref().ok().map(|answer| answer.lr)
        }),
    ];
    let rules = RULES.iter().map(|rule| line(linked(rule.name), &|outcome| outcome.rate_of(rule.name)));
    let head = ["method", "right", "near"];
    table(&row(head), &own.into_iter().chain(rules).collect::<Vec<_>>())
}

fn answers() -> String {
    let names = outcomes().iter().map(|outcome| outcome.name.to_owned());
    let cell = |outcome: &Outcome, rule: &str| {
        let answer = outcome.rate_of(rule).map(|lr| format!("{}: {}", number(lr, 2), shown(outcome.gain(lr))));
        answer.unwrap_or_else(|| "no answer".to_owned())
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
        "own" => own(),
        "counts" => counts(),
        "answers" => answers(),
        part => panic!("docs/{name}: no part is called {part}"),
    });
    hold(name, &made);
}
