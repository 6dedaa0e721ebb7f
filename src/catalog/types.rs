//! The kinds of a request in TypeScript: a union of each family, told apart by `kind`.

use crate::request::{Line, Types, names, texts};
use crate::schedule::Unit;

use super::field::{FieldInfo, KindInfo};
use super::{Catalog, catalog};

/// Adds the families that requests name as `Layer`, `Optimizer`, `Schedule` and `SmoothingOptions`.
pub(crate) fn kinds(types: &mut Types) {
    let Catalog { layers, optimizers, schedules, finder, .. } = catalog();
    family(types, "Layer", "A layer.", &layers);
    let about = "An optimizer with its settings. What is absent is as in the library that `convention` names.";
    let optimizers = optimizers.iter().map(|info| member(info.kind, &info.description, &info.fields));
    types.union("Optimizer", &[about], |_| optimizers.collect());
    family(types, "SmoothingOptions", "How the losses are smoothed.", &finder.smoothers);
    // An interface cannot extend the union that a shape is.
    let units = names::<Unit>();
    let about =
        "A schedule: a shape over steps or epochs; by default steps, and within a join or product what that counts.";
    types.declare("Schedule", about, |_, name| format!("type {name} = Shape & {{ unit?: {units} }};"));
    family(types, "Shape", "A shape of the rate over what a schedule counts.", &schedules);
}

fn family(types: &mut Types, name: &'static str, about: &str, kinds: &[KindInfo]) {
    types.union(name, &[about], |_| {
        kinds.iter().map(|info| member(info.kind, &info.description, &info.fields)).collect()
    });
}

fn member(kind: &'static str, sentence: &str, fields: &[FieldInfo]) -> (String, Vec<Line>) {
    let kind = Line::new("kind", &[], texts(&[kind]));
    (sentence.to_owned(), std::iter::once(kind).chain(fields.iter().map(FieldInfo::line)).collect())
}
