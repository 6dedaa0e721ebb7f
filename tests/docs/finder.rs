//! docs/finder/README.md: the range test as a whole. Its figures and tables come from real runs, the rest is written by
//! hand.

use std::fs;

use lr_lab::api::{KindInfo, RuleInfo, SharpnessReport, catalog, lr_band, lr_find, sharpness};
use lr_lab::finder::LrFindReport;
use lr_lab::math::log10;
use lr_lab::named::Named;
use lr_lab::number::number;
use lr_lab::plot::chart::Chart;
use lr_lab::plot::figure::lr_find::{Band, Limit, LrFindOptions, figure};
use lr_lab::plot::text::estimate;
use lr_lab::plot::theme::Theme;
use serde_json::{Value as Json, json};

use super::page::{hold, path, picture, renewed, row, table, value};
use super::rules::{WIDTH, over_truth};
use super::truth::{Outcome, found, outcome, outcomes, shown};

const NAME: &str = "finder/README.md";

#[test]
fn the_page_of_the_finder_is_not_stale() {
    let made = renewed(&fs::read_to_string(path(NAME)).unwrap(), |part, settings| match part {
        "test" => range_test(outcome(settings["on"])),
        "stops" => stops(outcome(settings["on"])),
        "smoothing" => smoothing(outcome(settings["on"]), settings["beta"].parse().unwrap()),
        "presets" => presets(),
        "systems" => systems(outcome(settings["on"])),
        "rules" => rules(),
        "band" => band(outcome(settings["on"])),
        "edge" => edge(outcome(settings["on"])),
        "edges" => edges(),
        part => panic!("docs/{NAME}: no part is called {part}"),
    });
    hold(NAME, &made);
}

fn range_test(outcome: &Outcome) -> String {
    let report = LrFindReport { suggestions: Vec::new(), ..outcome.found.clone() };
    let alt = format!("A range test on {}: the loss over the rate, and the loss after training below it", outcome.name);
    picture("finder", "range-test", &alt, |theme| over_truth(&report, &outcome.truth, theme))
}

/// Each of the five ways to end, as the report words it.
fn stops(outcome: &Outcome) -> String {
    let ended = |options: Json, cancelled_after: Option<usize>| {
        let mut find = lr_find(&outcome.experiment, Some(&value(&options))).unwrap();
        find.advance(cancelled_after.unwrap_or(usize::MAX));
        find.cancel();
        find.report().stop.unwrap()
    };
    let stops = [
        ended(json!({ "endLr": 0.1 }), None),
        ended(json!({}), None),
        ended(json!({ "stop": "never", "endLr": 1e12 }), None),
        ended(json!({ "lrCap": 0.5 }), None),
        ended(json!({}), Some(40)),
    ];
    let mut reasons: Vec<_> = stops.iter().map(|stop| stop.reason).collect();
    reasons.dedup();
    assert_eq!(reasons.len(), 5, "{reasons:?}");
    let rows = stops.map(|stop| row([&format!("`{}`", stop.reason.name()), &stop.message]));
    table(&row(["reason", "the report says"]), &rows)
}

/// The same losses smoothed in each way, from top to bottom, and what that does to three answers.
fn smoothing(outcome: &Outcome, beta: f64) -> String {
    let rules = ["fastai-minimum", "torch-lr-finder-steepest", "fastai-valley"];
    let kinds = catalog().finder.smoothers;
    let of = |kind: &KindInfo| {
        let mut smoothing = json!({ "kind": kind.kind });
        for field in &kind.fields {
            smoothing[field.name] = json!(beta);
        }
        found(&outcome.experiment, &json!({ "smoothing": smoothing, "stop": "never" }))
    };
    let reports: Vec<LrFindReport> = kinds.iter().map(of).collect();
    let rows: Vec<_> = kinds
        .iter()
        .zip(&reports)
        .map(|(kind, report)| {
            let rate = |rule: &str| {
                let answer = report.suggestions.iter().find(|answer| answer.rule == rule);
                answer.map_or("none".to_owned(), |answer| number(answer.lr, 2))
            };
            let first = number(report.smoothed[0], 3);
            std::iter::once(kind.title.to_string()).chain([first]).chain(rules.map(rate)).collect()
        })
        .collect();
    let draw = |theme| {
        let drawn = |report: &LrFindReport| {
            let mut report = LrFindReport { bounds: None, ..report.clone() };
            report.suggestions.retain(|answer| rules.contains(&answer.rule));
            let options = LrFindOptions { width: WIDTH, height: 170.0, theme, ..Default::default() };
            figure(&report, &options, &estimate)
        };
        reports.iter().map(drawn).collect()
    };
    let alt = format!("The losses of one range test on {}, smoothed in four ways", outcome.name);
    let head = ["smoothing", "begins at", "minimum / 10", "steepest per step", "valley"];
    format!("{}\n{}", picture("finder", "smoothing", &alt, draw), table(&row(head), &rows))
}

fn own_rule(preset: &KindInfo) -> Option<RuleInfo> {
    catalog().finder.rules.into_iter().find(|rule| rule.system == preset.title)
}

