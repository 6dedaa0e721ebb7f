//! Data: a table of numbers becomes standardized batches.
//!
//! A [`Set`] of the lab, [`bundled`] or [`synthetic`], or the user's [`csv`] makes a [`Table`]; [`Dataset::prepare`]
//! splits it, fits the standardization on the training part and encodes the targets; [`Batches`] deals out the rows.

mod batches;
pub mod bundled;
mod classes;
pub mod csv;
mod dataset;
mod gallery;
mod idx;
mod set;
mod split;
mod standardize;
pub mod synthetic;
mod table;

pub use batches::Batches;
pub use classes::Classes;
pub use dataset::{Accuracy, Dataset, Encoding, Part, Preparation};
pub use gallery::{GALLERIES, Gallery};
pub use idx::Pictures;
pub use set::Set;
pub use split::{Split, stratified_split};
pub use standardize::Standardizer;
pub use table::{Table, Target};
