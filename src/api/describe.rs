//! What a table of the user's own is, as the page asks before it trains on it.

use crate::error::Result;
use crate::report::report;
use crate::request::{Under as _, Value, fields};
use crate::source::csv::{self, Description};

report! {
    /// What a table is.
    DataDescription of it: Description {
        /// Names of the columns, the target's among them; without a header their numbers, from 1.
        columns: it.columns,
        /// The column to predict: an experiment's `data.target`.
        target: it.target,
        /// Number of rows.
        rows: it.table.rows(),
        /// Number of features: every column but the target.
        features: it.table.features().ncols(),
        /// What a row is to a network.
        input_shape: it.table.input_shape().to_vec(),
        /// Number of classes; 0 for regression.
        classes: it.table.classes().unwrap_or(0),
        /// What the classes are called, in their order; none for regression.
        class_names: it.class_names,
        /// `classification` or `regression`.
        task: if it.table.classes().unwrap_or(0) == 0 { "regression" } else { "classification" }
            => ("\"classification\" | \"regression\""),
        /// What stands between the values: a comma, a semicolon, a tab or a vertical bar.
        delimiter: it.delimiter,
        /// Whether the first line names the columns.
        header: it.header,
        /// What can be read but is seldom meant, such as a column that is the same in every row: a sentence each.
        problems: it.problems,
    }
}

/// What a text with a table is, where `target` is to be predicted: `describeData(csv, target?)`; by default the last
/// column is.
///
/// # Errors
/// `csv` and `target`, as an experiment's `data` refuses them.
pub fn describe_data(text: &Value, target: Option<&Value>) -> Result<Description> {
    let text = fields::text(text).under("csv")?;
    let target = target.map(fields::text).transpose().under("target")?;
    csv::describe(text, target)
}
