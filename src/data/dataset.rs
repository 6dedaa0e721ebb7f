//! Data as a trainer takes it: split, standardized, encoded, in `f32`.

use ndarray::{Array2, Axis};

use super::{Standardizer, Table, Target, stratified_split};
use crate::error::{Error, Result};
use crate::rng::Rng;

/// How a class becomes the numbers that the outputs are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 1 for the class's own output, 0 for the others.
    OneHot,
    /// The class's number itself, repeated over the outputs: what document 001 trains on.
    Label,
}

/// How a table becomes a data set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preparation {
    /// Fraction of the rows to hold out.
    pub validation: f64,
    /// Whether to standardize the features.
    pub standardize: bool,
    /// How classes are encoded; by default one-hot, or the label where there is a single output.
    pub encoding: Option<Encoding>,
}

/// Some rows of a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Features, [rows, inputs].
    pub features: Array2<f32>,
    /// Targets, [rows, outputs].
    pub targets: Array2<f32>,
}

impl Part {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.features.nrows()
    }
}

/// What [`Dataset::prepare`] made of the targets; it decides how accuracy is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Classification(Encoding),
    Regression,
}

/// A training part and, where rows are held out, a validation part.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The rows to train on.
    pub training: Part,
    /// The rows held out.
    pub validation: Option<Part>,
    task: Task,
}

impl Dataset {
    /// Splits `table`, standardizes it by its training part and encodes its targets for a network of `outputs`
    /// outputs.
    ///
    /// # Errors
    /// `validation` as in [`stratified_split`]; `units` when the targets don't fit the outputs; `encoding` for
    /// targets that are no classes.
    pub fn prepare(table: &Table, preparation: &Preparation, outputs: usize, rng: &mut Rng) -> Result<Self> {
        let (targets, task) = encode(table.target(), preparation.encoding, outputs)?;
        let split = stratified_split(table, preparation.validation, rng)?;
        let training = table.features().select(Axis(0), &split.training);
        let standardizer = preparation.standardize.then(|| Standardizer::fit(training.view()));
        let part = |rows: &[usize]| {
            let features = table.features().select(Axis(0), rows);
            let features = standardizer.as_ref().map_or_else(|| features.clone(), |s| s.apply(features.view()));
            Part { features: features.mapv(|x| x as f32), targets: targets.select(Axis(0), rows) }
        };
        Ok(Self {
            training: part(&split.training),
            validation: (!split.validation.is_empty()).then(|| part(&split.validation)),
            task,
        })
    }

    /// Share of `outputs` [rows, outputs] that hit their `targets`: the largest output's class where the targets are
    /// one-hot, each output on the right side of ½ where they are labels; `None` for regression.
    pub fn accuracy(&self, outputs: &[f32], targets: &[f32], width: usize) -> Option<f64> {
        let hits = |hit: &dyn Fn(&[f32], &[f32]) -> bool, width: usize| {
            let rows = outputs.chunks_exact(width).zip(targets.chunks_exact(width));
            let count = rows.len().max(1);
            rows.filter(|(output, target)| hit(output, target)).count() as f64 / count as f64
        };
        match self.task {
            Task::Classification(Encoding::OneHot) => Some(hits(&|o, t| argmax(o) == argmax(t), width)),
            Task::Classification(Encoding::Label) => Some(hits(&|o, t| (o[0] > 0.5) == (t[0] > 0.5), 1)),
            Task::Regression => None,
        }
    }
}

/// Index of the first largest element; a NaN is never the largest.
fn argmax(row: &[f32]) -> usize {
    (1..row.len()).fold(0, |best, i| if row[i] > row[best] { i } else { best })
}

