//! Data as a trainer takes it: split, standardized, encoded, in `f32`.

use ndarray::Array2;

use super::{Standardizer, Table, Target, stratified_split};
use crate::error::{Error, Result};
use crate::named::Named;
use crate::rng::Rng;
use crate::sentence;

/// How a class becomes the numbers that the outputs are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 1 for the class's own output, 0 for the others.
    OneHot,
    /// The class's number itself, repeated over the outputs: what document 001 trains on.
    Label,
    /// The class's number once, whatever the number of outputs: what `sparse-categorical-crossentropy` compares
    /// with. The loss asks for it, nobody by name.
    Index,
}

/// What may be asked for by name: [`Encoding::Index`] comes with the loss.
impl Named for Encoding {
    const ALL: &'static [Self] = &[Self::OneHot, Self::Label];

    fn name(self) -> &'static str {
        match self {
            Self::OneHot => "one-hot",
            Self::Label => "label",
            Self::Index => "index",
        }
    }
}

/// When an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accuracy {
    /// The largest output is where the largest target is, as in Keras's `categorical_accuracy`.
    Largest,
    /// An output and its target are on the same side of ½, each output counted, as in Keras's `binary_accuracy`.
    Half,
    /// The largest output is the one whose number the target is, as in Keras's `sparse_categorical_accuracy`.
    Index,
}

/// The most targets (rows × outputs) of a data set: 256 MiB of them.
const MAX_TARGETS: usize = 64 << 20;

/// How a table becomes a data set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Preparation {
    /// Fraction of the rows to hold out.
    pub validation: f64,
    /// Whether to standardize the features.
    pub standardize: bool,
    /// How classes are encoded; by default one-hot, or the label where there is a single output.
    pub encoding: Option<Encoding>,
    /// When an answer is right. By default the encoding of the classes decides, and for targets that are numbers no
    /// answer is right or wrong: a loss that takes such targets for classes sets it.
    pub accuracy: Option<Accuracy>,
}

impl Preparation {
    /// The same, with class numbers as targets: for `sparse-categorical-crossentropy`.
    ///
    /// # Errors
    /// `encoding`, if one was chosen.
    pub fn with_class_numbers(self) -> Result<Self> {
        if self.encoding.is_some() {
            let problem = sentence!(
                "error.encoding-of-numbers",
                "sparse-categorical-crossentropy takes the classes' numbers; leave it out, or use \
                 categorical-crossentropy"
            );
            return Err(Error::new("encoding", problem));
        }
        Ok(Self { encoding: Some(Encoding::Index), accuracy: Some(Accuracy::Index), ..self })
    }
}

/// Some rows of a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Features, [rows, inputs].
    pub features: Array2<f32>,
    /// Targets, [rows, outputs]; [rows, 1] for [`Encoding::Index`].
    pub targets: Array2<f32>,
}

impl Part {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.features.nrows()
    }

    /// At most `most` of its rows, evenly spread: where rows are sorted by class, of each class its share.
    #[must_use]
    pub fn sample(&self, most: usize) -> Self {
        let count = self.rows().min(most);
        let rows: Vec<usize> = (0..count).map(|i| i * self.rows() / count).collect();
        Self { features: selected(&self.features, &rows, |x| x), targets: selected(&self.targets, &rows, |y| y) }
    }
}

/// A training part and, where rows are held out, a validation part.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The rows to train on.
    pub training: Part,
    /// The rows held out.
    pub validation: Option<Part>,
    pub(super) accuracy: Option<Accuracy>,
    standardizer: Option<Standardizer>,
}

impl Dataset {
    /// Splits `table`, standardizes it by its training part and encodes its targets for a network of `outputs`
    /// outputs.
    ///
    /// # Errors
    /// `validation` as in [`stratified_split`]; `units` when the targets don't fit the outputs or are too many;
    /// `encoding` for targets that are no classes; `targets[row][0]` for numbers that are to be class numbers and
    /// are none.
    pub fn prepare(table: &Table, preparation: &Preparation, outputs: usize, rng: &mut Rng) -> Result<Self> {
        let (targets, accuracy) = encode(table.target(), preparation.encoding, outputs)?;
        let split = stratified_split(table, preparation.validation, rng)?;
        let standardizer = preparation
            .standardize
            .then(|| Standardizer::fit(selected(table.features(), &split.training, |x| x).view()));
        let part = |rows: &[usize]| {
            let features = match &standardizer {
                Some(standardizer) => standardizer.apply(selected(table.features(), rows, |x| x)).mapv(|x| x as f32),
                // Without a copy in f64: pictures are many.
                None => selected(table.features(), rows, |x| x as f32),
            };
            Part { features, targets: selected(&targets, rows, |y| y) }
        };
        Ok(Self {
            training: part(&split.training),
            validation: (!split.validation.is_empty()).then(|| part(&split.validation)),
            accuracy: preparation.accuracy.or(accuracy),
            standardizer,
        })
    }

