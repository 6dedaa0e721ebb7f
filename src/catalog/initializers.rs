//! The initializers.

use crate::model::Init;
use crate::named::Named;

use super::field::KindInfo;

pub(super) fn initializers() -> Vec<KindInfo> {
    Init::ALL.iter().map(|kind| initializer(*kind)).collect()
}

fn initializer(kind: Init) -> KindInfo {
    let (title, description) = match kind {
        Init::GlorotUniform => (
            "Glorot uniform",
            "Uniform with variance 2 / (inputs + outputs), so that signals keep their size both ways; Keras's default.",
        ),
        Init::GlorotNormal => ("Glorot normal", "The same variance, 2 / (inputs + outputs), from a bell curve."),
        Init::HeUniform => {
            ("He uniform", "Uniform with variance 2 / inputs, which makes up for the half that a ReLU cuts off.")
        }
        Init::HeNormal => ("He normal", "The same variance, 2 / inputs, from a bell curve; made for ReLU."),
        Init::LecunNormal => ("LeCun normal", "A bell curve of variance 1 / inputs, which keeps the size of a sum."),
        Init::Zeros => ("Zeros", "All weights 0: every unit of a layer then learns the same, or nothing at all."),
    };
    KindInfo { kind: kind.name(), title, description, fields: Vec::new() }
}