fn encode(target: &Target, encoding: Option<Encoding>, outputs: usize) -> Result<(Array2<f32>, Task)> {
    match target {
        Target::Classes { labels, count } => {
            let default = if outputs == 1 && *count == 2 { Encoding::Label } else { Encoding::OneHot };
            let encoding = encoding.unwrap_or(default);
            let targets = match encoding {
                Encoding::Label => Array2::from_shape_fn((labels.len(), outputs), |(row, _)| labels[row] as f32),
                Encoding::OneHot if outputs == *count => {
                    Array2::from_shape_fn((labels.len(), outputs), |(row, class)| f32::from(labels[row] == class))
                }
                Encoding::OneHot => {
                    let one = if *count == 2 { ", or one" } else { "" };
                    let problem = format!("{outputs} outputs for {count} classes; use {count}{one}");
                    return Err(Error::new("units", problem));
                }
            };
            Ok((targets, Task::Classification(encoding)))
        }
        Target::Values(_) if encoding.is_some() => {
            Err(Error::new("encoding", "encodes classes; these targets are numbers, so leave it out"))
        }
        Target::Values(values) if values.ncols() == outputs => Ok((values.mapv(|y| y as f32), Task::Regression)),
        Target::Values(values) => {
            let columns = values.ncols();
            Err(Error::new("units", format!("{outputs} outputs for {columns} target columns; use {columns}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::{Dataset, Encoding, Preparation};
    use crate::data::{Table, Target};
    use crate::error::Result;
    use crate::rng::{Rng, Stream};

    const PLAIN: Preparation = Preparation { validation: 0.0, standardize: false, encoding: None };

    fn prepare(target: Target, encoding: Option<Encoding>, outputs: usize) -> Result<Dataset> {
        let table = Table::new(array![[1.0], [2.0], [3.0], [6.0]], target)?;
        Dataset::prepare(&table, &Preparation { encoding, ..PLAIN }, outputs, &mut Rng::new(0, Stream::Data))
    }

    fn classes(count: usize) -> Target {
        Target::Classes { labels: vec![0, 1, 1, 0], count }
    }

    #[test]
    fn encodings() {
        let targets = |encoding, outputs| prepare(classes(2), encoding, outputs).unwrap().training.targets;
        assert_eq!(targets(None, 2), array![[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(targets(None, 1), array![[0.0], [1.0], [1.0], [0.0]]);
        assert_eq!(targets(Some(Encoding::Label), 2), array![[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]);
    }

    #[test]
    fn targets_that_do_not_fit_are_refused() {
        let values = Target::Values(Array2::zeros((4, 2)));
        assert_eq!(prepare(classes(2), None, 3).unwrap_err().field(), "units");
        assert_eq!(prepare(classes(3), None, 1).unwrap_err().field(), "units");
        assert_eq!(prepare(values.clone(), None, 1).unwrap_err().field(), "units");
        assert_eq!(prepare(values, Some(Encoding::Label), 2).unwrap_err().field(), "encoding");
    }

    #[test]
    fn standardization_is_fitted_on_the_training_part() {
        let features = Array2::from_shape_fn((100, 1), |(row, _)| (row * row) as f64);
        let table = Table::new(features, Target::Values(Array2::zeros((100, 1)))).unwrap();
        let preparation = Preparation { validation: 0.3, standardize: true, encoding: None };
        let data = Dataset::prepare(&table, &preparation, 1, &mut Rng::new(5, Stream::Data)).unwrap();
        assert_eq!(data.training.rows(), 70);
        assert!(data.training.features.mean().unwrap().abs() < 1e-6);
        assert!(data.validation.unwrap().features.mean().unwrap().abs() > 1e-3);
    }

    #[test]
    fn accuracy_counts_what_the_task_asks() {
        let one_hot = prepare(classes(2), None, 2).unwrap();
        assert_eq!(one_hot.accuracy(&[0.9, 0.1, 0.8, 0.2], &[1.0, 0.0, 0.0, 1.0], 2), Some(0.5));
        let label = prepare(classes(2), Some(Encoding::Label), 2).unwrap();
        assert_eq!(label.accuracy(&[0.9, 0.1, 0.8, 0.7], &[1.0, 1.0, 1.0, 1.0], 2), Some(0.75));
        let values = prepare(Target::Values(Array2::zeros((4, 1))), None, 1).unwrap();
        assert_eq!(values.accuracy(&[0.1], &[0.0], 1), None);
    }
}
