//! `schedule`: `one-cycle(pctStart=0.4)`, `multi-step(factor=0.5,milestones=100:200)`, `expr(lr*0.9^epoch)`,
//! `join(linear(startLr=0,endLr=0.1,steps=20),cosine(initLr=0.1,decaySteps=80),boundaries=20)`.
//!
//! A kind and its settings by name, lists between colons. The rate is the link's `lr` and the length its `steps` where
//! nothing else is said. Settings without a name are read in the catalog's order, rate and length last.

use crate::declare::{Accepts, Kind, OfTheRun, Setting};
use crate::error::{Error, Result};
use crate::request::Value;
use crate::request::read_policy;
use crate::schedule::{MAX_DEPTH, SCHEDULES};
use crate::sentence;

use super::kind::{self, Map, alone, get, mended, named, set, settings_of, text, value};
use super::notes::Notes;

const EXPRESSION: &str = "expression";

/// As a link calls an expression.
const EXPR: &str = "expr";

/// What a schedule takes from the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// The picked rate.
    pub(super) lr: Option<f64>,
    /// Optimizer steps.
    pub(super) steps: f64,
}

impl Run {
    /// The settings of a kind that say what the run says.
    fn settings(self, kind: &str) -> impl Iterator<Item = (&'static str, Value)> {
        settings_of(SCHEDULES, kind).iter().filter_map(move |setting| {
            let number = match setting.of_the_run? {
                OfTheRun::Rate => self.lr?,
                OfTheRun::Length => self.steps,
            };
            Some((setting.name, Value::Number(number)))
        })
    }
}

/// The settings that an accepted request changes.
pub(super) fn normal(request: &Value) -> Result<Map> {
    kind::normal(request, read_policy)
}

/// Whether it is what a run does at its rate where nothing is said.
pub(super) fn is_usual(map: &Map, run: Run) -> bool {
    kind::kind(map) == "constant"
        && run.lr.is_some_and(|lr| get(map, "lr") == Some(&Value::Number(lr)))
        && map.len() == 2
}

/// As a link has it.
pub(super) fn write(map: &Map, run: Option<Run>) -> String {
    let kind = kind::kind(map);
    let of_the_run: Vec<_> = run.into_iter().flat_map(|run| run.settings(kind)).collect();
    let said = |name: &str| of_the_run.iter().any(|(of_run, value)| *of_run == name && get(map, name) == Some(value));
    let fields = settings_of(SCHEDULES, kind).iter();
    let given = fields.filter(|field| !said(field.name)).filter_map(|field| Some((field.name, get(map, field.name)?)));
    let settings = given.map(|(name, value)| match value {
        Value::List(pieces) if name == "schedules" => pieces.iter().map(piece).collect::<Vec<_>>().join(","),
        Value::Text(formula) if name == EXPRESSION => formula.clone(),
        value => format!("{name}={}", text(value)),
    });
    let unit = get(map, "unit").map(|unit| format!("unit={}", text(unit)));
    let settings: Vec<String> = settings.chain(unit).collect();
    let kind = if kind == EXPRESSION { EXPR } else { kind };
    if settings.is_empty() { kind.to_owned() } else { format!("{kind}({})", settings.join(",")) }
}

fn piece(piece: &Value) -> String {
    if let Value::Map(map) = piece { write(map, None) } else { String::new() }
}

/// What a link says, or the nearest to it.
///
/// # Errors
/// A kind that is unknown and like none; a setting that must be there and is not, or is beyond mending.
pub(super) fn read(text: &str, run: Run, notes: &mut Notes) -> Result<Map> {
    let mut map = read_kind(text, MAX_DEPTH, notes)?;
    let kind = kind::kind(&map).to_owned();
    for (name, value) in run.settings(&kind) {
        // A formula need not ask for the rate.
        let asked =
            kind != EXPRESSION || read_policy(&Value::Map(map.clone())).is_err_and(|error| error.field() == name);
        if asked && get(&map, name).is_none() {
            set(&mut map, name, value);
        }
    }
    let map = mended("schedule", map, settings_of(SCHEDULES, &kind), read_policy, notes)?;
    normal(&Value::Map(map))
}

/// `kind(setting,setting)`, of at most `depth` levels.
fn read_kind(text: &str, depth: usize, notes: &mut Notes) -> Result<Map> {
    let depth = depth
        .checked_sub(1)
        .ok_or_else(|| Error::new("", sentence!("error.nested-schedules", "schedules nested too deep")))?;
    let (name, settings) = text.split_once('(').unwrap_or((text, ""));
    let name = if name.trim() == EXPR { EXPRESSION } else { name.trim() };
    let info = kind::known("schedule", name, SCHEDULES, notes)?;
    // The last parenthesis is often lost on the way.
    let closed = text.matches('(').count() <= text.matches(')').count();
    let settings = settings.strip_suffix(')').filter(|_| closed).unwrap_or(settings);
    let mut map = named(info.name);
    let mut pieces = Vec::new();
    let joins = info.settings.iter().any(|setting| matches!(setting.accepts, Accepts::Kinds));
    for (at, item) in outer_parts(settings).into_iter().enumerate() {
        if info.name == EXPRESSION && at == 0 {
            map.push((EXPRESSION.to_owned(), Value::Text(item.to_owned())));
        } else if joins && is_piece(item) {
            pieces.push(Value::Map(read_kind(item.trim(), depth, notes)?));
        } else if let Some((name, value)) = setting(item.trim(), info, &map) {
            set(&mut map, name, value);
        } else {
            let known = info.settings.iter().map(|setting| setting.name).chain(["unit"]);
            notes.without("schedule", &Error::unknown("", item, known));
        }
    }
    if !pieces.is_empty() {
        map.push(("schedules".to_owned(), Value::List(pieces)));
    }
    Ok(map)
}

/// Whether an item begins with the name of a schedule.
fn is_piece(item: &str) -> bool {
    let name = item.split('(').next().unwrap_or_default().trim();
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('=')
}

/// The setting that an item stands for: by its name, by what only one setting can be, or by its place, those of the run
/// last.
fn setting(item: &str, kind: &Kind, map: &Map) -> Option<(&'static str, Value)> {
    if let Some((name, text)) = item.split_once('=') {
        if name.trim() == "unit" {
            return Some(("unit", Value::Text(text.trim().to_owned())));
        }
        let setting = kind.settings.iter().find(|setting| setting.name == name.trim())?;
        return Some((setting.name, value(setting, text.trim())));
    }
    alone(kind.settings, item, |_| true).or_else(|| {
        let plain = |setting: &&Setting| matches!(setting.accepts, Accepts::Number(_) | Accepts::Numbers(_));
        let (last, first): (Vec<&Setting>, Vec<&Setting>) =
            kind.settings.iter().filter(plain).partition(|setting| setting.of_the_run.is_some());
        let next = first.into_iter().chain(last).find(|setting| get(map, setting.name).is_none())?;
        Some((next.name, value(next, item)))
    })
}

/// The parts between the commas that no parenthesis encloses.
pub(super) fn outer_parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    if from < text.len() {
        parts.push(&text[from..]);
    }
    parts
}
