//! What there is to choose from: every kind with its fields, their defaults and ranges, and a sentence each. The
//! page makes its controls from it, so a new kind appears by itself.
//!
//! Defaults and ranges are taken from the code that applies them, never written down twice.

mod datasets;
mod field;
mod optimizers;

pub use datasets::{DatasetInfo, datasets};
pub use field::{ByConvention, FieldInfo, KindInfo};
pub use optimizers::OptimizerInfo;

use serde::Serialize;

/// Every kind that an experiment can name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Catalog {
    /// What `optimizer.kind` may be.
    pub optimizers: Vec<OptimizerInfo>,
}

/// The whole catalog.
pub fn catalog() -> Catalog {
    Catalog { optimizers: optimizers::optimizers() }
}
