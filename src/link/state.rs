//! All that a link says, between its text and the plain values.

use crate::error::Error;
use crate::request::{Experiment, FinderOptions, Value};
use crate::sentence;
use crate::sentence::IntoValue;

use super::keys::{KEYS, Texts};
use super::kind::{Map, get, named, object, set};
use super::notes::Notes;
use super::presets::PRESETS;
use super::schedule::Run;
use super::{experiment, finder, hash, mend, number, schedule, ui};

/// The most runs beside the first.
pub(super) const MAX_RUNS: usize = 3;

/// What a link says, whole and accepted.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) view: Option<Value>,
    pub(super) experiment: Experiment,
    /// The experiment's, with only the settings that change it.
    pub(super) optimizer: Map,
    pub(super) finder: FinderOptions,
    pub(super) schedule: Option<Map>,
    pub(super) runs: Vec<(f64, Option<Map>)>,
    pub(super) ui: Map,
}

/// The texts of a link's keys; unknown ones and those that are given twice only get a note.
pub(super) fn texts(link: &str, notes: &mut Notes) -> Texts {
    let mut texts = Texts::default();
    for (name, text) in hash::split(link) {
        let known = KEYS.iter().map(|key| key.name);
        match known.clone().find(|key| *key == name) {
            None => notes.without(&name, &Error::unknown("", &name, known)),
            Some(key) if texts.has(key) => {
                notes.add(key, &sentence!("link.given-twice", "given twice; the first counts"))
            }
            Some(key) => texts.set(key, text),
        }
    }
    texts
}

/// What a preset says; nothing without one.
pub(super) fn base(preset: &str) -> Texts {
    let link = PRESETS.iter().find(|(name, _)| *name == preset).map_or("", |(_, link)| *link);
    texts(link, &mut Notes::default())
}

impl State {
    /// What the page's schedule takes from the run.
    pub(super) fn run(&self) -> Run {
        let number =
            |name: &str| if let Some(Value::Number(number)) = get(&self.ui, name) { Some(*number) } else { None };
        Run { lr: number("lr"), steps: number("steps").unwrap_or_default() }
    }

    /// What it says of every key; empty where it is as in version 1.
    pub(super) fn write(&self) -> Texts {
        let mut texts = Texts::default();
        texts.set("view", self.view.as_ref().map(ui::write).unwrap_or_default());
        experiment::write(&self.experiment, &self.optimizer, &mut texts);
        let usual = finder::write(&finder::usual());
        let finder = finder::write(&self.finder);
        texts.set("finder", if finder == usual { String::new() } else { finder });
        let run = self.run();
        let unusual = |schedule: Option<&Map>, run: Run| {
            let schedule = schedule.filter(|schedule| !schedule::is_usual(schedule, run))?;
            Some(schedule::write(schedule, Some(run)))
        };
        texts.set("schedule", unusual(self.schedule.as_ref(), run).unwrap_or_default());
        let written = |(lr, schedule): &(f64, Option<Map>)| {
            let schedule = unusual(schedule.as_ref(), Run { lr: Some(*lr), ..run });
            number::write(*lr) + &schedule.map(|schedule| format!(":{schedule}")).unwrap_or_default()
        };
        texts.set("runs", self.runs.iter().map(written).collect::<Vec<_>>().join(";"));
        for field in ui::FIELDS {
            let text = get(&self.ui, field.name).map(ui::write).unwrap_or_default();
            texts.set(field.name, if field.usual == text { String::new() } else { text });
        }
        texts
    }

    /// What texts say, or the nearest to it.
    pub(super) fn read(texts: &Texts, notes: &mut Notes) -> Self {
        let (mut experiment, mut optimizer) = experiment::read(texts, notes);
        let mut finder = match texts.get("finder") {
            "" => finder::usual(),
            text => finder::read(text, notes),
        };
        let kept = experiment.optimizer;
        mend::mend(&mut experiment, &mut finder, texts, notes);
        if experiment.optimizer != kept {
            optimizer = named("sgd");
        }
        let mut fields = Map::new();
        for field in ui::FIELDS {
            let Some(text) = texts.given(field.name) else { continue };
            let (value, errors) = field.read(text);
            for error in errors {
                notes.instead(field.name, &error, value.as_ref().map(ui::write).unwrap_or_default());
            }
            fields.extend(value.map(|value| (field.name.to_owned(), value)));
        }
        let view = texts.given("view").and_then(|view| {
            let (view, errors) = ui::VIEW.read(view);
            for error in errors {
                let own = || sentence!("link.own-view", "the page's own").value();
                notes.instead("view", &error, view.as_ref().map_or_else(own, |view| ui::write(view).value()));
            }
            view
        });
        let ui = ui::normal(&fields).unwrap_or_default();
        let mut state = Self { view, experiment, optimizer, finder, schedule: None, runs: Vec::new(), ui };
        let run = state.run();
        state.schedule = read_schedule("schedule", texts.get("schedule"), run, notes);
        state.runs = read_runs(texts.get("runs"), run, notes);
        state
    }

    /// As a plain value, in the names of the contract.
    pub(super) fn value(&self) -> Value {
        let mut ui = self.ui.clone();
        if !self.runs.is_empty() {
            let run = |(lr, schedule): &(f64, Option<Map>)| {
                object([("lr", Some(Value::Number(*lr))), ("schedule", schedule.clone().map(Value::Map))])
            };
            set(&mut ui, "runs", Value::List(self.runs.iter().map(run).collect()));
        }
        object([
            ("view", self.view.clone()),
            ("experiment", Some(experiment::value(&self.experiment, &self.optimizer))),
            ("finder", Some(finder::value(&self.finder))),
            ("schedule", self.schedule.clone().map(Value::Map)),
            ("ui", Some(Value::Map(ui))),
        ])
    }
}

/// The picked rate throughout, once there is one.
pub(super) fn usual_schedule(run: Run) -> Option<Map> {
    let mut constant = named("constant");
    set(&mut constant, "lr", Value::Number(run.lr?));
    Some(constant)
}

/// The schedule that `key` says, or the constant rate.
fn read_schedule(key: &str, text: &str, run: Run, notes: &mut Notes) -> Option<Map> {
    let read = if text.is_empty() { None } else { Some(schedule::read(text, run, notes)) };
    let constant = || sentence!("link.constant-rate", "the constant rate");
    let schedule = read.and_then(|read| read.map_err(|error| notes.instead(key, &error, constant())).ok());
    schedule.or_else(|| usual_schedule(run))
}

/// `0.1;0.02:cosine`.
fn read_runs(text: &str, run: Run, notes: &mut Notes) -> Vec<(f64, Option<Map>)> {
    let mut runs = Vec::new();
    for item in text.split(';').map(str::trim).filter(|item| !item.is_empty()) {
        let (lr, schedule) = item.split_once(':').unwrap_or((item, ""));
        let Some(lr) = number::read(lr).filter(|lr| *lr > 0.0) else {
            let accepted = sentence!("accepted.a-rate", "a rate, a finite number above 0");
            notes.without("runs", &Error::not_accepted("", number::value(lr), accepted));
            continue;
        };
        if runs.len() == MAX_RUNS {
            let note = sentence!("link.runs", "more than {most} runs; the first {most} count", most = MAX_RUNS);
            notes.add("runs", &note);
            break;
        }
        let run = Run { lr: Some(lr), ..run };
        runs.push((lr, read_schedule("runs", schedule, run, notes)));
    }
    runs
}