    /// The training part and, where rows are held out, the validation part.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        [&self.training].into_iter().chain(&self.validation)
    }

    /// The rows that a trained network is judged by: those held out or, where none are, those trained on.
    pub fn judging(&self) -> &Part {
        self.validation.as_ref().unwrap_or(&self.training)
    }

    /// A number of a prepared feature in the feature's own unit.
    pub fn in_own_unit(&self, feature: usize, prepared: f64) -> f64 {
        self.standardizer.as_ref().map_or(prepared, |standardizer| standardizer.restore(feature, prepared))
    }

    /// Share of `outputs` [rows, width] that hit their `targets` [rows, width], or [rows, 1] where they are class
    /// numbers; `None` for regression.
    pub fn accuracy(&self, outputs: &[f32], targets: &[f32], width: usize) -> Option<f64> {
        let share = |hits: usize, of: usize| hits as f64 / of.max(1) as f64;
        let rows = outputs.chunks_exact(width);
        let count = rows.len();
        Some(match self.accuracy? {
            Accuracy::Largest => {
                let rows = rows.zip(targets.chunks_exact(width));
                share(rows.filter(|(output, target)| argmax(output) == argmax(target)).count(), count)
            }
            Accuracy::Half => {
                let each = outputs.iter().zip(targets);
                share(each.filter(|(output, target)| (**output > 0.5) == (**target > 0.5)).count(), outputs.len())
            }
            Accuracy::Index => {
                let rows = rows.zip(targets);
                share(rows.filter(|(output, target)| argmax(output) as f32 == **target).count(), count)
            }
        })
    }
}

/// What `of` makes of the numbers in some rows of an array. ndarray's own `select` takes a view of each row and joins them,
/// which is slower and adds 6 kB to what the page fetches.
fn selected<A: Copy, B>(array: &Array2<A>, rows: &[usize], of: impl Fn(A) -> B) -> Array2<B> {
    Array2::from_shape_fn((rows.len(), array.ncols()), |(row, column)| of(array[[rows[row], column]]))
}

/// Index of the first largest element; a NaN is never the largest.
pub(super) fn argmax(row: &[f32]) -> usize {
    (1..row.len()).fold(0, |best, i| if row[i] > row[best] { i } else { best })
}

fn encode(target: &Target, encoding: Option<Encoding>, outputs: usize) -> Result<(Array2<f32>, Option<Accuracy>)> {
    match target {
        Target::Classes { labels, count } => {
            let default = if outputs == 1 && *count == 2 { Encoding::Label } else { Encoding::OneHot };
            let encoding = encoding.unwrap_or(default);
            if encoding != Encoding::Label && outputs != *count {
                let problem = if *count == 2 && encoding == Encoding::OneHot {
                    sentence!(
                        "error.outputs-for-two-classes",
                        "{outputs} outputs for 2 classes; use 2, or one",
                        outputs
                    )
                } else {
                    sentence!(
                        "error.outputs-for-classes",
                        "{outputs} outputs for {count} classes; use {count}",
                        outputs,
                        count
                    )
                };
                return Err(Error::new("units", problem));
            }
            let rows = labels.len();
            if encoding != Encoding::Index && rows.saturating_mul(outputs) > MAX_TARGETS {
                let most = MAX_TARGETS / rows;
                let problem = sentence!(
                    "error.too-many-targets",
                    "{outputs} targets for each of {rows} rows are too many; use at most {most}",
                    outputs,
                    rows,
                    most
                );
                return Err(Error::new("units", problem));
            }
            let (width, accuracy) = match encoding {
                Encoding::OneHot => (outputs, Accuracy::Largest),
                Encoding::Label => (outputs, Accuracy::Half),
                Encoding::Index => (1, Accuracy::Index),
            };
            let number = |(row, output): (usize, usize)| match encoding {
                Encoding::OneHot => f32::from(labels[row] == output),
                Encoding::Label | Encoding::Index => labels[row] as f32,
            };
            Ok((Array2::from_shape_fn((rows, width), number), Some(accuracy)))
        }
        Target::Values(values) if encoding == Some(Encoding::Index) => {
            Ok((class_numbers(values, outputs)?, Some(Accuracy::Index)))
        }
        Target::Values(_) if encoding.is_some() => {
            let problem = sentence!(
                "error.encoding-without-classes",
                "encodes classes; these targets are numbers, so leave it out"
            );
            Err(Error::new("encoding", problem))
        }
        Target::Values(values) if values.ncols() == outputs => Ok((values.mapv(|y| y as f32), None)),
        Target::Values(values) => {
            let columns = values.ncols();
            let problem = sentence!(
                "error.outputs-for-columns",
                "{outputs} outputs for {columns} target columns; use {columns}",
                outputs,
                columns
            );
            Err(Error::new("units", problem))
        }
    }
}

