//! An experiment's optimizer.

use crate::error::{Error, Result};
use crate::optimizer::{self, Convention, Sgd, SgdConfig};

use super::Value;
use super::fields::{self, Fields};

/// An optimizer with its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum Optimizer {
    /// Gradient descent.
    Sgd {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the last velocity that is kept; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        momentum: Option<f64>,
        /// Look ahead along the velocity; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        nesterov: Option<bool>,
    },
}

impl Optimizer {
    pub(super) fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let optimizer = match fields.required("kind", fields::text)? {
            "sgd" => Self::Sgd {
                convention: fields.optional("convention", fields::named)?,
                momentum: fields.optional("momentum", fields::number)?,
                nesterov: fields.optional("nesterov", fields::flag)?,
            },
            kind => return Err(Error::unknown("kind", kind, ["sgd"])),
        };
        fields.finish()?;
        Ok(optimizer)
    }

    pub(super) fn build(self, parameters: usize) -> Result<optimizer::Optimizer> {
        match self {
            Self::Sgd { convention, momentum, nesterov } => {
                let config = SgdConfig {
                    momentum: momentum.unwrap_or(0.0),
                    nesterov: nesterov.unwrap_or(false),
                    convention: convention.unwrap_or_default(),
                };
                Sgd::new(config, parameters).map(optimizer::Optimizer::Sgd)
            }
        }
    }
}
