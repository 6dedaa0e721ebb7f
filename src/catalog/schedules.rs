//! The schedules.

use crate::schedule::{SCHEDULES, usual};

use super::field::KindInfo;

pub(super) fn schedules() -> Vec<KindInfo> {
    SCHEDULES.iter().map(|kind| KindInfo::of(kind, &usual(kind))).collect()
}
