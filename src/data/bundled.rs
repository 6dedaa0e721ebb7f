//! The data sets that come with the lab.

use ndarray::Array2;

use super::{Table, Target};
use crate::error::{Error, Result};

/// A data set of the lab, as a person reads about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Name in the contract, such as `breast-cancer`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Source and licence.
    pub licence: &'static str,
    csv: &'static str,
    classes: usize,
}

/// Every bundled data set.
pub const BUNDLED: &[Bundled] = &[Bundled {
    name: "breast-cancer",
    title: "Breast cancer",
    description: "30 measurements of cell nuclei from 569 biopsies: malignant (0) or benign (1).",
    licence: "Wolberg, Mangasarian, Street, Street: Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning \
              Repository, CC BY 4.0",
    csv: include_str!("../../data/breast_cancer.csv"),
    classes: 2,
}];

impl Bundled {
    /// The data set called `name`.
    ///
    /// # Errors
    /// An unknown name; the error lists the known ones.
    pub fn named(name: &str) -> Result<&'static Self> {
        BUNDLED
            .iter()
            .find(|set| set.name == name)
            .ok_or_else(|| Error::unknown("name", name, BUNDLED.iter().map(|set| set.name)))
    }

    /// Its rows, in file order; the last column is the class.
    ///
    /// # Errors
    /// A damaged file, named by line.
    pub fn table(&self) -> Result<Table> {
        let mut features = Vec::new();
        let mut labels = Vec::new();
        for (line, text) in self.csv.lines().enumerate().skip(1) {
            let damaged = || Error::new(self.name, format!("line {} of the bundled file is damaged", line + 1));
            let (row, label) = text.rsplit_once(',').ok_or_else(damaged)?;
            for number in row.split(',') {
                features.push(number.parse::<f64>().map_err(|_| damaged())?);
            }
            labels.push(label.parse().map_err(|_| damaged())?);
        }
        let shape = (labels.len(), features.len() / labels.len().max(1));
        let features = Array2::from_shape_vec(shape, features)
            .map_err(|_| Error::new(self.name, "the bundled file's rows differ in length"))?;
        Table::new(features, Target::Classes { labels, count: self.classes })
    }
}

#[cfg(test)]
mod tests {
    use super::Bundled;
    use crate::data::Target;

    #[test]
    fn breast_cancer_is_the_uci_data() {
        let table = Bundled::named("breast-cancer").unwrap().table().unwrap();
        assert_eq!(table.features().dim(), (569, 30));
        let Target::Classes { labels, count: 2 } = table.target() else { panic!("two classes") };
        assert_eq!(labels.iter().filter(|label| **label == 0).count(), 212, "malignant");
        assert_eq!(labels.iter().filter(|label| **label == 1).count(), 357, "benign");
        // Means of mean_radius, mean_texture and worst_area, from the UCI file.
        for (column, mean) in [(0, 14.127_292), (1, 19.289_649), (23, 880.583_128)] {
            assert!((table.features().column(column).sum() / 569.0 - mean).abs() < 1e-6, "column {column}");
        }
    }

    #[test]
    fn an_unknown_name_lists_the_known() {
        let error = Bundled::named("breast_cancer").unwrap_err();
        assert_eq!(error.field(), "name");
        assert!(error.problem().contains("did you mean breast-cancer?"), "{error}");
    }
}