fn presets() -> String {
    let line = |preset: &KindInfo| {
        let rule = own_rule(preset).map_or_else(|| "read by eye".to_owned(), |rule| linked(rule.name));
        row([&preset.title, &format!("`{}`", preset.kind), &preset.description, &rule])
    };
    table(
        &row(["finder", "preset", "what it does", "its rule"]),
        &catalog().finder.presets.iter().map(line).collect::<Vec<_>>(),
    )
}

/// What each preset says of the same network.
fn systems(outcome: &Outcome) -> String {
    let line = |preset: &KindInfo| {
        let report = found(&outcome.experiment, &json!({ "preset": preset.kind }));
        let (lr, gain) = match own_rule(preset) {
            None => ("read by eye".to_owned(), String::new()),
            Some(rule) => {
                let answer = &report.suggestions[0];
                assert_eq!(answer.rule, rule.name, "the preset's own rule comes first");
                (number(answer.lr, 2), shown(outcome.gain(answer.lr)))
            }
        };
        let (first, last) = (number(report.lrs[0], 2), number(*report.lrs.last().unwrap(), 2));
        row([&preset.title, &report.lrs.len().to_string(), &format!("{first} to {last}"), &lr, &gain])
    };
    table(
        &row(["finder", "rates tried", "from, to", "answer", "keeps"]),
        &catalog().finder.presets.iter().map(line).collect::<Vec<_>>(),
    )
}

fn rules() -> String {
    let line = |rule: RuleInfo| row([&format!("[{}]({}.md)", rule.title, rule.name), rule.system, &rule.sentence]);
    let head = row(["rule", "library", "what it takes, and when it fails"]);
    table(&head, &catalog().finder.rules.into_iter().map(line).collect::<Vec<_>>())
}

fn linked(rule: &str) -> String {
    format!("[`{rule}`]({rule}.md)")
}

/// The range test with eight seeds: its band, and how far each rule's answers scatter.
fn band(outcome: &Outcome) -> String {
    let mut band = lr_band(&outcome.experiment, None, None).unwrap();
    band.advance(usize::MAX);
    let band = band.report();
    let report = LrFindReport { suggestions: Vec::new(), bounds: None, ..outcome.found.clone() };
    let draw = |theme| {
        let drawn = Band {
            lrs: &band.lrs,
            lower: &band.lower,
            median: &band.median,
            upper: &band.upper,
            seeds: band.seeds.len(),
        };
        let options = LrFindOptions { width: WIDTH, height: 260.0, theme, band: Some(drawn), ..Default::default() };
        vec![figure(&report, &options, &estimate)]
    };
    let line = |rule: &str, lrs: &[f64]| {
        let mut lrs: Vec<f64> = lrs.iter().copied().filter(|lr| lr.is_finite()).collect();
        lrs.sort_by(f64::total_cmp);
        let Some((first, last)) = lrs.first().zip(lrs.last()) else { return row([rule, "0", "", "", ""]) };
        let decades = format!("{:.1}", log10(last / first));
        row([rule, &lrs.len().to_string(), &number(*first, 2), &number(*last, 2), &decades])
    };
    let rules = band.runs.rules.iter().map(|answers| line(&linked(answers.rule), &answers.lrs));
    let rows: Vec<_> = rules.collect();
    let alt = format!("The range test on {} with {} seeds", outcome.name, band.seeds.len());
    let head = ["rule", "answers", "lowest", "highest", "decades between"];
    format!("{}\n{}", picture("finder", "band", &alt, draw), table(&row(head), &rows))
}

/// The edge of stability beside the curve.
fn edge(outcome: &Outcome) -> String {
    let SharpnessReport { limit, .. } = sharpness(&outcome.experiment, None).unwrap();
    let (lr, formula) = (limit.lr.unwrap(), limit.formula.unwrap());
    let label = format!("{formula} = {}", number(lr, 2));
    let report = LrFindReport { suggestions: Vec::new(), ..outcome.found.clone() };
    let draw = |theme: Theme| -> Vec<Chart> {
        let limits = [Limit { lr, label: &label }];
        let options = LrFindOptions { width: WIDTH, height: 260.0, theme, limits: &limits, ..Default::default() };
        vec![figure(&report, &options, &estimate)]
    };
    let alt = format!("The range test on {} with its edge of stability", outcome.name);
    format!("{}\n{}: {}", picture("finder", "edge", &alt, draw), outcome.name, limit.reason)
}

fn edges() -> String {
    let line = |outcome: &Outcome| {
        let SharpnessReport { lambda_max, limits, limit, .. } = sharpness(&outcome.experiment, None).unwrap();
        let lambda = limits.adaptive.map_or(lambda_max, |adaptive| adaptive.lambda_max);
        let formula = limit.formula.map_or("none".to_owned(), |formula| format!("`{formula}`"));
        let edge = limit.lr.map_or("none".to_owned(), |lr| number(lr, 2));
        let best = number(outcome.truth.best.unwrap().lr, 2);
        row([outcome.name, &formula, &number(lambda, 3), &edge, &best])
    };
    let head = ["experiment", "edge", "λ at the start", "the edge there", "best rate"];
    table(&row(head), &outcomes().iter().map(line).collect::<Vec<_>>())
}
