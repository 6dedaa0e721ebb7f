//! What there is to choose from: every kind with its fields, their defaults and ranges, and a sentence each. The
//! page makes its controls from it, so a new kind appears by itself.
//!
//! Defaults and ranges are taken from the code that applies them, never written down twice.

mod datasets;
mod field;
mod finder;
mod losses;
mod optimizers;
mod texts;
mod types;

pub use datasets::{DatasetInfo, datasets, provide_data};
pub use field::{ByConvention, FieldInfo, KindInfo};
pub use finder::{FinderInfo, RuleInfo};
pub use losses::LossInfo;
pub use optimizers::OptimizerInfo;
pub use texts::{Text, texts};
pub(crate) use types::kinds;

use crate::model::layer::LayerKind;
use crate::model::{Activation, Init};
use crate::named::Named as _;
use crate::report::report;
use crate::schedule::{SCHEDULES, usual};

report! {
    /// Every kind that an experiment or a finder can name.
    pub struct Catalog {
        /// What `model.layers[i].kind` may be.
        pub layers: Vec<KindInfo>,
        /// What a layer's `activation` may be.
        pub activations: Vec<KindInfo>,
        /// What `model.init` may be, the default first.
        pub initializers: Vec<KindInfo>,
        /// What `loss` may be.
        pub losses: Vec<LossInfo>,
        /// What `optimizer.kind` may be.
        pub optimizers: Vec<OptimizerInfo>,
        /// What `schedule.kind` may be.
        pub schedules: Vec<KindInfo>,
        /// What the finder's options and `suggest` may name.
        pub finder: FinderInfo,
    }
}

/// The whole catalog, in the language of [`set_texts`](crate::sentence::set_texts).
pub fn catalog() -> Catalog {
    let mut catalog = in_english();
    catalog.texts(&mut texts::translate);
    catalog
}

fn in_english() -> Catalog {
    Catalog {
        layers: LayerKind::ALL.iter().map(|layer| KindInfo::of(layer.kind(), &layer.usual())).collect(),
        activations: Activation::ALL.iter().map(|activation| KindInfo::of(activation.kind(), &[])).collect(),
        initializers: Init::ALL.iter().map(|init| KindInfo::of(init.kind(), &[])).collect(),
        losses: losses::losses(),
        optimizers: optimizers::optimizers(),
        schedules: SCHEDULES.iter().map(|kind| KindInfo::of(kind, &usual(kind))).collect(),
        finder: finder::finder(),
    }
}
