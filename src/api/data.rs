//! Where an experiment's rows come from.

use ndarray::Array2;

use crate::data::bundled::Bundled;
use crate::data::{Encoding, Preparation, Table, Target};
use crate::error::{Error, Result};
use crate::named::Named;

use super::Value;
use super::fields::{self, Fields};

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(untagged, rename_all_fields = "camelCase"))]
pub enum Data {
    /// A data set of the lab.
    Named {
        /// One of `datasets()`.
        name: String,
        /// Mean 0 and deviation 1 for each feature, by the training part; default true.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        standardize: Option<bool>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
        /// One-hot targets, or the class label itself over all outputs; default one-hot.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"one-hot\" | \"label\""))]
        encoding: Option<Encoding>,
    },
    /// The caller's own numbers, as they are.
    Given {
        /// One array of features a row.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>[]"))]
        features: Array2<f64>,
        /// One array of targets a row.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>[]"))]
        targets: Array2<f64>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
    },
}

impl Named for Encoding {
    const ALL: &'static [Self] = &[Self::OneHot, Self::Label];

    fn name(self) -> &'static str {
        match self {
            Self::OneHot => "one-hot",
            Self::Label => "label",
        }
    }
}

impl Data {
    pub(super) fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let data = if fields.get("features").is_some() {
            Self::Given {
                features: fields.required("features", read_matrix)?,
                targets: fields.required("targets", read_matrix)?,
                validation: fields.optional("validation", fields::number)?,
            }
        } else {
            Self::Named {
                name: fields.required("name", fields::text)?.to_owned(),
                standardize: fields.optional("standardize", fields::flag)?,
                validation: fields.optional("validation", fields::number)?,
                encoding: fields.optional("encoding", fields::named)?,
            }
        };
        fields.finish()?;
        Ok(data)
    }

    pub(super) fn table(&self) -> Result<(Table, Preparation)> {
        match self {
            Self::Named { name, standardize, validation, encoding } => {
                let preparation = Preparation {
                    validation: validation.unwrap_or(0.0),
                    standardize: standardize.unwrap_or(true),
                    encoding: *encoding,
                };
                Ok((Bundled::named(name)?.table()?, preparation))
            }
            Self::Given { features, targets, validation } => {
                let validation = validation.unwrap_or(0.0);
                let preparation = Preparation { validation, standardize: false, encoding: None };
                Ok((Table::new(features.clone(), Target::Values(targets.clone()))?, preparation))
            }
        }
    }
}

/// Rows of numbers, all of the same length.
///
/// # Errors
/// Something else, or a row of another length, by its index.
pub fn read_matrix(value: &Value) -> Result<Array2<f64>> {
    let rows = fields::list(value, fields::numbers)?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(row) = rows.iter().position(|row| row.len() != width) {
        let problem = format!("{} numbers; the first row has {width}", rows[row].len());
        return Err(Error::new(format!("[{row}]"), problem));
    }
    let shape = (rows.len(), width);
    Array2::from_shape_vec(shape, rows.concat()).map_err(|error| Error::new("", error.to_string()))
}
