//! What a table of the user's own is, as the page asks before it trains on it.

use crate::error::Result;
use crate::report::report;
use crate::request::{Under as _, Value, fields};
use crate::source::csv::{self, Description};

report! {
    /// What a table is.
    pub struct DataDescription {
        /// Names of the columns, the target's among them; without a header their numbers, from 1.
        pub columns: Vec<String>,
        /// The column to predict: an experiment's `data.target`.
        pub target: String,
        /// Number of rows.
        pub rows: usize,
        /// Number of features: every column but the target.
        pub features: usize,
        /// What a row is to a network.
        pub input_shape: Vec<usize>,
        /// Number of classes; 0 for regression.
        pub classes: usize,
        /// What the classes are called, in their order; none for regression.
        pub class_names: Vec<String>,
        /// `classification` or `regression`.
        pub task: &'static str as ("\"classification\" | \"regression\""),
        /// What stands between the values: a comma, a semicolon, a tab or a vertical bar.
        pub delimiter: char,
        /// Whether the first line names the columns.
        pub header: bool,
        /// What can be read but is seldom meant, such as a column that is the same in every row: a sentence each.
        pub problems: Vec<String>,
    }
}

/// What a text with a table is, where `target` is to be predicted: `describeData(csv, target?)`; by default the last
/// column is.
///
/// # Errors
/// `csv` and `target`, as an experiment's `data` refuses them.
pub fn describe_data(text: &Value, target: Option<&Value>) -> Result<DataDescription> {
    let text = fields::text(text).under("csv")?;
    let target = target.map(fields::text).transpose().under("target")?;
    csv::describe(text, target).map(Into::into)
}

impl From<Description> for DataDescription {
    fn from(description: Description) -> Self {
        let Description { columns, target, delimiter, header, table, class_names, problems } = description;
        let classes = table.classes().unwrap_or(0);
        Self {
            columns,
            target,
            rows: table.rows(),
            features: table.features().ncols(),
            input_shape: table.input_shape().to_vec(),
            classes,
            class_names,
            task: if classes == 0 { "regression" } else { "classification" },
            delimiter,
            header,
            problems: problems.into_iter().map(String::from).collect(),
        }
    }
}
