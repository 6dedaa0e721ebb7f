//! `opt`: `sgd:m=0.9,nesterov`. A kind and its settings; a flag or a convention stands for itself.

use crate::catalog::{FieldInfo, OptimizerInfo, catalog};
use crate::declare::CONVENTION;
use crate::error::{Error, Result};
use crate::request::Value;
use crate::request::read_optimizer;

use super::kind::{Map, flag, get, kind, mended, minimal, nearest_name, text, value};
use super::notes::Notes;

/// The settings that an accepted request changes.
pub(super) fn normal(request: &Value) -> Result<Map> {
    let rule = read_optimizer(request)?;
    rule.build(0)?;
    let Value::Map(map) = request.clone() else { return Ok(Map::new()) };
    Ok(minimal(map, |request| read_optimizer(request).is_ok_and(|other| other == rule)))
}

/// As a link has it.
pub(super) fn write(map: &Map) -> String {
    let kind = kind(map);
    let settings: Vec<String> =
        info(kind).into_iter().flat_map(|info| info.fields).filter_map(|field| item(&field, map)).collect();
    if settings.is_empty() { kind.to_owned() } else { format!("{kind}:{}", settings.join(",")) }
}

fn item(field: &FieldInfo, map: &Map) -> Option<String> {
    let value = get(map, field.name)?;
    Some(match value {
        Value::Bool(true) => field.name.to_owned(),
        Value::Text(choice) if field.name == CONVENTION => choice.clone(),
        value => format!("{}={}", field.short(), text(value)),
    })
}

/// What a link says, or the nearest to it.
///
/// # Errors
/// A kind that is unknown and like none.
pub(super) fn read(text: &str, notes: &mut Notes) -> Result<Map> {
    let (name, settings) = text.split_once(':').unwrap_or((text, ""));
    let infos = catalog().optimizers;
    let unknown = || Error::unknown("", name, infos.iter().map(|info| info.kind));
    let kind = nearest_name(name, infos.iter().map(|info| info.kind)).ok_or_else(unknown)?;
    if kind != name.trim() {
        notes.instead("opt", &unknown(), kind);
    }
    let fields = infos.iter().find(|info| info.kind == kind).map(|info| info.fields.as_slice()).unwrap_or_default();
    let mut map = vec![("kind".to_owned(), Value::Text(kind.to_owned()))];
    for item in settings.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        match setting(item, fields) {
            Some((name, _)) if get(&map, name).is_some() => {
                notes.add("opt", &format!("{name} is given twice; the first counts"))
            }
            Some((name, value)) => map.push((name.to_owned(), value)),
            None => {
                let known = fields.iter().map(|field| field.short());
                notes.without("opt", &Error::unknown("", item, known));
            }
        }
    }
    let map = mended("opt", map, fields, |request| read_optimizer(request)?.build(0).map(drop), notes)?;
    normal(&Value::Map(map))
}

/// The setting that an item stands for.
fn setting(item: &str, fields: &[FieldInfo]) -> Option<(&'static str, Value)> {
    let Some((name, text)) = item.split_once('=') else {
        let convention = fields.iter().find(|field| field.name == CONVENTION && field.choices.contains(&item));
        let flag = || fields.iter().find(|field| field.name == item && field.field_type == "flag");
        return convention
            .map(|field| (field.name, Value::Text(item.to_owned())))
            .or_else(|| flag().map(|field| (field.name, Value::Bool(true))));
    };
    let (name, text) = (name.trim(), text.trim());
    let field = fields.iter().find(|field| field.name == name || field.short() == name)?;
    // A 1 is a number and a flag.
    let value = match flag(text) {
        Some(flag) if field.field_type == "flag" => Value::Bool(flag),
        _ => value(field.field_type, text),
    };
    Some((field.name, value))
}

fn info(kind: &str) -> Option<OptimizerInfo> {
    catalog().optimizers.into_iter().find(|info| info.kind == kind)
}
