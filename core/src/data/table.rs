//! Data as it comes: numbers in rows, not yet split, standardized or encoded.

use ndarray::{Array2, Axis};

use crate::error::{Error, Result};
use crate::number::number;
use crate::sentence;

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
    input_shape: Vec<usize>,
}

/// The most dimensions of a row: height, width, channels.
const MAX_DIMENSIONS: usize = 3;

impl Table {
    /// A table of `features` [rows, columns].
    ///
    /// # Errors
    /// No rows, no columns, a number that `f32` cannot hold, or targets that don't fit the rows.
    pub fn new(features: Array2<f64>, target: Target) -> Result<Self> {
        let (rows, columns) = features.dim();
        if rows == 0 || columns == 0 {
            let problem =
                sentence!("error.empty-table", "{rows} rows × {columns} columns; at least one of each", rows, columns);
            return Err(Error::new("features", problem));
        }
        let targets = match &target {
            Target::Classes { labels, .. } => labels.len(),
            Target::Values(values) => values.nrows(),
        };
        if targets != rows {
            let problem = sentence!(
                "error.targets-for-rows",
                "{targets} targets for {rows} rows; one for each row",
                targets,
                rows
            );
            return Err(Error::new("targets", problem));
        }
        if let Target::Classes { labels, count } = &target
            && let Some(row) = labels.iter().position(|label| label >= count)
        {
            let accepted = sentence!("accepted.class-below", "a class below {count}", count);
            return Err(Error::not_accepted(format!("targets[{row}]"), labels[row], accepted));
        }
        check_finite("features", &features)?;
        if let Target::Values(values) = &target {
            if values.ncols() == 0 {
                return Err(Error::new("targets", sentence!("error.no-columns", "no columns; at least one")));
            }
            check_finite("targets", values)?;
        }
        Ok(Self { input_shape: vec![columns], features, target })
    }

    /// The same table, each row read as a tensor of `shape`, row-major, such as height × width × channels.
    ///
    /// ```
    /// use lr_lab_core::data::{Table, Target};
    /// use ndarray::Array2;
    ///
    /// let table = Table::new(Array2::zeros((2, 12)), Target::Values(Array2::zeros((2, 1))))?;
    /// assert_eq!(table.input_shape(), [12]);
    /// assert_eq!(table.with_input_shape(vec![2, 2, 3])?.input_shape(), [2, 2, 3]);
    /// # Ok::<(), lr_lab_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `inputShape`: more than three dimensions, or a product that is not the number of columns.
    pub fn with_input_shape(mut self, shape: Vec<usize>) -> Result<Self> {
        let columns = self.features.ncols();
        if shape.is_empty() || shape.len() > MAX_DIMENSIONS {
            let given = sentence!("value.dimensions", "{count} dimensions", count = shape.len());
            let accepted = sentence!("accepted.one-to", "1 to {most}", most = MAX_DIMENSIONS);
            return Err(Error::not_accepted("inputShape", given, accepted));
        }
        // A product that overflows is no number of columns either.
        if shape.iter().try_fold(1_usize, |product, size| product.checked_mul(*size)) != Some(columns) {
            let accepted =
                sentence!("accepted.sizes-of", "sizes whose product is {columns}, the numbers in a row", columns);
            return Err(Error::not_accepted("inputShape", format!("{shape:?}"), accepted));
        }
        self.input_shape = shape;
        Ok(self)
    }

