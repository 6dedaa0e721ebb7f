//! Where an experiment's rows come from.

use ndarray::Array2;

use crate::data::{Encoding, Preparation, Table, Target};
use crate::error::{Error, Result};
use crate::rng::Rng;
use crate::source::{Gallery, Set, csv};

use super::Value;
use super::fields::{self, Fields};
use super::provided::provided;

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(untagged, rename_all_fields = "camelCase"))]
pub enum Data {
    /// A data set of the lab.
    Named {
        /// One of `datasets()`.
        name: String,
        /// Number of rows of a synthetic set.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        samples: Option<usize>,
        /// Standard deviation of a synthetic set's noise.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        noise: Option<f64>,
        /// Mean 0 and deviation 1 for each feature, by the training part; default true, but false for pictures that
        /// were given to `provideData`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        standardize: Option<bool>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
        /// One-hot targets, or the class label itself over all outputs; default one-hot.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"one-hot\" | \"label\""))]
        encoding: Option<Encoding>,
    },
    /// The caller's own table, as text.
    Csv {
        /// Rows of values between commas, semicolons, tabs or vertical bars, with or without a header.
        csv: String,
        /// Name of the column to predict; without a header its number, from 1. Texts, and whole numbers of at most 20
        /// different values, are classes in their order; other numbers are a quantity.
        target: String,
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
        /// What a row of features is, such as [height, width, channels]; default one dimension.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        input_shape: Option<Vec<usize>>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
    },
}

impl Data {
    pub(crate) fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let data = if fields.get("features").is_some() {
            Self::Given {
                features: fields.required("features", read_matrix)?,
                targets: fields.required("targets", read_matrix)?,
                input_shape: fields.optional("inputShape", read_shape)?,
                validation: fields.optional("validation", fields::number)?,
            }
        } else if fields.get("csv").is_some() {
            Self::Csv {
                csv: fields.required("csv", read_csv)?,
                target: fields.required("target", fields::text)?.to_owned(),
                standardize: fields.optional("standardize", fields::flag)?,
                validation: fields.optional("validation", fields::number)?,
                encoding: fields.optional("encoding", fields::named)?,
            }
        } else {
            Self::Named {
                name: fields.required("name", fields::text)?.to_owned(),
                samples: fields.optional("samples", fields::size)?,
                noise: fields.optional("noise", fields::number)?,
                standardize: fields.optional("standardize", fields::flag)?,
                validation: fields.optional("validation", fields::number)?,
                encoding: fields.optional("encoding", fields::named)?,
            }
        };
        fields.finish()?;
        Ok(data)
    }

    /// The rows, and how to prepare them. Synthetic sets draw their points from `rng`; the split goes on with it.
    pub(crate) fn table(&self, rng: &mut Rng) -> Result<(Table, Preparation)> {
        let preparation = |standardize: &Option<bool>, validation: &Option<f64>, encoding: &Option<Encoding>| {
            let (standardize, validation) = (standardize.unwrap_or(true), validation.unwrap_or(0.0));
            Preparation { validation, standardize, encoding: *encoding, accuracy: None }
        };
        match self {
            Self::Named { name, samples, noise, standardize, validation, encoding } => {
                let Ok(gallery) = Gallery::named(name) else {
                    let table = Set::named(name)?.table(*samples, *noise, rng)?;
                    return Ok((table, preparation(standardize, validation, encoding)));
                };
                // The pixels lie between 0 and 1 as they are, and many are constant.
                let standardize = Some(standardize.unwrap_or(false));
                Ok((provided_table(gallery, *samples, *noise)?, preparation(&standardize, validation, encoding)))
            }
            Self::Csv { csv, target, standardize, validation, encoding } => {
                Ok((csv::read(csv, target)?, preparation(standardize, validation, encoding)))
            }
            Self::Given { features, targets, input_shape, validation } => {
                let table = Table::new(features.clone(), Target::Values(targets.clone()))?;
                let table = match input_shape {
                    Some(shape) => table.with_input_shape(shape.clone())?,
                    None => table,
                };
                Ok((table, preparation(&Some(false), validation, &None)))
            }
        }
    }
}

/// The rows of a set whose pictures were given.
fn provided_table(gallery: &Gallery, samples: Option<usize>, noise: Option<f64>) -> Result<Table> {
    for (field, given) in [("samples", samples.is_some()), ("noise", noise.is_some())] {
        if given {
            let problem =
                format!("{} has rows of its own: this belongs to the synthetic sets; leave it out", gallery.name);
            return Err(Error::new(field, problem));
        }
    }
    let pictures = provided(gallery).ok_or_else(|| {
        let name = gallery.name;
        Error::new(
            "name",
            format!("\"{name}\" is not here yet; give its files to provideData(\"{name}\", images, labels) first"),
        )
    })?;
    gallery.table(&pictures)
}

/// A text, copied only if it is not too long.
fn read_csv(value: &Value) -> Result<String> {
    let text = fields::text(value)?;
    csv::check_size(text)?;
    Ok(text.to_owned())
}

/// Sizes of dimensions.
fn read_shape(value: &Value) -> Result<Vec<usize>> {
    let sizes = fields::numbers(value)?.into_iter().enumerate();
    sizes
        .map(|(at, size)| fields::size(&Value::Number(size)).map_err(|error| error.under(&format!("[{at}]"))))
        .collect()
}

/// Rows of numbers, all of the same length.
///
/// # Errors
/// Something else, or a row of another length, by its index.
pub fn read_matrix(value: &Value) -> Result<Array2<f64>> {
    if matches!(value, Value::Numbers(_)) {
        return Err(Error::not_accepted("", value, "an array of rows"));
    }
    let rows = fields::list(value, fields::numbers)?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(row) = rows.iter().position(|row| row.len() != width) {
        let problem = format!("{} numbers; the first row has {width}", rows[row].len());
        return Err(Error::new(format!("[{row}]"), problem));
    }
    let shape = (rows.len(), width);
    Array2::from_shape_vec(shape, rows.concat()).map_err(|error| Error::new("", error.to_string()))
}
