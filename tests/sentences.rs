//! The sentences of the core: their ids, docs/sentences.md, which lists them and the catalog's texts for whoever translates,
//! and src/api/places.txt, which has the places of those that have some. tests/texts.rs is about translations.
//!
//! `cargo test --test sentences` compares; `LR_LAB_DOCS=write cargo test --test sentences` renews both.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lr_lab::api::texts;
use lr_lab::finder::{Against, FinderConfig, LrFindReport, LrFinder, RunsStop, StopRule, bounds};
use lr_lab::optimizer::{Convention, OPTIMIZERS, OptimizerSpec};
use lr_lab::plot::{figure::lr_find, text::estimate};
use lr_lab::schedule::{Expression, Horizon, Plateau, PlateauConfig, PlateauConvention, Schedule, Shape, Unit};
use lr_lab::sentence::{Sentence, Value};

#[path = "common/range_test.rs"]
mod range_test;

use range_test::CONFIG;

/// A sentence as a source has it.
struct Said {
    file: String,
    id: String,
    text: String,
    names: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.extension().is_some_and(|kind| kind == "rs") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

/// Every source by its path from the root, without comments and tests. The specimens of tests/recipe.rs are no part of
/// the lab.
fn sources() -> Vec<(String, String)> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text
            .lines()
            .take_while(|line| !line.starts_with("mod tests {"))
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        (path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), code.join("\n"))
    };
    let of_the_lab = |path: &PathBuf| path.file_name().is_some_and(|name| name != "specimen.rs");
    ["core/src", "src"].iter().flat_map(|folder| files(&root().join(folder))).filter(of_the_lab).map(read).collect()
}

/// What stands between the parenthesis at the beginning of `code` and its end, at its commas.
fn arguments(code: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let mut found = vec![String::new()];
    for c in code.chars() {
        let inside = depth > 0;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if inside {
            found.last_mut().unwrap().push(c);
        }
    }
    found.into_iter().map(|argument| argument.trim().to_owned()).filter(|argument| !argument.is_empty()).collect()
}

/// The text of a literal.
fn literal(source: &str) -> String {
    let inner = source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let mut inner = inner.unwrap_or_else(|| panic!("{source} is no literal")).to_owned();
    while let Some((before, after)) = inner.split_once("\\\n") {
        inner = format!("{before}{}", after.trim_start());
    }
    inner.replace("\\\"", "\"")
}

fn said() -> Vec<Said> {
    let mut all = Vec::new();
    for (file, code) in sources() {
        for (at, _) in code.match_indices("sentence!(\"").chain(code.match_indices("sentence!(\n")) {
            let arguments = arguments(&code[at + "sentence!".len()..]);
            let names = arguments[2..].iter().map(|value| value.split('=').next().unwrap().trim().to_owned());
            all.push(Said {
                file: file.clone(),
                id: literal(&arguments[0]),
                text: literal(&arguments[1]),
                names: names.collect(),
            });
        }
    }
    all
}

