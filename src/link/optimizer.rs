//! `opt`: `sgd:m=0.9,nesterov`. A kind and its settings; a flag or a convention stands for itself.

use crate::declare::{CONVENTION, Setting};
use crate::error::{Error, Result};
use crate::optimizer::OPTIMIZERS;
use crate::request::Value;
use crate::request::read_optimizer;
use crate::sentence;

use super::kind::{self, Map, alone, get, mended, named, settings_of, text, value};
use super::notes::Notes;

/// The settings that an accepted request changes.
pub(super) fn normal(request: &Value) -> Result<Map> {
    read_optimizer(request)?.build(0)?;
    kind::normal(request, read_optimizer)
}

/// As a link has it.
pub(super) fn write(map: &Map) -> String {
    let kind = kind::kind(map);
    let settings: Vec<String> = settings_of(OPTIMIZERS, kind).iter().filter_map(|setting| item(setting, map)).collect();
    if settings.is_empty() { kind.to_owned() } else { format!("{kind}:{}", settings.join(",")) }
}

fn item(field: &Setting, map: &Map) -> Option<String> {
    let value = get(map, field.name)?;
    Some(match value {
        Value::Bool(true) => field.name.to_owned(),
        Value::Text(choice) if field.name == CONVENTION => choice.clone(),
        value => format!("{}={}", short(field), text(value)),
    })
}

/// What a link says, or the nearest to it; refuses an unknown kind that resembles none.
pub(super) fn read(text: &str, notes: &mut Notes) -> Result<Map> {
    let (name, settings) = text.split_once(':').unwrap_or((text, ""));
    let kind = kind::known("opt", name, OPTIMIZERS, notes)?;
    let fields = kind.settings;
    let mut map = named(kind.name);
    for item in settings.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        match setting(item, fields) {
            Some((name, _)) if get(&map, name).is_some() => {
                notes.add("opt", &sentence!("link.twice", "{name} is given twice; the first counts", name))
            }
            Some((name, value)) => map.push((name.to_owned(), value)),
            None => {
                let known = fields.iter().map(|field| short(field));
                notes.without("opt", &Error::unknown("", item, known));
            }
        }
    }
    let map = mended("opt", map, fields, |request| read_optimizer(request)?.build(0), notes)?;
    normal(&Value::Map(map))
}

/// The setting that an item stands for.
fn setting(item: &str, settings: &[Setting]) -> Option<(&'static str, Value)> {
    let Some((name, text)) = item.split_once('=') else {
        return alone(settings, item, |setting| setting.name == CONVENTION);
    };
    let (name, text) = (name.trim(), text.trim());
    let setting = settings.iter().find(|setting| setting.name == name || short(setting) == name)?;
    Some((setting.name, value(setting, text)))
}

/// A setting by the letters that papers have for it, where they have some.
fn short(setting: &Setting) -> &'static str {
    setting.short.unwrap_or(setting.name)
}
