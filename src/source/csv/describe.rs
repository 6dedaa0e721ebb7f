//! What a table is, before anybody trains on it.

use super::dialect::Dialect;
use super::{Parsed, column_names, first_record, parse, shown};
use crate::data::{Table, Target};
use crate::error::Result;

/// What a table is.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Names of the columns, the target's among them.
    pub columns: Vec<String>,
    /// Name of the column to predict.
    pub target: String,
    /// What stands between the values.
    pub delimiter: char,
    /// Whether the first line names the columns.
    pub header: bool,
    /// The table itself.
    pub table: Table,
    /// What the classes are called, in their order; none where a quantity is predicted.
    pub class_names: Vec<String>,
    /// What can be read but is seldom meant, a sentence each.
    pub problems: Vec<String>,
}

/// What [`read`](super::read) makes of `text` where `target` is to be predicted, by default its last column.
///
/// ```
/// use lr_lab::source::csv;
///
/// let description = csv::describe("height;width;kind\n1,5;2;tree\n0,2;2;bush\n", None)?;
/// assert_eq!((description.target.as_str(), description.delimiter, description.header), ("kind", ';', true));
/// assert_eq!((description.table.classes(), description.class_names), (Some(2), vec!["bush".to_owned(), "tree".to_owned()]));
/// assert!(description.problems[0].starts_with("Column \"width\" is the same in every row"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
///
/// # Errors
/// As [`read`](super::read).
pub fn describe(text: &str, target: Option<&str>) -> Result<Description> {
    let target = match target {
        Some(target) => target.trim().to_owned(),
        None => last_column(text)?,
    };
    let Parsed { names, target_at, dialect, table, class_names } = parse(text, &target)?;
    let problems = problems(&names, target_at, &table);
    Ok(Description {
        columns: names,
        target,
        delimiter: char::from(dialect.delimiter),
        header: dialect.header,
        table,
        class_names,
        problems,
    })
}

/// The name of the last column; of a text without any, nothing, which no column is called either.
fn last_column(text: &str) -> Result<String> {
    super::check_size(text).map_err(|error| error.under("csv"))?;
    let text = super::without_mark(text);
    let dialect = Dialect::of(text, None);
    let first = first_record(text, &dialect)?;
    Ok(first.and_then(|first| column_names(&first, &dialect).pop()).unwrap_or_default())
}

/// With fewer rows the losses of a batch and of what is held out say little.
const FEW_ROWS: usize = 20;

fn problems(names: &[String], target_at: usize, table: &Table) -> Vec<String> {
    let rows = table.rows();
    let mut problems = Vec::new();
    let features: Vec<&String> =
        names.iter().enumerate().filter(|(at, _)| *at != target_at).map(|(_, name)| name).collect();
    let those = |is: &dyn Fn(usize) -> bool| -> Vec<&str> {
        (0..features.len()).filter(|&at| is(at)).map(|at| features[at].as_str()).collect()
    };
    let column = |at: usize| table.features().column(at);
    let mut tell = |found: &[&str], one: &str, several: &str| {
        if let Some(columns) = listed(found) {
            problems.push(if found.len() == 1 { format!("{columns} {one}") } else { format!("{columns} {several}") });
        }
    };
    if rows > 1 {
        let constant = those(&|at| column(at).iter().all(|value| *value == column(at)[0]));
        tell(&constant, "is the same in every row: it tells nothing.", "are the same in every row: they tell nothing.");
        let numbered = those(&|at| rows > 2 && column(at).windows(2).into_iter().all(|pair| pair[1] == pair[0] + 1.0));
        let advice = "if the rows are only numbered, leave the numbers out.";
        tell(&numbered, &format!("counts the rows: {advice}"), &format!("count the rows: {advice}"));
    }
    if rows < FEW_ROWS {
        problems.push(format!("{rows} {} little to learn from.", if rows == 1 { "row is" } else { "rows are" }));
    }
    match table.target() {
        Target::Classes { labels, count } => {
            let mut sizes = vec![0_usize; *count];
            labels.iter().for_each(|label| sizes[*label] += 1);
            match sizes.iter().filter(|size| **size == 1).count() {
                0 => {}
                1 => problems.push("One class has a single row: it cannot be held out as well.".to_owned()),
                single => {
                    problems.push(format!("{single} classes have a single row: it cannot be held out as well."));
                }
            }
        }
        Target::Values(values) if values.iter().all(|value| value.fract() == 0.0) => problems.push(format!(
            "Column \"{}\" has more than {} different whole numbers: they are taken for a quantity, not for classes.",
            shown(&names[target_at]),
            super::MAX_NUMBER_CLASSES
        )),
        Target::Values(_) => {}
    }
    problems
}

/// The columns by name, of many the first.
fn listed(names: &[&str]) -> Option<String> {
    const LISTED: usize = 4;
    let quoted: Vec<String> = names.iter().take(LISTED).map(|name| format!("\"{}\"", shown(name))).collect();
    match (names.len(), quoted.split_last()) {
        (_, None) => None,
        (1, Some((only, _))) => Some(format!("Column {only}")),
        (count, _) if count > LISTED => Some(format!("Columns {} and {} more", quoted.join(", "), count - LISTED)),
        (_, Some((last, others))) => Some(format!("Columns {} and {last}", others.join(", "))),
    }
}
