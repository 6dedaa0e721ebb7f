//! The layers.

use crate::model::Activation;
use crate::model::layer::{Conv2d, Dense, Dropout, LayerKind, MaxPool2d};
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
        LayerKind::Conv2d => (
            "Convolution",
            "Small kernels slide over an image, each looking for its own pattern.",
            vec![
                FieldInfo::number("filters", Conv2d::FILTERS, None, "Number of kernels, and of output channels."),
                FieldInfo::number("kernelSize", Conv2d::KERNEL_SIZE, None, "Side of a kernel, in pixels."),
                activation(),
            ],
        ),
        LayerKind::MaxPool2d => (
            "Max pooling",
            "Of each small window of an image only the largest number goes on: a smaller image, less sensitive to place.",
            vec![FieldInfo::number(
                "poolSize",
                MaxPool2d::POOL_SIZE,
                MaxPool2d::DEFAULT_POOL_SIZE as f64,
                "Side of a window, in pixels.",
            )],
        ),
        LayerKind::Flatten => ("Flatten", "An image as a row of numbers, for the dense layers after it.", vec![]),
        LayerKind::Dropout => (
            "Dropout",
            "In training some of the inputs are lost here at random, so that the network cannot rely on any single one.",
            vec![FieldInfo::number("rate", Dropout::RATE, None, "Share of the inputs that is dropped.")],
        ),
    };
    KindInfo { kind: kind.name(), title, description, fields }
}
