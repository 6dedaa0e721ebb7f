//! The column to predict: classes or a quantity.

use ndarray::Array2;

use super::{MAX_NUMBER_CLASSES, MAX_TEXT_CLASSES, Row, shown};
use crate::data::Target;
use crate::error::{Error, Result};
use crate::sentence;

/// The column to predict, as it is read.
pub(super) struct TargetColumn {
    name: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    /// The refusal of the first text, should the column turn out to be a quantity.
    no_number: Option<Error>,
}

impl TargetColumn {
    pub(super) fn new(name: String) -> Self {
        Self { name, texts: Vec::new(), numbers: Vec::new(), no_number: None }
    }

    /// Adds the value of `row`: what is written, and the number if it is one.
    pub(super) fn push(&mut self, text: &str, number: Option<f64>, row: &Row<'_>) {
        match number {
            Some(number) => self.numbers.push(number),
            None if self.no_number.is_none() => {
                let problem = sentence!(
                    "error.no-number-among-numbers",
                    "\"{value}\" is no number, as most of the column is",
                    value = shown(text)
                );
                self.no_number = Some(row.refusal(&self.name, problem));
            }
            None => {}
        }
        self.texts.push(text.to_owned());
    }

    /// The targets, and what the classes are called, if they are classes.
    pub(super) fn finish(self) -> Result<(Target, Vec<String>)> {
        match self.no_number.clone() {
            None => self.numbers_or_classes(),
            Some(no_number) => self.text_classes(no_number),
        }
    }

    fn numbers_or_classes(self) -> Result<(Target, Vec<String>)> {
        let mut distinct = self.numbers.clone();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        if distinct.len() > MAX_NUMBER_CLASSES || distinct.iter().any(|number| number.fract() != 0.0) {
            let rows = self.numbers.len();
            let values = Array2::from_shape_fn((rows, 1), |(row, _)| self.numbers[row]);
            return Ok((Target::Values(values), Vec::new()));
        }
        self.check_several(distinct.len())?;
        let labels = self.numbers.iter().map(|number| distinct.partition_point(|class| class < number)).collect();
        let names = distinct.iter().map(f64::to_string).collect();
        Ok((Target::Classes { labels, count: distinct.len() }, names))
    }

    fn text_classes(self, no_number: Error) -> Result<(Target, Vec<String>)> {
        let mut distinct: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        // A slip among measurements, rather than a class of its own.
        if distinct.len() > MAX_NUMBER_CLASSES && 2 * self.numbers.len() > self.texts.len() {
            return Err(no_number);
        }
        if distinct.len() > MAX_TEXT_CLASSES {
            let problem = sentence!(
                "error.too-many-classes",
                "column \"{column}\" has {count} different texts; classes are at most {most}",
                column = shown(&self.name),
                count = distinct.len(),
                most = MAX_TEXT_CLASSES
            );
            return Err(Error::new("target", problem));
        }
        self.check_several(distinct.len())?;
        let labels = self.texts.iter().map(|text| distinct.partition_point(|class| *class < text.as_str())).collect();
        let names = distinct.iter().map(ToString::to_string).collect();
        Ok((Target::Classes { labels, count: distinct.len() }, names))
    }

    fn check_several(&self, classes: usize) -> Result<()> {
        if classes > 1 {
            return Ok(());
        }
        let value = self.texts.first().map_or("", String::as_str);
        let problem = sentence!(
            "error.one-class",
            "column \"{column}\" is \"{value}\" in every row; there is nothing to tell apart",
            column = shown(&self.name),
            value = shown(value)
        );
        Err(Error::new("target", problem))
    }
}
