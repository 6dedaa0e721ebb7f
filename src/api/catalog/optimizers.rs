//! The optimizers.

use crate::optimizer::{Convention, SgdConfig};
use crate::range::Range;

use super::field::{FieldInfo, KindInfo};

pub(super) fn optimizers() -> Vec<KindInfo> {
    let convention = FieldInfo::choice("convention", Convention::default(), "Whose rule and whose defaults.");
    let sgd = SgdConfig::defaults(Convention::Keras);
    vec![KindInfo {
        kind: "sgd",
        title: "SGD",
        description: "Gradient descent, with momentum if you like: the rate is the size of the step.",
        fields: vec![
            convention,
            FieldInfo::number("momentum", Range::FRACTION, sgd.momentum, "Share of the last velocity that is kept."),
            FieldInfo::flag("nesterov", sgd.nesterov, "Look ahead along the velocity; needs momentum."),
        ],
    }]
}
