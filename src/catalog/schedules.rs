//! The schedules.

use crate::schedule::{SCHEDULES, usual};

use super::field::{FieldInfo, KindInfo};

pub(super) fn schedules() -> Vec<KindInfo> {
    let info = |kind: &&'static crate::declare::Kind| KindInfo {
        kind: kind.name,
        title: kind.title,
        description: kind.sentence,
        fields: kind.settings.iter().zip(usual(kind)).map(|(setting, usual)| FieldInfo::of(setting, &usual)).collect(),
    };
    SCHEDULES.iter().map(info).collect()
}
