//! What the classes of rules that are written out are called, and what is said of them.

use crate::declare;
use crate::named::Named;
use crate::optimizer::{Convention, OptimizerSpec, Slot};

/// The name of the class that is written out.
pub(super) fn class(rule: &OptimizerSpec) -> String {
    let whose = match rule.convention() {
        Convention::Keras => "Keras",
        Convention::Pytorch => "Pytorch",
    };
    format!("{whose}{}", rule.title())
}

/// Its docstring.
pub(super) fn explained(rule: &OptimizerSpec, library: &str) -> String {
    let (name, whose) = (rule.title(), declare::library(rule.convention().name()));
    format!("\"\"\"{name} by the convention of {whose}, written out: {library} has no such rule.\"\"\"")
}

/// `m, v` of the slots, after what comes first: each with its name in the place of `{}`.
pub(super) fn listed(first: &[&str], slots: &[Slot], each: &str) -> String {
    let slots = slots.iter().map(|slot| each.replace("{}", slot.name));
    first.iter().map(ToString::to_string).chain(slots).collect::<Vec<_>>().join(", ")
}
