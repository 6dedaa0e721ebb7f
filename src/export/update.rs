//! What the classes of rules that are written out are called, and what is said of them.

use crate::optimizer::{Convention, Rule, Slot};

/// The name of the class that is written out.
pub(super) fn class(rule: &Rule) -> String {
    let whose = match rule.convention() {
        Convention::Keras => "Keras",
        Convention::Pytorch => "Pytorch",
    };
    format!("{whose}{}", rule.name())
}

/// Its docstring.
pub(super) fn explained(rule: &Rule, library: &str) -> String {
    match (rule, rule.convention()) {
        (Rule::Lion(_), Convention::Pytorch) => {
            format!("\"\"\"Lion with weight decay added to the gradient, which {library} has not.\"\"\"")
        }
        (Rule::Radam(_), Convention::Keras) => {
            format!(
                "\"\"\"RAdam as PyTorch has it, with Keras's decoupled weight decay; {library} has not got it.\"\"\""
            )
        }
        (rule, Convention::Keras) => {
            format!("\"\"\"{} by Keras's rule, which differs from {library}'s.\"\"\"", rule.name())
        }
        (rule, Convention::Pytorch) => {
            format!("\"\"\"{} by PyTorch's rule, which differs from {library}'s.\"\"\"", rule.name())
        }
    }
}

/// `(m, v)` of the slots, for assignments: `m, v = …`.
pub(super) fn names(slots: &[Slot]) -> Vec<&'static str> {
    slots.iter().map(|slot| slot.name).collect()
}
