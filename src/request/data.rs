//! Where an experiment's rows come from.

use ndarray::Array2;

use crate::data::{Encoding, Preparation, Table, Target};
use crate::error::{Error, Result};
use crate::rng::Rng;
use crate::sentence;
use crate::source::{Gallery, Set, csv, own_rows};

use super::Value;
use super::provided::provided;
use super::{Under as _, fields, options};

options! {
    /// Where the rows come from.
    pub enum Data {
        /// The caller's own numbers, as they are.
        Given with "features" {
            /// One array of features a row.
            features: Array2<f64>,
            /// One array of targets a row.
            targets: Array2<f64>,
            /// What a row of features is, such as [height, width, channels]; default one dimension.
            input_shape: Option<Vec<usize>>,
            /// Fraction of the rows to hold out; default 0.
            validation: Option<f64>,
        },
        /// The caller's own table, as text.
        Csv with "csv" {
            /// Rows of values between commas, semicolons, tabs or vertical bars, with or without a header.
            csv: String = (csv::check_size(&csv).under("csv")),
            /// Name of the column to predict; without a header its number, from 1. Texts, and whole numbers of at most
            /// 20 different values, are classes in their order; other numbers are a quantity.
            target: String,
            /// Mean 0 and deviation 1 for each feature, by the training part; default true.
            standardize: Option<bool>,
            /// Fraction of the rows to hold out; default 0.
            validation: Option<f64>,
            /// One-hot targets, or the class label itself over all outputs; default one-hot.
            encoding: Option<Encoding>,
        },
        /// A data set of the lab.
        Named {
            /// One of `datasets()`.
            name: String,
            /// Number of rows of a synthetic set.
            samples: Option<usize>,
            /// Standard deviation of a synthetic set's noise.
            noise: Option<f64>,
            /// The classes whose rows are taken, counted from 0; default all. The network has an output for each class
            /// all the same, so that what was trained on some can go on with others.
            classes: Option<Vec<usize>>,
            /// Mean 0 and deviation 1 for each feature, by the training part; default true, but false for pictures that
            /// were given to `provideData`.
            standardize: Option<bool>,
            /// Fraction of the rows to hold out; default 0.
            validation: Option<f64>,
            /// One-hot targets, or the class label itself over all outputs; default one-hot.
            encoding: Option<Encoding>,
        },
    }
}

impl Data {
    /// The rows, and how to prepare them. Synthetic sets draw their points from `rng`; the split goes on with it.
    pub(crate) fn table(&self, rng: &mut Rng) -> Result<(Table, Preparation)> {
        let (table, standardize, validation, encoding) = match self {
            Self::Named { name, samples, noise, classes, standardize, validation, encoding } => {
                let (table, usual) = match Gallery::named(name) {
                    // The pixels lie between 0 and 1 as they are, and many are constant.
                    Ok(gallery) => (provided_table(gallery, *samples, *noise)?, false),
                    Err(_) => (Set::named(name)?.table(*samples, *noise, rng)?, true),
                };
                let table = match classes {
                    Some(classes) => table.of_classes(classes)?,
                    None => table,
                };
                (table, standardize.unwrap_or(usual), validation, *encoding)
            }
            Self::Csv { csv, target, standardize, validation, encoding } => {
                (csv::read(csv, target)?, standardize.unwrap_or(true), validation, *encoding)
            }
            Self::Given { features, targets, input_shape, validation } => {
                let mut table = Table::new(features.clone(), Target::Values(targets.clone()))?;
                if let Some(shape) = input_shape {
                    table = table.with_input_shape(shape.clone())?;
                }
                (table, false, validation, None)
            }
        };
        let validation = validation.unwrap_or(0.0);
        Ok((table, Preparation { validation, standardize, encoding, accuracy: None }))
    }
}

/// The rows of a set whose pictures were given.
fn provided_table(gallery: &Gallery, samples: Option<usize>, noise: Option<f64>) -> Result<Table> {
    own_rows(gallery.name, samples, noise)?;
    let pictures = provided(gallery).ok_or_else(|| {
        let problem = sentence!(
            "error.not-provided",
            "\"{name}\" is not here yet; give its files to provideData(\"{name}\", images, labels) first",
            name = gallery.name
        );
        Error::new("name", problem)
    })?;
    gallery.table(&pictures)
}

/// Rows of numbers, all of the same length.
///
/// # Errors
/// Something else, or a row of another length, by its index.
pub fn read_matrix(value: &Value) -> Result<Array2<f64>> {
    if matches!(value, Value::Numbers(_)) {
        return Err(Error::not_accepted("", value, sentence!("accepted.rows", "an array of rows")));
    }
    let rows = fields::list(value, fields::numbers)?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(row) = rows.iter().position(|row| row.len() != width) {
        let problem = sentence!(
            "error.other-row-length",
            "{count} numbers; the first row has {columns}",
            count = rows[row].len(),
            columns = width
        );
        return Err(Error::new(format!("[{row}]"), problem));
    }
    let shape = (rows.len(), width);
    Array2::from_shape_vec(shape, rows.concat()).map_err(|error| Error::foreign("", error))
}
