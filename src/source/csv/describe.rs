//! What a table is, before anybody trains on it.

use super::dialect::Dialect;
use super::{Parsed, begun, column_names, first_record, parse, shown};
use crate::data::{Table, Target};
use crate::error::Result;
use crate::sentence;
use crate::sentence::{Sentence, Value};

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
    pub problems: Vec<Sentence>,
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
    let text = begun(text, "csv")?;
    let dialect = Dialect::of(text, None);
    let first = first_record(text, &dialect)?;
    Ok(first.and_then(|first| column_names(&first, &dialect).pop()).unwrap_or_default())
}

/// With fewer rows the losses of a batch and of what is held out say little.
const FEW_ROWS: usize = 20;

fn problems(names: &[String], target_at: usize, table: &Table) -> Vec<Sentence> {
    let rows = table.rows();
    let mut problems = Vec::new();
    let features: Vec<&String> =
        names.iter().enumerate().filter(|(at, _)| *at != target_at).map(|(_, name)| name).collect();
    let those = |is: &dyn Fn(usize) -> bool| -> Vec<&str> {
        (0..features.len()).filter(|&at| is(at)).map(|at| features[at].as_str()).collect()
    };
    let column = |at: usize| table.features().column(at);
    if rows > 1 {
        let constant = those(&|at| column(at).iter().all(|value| *value == column(at)[0]));
        problems.extend(listed(&constant).map(|columns| match constant.len() {
            1 => sentence!("table.constant", "{column} is the same in every row: it tells nothing.", column = columns),
            _ => sentence!("table.constants", "{columns} are the same in every row: they tell nothing.", columns),
        }));
        let numbered = those(&|at| rows > 2 && column(at).windows(2).into_iter().all(|pair| pair[1] == pair[0] + 1.0));
        problems.extend(listed(&numbered).map(|columns| match numbered.len() {
            1 => sentence!(
                "table.numbers",
                "{column} counts the rows: if the rows are only numbered, leave the numbers out.",
                column = columns
            ),
            _ => sentence!(
                "table.several-numbers",
                "{columns} count the rows: if the rows are only numbered, leave the numbers out.",
                columns
            ),
        }));
    }
    if rows < FEW_ROWS {
        problems.push(match rows {
            1 => sentence!("table.one-row", "1 row is little to learn from."),
            _ => sentence!("table.few-rows", "{rows} rows are little to learn from.", rows),
        });
    }
    match table.target() {
        Target::Classes { labels, count } => {
            let mut sizes = vec![0_usize; *count];
            labels.iter().for_each(|label| sizes[*label] += 1);
            match sizes.iter().filter(|size| **size == 1).count() {
                0 => {}
                1 => problems
                    .push(sentence!("table.single-row", "One class has a single row: it cannot be held out as well.")),
                single => problems.push(sentence!(
                    "table.single-rows",
                    "{count} classes have a single row: it cannot be held out as well.",
                    count = single
                )),
            }
        }
        Target::Values(values) if values.iter().all(|value| value.fract() == 0.0) => problems.push(sentence!(
            "table.quantity",
            "Column \"{column}\" has more than {most} different whole numbers: they are taken for a quantity, not for \
             classes.",
            column = shown(&names[target_at]),
            most = super::MAX_NUMBER_CLASSES
        )),
        Target::Values(_) => {}
    }
    problems
}

/// The columns by name, of many the first.
fn listed(names: &[&str]) -> Option<Sentence> {
    const LISTED: usize = 4;
    let quoted: Vec<String> = names.iter().take(LISTED).map(|name| format!("\"{}\"", shown(name))).collect();
    match (names.len(), quoted.split_last()) {
        (_, None) => None,
        (1, Some((only, _))) => Some(sentence!("table.column", "Column {column}", column = only)),
        (count, _) if count > LISTED => Some(sentence!(
            "table.columns-and-more",
            "Columns {columns} and {count} more",
            columns = Value::list(&quoted),
            count = count - LISTED
        )),
        (_, Some((last, others))) => {
            Some(sentence!("table.columns", "Columns {columns} and {last}", columns = Value::list(others), last))
        }
    }
}
