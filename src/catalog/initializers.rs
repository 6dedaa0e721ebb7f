//! The initializers.

use crate::model::Init;
use crate::named::Named;

use super::field::KindInfo;

pub(super) fn initializers() -> Vec<KindInfo> {
    Init::ALL.iter().map(|init| KindInfo::of(init.kind(), &[])).collect()
}
