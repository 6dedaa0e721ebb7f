//! Data: a table of numbers becomes standardized batches.
//!
//! `bundled` (later also synthetic and the user's own) makes a [`Table`]; [`Dataset::prepare`] splits it, fits the
//! standardization on the training part and encodes the targets; [`Batches`] deals out the rows.

mod batches;
pub mod bundled;
mod dataset;
mod idx;
mod split;
mod standardize;
mod table;

pub use batches::Batches;
pub use dataset::{Dataset, Encoding, Part, Preparation};
pub use idx::Pictures;
pub use split::{Split, stratified_split};
pub use standardize::Standardizer;
pub use table::{Table, Target};