/// `values` [rows, 1], if each is the number of one of the outputs.
fn class_numbers(values: &Array2<f64>, outputs: usize) -> Result<Array2<f32>> {
    if values.ncols() != 1 {
        let problem =
            sentence!("error.class-numbers", "{count} columns; class numbers are one column", count = values.ncols());
        return Err(Error::new("targets", problem));
    }
    let class = |value: f64| value >= 0.0 && value < outputs as f64 && value.fract() == 0.0;
    match values.iter().position(|value| !class(*value)) {
        Some(row) => {
            let last = outputs.saturating_sub(1);
            let accepted = sentence!("accepted.a-class", "a class, a whole number from 0 to {last}", last);
            Err(Error::not_accepted(format!("targets[{row}][0]"), values[[row, 0]], accepted))
        }
        None => Ok(values.mapv(|value| value as f32)),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::{Accuracy, Dataset, Encoding, Preparation};
    use crate::data::{Table, Target};
    use crate::error::Result;
    use crate::rng::{Rng, Stream};

    fn prepare(target: Target, encoding: Option<Encoding>, outputs: usize) -> Result<Dataset> {
        prepare_with(target, &Preparation { encoding, ..Preparation::default() }, outputs)
    }

    fn prepare_with(target: Target, preparation: &Preparation, outputs: usize) -> Result<Dataset> {
        let table = Table::new(array![[1.0], [2.0], [3.0], [6.0]], target)?;
        Dataset::prepare(&table, preparation, outputs, &mut Rng::new(0, Stream::Data))
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
    fn class_numbers() {
        let sparse = Preparation::default().with_class_numbers().unwrap();
        let column = array![[0.0], [1.0], [1.0], [0.0]];
        let data = prepare_with(classes(2), &sparse, 2).unwrap();
        assert_eq!(data.training.targets, column);
        assert_eq!(data.accuracy(&[0.9, 0.1, 0.8, 0.2], &[0.0, 1.0], 2), Some(0.5));
        // Given as numbers they need not use every output.
        let given = Target::Values(column.mapv(f64::from));
        assert_eq!(prepare_with(given, &sparse, 5).unwrap().training.targets, column);
        assert_eq!(prepare_with(classes(2), &sparse, 1).unwrap_err().field(), "units");
        assert_eq!(prepare_with(classes(2), &sparse, 3).unwrap_err().field(), "units");
        let chosen = Preparation { encoding: Some(Encoding::OneHot), ..Preparation::default() };
        assert_eq!(chosen.with_class_numbers().unwrap_err().field(), "encoding");
        for wrong in [2.0, -1.0, 0.5, 1e30] {
            let values = Target::Values(array![[0.0], [1.0], [wrong], [0.0]]);
            assert_eq!(prepare_with(values, &sparse, 2).unwrap_err().field(), "targets[2][0]", "{wrong}");
        }
        let two = Target::Values(Array2::zeros((4, 2)));
        assert_eq!(prepare_with(two, &sparse, 2).unwrap_err().field(), "targets");
    }

    #[test]
    fn a_loss_may_take_numbers_for_classes() {
        let values = Target::Values(array![[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]);
        let preparation = Preparation { accuracy: Some(Accuracy::Largest), ..Preparation::default() };
        let data = prepare_with(values, &preparation, 2).unwrap();
        assert_eq!(data.accuracy(&[0.3, 0.1, 0.2, 0.1], &[1.0, 0.0, 0.0, 1.0], 2), Some(0.5));
    }

    #[test]
    fn too_many_targets_are_refused() {
        let table = Table::new(Array2::zeros((100_000, 1)), Target::Classes { labels: vec![1; 100_000], count: 2 });
        let preparation = Preparation { encoding: Some(Encoding::Label), ..Preparation::default() };
        let data = Dataset::prepare(&table.unwrap(), &preparation, 2_000_000, &mut Rng::new(0, Stream::Data));
        assert_eq!(data.unwrap_err().field(), "units");
    }

    #[test]
    fn standardization_is_fitted_on_the_training_part() {
        let features = Array2::from_shape_fn((100, 1), |(row, _)| (row * row) as f64);
        let table = Table::new(features, Target::Values(Array2::zeros((100, 1)))).unwrap();
        let preparation = Preparation { validation: 0.3, standardize: true, ..Preparation::default() };
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
