//! What the outside asks for, read from plain values.
//!
//! A request is a [`Value`], whether it comes from JavaScript, JSON or a link; every refusal is an
//! [`Error`](crate::error::Error) with the path of the field. Dispatch on `kind` is by hand: serde's tagged enums
//! lose the path.

mod data;
mod experiment;
pub(crate) mod fields;
mod finder;
mod kinds;
mod model;
mod options;
mod provided;
mod types;
mod value;

pub use data::{Data, read_matrix};
pub use experiment::{BatchSize, Experiment};
pub use finder::{FinderOptions, Preset, RampKind, StopOptions, lr_find};
pub use model::{Model, WeightTensor};
pub use options::Flat;
pub use value::Value;

pub(crate) use fields::Under;
pub(crate) use finder::{Length, Plan};
pub(crate) use kinds::{read_layer, read_optimizer, read_policy, read_schedule};
pub(crate) use options::{Ask, Options, asks, choices, names, options, within};
pub(crate) use provided::{provide, provided};
pub(crate) use types::{Line, Types, array, texts};
