//! Another language than English.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::request::{Under as _, Value, fields};
use crate::sentence;
use crate::sentence::place;

/// The places of each sentence that has some, as `tests/sentences.rs` finds them in the code: an id a line, and its names.
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
    let Value::Map(texts) = table else {
        return Err(fields::no_object(table));
    };
    let of_the_code: Vec<_> = PLACES.lines().filter_map(|line| line.split_once(' ')).collect();
    let checked = |(id, template): &(String, Value)| {
        let template = fields::text(template).under(id)?;
        let names = of_the_code.iter().find(|(known, _)| known == id).map_or("", |(_, names)| *names);
        let (wanted, given) = (names.split_whitespace().collect(), places(template));
        if wanted == given {
            return Ok((id.clone(), template.to_owned()));
        }
        let problem = sentence!(
            "error.other-places",
            "has {given} at its places; the English has {wanted}",
            given = told(&given),
            wanted = told(&wanted)
        );
        Err(Error::new(id, problem))
    };
    texts.iter().map(checked).collect()
}

/// The names at the places of a template.
fn places(template: &str) -> BTreeSet<&str> {
    let mut rest = template;
    std::iter::from_fn(|| {
        let (_, name, after) = place(rest)?;
        rest = after;
        Some(name)
    })
    .collect()
}

fn told(names: &BTreeSet<&str>) -> sentence::Value {
    match names.is_empty() {
        true => sentence::Value::Sentence(sentence!("value.none", "none")),
        false => sentence::Value::list(names.iter().map(|name| format!("{{{name}}}"))),
    }
}
