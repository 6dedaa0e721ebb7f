//! Another language than English.

use crate::error::{Error, Result};
use crate::request::{Under as _, Value, fields};
use crate::sentence;
use crate::sentence::place;

/// The places of each sentence that has some, as `tests/sentences.rs` finds them in the code: an id a line, in their order,
/// and its names.
const PLACES: &str = include_str!("places.txt");

/// Takes the texts of another language, an object of templates by id, for all that this instance says from now on:
/// `setTexts(table)`. docs/sentences.md lists the ids with their English, which holds where the table has nothing, and for
/// everything without a table.
///
/// # Errors
/// `table`: no object. Under it, by its id: no text, or a template whose places are not those of the English. Nothing is
/// taken then.
pub fn set_texts(table: Option<&Value>) -> Result<()> {
    let texts = match table {
        None | Some(Value::Null) => Vec::new(),
        Some(table) => read(table).under("table")?,
    };
    sentence::set_texts(texts);
    Ok(())
}

fn read(table: &Value) -> Result<Vec<(String, String)>> {
    let Value::Map(entries) = table else { return Err(fields::no_object(table)) };
    let english: Vec<_> = PLACES.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut texts = Vec::with_capacity(entries.len());
    for (id, template) in entries {
        let template = fields::text(template).under(id)?;
        let names = english.binary_search_by(|(known, _)| (*known).cmp(id)).map_or("", |at| english[at].1);
        check(id, template, names)?;
        texts.push((id.clone(), template.to_owned()));
    }
    Ok(texts)
}

/// Holds that a template has the places that the English `names`.
fn check(id: &str, template: &str, names: &str) -> Result<()> {
    let wanted: Vec<&str> = names.split_whitespace().collect();
    let given = places(template);
    if has_all(&given, &wanted) && has_all(&wanted, &given) {
        return Ok(());
    }
    let problem = sentence!(
        "error.other-places",
        "has {given} at its places; the English has {wanted}",
        given = told(&given),
        wanted = told(&wanted)
    );
    Err(Error::new(id, problem))
}

/// The names at the places of a template.
fn places(mut template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    while let Some((_, name, after)) = place(template) {
        names.push(name);
        template = after;
    }
    names
}

fn has_all(names: &[&str], wanted: &[&str]) -> bool {
    wanted.iter().all(|name| names.contains(name))
}

fn told(names: &[&str]) -> sentence::Value {
    match names.is_empty() {
        true => sentence::Value::Sentence(sentence!("value.none", "none")),
        false => sentence::Value::list(names.iter().map(|name| format!("{{{name}}}"))),
    }
}
