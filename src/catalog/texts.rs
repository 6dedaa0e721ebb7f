//! The texts of the catalog, each with an id of the names that lead to it: `catalog.optimizer.sgd.title`,
//! `catalog.optimizer.sgd.field.momentum.description`. A translation goes by them, as by the ids of sentences.

use std::borrow::Cow;

use crate::error::Result;
use crate::sentence::translated;

use super::datasets::{self, DatasetInfo};
use super::field::{FieldInfo, KindInfo};
use super::{Catalog, FinderInfo, in_english};

/// A text for people: of the code, or of a table of another language.
pub type Text = Cow<'static, str>;

/// Is shown a text and its id.
type Visit<'a> = dyn FnMut(&str, &mut Text) + 'a;

/// Puts the other language's text in the place of the English, where there is one.
pub(super) fn translate(id: &str, text: &mut Text) {
    if let Some(translated) = translated(id) {
        *text = Cow::Owned(translated);
    }
}

/// Every text of the catalog and of the data sets in English, with its id.
///
/// # Errors
/// As [`datasets`](super::datasets()).
pub fn texts() -> Result<Vec<(String, Text)>> {
    let mut all = Vec::new();
    let mut visit = |id: &str, text: &mut Text| all.push((id.to_owned(), text.clone()));
    in_english().texts(&mut visit);
    datasets::in_english()?.iter_mut().for_each(|info| info.texts(&mut visit));
    Ok(all)
}

impl Catalog {
    pub(super) fn texts(&mut self, visit: &mut Visit<'_>) {
        let Self { layers, activations, initializers, losses, optimizers, schedules, finder } = self;
        let FinderInfo { presets, rules, smoothers, stops } = finder;
        for (family, kinds) in [
            ("layer", layers),
            ("activation", activations),
            ("initializer", initializers),
            ("schedule", schedules),
            ("preset", presets),
            ("smoother", smoothers),
            ("stop", stops),
        ] {
            for KindInfo { kind, title, description, fields } in kinds {
                kind_texts([family, kind], [("title", title), ("description", description)], fields, visit);
            }
        }
        for loss in losses {
            let texts = [("title", &mut loss.title), ("description", &mut loss.description)];
            kind_texts(["loss", loss.kind], texts, &mut [], visit);
        }
        for rule in optimizers {
            let texts = [("title", &mut rule.title), ("description", &mut rule.description)];
            kind_texts(["optimizer", rule.kind], texts, &mut rule.fields, visit);
        }
        for rule in rules {
            let texts = [("title", &mut rule.title), ("sentence", &mut rule.sentence)];
            kind_texts(["rule", rule.name], texts, &mut [], visit);
        }
    }
}

impl DatasetInfo {
    pub(super) fn texts(&mut self, visit: &mut Visit<'_>) {
        let Self { name, title, description, licence, fields, .. } = self;
        let texts = [("title", title), ("description", description), ("licence", licence)];
        kind_texts(["dataset", name], texts, fields, visit);
    }
}

fn kind_texts<const N: usize>(
    [family, kind]: [&str; 2],
    texts: [(&str, &mut Text); N],
    fields: &mut [FieldInfo],
    visit: &mut Visit<'_>,
) {
    for (what, text) in texts {
        visit(&format!("catalog.{family}.{kind}.{what}"), text);
    }
    for field in fields {
        visit(&format!("catalog.{family}.{kind}.field.{}.description", field.name), &mut field.description);
    }
}
