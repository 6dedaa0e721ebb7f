//! An optimizer as it is asked for: `{ kind: "adam", convention: "pytorch", beta1: 0.8 }`.

use crate::error::Result;
use crate::optimizer::OptimizerSpec;

use super::Value;
use super::fields::{self, Fields};

/// Reads an optimizer. What is left out is as the library has it.
///
/// # Errors
/// `kind`: missing or unknown; the first setting that is unknown or of another type.
pub(crate) fn read_optimizer(value: &Value) -> Result<OptimizerSpec> {
    let mut fields = Fields::of(value)?;
    let kind = fields.required("kind", fields::text)?;
    let rule = OptimizerSpec::read(kind, &mut fields)?;
    fields.finish()?;
    Ok(rule)
}
