//! The layers.

use crate::model::Activation;
use crate::model::layer::{Dense, Dropout, LayerKind};
use crate::named::Named;

use super::field::{FieldInfo, KindInfo};

pub(super) fn layers() -> Vec<KindInfo> {
    LayerKind::ALL.iter().map(|kind| layer(*kind)).collect()
}

fn layer(kind: LayerKind) -> KindInfo {
    let activation = || FieldInfo::choice("activation", Activation::default(), "What is applied to the sums.");
    let (title, description, fields) = match kind {
        LayerKind::Dense => (
            "Dense",
            "Every output is a weighted sum of all inputs, plus a bias.",
            vec![FieldInfo::number("units", Dense::UNITS, None, "Number of outputs."), activation()],
        ),
        LayerKind::Dropout => (
            "Dropout",
            "While it trains, the network loses some of its inputs here at random, so that it cannot rely on any single one.",
            vec![FieldInfo::number("rate", Dropout::RATE, None, "Share of the inputs that is dropped.")],
        ),
    };
    KindInfo { kind: kind.name(), title, description, fields }
}
