//! What a link says of the page: everything that is no experiment, no finder and no schedule.

use crate::error::{Error, Result};
use crate::finder::suggest::RULES;
use crate::named::Named;
use crate::range::Range;
use crate::request::{Under as _, Value};
use crate::run::{MAX_RATES, MAX_SEEDS, MAX_STEPS, Search};
use crate::sentence;
use crate::sentence::Sentence;
use crate::train::Vary;

use super::keys::KEYS;
use super::kind::{Map, flag, get, nearest_name, set};
use super::number;
use super::presets::PRESETS;

/// What may be shown, in the order of the page.
pub(super) const PARTS: &[&str] = &[
    "headline", "settings", "finder", "truth", "band", "edge", "rules", "schedule", "loss", "surface", "table", "code",
    "export",
];

/// The parts of a request that a link may have to leave out.
pub(super) const OWN: &[&str] = &["data", "model", "weights", "schedule", "runs"];

/// The longest title, in characters.
const MAX_TITLE: usize = 200;

/// What a field may be.
enum Accepted {
    Number(Range),
    Flag,
    Choice(Vec<&'static str>),
    /// Some of these, in their order.
    Some(Vec<&'static str>),
    /// The name of a lesson.
    Name,
    Language,
    Height,
    Title,
}

/// The fields of `ui` that are read one by one; `runs` are read with the schedule.
pub(super) const FIELDS: &[&str] = &[
    "preset", "lesson", "rule", "lr", "steps", "seeds", "vary", "edge", "rates", "search", "show", "lock", "autorun",
    "theme", "lang", "height", "backend", "title", "own",
];

/// What version 1 has where a link says nothing: the field and its text.
pub(super) const USUAL: &[(&str, &str)] = &[
    ("steps", "400"),
    ("seeds", "8"),
    ("vary", "both"),
    ("edge", "yes"),
    ("rates", "20"),
    ("search", "grid"),
    ("autorun", "visible"),
];

fn accepted(field: &str) -> Option<Accepted> {
    let names = |names: &[&'static str]| names.to_vec();
    Some(match field {
        "preset" => Accepted::Choice(PRESETS.iter().map(|(name, _)| *name).collect()),
        "lesson" => Accepted::Name,
        "rule" => Accepted::Choice(["consensus"].into_iter().chain(RULES.iter().map(|rule| rule.name)).collect()),
        "lr" => Accepted::Number(Range::POSITIVE),
        "steps" => Accepted::Number(Range::whole(1, MAX_STEPS)),
        "seeds" => Accepted::Number(Range::whole(1, MAX_SEEDS)),
        "rates" => Accepted::Number(Range::whole(2, MAX_RATES)),
        "vary" => Accepted::Choice(Vary::ALL.iter().map(|vary| vary.name()).collect()),
        "edge" => Accepted::Flag,
        "search" => Accepted::Choice(Search::ALL.iter().map(|search| search.name()).collect()),
        "show" => Accepted::Some(names(PARTS)),
        "lock" => Accepted::Some(["all"].into_iter().chain(KEYS.iter().map(|key| key.name)).collect()),
        "autorun" => Accepted::Choice(names(&["no", "visible", "yes"])),
        "theme" => Accepted::Choice(names(&["light", "dark"])),
        "backend" => Accepted::Choice(names(&["cpu", "gpu"])),
        "lang" => Accepted::Language,
        "height" => Accepted::Height,
        "title" => Accepted::Title,
        "own" => Accepted::Some(names(OWN)),
        _ => return None,
    })
}

/// Height of an element in CSS pixels.
const HEIGHT: Range = Range::whole(100, 10_000);

/// The accepted fields of `ui`, in a link's order, without those that say what version 1 does.
///
/// # Errors
/// An unknown field, or one with a value that is not accepted, by its name.
pub(super) fn normal(map: &Map) -> Result<Map> {
    let mut normal = Map::new();
    if let Some((name, _)) = map.iter().find(|(name, _)| name != "runs" && !FIELDS.contains(&name.as_str())) {
        let shown: String = name.chars().take(60).collect();
        return Err(Error::unknown(shown, name, FIELDS.iter().copied().chain(["runs"])));
    }
    for field in FIELDS {
        if let Some(value) = get(map, field)
            && let Some(value) = checked(field, value).under(field)?
        {
            set(&mut normal, field, value);
        }
    }
    for (field, text) in USUAL {
        if get(&normal, field).is_none()
            && let (Some(value), _) = read(field, text)
        {
            set(&mut normal, field, value);
        }
    }
    Ok(normal)
}

/// An accepted value; none for an empty list, which says nothing.
fn checked(field: &str, value: &Value) -> Result<Option<Value>> {
    let text = |accepted: fn() -> Sentence| match value {
        Value::Text(text) => Ok(text.as_str()),
        other => Err(Error::not_accepted("", other, accepted())),
    };
    match accepted(field) {
        None => Ok(None),
        Some(Accepted::Number(range)) => number_of(value, &range).map(Some),
        Some(Accepted::Flag) => match value {
            Value::Bool(_) => Ok(Some(value.clone())),
            other => Err(Error::not_accepted("", other, crate::request::fields::a_flag())),
        },
        Some(Accepted::Choice(choices)) => {
            let name = text(crate::request::fields::a_text)?;
            if choices.contains(&name) { Ok(Some(value.clone())) } else { Err(Error::unknown("", name, choices)) }
        }
        Some(Accepted::Some(choices)) => {
            let Value::List(items) = value else {
                return Err(Error::not_accepted("", value, sentence!("accepted.texts", "an array of texts")));
            };
            for (at, item) in items.iter().enumerate() {
                let under = |error: Error| error.under(&format!("[{at}]"));
                let Value::Text(name) = item else {
                    return Err(under(Error::not_accepted("", item, crate::request::fields::a_text())));
                };
                if !choices.contains(&name.as_str()) {
                    return Err(under(Error::unknown("", name, choices)));
                }
            }
            let said = |choice: &&str| items.contains(&Value::Text((*choice).to_owned()));
            let sorted: Vec<Value> =
                choices.iter().filter(|choice| said(choice)).map(|choice| Value::Text((*choice).to_owned())).collect();
            Ok((!sorted.is_empty()).then_some(Value::List(sorted)))
        }
        Some(Accepted::Name) => {
            let name = text(|| sentence!("accepted.a-name", "a name"))?;
            held(name, is_name, || sentence!("accepted.letters", "small letters, digits and hyphens")).map(Some)
        }
        Some(Accepted::Language) => {
            let language = text(|| sentence!("accepted.a-language", "a language"))?;
            let accepted = || sentence!("accepted.language", "a language such as en or pt-BR");
            held(language, is_language, accepted).map(Some)
        }
        Some(Accepted::Height) => match value {
            Value::Text(text) if text == "auto" => Ok(Some(value.clone())),
            value => number_of(value, &HEIGHT).map(Some),
        },
        Some(Accepted::Title) => {
            let title = text(crate::request::fields::a_text)?;
            let fits = title.chars().count() <= MAX_TITLE;
            let accepted = sentence!("accepted.short-text", "a text of at most {most} characters", most = MAX_TITLE);
            if fits {
                Ok((!title.is_empty()).then(|| value.clone()))
            } else {
                Err(Error::not_accepted("", value, accepted))
            }
        }
    }
}

fn number_of(value: &Value, range: &Range) -> Result<Value> {
    match value {
        Value::Number(number) => range.check("", *number).map(Value::Number),
        other => Err(Error::not_accepted("", other, range)),
    }
}

fn held(text: &str, accepted: fn(&str) -> bool, words: fn() -> Sentence) -> Result<Value> {
    let value = Value::Text(text.to_owned());
    if accepted(text) { Ok(value) } else { Err(Error::not_accepted("", value, words())) }
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(plain)
}

/// As in BCP 47: letters, then subtags.
fn is_language(text: &str) -> bool {
    let mut tags = text.split('-');
    let first = tags.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && text.len() <= 35
        && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// As a link has it.
pub(super) fn write(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(super::kind::text).collect::<Vec<_>>().join(","),
        value => super::kind::text(value),
    }
}

/// What a link says of a field, or the nearest to it, and why it is not what it said.
pub(super) fn read(field: &str, text: &str) -> (Option<Value>, Vec<Error>) {
    let typed = |text: &str| Value::Text(text.to_owned());
    let (value, near) = match accepted(field) {
        None => return (None, Vec::new()),
        Some(Accepted::Number(range)) => (number::value(text), near_number(&range, text)),
        Some(Accepted::Flag) => (flag(text).map_or_else(|| typed(text), Value::Bool), None),
        Some(Accepted::Choice(choices)) => (typed(text), nearest_name(text, choices).map(typed)),
        Some(Accepted::Some(choices)) => return some_of(field, text, &choices),
        Some(Accepted::Height) if text == "auto" => (typed(text), None),
        Some(Accepted::Height) => (number::value(text), near_number(&HEIGHT, text)),
        Some(Accepted::Title) => (typed(text), Some(Value::Text(text.chars().take(MAX_TITLE).collect()))),
        Some(Accepted::Name) => (typed(text), Some(typed(&text.trim().to_lowercase().replace([' ', '_'], "-")))),
        Some(Accepted::Language) => (typed(text), Some(typed(&text.trim().replace('_', "-")))),
    };
    match checked(field, &value) {
        Ok(value) => (value, Vec::new()),
        Err(error) => {
            let near = near.and_then(|near| checked(field, &near).ok().flatten());
            (near.or_else(|| usual(field)), vec![error])
        }
    }
}

/// What version 1 has.
fn usual(field: &str) -> Option<Value> {
    let (_, text) = USUAL.iter().find(|(name, _)| *name == field)?;
    read(field, text).0
}

/// The nearest end of the range, or the nearest whole number.
fn near_number(range: &Range, text: &str) -> Option<Value> {
    let number = number::read(text)?;
    let number = if range.whole { number.round() } else { number };
    Some(Value::Number(number.clamp(range.min, range.max)))
}

/// The items of a list that exist.
fn some_of(field: &str, text: &str, choices: &[&'static str]) -> (Option<Value>, Vec<Error>) {
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if choices.contains(&name) {
            items.push(Value::Text(name.to_owned()));
        } else {
            errors.push(Error::unknown("", name, choices.iter().copied()));
            items.extend(nearest_name(name, choices.iter().copied()).map(|name| Value::Text(name.to_owned())));
        }
    }
    (checked(field, &Value::List(items)).ok().flatten(), errors)
}
