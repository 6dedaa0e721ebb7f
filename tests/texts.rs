//! The core in other languages: www/texts/core-de.json and its like, and what is said by them.
//!
//! The English is docs/sentences.md, which tests/sentences.rs holds to the code.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lr_lab::api::{Value, catalog, datasets, decode_link, lint_schedule, lr_find, set_texts, suggest};
use lr_lab::finder::{LrFindReport, LrFinder};
use lr_lab::plot::{chart::Label, figure::lr_find, text::estimate};
use lr_lab::sentence::place;
use serde_json::{Value as Json, from_value, json};

#[path = "common/range_test.rs"]
mod range_test;

use range_test::CONFIG;

type Texts = BTreeMap<String, String>;

/// Each language with the English texts that are the same in it: names, and words that it shares.
const LANGUAGES: &[(&str, &[&str])] = &[(
    "de",
    &[
        "Adadelta",
        "Adagrad",
        "Adam",
        "Adamax",
        "AdamW",
        "Diabetes",
        "Dropout",
        "Flatten",
        "GELU",
        "Huber",
        "Iris",
        "Leaky ReLU",
        "Lightning",
        "Linear",
        "Lion",
        "MNIST",
        "Nadam",
        "Noam",
        "Plateau",
        "PyImageSearch",
        "RAdam",
        "RMSprop",
        "ReLU",
        "Rprop",
        "SGD",
        "Sigmoid",
        "Softmax",
        "Swish",
        "Tanh",
        "XOR",
        "fastai",
        "fastai, slide",
        "fastai, steep",
        "fastai, valley",
        "ignite",
        "ktrain",
        "torch-lr-finder",
        "van Wyk",
        "Aeberhard, Forina: Wine, UCI Machine Learning Repository, CC BY 4.0",
        "Fisher: Iris, UCI Machine Learning Repository, CC BY 4.0",
        "LeCun, Cortes, Burges: MNIST, CC BY-SA 3.0",
        "Wolberg, Mangasarian, Street, Street: Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, CC BY 4.0",
    ],
)];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn english() -> Texts {
    let row = |line: &str| {
        let (id, text) = line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")?;
        Some((id.to_owned(), text.replace("\\|", "|")))
    };
    read("docs/sentences.md").lines().filter_map(row).collect()
}

fn table(language: &str) -> String {
    read(&format!("www/texts/core-{language}.json"))
}

fn speak(table: &Json) -> lr_lab::error::Result<()> {
    set_texts(Some(&value(table)))
}

fn value(json: &Json) -> Value {
    from_value(json.clone()).unwrap()
}

/// The names at the places of a text, and what is left without them.
fn parts(mut text: &str) -> (BTreeSet<&str>, String) {
    let (mut names, mut words) = (BTreeSet::new(), String::new());
    while let Some((before, name, after)) = place(text) {
        names.insert(name);
        words += before;
        text = after;
    }
    (names, words + text)
}

#[test]
fn every_text_is_there_in_every_language() {
    let english = english();
    assert!(english.len() > 800, "{} texts; are some not found?", english.len());
    for (language, same) in LANGUAGES {
        let texts: Texts = serde_json::from_str(&table(language)).unwrap();
        let missing: Vec<_> = english.keys().filter(|id| !texts.contains_key(*id)).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:#?}");
        let foreign: Vec<_> = texts.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(foreign.is_empty(), "{language} has what nobody says: {foreign:#?}");
        let mut shared = BTreeSet::new();
        for (id, text) in &texts {
            let original = &english[id];
            let (places, words) = parts(text);
            assert_eq!(places, parts(original).0, "{language}: {id}");
            assert!(!words.contains(['{', '}']), "{language}: {id}: no braces but those of places");
            if text == original && words.chars().any(char::is_alphabetic) {
                shared.insert(text.as_str());
            }
        }
        assert_eq!(shared, same.iter().copied().collect(), "{language}: what is the same as the English");
        speak(&serde_json::from_str(&table(language)).unwrap()).unwrap();
        assert!(catalog().optimizers[0].description != *english["catalog.optimizer.sgd.description"]);
    }
}

/// A sweep whose loss falls and then rises.
fn sweep() -> LrFindReport {
    let mut finder = LrFinder::new(CONFIG).unwrap();
    let mut step = 0;
    while finder.next_lr().is_some() {
        let loss = if step < 70 { 3.0 - f64::from(step) / 30.0 } else { 0.7 + f64::from(step - 70) };
        finder.record(loss);
        step += 1;
    }
    finder.report()
}

