//! The losses.

use crate::model::Loss;
use crate::named::Named;
use crate::report::report;

use super::texts::Text;

report! {
    /// A loss, as the page's controls need it.
    pub struct LossInfo {
        /// Its name in a request.
        pub kind: &'static str,
        /// Its name for people.
        pub title: Text,
        /// One sentence.
        pub description: Text,
        /// The activation that the last layer must have; null: any.
        pub output_activation: Option<&'static str>,
        /// Whether the targets are the numbers of classes, one a row, whatever the number of outputs.
        pub class_targets: bool,
    }
}

pub(super) fn losses() -> Vec<LossInfo> {
    let info = |loss: &Loss| LossInfo {
        kind: loss.kind().name,
        title: loss.kind().title.into(),
        description: loss.kind().sentence.into(),
        output_activation: loss.fused_with().map(Named::name),
        class_targets: loss.takes_classes(),
    };
    Loss::ALL.iter().map(info).collect()
}
