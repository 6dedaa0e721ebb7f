//! The functions of the contract, from plain values to plain values.

mod band;
mod curve;
mod describe;
mod export;
mod figure;
mod fit;
mod lint;
mod python;
mod race;
mod runs;
mod sample;
mod shape;
mod sharpness;
mod sharpness_run;
mod suggest;
mod surface;
mod sweep;
mod texts;
mod types;

pub use crate::catalog::*;
pub use crate::link::*;
pub use crate::report::{FingerprintsReport, read_lr_find_report, read_trace};
pub use crate::request::{
    BatchSize, Data, Experiment, FinderOptions, Model, Preset, RampKind, StopOptions, Value, WeightTensor, lr_find,
    read_matrix,
};
pub use band::*;
pub use curve::*;
pub use describe::*;
pub use export::*;
pub use figure::*;
pub use fit::*;
pub use lint::*;
pub use python::python_core;
pub use race::*;
pub use runs::*;
pub use sample::*;
pub use shape::*;
pub use sharpness::*;
pub use sharpness_run::*;
pub use suggest::*;
pub use surface::*;
pub use sweep::*;
pub use texts::set_texts;
pub use types::*;
