//! Data as it comes: numbers in rows, not yet split, standardized or encoded.

use ndarray::Array2;

use crate::error::{Error, Result};

/// What a row is labelled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Class 0 .. `count` of each row.
    Classes {
        /// Class of each row.
        labels: Vec<usize>,
        /// Number of classes.
        count: usize,
    },
    /// Numbers to predict, [rows, outputs].
    Values(Array2<f64>),
}

/// Rows of features with their targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    features: Array2<f64>,
    target: Target,
}

impl Table {
    /// A table of `features` [rows, columns].
    ///
    /// # Errors
    /// No rows, no columns, a number that is not finite, or targets that don't fit the rows.
    pub fn new(features: Array2<f64>, target: Target) -> Result<Self> {
        let (rows, columns) = features.dim();
        if rows == 0 || columns == 0 {
            return Err(Error::new("features", format!("{rows} rows × {columns} columns; at least one of each")));
        }
        let targets = match &target {
            Target::Classes { labels, .. } => labels.len(),
            Target::Values(values) => values.nrows(),
        };
        if targets != rows {
            return Err(Error::new("targets", format!("{targets} targets for {rows} rows; one for each row")));
        }
        if let Target::Classes { labels, count } = &target
            && let Some(row) = labels.iter().position(|label| label >= count)
        {
            return Err(Error::not_accepted(format!("targets[{row}]"), labels[row], format!("a class below {count}")));
        }
        check_finite("features", &features)?;
        if let Target::Values(values) = &target {
            if values.ncols() == 0 {
                return Err(Error::new("targets", "no columns; at least one"));
            }
            check_finite("targets", values)?;
        }
        Ok(Self { features, target })
    }

    /// Features, [rows, columns].
    pub fn features(&self) -> &Array2<f64> {
        &self.features
    }

    /// What the rows are labelled with.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.features.nrows()
    }

    /// Number of classes; `None` for regression.
    pub fn classes(&self) -> Option<usize> {
        match self.target {
            Target::Classes { count, .. } => Some(count),
            Target::Values(_) => None,
        }
    }
}

fn check_finite(field: &str, values: &Array2<f64>) -> Result<()> {
    match values.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, column), value)) => {
            Err(Error::not_accepted(format!("{field}[{row}][{column}]"), value, "a finite number"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::{Table, Target};

    #[test]
    fn refusals_name_the_field() {
        let classes = |labels: &[usize]| Target::Classes { labels: labels.to_vec(), count: 2 };
        let x = array![[1.0, 2.0], [3.0, 4.0]];
        for (features, target, field) in [
            (ndarray::Array2::zeros((0, 2)), classes(&[]), "features"),
            (ndarray::Array2::zeros((2, 0)), classes(&[0, 1]), "features"),
            (x.clone(), classes(&[0]), "targets"),
            (x.clone(), classes(&[0, 2]), "targets[1]"),
            (array![[1.0], [f64::NAN]], classes(&[0, 1]), "features[1][0]"),
            (x.clone(), Target::Values(array![[1.0], [f64::INFINITY]]), "targets[1][0]"),
            (x.clone(), Target::Values(ndarray::Array2::zeros((2, 0))), "targets"),
        ] {
            assert_eq!(Table::new(features, target).unwrap_err().field(), field);
        }
    }
}
