//! What its `kind` tells apart: `{ kind: "adam", convention: "pytorch", beta1: 0.8 }`.

use crate::declare::Nested as _;
use crate::error::Result;
use crate::finder::Smoothing;
use crate::model::layer::{LayerKind, LayerSpec};
use crate::named::Named as _;
use crate::optimizer::OptimizerSpec;
use crate::schedule::{Policy, Schedule};

use super::fields::{self, Fields};
use super::{Value, asks};

asks! {
    LayerSpec: read_layer, "Layer";
    OptimizerSpec: read_optimizer, "Optimizer";
    Smoothing: |value| read(value, |kind, fields| Smoothing::read(kind, fields)), "SmoothingOptions";
    Policy: read_policy, "Schedule";
    Schedule: read_schedule, "Schedule";
}

/// Reads a kind and the settings that are its.
fn read<T>(value: &Value, settings: impl FnOnce(&str, &mut Fields) -> Result<T>) -> Result<T> {
    let mut fields = Fields::of(value)?;
    let kind = fields.required("kind", fields::text)?;
    let read = settings(kind, &mut fields)?;
    fields.finish()?;
    Ok(read)
}

/// Reads a layer.
///
/// # Errors
/// `kind`: missing or unknown; the first setting that is unknown or of another type.
pub(crate) fn read_layer(value: &Value) -> Result<LayerSpec> {
    read(value, |kind, fields| LayerSpec::read(LayerKind::named("kind", kind)?, fields))
}

/// Reads an optimizer, and refuses as [`read_layer`] does. What is left out is as the library has it.
pub(crate) fn read_optimizer(value: &Value) -> Result<OptimizerSpec> {
    read(value, |kind, fields| OptimizerSpec::read(kind, fields))
}

/// Reads what decides the rates of a run: a schedule, or plateau.
///
/// # Errors
/// The first field that is missing, unknown, of another type, or not accepted, by its path.
pub(crate) fn read_policy(value: &Value) -> Result<Policy> {
    Policy::read(&mut Fields::of(value)?).map(Policy::placed)
}

/// Reads a schedule of the step alone.
///
/// # Errors
/// As [`read_policy`]; `kind`: plateau, which follows a metric.
pub(crate) fn read_schedule(value: &Value) -> Result<Schedule> {
    Schedule::read(&mut Fields::of(value)?).map(Schedule::placed)
}
