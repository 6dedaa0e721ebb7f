//! What there is to choose from: every kind with its fields, their defaults and ranges, and a sentence each. The
//! page makes its controls from it, so a new kind appears by itself.
//!
//! Defaults and ranges are taken from the code that applies them, never written down twice.

mod activations;
mod datasets;
mod field;
mod finder;
mod initializers;
mod layers;
mod losses;
mod optimizers;
mod schedules;
mod types;

pub use datasets::{DatasetInfo, datasets, provide_data};
pub use field::{ByConvention, FieldInfo, KindInfo};
pub use finder::{FinderInfo, RuleInfo};
pub use losses::LossInfo;
pub use optimizers::OptimizerInfo;
pub(crate) use types::kinds;

use crate::report::report;

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

/// The whole catalog.
pub fn catalog() -> Catalog {
    Catalog {
        layers: layers::layers(),
        activations: activations::activations(),
        initializers: initializers::initializers(),
        losses: losses::losses(),
        optimizers: optimizers::optimizers(),
        schedules: schedules::schedules(),
        finder: finder::finder(),
    }
}
