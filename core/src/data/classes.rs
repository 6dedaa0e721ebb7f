//! Which class targets and outputs name.

use super::dataset::argmax;
use super::{Accuracy, Dataset};

/// The classes of a data set, and how rows of targets and of outputs name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classes {
    count: usize,
    by: Accuracy,
}

impl Classes {
    /// The classes of `data`, for a network of `outputs` outputs. `None` where the targets are quantities, or where each
    /// output answers a question of its own.
    pub fn of(data: &Dataset, outputs: usize) -> Option<Self> {
        let by = data.accuracy?;
        let count = match by {
            Accuracy::Largest | Accuracy::Index => outputs,
            Accuracy::Half => {
                let rows = || data.parts().flat_map(|part| part.targets.rows());
                if rows().any(|row| row.iter().any(|target| *target != row[0])) {
                    return None;
                }
                rows().map(|row| nearest(row[0])).fold(1, usize::max).saturating_add(1)
            }
        };
        Some(Self { count, by })
    }

    /// Number of classes.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The class that a row of targets names.
    pub fn of_targets(&self, targets: &[f32]) -> usize {
        match self.by {
            Accuracy::Largest => argmax(targets),
            Accuracy::Half | Accuracy::Index => targets.first().map_or(0, |label| nearest(*label)),
        }
    }

    /// The class that a row of outputs names, and how surely, from 0 to 1: the largest output, which a cross-entropy makes
    /// a probability; of outputs that each are the label, 1 less the distance of their mean from the nearest one. `None`
    /// where an output is not finite.
    pub fn of_outputs(&self, outputs: &[f32]) -> Option<(usize, f32)> {
        if !outputs.iter().all(|output| output.is_finite()) {
            return None;
        }
        let (class, sure) = match self.by {
            Accuracy::Largest | Accuracy::Index => {
                let class = argmax(outputs);
                (class, outputs[class])
            }
            Accuracy::Half => {
                let mean = outputs.iter().map(|output| f64::from(*output)).sum::<f64>() / outputs.len() as f64;
                let class = nearest(mean as f32).min(self.count - 1);
                (class, (1.0 - (mean - class as f64).abs()) as f32)
            }
        };
        Some((class, sure.clamp(0.0, 1.0)))
    }
}

/// The label nearest to `output`; of two the lower, as an answer of ½ is no yes.
fn nearest(output: f32) -> usize {
    (output - 0.5).ceil().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::Classes;
    use crate::data::{Accuracy, Dataset, Encoding, Preparation, Table, Target};
    use crate::rng::{Rng, Stream};

    fn classes(target: Target, preparation: Preparation, outputs: usize) -> (Dataset, Option<Classes>) {
        let table = Table::new(Array2::zeros((4, 1)), target).unwrap();
        let data = Dataset::prepare(&table, &preparation, outputs, &mut Rng::new(0, Stream::Data)).unwrap();
        let classes = Classes::of(&data, outputs);
        (data, classes)
    }

    #[test]
    fn every_encoding_names_its_classes() {
        let labels = |count: usize| Target::Classes { labels: vec![0, 1, count - 1, 0], count };
        let encoded = |encoding| Preparation { encoding: Some(encoding), ..Preparation::default() };
        let index = Preparation::default().with_class_numbers().unwrap();
        for (count, preparation, outputs, row, want) in [
            (3, Preparation::default(), 3, &[0.1, 0.2, 0.7][..], (2, 0.7)),
            (3, index, 3, &[0.5, 0.3, 0.2], (0, 0.5)),
            (2, Preparation::default(), 1, &[0.75], (1, 0.75)),
            (2, Preparation::default(), 1, &[0.25], (0, 0.75)),
            (2, Preparation::default(), 1, &[0.5], (0, 0.5)),
            // Document 001 trains on the label over all outputs.
            (3, encoded(Encoding::Label), 2, &[1.5, 2.0], (2, 0.75)),
            (3, encoded(Encoding::Label), 1, &[9.0], (2, 0.0)),
            (3, encoded(Encoding::Label), 1, &[-0.25], (0, 0.75)),
            // Outputs under a loss that makes no probabilities of them
            (2, Preparation::default(), 2, &[1.5, -0.5], (0, 1.0)),
        ] {
            let (data, classes) = classes(labels(count), preparation, outputs);
            let classes = classes.unwrap();
            assert_eq!(classes.count(), count, "{preparation:?}");
            assert_eq!(classes.of_outputs(row), Some(want), "{preparation:?} {row:?}");
            let targets = data.training.targets.rows().into_iter();
            let named: Vec<usize> = targets.map(|row| classes.of_targets(row.as_slice().unwrap())).collect();
            assert_eq!(named, [0, 1, count - 1, 0], "{preparation:?}");
            assert_eq!(classes.of_outputs(&vec![f32::NAN; outputs]), None);
        }
    }

    #[test]
    fn quantities_and_answers_to_several_questions_are_no_classes() {
        let values = |columns: usize| {
            Target::Values(Array2::from_shape_fn((4, columns), |(row, column)| ((row + column) % 2) as f64))
        };
        assert_eq!(classes(values(1), Preparation::default(), 1).1, None);
        let half = Preparation { accuracy: Some(Accuracy::Half), ..Preparation::default() };
        assert_eq!(classes(values(1), half, 1).1.map(|classes| classes.count()), Some(2));
        assert_eq!(classes(values(2), half, 2).1, None);
    }
}
