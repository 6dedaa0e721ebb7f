//! The layers.

use crate::model::layer::LayerKind;
use crate::named::Named;

use super::field::KindInfo;

pub(super) fn layers() -> Vec<KindInfo> {
    LayerKind::ALL.iter().map(|layer| KindInfo::of(layer.kind(), &layer.usual())).collect()
}
