//! Data: a table of numbers becomes standardized batches.
//!
//! [`Dataset::prepare`] splits a [`Table`], fits the standardization on the training part and encodes the targets;
//! [`Batches`] deals out the rows.

mod batches;
mod classes;
mod dataset;
mod split;
mod standardize;
mod table;

pub use batches::Batches;
pub use classes::Classes;
pub use dataset::{Accuracy, Dataset, Encoding, Part, Preparation};
pub use split::{Split, stratified_split};
pub use standardize::Standardizer;
pub use table::{Table, Target};