/// The names at the places of a text, each once.
fn places(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in text.split('{').skip(1) {
        let name = piece.split('}').next().unwrap().to_owned();
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn is_id(id: &str) -> bool {
    let is_part = |part: &str| {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        part.split('-').all(|word| !word.is_empty() && word.bytes().all(letters))
    };
    id.split_once('.').is_some_and(|(area, what)| is_part(area) && is_part(what))
}

#[test]
fn ids_name_one_text_each() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for Said { file, id, text, names } in said() {
        assert!(is_id(&id), "{file}: {id}");
        assert!(!text.contains("{{"), "{file}: {id}: no braces but those of places");
        let is_name = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let (mut wanted, mut given) = (places(&text), names);
        assert!(wanted.iter().all(is_name), "{file}: {id}: the places of {text} are plain names");
        wanted.sort();
        given.sort();
        assert_eq!(wanted, given, "{file}: {id}");
        let known = texts.entry(id.clone()).or_insert_with(|| text.clone());
        assert_eq!(*known, text, "{file}: {id} says something else elsewhere");
    }
    assert!(texts.len() > 250, "{} ids; are some not found?", texts.len());
}

#[test]
fn errors_are_given_sentences() {
    for (file, code) in sources() {
        for (call, places) in [("Error::new(", &[1][..]), ("Error::not_accepted(", &[1, 2])] {
            let calls = code.match_indices(call).filter(|(at, _)| !code[..*at].ends_with("Js"));
            for (at, _) in calls {
                let arguments = arguments(&code[at + call.len() - 1..]);
                for place in places {
                    let given = &arguments[*place];
                    let words = given.starts_with('"') || (given.starts_with("format!") && given.contains(' '));
                    // A list of numbers has no words.
                    let words = words && !given.contains("{:?}\"") && !given.contains(":?}\"");
                    assert!(!words, "{file}: {call}… is given the English alone: {given}");
                }
            }
        }
        for name in ["problem", "accepted"] {
            for start in ["format!(", "\"", "if "] {
                let begun = format!("let {name} = {start}");
                for (at, _) in code.match_indices(&begun) {
                    let line: String = code[at..].chars().take(160).collect();
                    let sentence = start == "if " && line.contains("sentence!");
                    assert!(sentence, "{file}: English alone: {line}");
                }
            }
        }
    }
}

/// Renews a file, or holds that it is as it would be made.
fn renew(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("LR_LAB_DOCS").is_some_and(|how| how == "write") {
        return fs::write(file, made).unwrap();
    }
    let committed = fs::read_to_string(file).unwrap_or_default();
    assert!(committed == made, "{path} is stale; LR_LAB_DOCS=write cargo test --test sentences renews it");
}

/// Rows of ids and texts below a heading for each area, which `area` takes from an id.
fn areas(texts: &BTreeMap<String, String>, area: impl Fn(&str) -> &str) -> String {
    let (mut made, mut last) = (String::new(), "");
    for (id, text) in texts {
        let of = area(id);
        if of != last {
            last = of;
            made += &format!("\n## {of}\n\n| id | English |\n| --- | --- |\n");
        }
        made += &format!("| `{id}` | {} |\n", text.replace('|', "\\|"));
    }
    made
}

#[test]
fn the_lists_are_not_stale() {
    let sentences: BTreeMap<_, _> = said().into_iter().map(|said| (said.id, said.text)).collect();
    let catalog: BTreeMap<_, _> = texts().unwrap().into_iter().map(|(id, text)| (id, text.into_owned())).collect();
    let mut made = fs::read_to_string(root().join("docs/sentences.md")).unwrap();
    made.truncate(made.find("\n## ").unwrap());
    made += &areas(&sentences, |id| id.split_once('.').unwrap().0);
    made += &areas(&catalog, |id| id.rsplitn(id.matches('.').count(), '.').last().unwrap());
    renew("docs/sentences.md", &made);
    let row = |(id, text): (&String, &String)| match places(text) {
        names if names.is_empty() => None,
        names => Some(format!("{id} {}\n", names.join(" "))),
    };
    renew("src/api/places.txt", &sentences.iter().filter_map(row).collect::<String>());
}

/// Holds that a sentence and all of its parts have ids.
fn hold(sentence: &Sentence) {
    assert!(is_id(sentence.id()), "no id: {sentence}");
    hold_values(sentence.values().iter().map(|(_, value)| value));
}

fn hold_values<'a>(values: impl Iterator<Item = &'a Value>) {
    for value in values {
        match value {
            Value::Text(_) => {}
            Value::Sentence(sentence) => hold(sentence),
            Value::List(values) => hold_values(values.iter()),
        }
    }
}

fn sweep(config: FinderConfig, loss: impl Fn(usize) -> f64, most: usize) -> LrFindReport {
    let mut finder = LrFinder::new(config).unwrap();
    for step in 0..most {
        finder.record(loss(step));
    }
    finder.cancel();
    finder.report()
}

