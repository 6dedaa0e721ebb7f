//! What the outside asks for, read from plain values.
//!
//! A request is a [`Value`], whether it comes from JavaScript, JSON or a link; every refusal is an
//! [`Error`](crate::error::Error) with the path of the field. Dispatch on `kind` is by hand: serde's tagged enums
//! lose the path.

mod data;
mod datum;
mod experiment;
pub(crate) mod fields;
mod finder;
mod model;
mod optimizer;
mod provided;
mod schedule;
mod value;

pub use data::{Data, read_matrix};
pub use experiment::{BatchSize, Experiment};
pub use finder::{FinderOptions, Preset, SmoothingOptions, Stop, StopOptions, SweepKind, lr_find};
pub use model::{Layer, Model, WeightTensor};
pub use value::Value;

pub(crate) use finder::{BETA, FACTOR};
pub(crate) use optimizer::read_optimizer;
pub(crate) use provided::{provide, provided};
pub(crate) use schedule::{read_policy, read_schedule};
