//! The activations.

use crate::model::Activation;
use crate::named::Named;

use super::field::KindInfo;

pub(super) fn activations() -> Vec<KindInfo> {
    Activation::ALL.iter().map(|activation| KindInfo::of(activation.kind(), &[])).collect()
}