#[test]
fn what_finders_say_has_ids() {
    let valley = |step: usize| if step < 70 { 3.0 - step as f64 / 30.0 } else { 0.7 + (step as f64 - 70.0) };
    let stops = [Against::BestSmoothed, Against::BestRaw, Against::Initial]
        .map(|against| FinderConfig { stop: StopRule::Diverged { factor: 4.0, against }, ..CONFIG });
    let mut reports: Vec<_> = stops.into_iter().map(|config| sweep(config, valley, 100)).collect();
    reports.push(sweep(CONFIG, |_| 1.0, 100));
    reports.push(sweep(CONFIG, |_| 1.0, 3));
    reports.push(sweep(CONFIG, |step| if step < 60 { 3.0 - step as f64 / 30.0 } else { f64::NAN }, 100));
    reports.push(sweep(FinderConfig { lr_cap: Some(0.1), ..CONFIG }, |step| -(step as f64), 100));
    let mut ids: Vec<&str> = Vec::new();
    for report in &reports {
        let stop = &report.stop.as_ref().unwrap().message;
        if let Some((_, Value::Sentence(why))) = stop.values().last() {
            ids.push(why.id());
        }
        hold(stop);
        match &report.answer {
            Ok(answer) => hold(&answer.reason),
            Err(none) => hold(none),
        }
        report.bounds.iter().for_each(|bounds| hold(&bounds.reason));
        report.suggestions.iter().for_each(|suggestion| hold(&suggestion.reason));
        report.unanswered.iter().for_each(|unanswered| hold(&unanswered.reason));
        if let Err(reason) = bounds(&report.lrs, &report.losses, &report.smoothed) {
            hold(&reason);
        }
        for width in [300.0, 1060.0] {
            let options = lr_find::LrFindOptions { width, lr: Some(0.01), ..lr_find::LrFindOptions::default() };
            let chart = lr_find::figure(report, &options, &estimate);
            // Only the numbers of the axes come without.
            for label in chart.labels.iter().filter(|label| label.text.id().is_empty()) {
                assert!(label.text.replace('−', "-").parse::<f64>().is_ok(), "{}", label.text);
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let want = [
        "stop.cancelled",
        "stop.completed",
        "stop.lr-cap",
        "stop.non-finite",
        "stop.past-first",
        "stop.past-lowest",
        "stop.past-lowest-smoothed",
    ];
    assert_eq!(ids, want);
    for (ended, cancelled) in [(3, true), (8, false)] {
        hold(&RunsStop::of(ended, 8, cancelled).unwrap().message);
    }
}

#[test]
fn what_linters_say_has_ids() {
    let of = |source: &str, unit| Schedule::new(Shape::Expression(Expression::new(source, None).unwrap()), unit);
    let mut found = 0;
    for (source, unit) in [
        ("epoch < 5 ? 0.01 : 0.01 * exp(0.1 * (10 - epoch))", Unit::Epoch),
        ("0.1 - 0.05 * step", Unit::Step),
        ("step < 2 ? 0 : 0.1", Unit::Step),
        ("step == 4 ? 0.2 : 0.1 / (1 + step)", Unit::Step),
    ] {
        for per_epoch in [1, 10] {
            let findings = lr_lab::schedule::lint(&of(source, unit), &Horizon::new(500, per_epoch));
            found += findings.len();
            findings.iter().for_each(|finding| hold(&finding.message));
        }
    }
    let floor = PlateauConfig { min_lr: 1.0, ..PlateauConfig::new(0.1, PlateauConvention::Keras) };
    let plateau = Plateau::new(floor).unwrap();
    let findings = lr_lab::schedule::lint_plateau(&plateau, &Horizon::new(500, 10));
    findings.iter().for_each(|finding| hold(&finding.message));
    assert!(found > 4 && findings.len() == 1, "{found}");
}

#[test]
fn what_edges_say_has_ids() {
    use lr_lab::curvature::Stability;
    for kind in OPTIMIZERS {
        let stability = Stability::of(&OptimizerSpec::usual(kind.name, Convention::Pytorch).unwrap(), 10);
        hold(&stability.meaning());
        if let Stability::Below(edge) = stability {
            [4.0, -1.0, f64::NAN].iter().for_each(|lambda| hold(&edge.reason(*lambda)));
        }
    }
}
