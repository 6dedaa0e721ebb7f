//! What optimizers and schedules share: a kind with the settings that it declares.

use crate::declare::{Accepts, Kind, Setting};
use crate::error::{Error, Result};
use crate::named::Named;
use crate::request::Value;
use crate::sentence;

use super::notes::Notes;
use super::number;

/// The fields of an object.
pub(super) type Map = Vec<(String, Value)>;

/// The field called `name`.
pub(super) fn get<'m>(map: &'m Map, name: &str) -> Option<&'m Value> {
    map.iter().find(|(field, _)| field == name).map(|(_, value)| value)
}

/// An object of the fields that there are.
pub(super) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Option<Value>)>) -> Value {
    let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Map(given.collect())
}

/// The name of a kind, as a value.
pub(super) fn name(kind: impl Named) -> Value {
    Value::Text(kind.name().to_owned())
}

/// An object of which only the kind is known.
pub(super) fn named(kind: &str) -> Map {
    vec![("kind".to_owned(), Value::Text(kind.to_owned()))]
}

/// The kind's name.
pub(super) fn kind(map: &Map) -> &str {
    if let Some(Value::Text(kind)) = get(map, "kind") { kind } else { "" }
}

/// Sets a field, in its place if it is there already.
pub(super) fn set(map: &mut Map, name: &str, value: Value) {
    match map.iter_mut().find(|(field, _)| field == name) {
        Some((_, old)) => *old = value,
        None => map.push((name.to_owned(), value)),
    }
}

/// The one of `known` that `name` is or nearly is.
pub(super) fn nearest_name<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// As for the guesses of error messages.
    const ALIKE: f64 = 0.75;
    let name = name.trim().to_lowercase().replace([' ', '_'], "-");
    let likeness = known.into_iter().map(|candidate| (strsim::jaro_winkler(candidate, &name), candidate));
    likeness.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// The one of `known` that `text` is, or else the nearest, with a note on `key`; `usual` is what there is without one.
pub(super) fn meant<'a>(
    key: &str,
    text: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    usual: &str,
    notes: &mut Notes,
) -> Option<&'a str> {
    known.clone().find(|name| *name == text).or_else(|| {
        let near = nearest_name(text, known.clone());
        notes.instead(key, &Error::unknown("", text, known), near.unwrap_or(usual));
        near
    })
}

/// A setting as a link has it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number::write(*number),
        Value::Numbers(numbers) => numbers.iter().map(|number| number::write(*number)).collect::<Vec<_>>().join(":"),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// What a text stands for as a setting. What it cannot be stays a text, for the reader of the field to refuse.
pub(super) fn value(setting: &Setting, text: &str) -> Value {
    match setting.accepts {
        Accepts::Number(_) => number::value(text),
        Accepts::Numbers(_) if text.is_empty() => Value::List(Vec::new()),
        Accepts::Numbers(_) => Value::array(text.split(':').map(number::value).collect()),
        Accepts::Flag => flag(text).map_or_else(|| Value::Text(text.to_owned()), Value::Bool),
        Accepts::Choice(_) | Accepts::Text | Accepts::Kinds => Value::Text(text.to_owned()),
    }
}

/// The setting that a word by itself stands for: one of the names of a choice, or a flag.
pub(super) fn alone(
    settings: &[Setting],
    word: &str,
    choice: impl Fn(&Setting) -> bool,
) -> Option<(&'static str, Value)> {
    let named = |setting: &&Setting| matches!(setting.accepts, Accepts::Choice(names) if names().contains(&word));
    let flag = |setting: &&Setting| setting.name == word && matches!(setting.accepts, Accepts::Flag);
    let chosen = settings.iter().find(|setting| choice(setting) && named(setting));
    let chosen = chosen.map(|setting| (setting.name, Value::Text(word.to_owned())));
    chosen.or_else(|| settings.iter().find(flag).map(|setting| (setting.name, Value::Bool(true))))
}

/// `yes`, `no` and the like.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "on" => Some(true),
        "no" | "false" | "0" | "off" => Some(false),
        _ => None,
    }
}

/// The fields of an accepted request whose absence would mean something else; refuses what `read` does.
pub(super) fn normal<T: PartialEq>(request: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Map> {
    let meant = read(request)?;
    let Value::Map(mut map) = request.clone() else { return Ok(Map::new()) };
    for name in map.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>() {
        let without = Value::Map(map.iter().filter(|(field, _)| *field != name).cloned().collect());
        if read(&without).is_ok_and(|other| other == meant)
            && let Value::Map(without) = without
        {
            map = without;
        }
    }
    Ok(map)
}

/// The kind that is called `name` or nearly so, with a note on `key`.
///
/// # Errors
/// An unknown name that resembles none.
pub(super) fn known(
    key: &str,
    name: &str,
    kinds: &'static [&'static Kind],
    notes: &mut Notes,
) -> Result<&'static Kind> {
    let names = || kinds.iter().map(|kind| kind.name);
    let near = nearest_name(name, names()).and_then(|near| kinds.iter().find(|kind| kind.name == near));
    let unknown = Error::unknown("", name, names());
    let Some(kind) = near else { return Err(unknown) };
    if kind.name != name.trim() {
        notes.instead(key, &unknown, kind.name);
    }
    Ok(kind)
}

/// The settings of the kind called `name`.
pub(super) fn settings_of(kinds: &[&'static Kind], name: &str) -> &'static [Setting] {
    kinds.iter().find(|kind| kind.name == name).map_or(&[], |kind| kind.settings)
}

/// The nearest to `map` that `check` accepts: numbers at the end of their range, names that are meant, and without the
/// fields for which there is nothing near.
///
/// # Errors
/// A field that must be there and cannot be mended.
pub(super) fn mended<T>(
    key: &str,
    mut map: Map,
    settings: &[Setting],
    check: impl Fn(&Value) -> Result<T>,
    notes: &mut Notes,
) -> Result<Map> {
    loop {
        let request = Value::Map(map);
        let checked = check(&request);
        let Value::Map(fields_now) = request else {
            return Err(Error::new(key, sentence!("error.no-object", "not an object")));
        };
        map = fields_now;
        let Err(error) = checked else { return Ok(map) };
        let refused = error.field().split(['.', '[']).next().unwrap_or_default();
        let Some(at) = map.iter().position(|(name, _)| name == refused && name != "kind") else {
            return Err(error);
        };
        let near = settings.iter().find(|setting| setting.name == refused);
        let near = near.and_then(|setting| nearest(setting, &map[at].1));
        match near {
            // What was taken once and refused again goes at the next turn.
            Some(near) if near != map[at].1 => {
                notes.instead(key, &error, text(&near));
                map[at].1 = near;
            }
            _ => {
                notes.without(key, &error);
                map.remove(at);
            }
        }
    }
}

/// The nearest value that a setting accepts, as far as it has one: an open end has none.
fn nearest(setting: &Setting, value: &Value) -> Option<Value> {
    match (setting.accepts, value) {
        (Accepts::Number(range), Value::Number(number)) => {
            let near = number::nearest(&range, *number);
            range.contains(near).then_some(Value::Number(near))
        }
        (Accepts::Choice(names), Value::Text(name)) => {
            nearest_name(name, names()).map(|name| Value::Text(name.to_owned()))
        }
        _ => None,
    }
}
