//! One page for each of the finder's rules: what the lab says of it, its answers and the curves come from the code, the
//! rest is written by hand.

use std::fs;

use lr_lab::api::{RuleInfo, catalog};
use lr_lab::finder::{LrFindReport, LrSweepReport};
use lr_lab::number::number;
use lr_lab::plot::chart::Chart;
use lr_lab::plot::figure::{lr_find, lr_sweep};
use lr_lab::plot::text::estimate;
use lr_lab::plot::theme::Theme;
use serde_json::Value as Json;

use super::page::{Settings, hold, path, picture, renewed, row, table};
use super::truth::{Outcome, RIGHT, found, outcome, outcomes, shown};

/// The most of the gain that an answer keeps which fails.
const BAD: f64 = 0.6;

pub(crate) const WIDTH: f64 = 640.0;

#[test]
fn every_rule_has_a_page_that_is_not_stale() {
    for rule in catalog().finder.rules {
        let name = format!("finder/{}.md", rule.name);
        let text = fs::read_to_string(path(&name)).unwrap_or_else(|_| panic!("docs/{name} is missing"));
        let made = renewed(&text, |part, settings| match part {
            "rule" => format!("`{}`, from {}. {}", rule.name, rule.system, rule.sentence),
            "well" | "fails" => example(&rule, part == "well", settings),
            "answers" => answers(rule.name),
            part => panic!("docs/{name}: no part is called {part}"),
        });
        let sections = ["## Rule", "## Source", "## What it assumes", "## Where it does well", "## Where it fails"];
        for section in ["<!-- rule -->", "<!-- well ", "<!-- fails ", "<!-- answers -->"].iter().chain(&sections) {
            assert!(made.contains(section), "docs/{name} lacks {section}");
        }
        hold(&name, &made);
    }
}

/// A range test with the rule's answer, over what training says. What the mark says beside `on` are the finder's options.
fn example(rule: &RuleInfo, well: bool, settings: &Settings) -> String {
    let outcome = outcome(settings["on"]);
    let Outcome { name, experiment, found: lab, truth, .. } = outcome;
    let mut options: Vec<(&str, &str)> =
        settings.iter().map(|(key, text)| (*key, *text)).filter(|(key, _)| *key != "on").collect();
    options.sort_unstable();
    let mut report = if options.is_empty() { lab.clone() } else { found(experiment, &finder_options(&options)) };
    report.suggestions.retain(|answer| answer.rule == rule.name);
    let answer = report.suggestions[0].clone();
    let gain = outcome.gain(answer.lr);
    let fits = if well { gain >= RIGHT } else { gain <= BAD };
    assert!(fits, "{}: {name} is no such example, it keeps {gain}", rule.name);

    let file = format!("{}-{}-{}", rule.name, if well { "well" } else { "fails" }, settings["on"]);
    let alt = format!("The loss over the rate on {name}, with the rule's answer, and the loss after training below it");
    let picture = picture("finder", &file, &alt, |theme| over_truth(&report, truth, theme));
    let with: Vec<String> = options.iter().map(|(key, text)| format!("{key} {text}")).collect();
    let with = if with.is_empty() { String::new() } else { format!(", with {}", with.join(", ")) };
    let kept = match shown(gain).as_str() {
        "diverges" => "where training diverges".to_owned(),
        "none" => "where training is no better than none".to_owned(),
        text => format!("which keeps {text} of the gain"),
    };
    let best = truth.best.unwrap().lr;
    format!(
        "{picture}\n{name}{with}: the answer is {}, {kept}. The best rate is {}.",
        number(answer.lr, 2),
        number(best, 2)
    )
}

/// Options as they are written in a mark: numbers, else texts.
fn finder_options(options: &[(&str, &str)]) -> Json {
    let option = |(key, text): &(&str, &str)| {
        ((*key).to_owned(), serde_json::from_str(text).unwrap_or_else(|_| Json::from(*text)))
    };
    Json::Object(options.iter().map(option).collect())
}

/// The finder's figure, and the truth on the same axis.
pub(crate) fn over_truth(found: &LrFindReport, truth: &LrSweepReport, theme: Theme) -> Vec<Chart> {
    let to = found.lrs.last().copied().into_iter().chain(truth.best.map(|best| best.lr)).reduce(f64::max);
    let options = lr_find::LrFindOptions { width: WIDTH, height: 240.0, theme, to, ..Default::default() };
    let finder = lr_find::figure(found, &options, &estimate);
    let (x, left) = (&finder.layout.x, finder.layout.plot.left);
    let suggestions: Vec<f64> = found.suggestions.iter().map(|answer| answer.lr).collect();
    let options = lr_sweep::LrSweepOptions {
        width: WIDTH,
        height: 120.0,
        theme,
        from: Some(x.min()),
        to: Some(x.max()),
        left: Some(left),
        suggestions: &suggestions,
        ..Default::default()
    };
    let truth = lr_sweep::figure(truth, &options, &estimate);
    vec![finder, truth]
}

/// What the rule answers on every experiment of truth.md.
fn answers(rule: &str) -> String {
    let gains: Vec<f64> =
        outcomes().iter().filter_map(|outcome| outcome.rate_of(rule).map(|lr| outcome.gain(lr))).collect();
    let line = |outcome: &Outcome| {
        let answer = outcome.rate_of(rule).map(|lr| (number(lr, 2), shown(outcome.gain(lr))));
        let (lr, gain) = answer.unwrap_or_else(|| ("none".to_owned(), String::new()));
        row([outcome.name, &lr, &gain, &number(outcome.truth.best.unwrap().lr, 2)])
    };
    let right = gains.iter().filter(|gain| **gain >= RIGHT).count();
    let head = ["experiment", "answer", "keeps", "best rate"];
    let rows: Vec<_> = outcomes().iter().map(line).collect();
    format!("{}\n{right} of {} answers keep nine tenths of the gain.", table(&row(head), &rows), gains.len())
}
