//! The data sets that come with the lab, compiled in from `data/`, whose README has their provenance.

use ndarray::Array2;

use crate::data::{Table, Target};
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

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
    text: &'static str,
    format: Format,
    /// Number of classes; `None` for numbers to predict.
    pub(super) classes: Option<usize>,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// A header, then numbers between commas, the target last.
    Csv,
    /// An image a line: 8×8 pixels, each a digit to base 17, then a space and the class. Less than half of the CSV.
    Pixels,
}

/// Side of an image in [`Format::Pixels`].
const SIDE: usize = 8;

/// Every bundled data set.
pub static BUNDLED: &[Bundled] = &[
    Bundled {
        name: "breast-cancer",
        title: "Breast cancer",
        description: "30 measurements of cell nuclei from 569 biopsies: malignant (0) or benign (1).",
        licence: "Wolberg, Mangasarian, Street, Street: Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning \
                  Repository, CC BY 4.0",
        text: include_str!("../../data/breast_cancer.csv"),
        format: Format::Csv,
        classes: Some(2),
    },
    Bundled {
        name: "iris",
        title: "Iris",
        description: "Length and width of the sepals and petals of 150 irises, in cm: setosa (0), versicolor (1) or \
                      virginica (2).",
        licence: "Fisher: Iris, UCI Machine Learning Repository, CC BY 4.0",
        text: include_str!("../../data/iris.csv"),
        format: Format::Csv,
        classes: Some(3),
    },
    Bundled {
        name: "wine",
        title: "Wine",
        description: "13 chemical measurements of 178 Italian wines: which of three grapes they were made of.",
        licence: "Aeberhard, Forina: Wine, UCI Machine Learning Repository, CC BY 4.0",
        text: include_str!("../../data/wine.csv"),
        format: Format::Csv,
        classes: Some(3),
    },
    Bundled {
        name: "digits",
        title: "Digits",
        description: "1797 handwritten digits as images of 8×8 pixels, each from 0 to 16: which digit it is.",
        licence: "Alpaydin, Kaynak: Optical Recognition of Handwritten Digits (test part), UCI Machine Learning \
                  Repository, CC BY 4.0",
        text: include_str!("../../data/digits.txt"),
        format: Format::Pixels,
        classes: Some(10),
    },
    Bundled {
        name: "diabetes",
        title: "Diabetes",
        description: "Age, sex, body mass, blood pressure and 6 blood values of 442 patients: how far diabetes has \
                      come after a year, from 25 to 346.",
        licence: "Efron, Hastie, Johnstone, Tibshirani: Least Angle Regression (2004); published with the paper, \
                  without a licence",
        text: include_str!("../../data/diabetes.csv"),
        format: Format::Csv,
        classes: None,
    },
];

impl Bundled {
    /// Its rows, in file order. Targets are as in the file: those of `diabetes` are not scaled.
    ///
    /// # Errors
    /// A damaged file, named by line.
    pub fn table(&self) -> Result<Table> {
        let mut features = Vec::new();
        let mut targets = Vec::new();
        let header = usize::from(self.format == Format::Csv);
        for (line, text) in self.text.lines().enumerate().skip(header) {
            let row = match self.format {
                Format::Csv => read_numbers(text, &mut features),
                Format::Pixels => read_pixels(text, &mut features),
            };
            targets.push(row.ok_or_else(|| self.damaged(sentence!("error.line", "line {line}", line = line + 1)))?);
        }
        let rows = targets.len();
        let features = Array2::from_shape_vec((rows, features.len() / rows.max(1)), features)
            .map_err(|_| self.damaged(sentence!("error.row-length", "the length of a row")))?;
        let target = match self.classes {
            // A class is a small whole number, so that the cast is exact; Table refuses one that is too large.
            Some(count) => Target::Classes { labels: targets.iter().map(|class| *class as usize).collect(), count },
            None => Target::Values(Array2::from_shape_fn((rows, 1), |(row, _)| targets[row])),
        };
        let table = Table::new(features, target)?;
        match self.format {
            Format::Csv => Ok(table),
            Format::Pixels => table.with_input_shape(vec![SIDE, SIDE, 1]),
        }
    }

    fn damaged(&self, place: Sentence) -> Error {
        Error::new(self.name, sentence!("error.damaged-set", "{place} of the bundled file is damaged", place))
    }
}

/// Adds the features of a line of [`Format::Csv`]; the target.
fn read_numbers(line: &str, features: &mut Vec<f64>) -> Option<f64> {
    let (row, target) = line.rsplit_once(',')?;
    for number in row.split(',') {
        features.push(number.parse().ok()?);
    }
    target.parse().ok()
}

/// Adds the features of a line of [`Format::Pixels`]; the target.
fn read_pixels(line: &str, features: &mut Vec<f64>) -> Option<f64> {
    let (pixels, class) = line.split_once(' ')?;
    for pixel in pixels.chars() {
        features.push(f64::from(pixel.to_digit(17)?));
    }
    class.parse().ok()
}
