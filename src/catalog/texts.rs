//! The texts of the catalog, each with an id of the names that lead to it: `catalog.optimizer.sgd.title`,
//! `catalog.optimizer.sgd.field.momentum.description`. A translation goes by them, as by the ids of sentences.

use std::borrow::Cow;

use crate::error::Result;
use crate::sentence::translated;

use super::datasets::{self, DatasetInfo};
use super::field::{FieldInfo, KindInfo};
use super::{Catalog, FinderInfo, LossInfo, OptimizerInfo, RuleInfo, in_english};

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
                visit_kind([family, kind], &mut [("title", title), ("description", description)], fields, visit);
            }
        }
        for LossInfo { kind, title, description, .. } in losses {
            visit_kind(["loss", kind], &mut [("title", title), ("description", description)], &mut [], visit);
        }
        for OptimizerInfo { kind, title, description, fields, .. } in optimizers {
            visit_kind(["optimizer", kind], &mut [("title", title), ("description", description)], fields, visit);
        }
        for RuleInfo { name, title, sentence, .. } in rules {
            visit_kind(["rule", name], &mut [("title", title), ("sentence", sentence)], &mut [], visit);
        }
    }
}

impl DatasetInfo {
    pub(super) fn texts(&mut self, visit: &mut Visit<'_>) {
        let Self { name, title, description, licence, fields, .. } = self;
        let texts = &mut [("title", title), ("description", description), ("licence", licence)];
        visit_kind(["dataset", name], texts, fields, visit);
    }
}

#[inline(never)]
fn visit_kind(
    [family, kind]: [&str; 2],
    texts: &mut [(&str, &mut Text)],
    fields: &mut [FieldInfo],
    visit: &mut Visit<'_>,
) {
    for (what, text) in texts {
        visit(&["catalog", family, kind, what].join("."), text);
    }
    for FieldInfo { name, description, .. } in fields {
        visit(&["catalog", family, kind, "field", name, "description"].join("."), description);
    }
}