/// What a person is told, from every corner of the core: errors, stops, reasons, findings, notes, labels, the catalog.
fn told() -> Vec<String> {
    let of = |data: &str| {
        let layers = json!([{ "kind": "dense", "units": 2, "activation": "softmax" }]);
        let (loss, optimizer) = ("categorical-crossentropy", json!({ "kind": "sgd" }));
        let data = json!({ "name": data, "encoding": "one-hot" });
        let model = json!({ "layers": layers });
        value(
            &json!({ "data": data, "model": model, "loss": loss, "optimizer": optimizer, "batchSize": 32, "seed": 1 }),
        )
    };
    let mut told = vec![
        lr_find(&of("moons"), Some(&value(&json!({ "startLr": -1 })))).unwrap_err().to_string(),
        lr_find(&of("moon"), None).unwrap_err().to_string(),
        suggest(&value(&json!([0.1])), &value(&json!([1])), &value(&json!("valley")), None).unwrap_err().to_string(),
    ];
    let expression = json!({ "kind": "expression", "expression": "0.1 +" });
    told.push(lint_schedule(&value(&expression), &value(&json!({ "steps": 10 }))).unwrap_err().to_string());
    let cycle = json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 50 });
    let findings = lint_schedule(&value(&cycle), &value(&json!({ "steps": 400 }))).unwrap();
    told.extend(findings.iter().map(|finding| finding.message.to_string()));
    let report = sweep();
    told.push(report.stop.as_ref().unwrap().message.to_string());
    told.extend(report.suggestions.iter().map(|suggestion| suggestion.reason.to_string()));
    told.push(report.bounds.as_ref().unwrap().reason.to_string());
    let (_, notes) = decode_link("#lr=fast");
    told.extend(notes.iter().map(ToString::to_string));
    let options = lr_find::LrFindOptions { lr: Some(0.01), ..lr_find::LrFindOptions::default() };
    let labels = lr_find::figure(&report, &options, &estimate).labels;
    let has_words = |label: &&Label| !["", "value.name"].contains(&label.text.id());
    told.extend(labels.iter().filter(has_words).map(|label| label.text.to_string()));
    let schedules = catalog().schedules;
    told.extend(schedules.iter().map(|kind| kind.description.to_string()));
    told.push(datasets().unwrap()[0].title.to_string());
    told
}

#[test]
fn the_whole_core_speaks_the_language_of_the_table() {
    let before = told();
    speak(&serde_json::from_str(&table("de")).unwrap()).unwrap();
    let german = told();
    for text in [
        "startLr: -1 ist nicht zulässig; zulässig: eine endliche Zahl über 0",
        "name: „moon“ ist unbekannt; war moons gemeint?",
        "Spalte 6: der Ausdruck endet hier: es fehlt ein Wert",
        "Der Lernratenplan ist für 50 Schritte gemacht, der Lauf hat 400 Schritte: danach bleibt die letzte Lernrate.",
        "der Verlust stieg über das 4-Fache des kleinsten geglätteten Verlusts.",
        "wo der geglättete Verlust je Schritt am schnellsten fällt",
        "lr: \"fast\" ist nicht zulässig; zulässig: eine endliche Zahl über 0. Stattdessen: die Voreinstellung.",
        "Lernrate, logarithmisch",
        "meine Lernrate 0.01",
        "Immer dieselbe Lernrate: der Vergleichsmaßstab.",
        "Brustkrebs",
    ] {
        assert!(german.iter().any(|told| told.contains(text)), "nobody says {text}: {german:#?}");
    }
    assert_eq!(before.len(), german.len());
    let kept: Vec<_> = before.iter().zip(&german).filter(|(english, german)| english == german).collect();
    assert!(kept.is_empty(), "English still: {kept:#?}");
    for none in [None, Some(Value::Null), Some(value(&json!({})))] {
        speak(&serde_json::from_str(&table("de")).unwrap()).unwrap();
        set_texts(none.as_ref()).unwrap();
        assert_eq!(told(), before);
    }
}

#[test]
fn what_a_table_lacks_stays_english() {
    speak(&json!({ "figure.loss": "Verlust", "page.title": "of no one here" })).unwrap();
    let told = told();
    assert!(told.iter().any(|text| text == "Verlust"), "{told:#?}");
    assert!(
        told.iter().any(|text| text.ends_with("startLr: -1 is not accepted; use a finite number above 0")),
        "{told:#?}"
    );
}

#[test]
fn a_template_with_other_places_is_refused() {
    for (table, field, problem) in [
        (json!([]), "table", "an array of 0 is not accepted; use an object"),
        (json!({ "figure.seeds": 3 }), "table.figure.seeds", "3 is not accepted; use a text"),
        (
            json!({ "figure.loss": "Verlust", "figure.seeds": "Seeds" }),
            "table.figure.seeds",
            "has none at its places; the English has {count}",
        ),
        (
            json!({ "figure.seeds": "{count} von {all}" }),
            "table.figure.seeds",
            "has {count}, {all} at its places; the English has {count}",
        ),
        (
            json!({ "catalog.optimizer.sgd.title": "{name}" }),
            "table.catalog.optimizer.sgd.title",
            "has {name} at its places; the English has none",
        ),
    ] {
        let error = speak(&table).unwrap_err();
        assert_eq!((error.field(), &**error.problem()), (field, problem));
        assert!(told().iter().all(|text| text != "Verlust"), "nothing of a refused table is taken");
    }
}