    /// The rows of some classes alone. Classes keep their numbers, and there are as many of them: a network for all of
    /// them fits.
    ///
    /// ```
    /// use lr_lab_core::data::{Table, Target};
    /// use ndarray::array;
    ///
    /// let labels = Target::Classes { labels: vec![0, 1, 2, 1], count: 3 };
    /// let table = Table::new(array![[0.0], [1.0], [2.0], [3.0]], labels)?.of_classes(&[2, 1])?;
    /// assert_eq!(table.features(), array![[1.0], [2.0], [3.0]]);
    /// assert_eq!(table.target(), &Target::Classes { labels: vec![1, 2, 1], count: 3 });
    /// # Ok::<(), lr_lab_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `classes`: none, one that there isn't, those of a quantity, or such as no row has.
    pub fn of_classes(self, classes: &[usize]) -> Result<Self> {
        let Target::Classes { labels, count } = self.target else {
            let problem =
                sentence!("error.no-classes", "the targets are numbers to predict, not classes; leave it out");
            return Err(Error::new("classes", problem));
        };
        if let Some(at) = classes.iter().position(|class| *class >= count) {
            let accepted = sentence!("accepted.class-below", "a class below {count}", count);
            return Err(Error::not_accepted(format!("classes[{at}]"), classes[at], accepted));
        }
        let rows: Vec<usize> = (0..labels.len()).filter(|row| classes.contains(&labels[*row])).collect();
        if rows.is_empty() {
            return Err(Error::new("classes", sentence!("error.no-rows-of-classes", "no row is left; at least one")));
        }
        let labels = rows.iter().map(|row| labels[*row]).collect();
        let features = self.features.select(Axis(0), &rows);
        Ok(Self { features, target: Target::Classes { labels, count }, input_shape: self.input_shape })
    }

    /// Features, [rows, columns].
    pub fn features(&self) -> &Array2<f64> {
        &self.features
    }

    /// Shape of a row: \[columns\], unless [`Table::with_input_shape`] set another. Its product is the columns.
    pub fn input_shape(&self) -> &[usize] {
        &self.input_shape
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
    // Training is in f32. The check also keeps the squares of standardization finite.
    match values.indexed_iter().find(|(_, value)| !(**value as f32).is_finite()) {
        Some(((row, column), value)) => {
            let accepted = sentence!("accepted.f32", "a finite number that 32 bits hold, up to 3.4e38");
            Err(Error::not_accepted(format!("{field}[{row}][{column}]"), number(*value, 6), accepted))
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
            (array![[1.0, 1e39]], classes(&[0]), "features[0][1]"),
            (x.clone(), Target::Values(array![[1.0], [f64::INFINITY]]), "targets[1][0]"),
            (x.clone(), Target::Values(ndarray::Array2::zeros((2, 0))), "targets"),
        ] {
            assert_eq!(Table::new(features, target).unwrap_err().field(), field);
        }
    }

    #[test]
    fn some_classes() {
        let target = Target::Classes { labels: vec![0, 2, 0], count: 4 };
        let table = Table::new(array![[1.0], [2.0], [3.0]], target).unwrap();
        let numbers = Table::new(array![[1.0]], Target::Values(array![[1.0]])).unwrap();
        for (table, classes, field) in [
            (&table, vec![], "classes"),
            (&table, vec![1], "classes"),
            (&table, vec![0, 4], "classes[1]"),
            (&numbers, vec![0], "classes"),
        ] {
            assert_eq!(table.clone().of_classes(&classes).unwrap_err().field(), field, "{classes:?}");
        }
        assert_eq!(table.clone().of_classes(&[2, 0, 0]).unwrap(), table);
        assert_eq!(table.of_classes(&[2]).unwrap().features(), array![[2.0]]);
    }

    #[test]
    fn a_row_has_a_shape() {
        let table = Table::new(ndarray::Array2::zeros((1, 12)), Target::Classes { labels: vec![0], count: 1 }).unwrap();
        for shape in [vec![12], vec![3, 4], vec![2, 2, 3], vec![12, 1, 1]] {
            assert_eq!(table.clone().with_input_shape(shape.clone()).unwrap().input_shape(), shape);
        }
        for shape in [vec![], vec![13], vec![0, 4], vec![3, 4, 1, 1], vec![usize::MAX, 2, 1]] {
            assert_eq!(table.clone().with_input_shape(shape).unwrap_err().field(), "inputShape");
        }
    }
}
