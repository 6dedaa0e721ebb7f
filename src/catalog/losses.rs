//! The losses.

use crate::model::Loss;
use crate::named::Named;
use crate::report::report;

report! {
    /// A loss, as the page's controls need it.
    pub struct LossInfo {
        /// Its name in a request.
        pub kind: &'static str,
        /// Its name for people.
        pub title: &'static str,
        /// One sentence.
        pub description: &'static str,
        /// The activation that the last layer must have; null: any.
        pub output_activation: Option<&'static str>,
        /// Whether the targets are the numbers of classes, one a row, whatever the number of outputs.
        pub class_targets: bool,
    }
}

pub(super) fn losses() -> Vec<LossInfo> {
    Loss::ALL.iter().map(|kind| loss(*kind)).collect()
}

fn loss(kind: Loss) -> LossInfo {
    let (title, description) = match kind {
        Loss::Mse => ("Mean squared error", "The square of the distance to the target: large errors weigh the most."),
        Loss::Mae => (
            "Mean absolute error",
            "The distance to the target: outliers weigh little, and the slope is the same close to the target and far \
             from it.",
        ),
        Loss::Huber => (
            "Huber",
            "The squared error within a distance of 1 and the absolute error beyond, so that outliers weigh little.",
        ),
        Loss::BinaryCrossentropy => {
            ("Binary cross-entropy", "How surprised the network is by each yes or no; for probabilities of their own.")
        }
        Loss::CategoricalCrossentropy => {
            ("Categorical cross-entropy", "How surprised the network is by the right one of several classes.")
        }
        Loss::SparseCategoricalCrossentropy => (
            "Sparse categorical cross-entropy",
            "Categorical cross-entropy on targets that give the number of the class instead of a column for each.",
        ),
    };
    LossInfo {
        kind: kind.name(),
        title,
        description,
        output_activation: kind.fused_with().map(Named::name),
        // Two outputs and one target: only a class can be meant.
        class_targets: kind.target_width(2) == 1,
    }
}
