//! A table from the user's own text.

mod cell;
mod curve;
mod describe;
mod dialect;
mod target;

pub use self::curve::read_curve;
pub use self::describe::{Description, describe};

use ::csv::{Reader, StringRecord};
use ndarray::Array2;

use self::cell::Cell;
use self::dialect::Dialect;
use self::target::TargetColumn;
use crate::data::Table;
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

/// The longest text, in bytes of UTF-8.
pub const MAX_BYTES: usize = 20_000_000;
/// The most rows.
pub const MAX_ROWS: usize = 1_000_000;
/// The most columns.
pub const MAX_COLUMNS: usize = 10_000;
/// The most different whole numbers that a target column may hold to be classes; with more it is a quantity.
pub const MAX_NUMBER_CLASSES: usize = 20;
/// The most different texts of a target column.
pub const MAX_TEXT_CLASSES: usize = 100;

/// The table in `text`, to predict the column called `target` from all the others.
///
/// Values stand between commas, semicolons, tabs or vertical bars, whichever fits the first lines; quotes as in RFC
/// 4180. Where the first line is not a header, the columns are called `1`, `2`, … Decimals are written with a point,
/// or with a comma where semicolons stand between the values. Empty lines do not count.
///
/// Texts in the target column are classes, in their order in Unicode; so are whole numbers of at most
/// [`MAX_NUMBER_CLASSES`] different values, in ascending order. Other numbers are a quantity to predict.
///
/// ```
/// use lr_lab::data::Target;
/// use lr_lab::source::csv;
///
/// let table = csv::read("height;kind\n1,5;tree\n0,2;bush\n", "kind")?;
/// assert_eq!(table.features()[[0, 0]], 1.5);
/// assert_eq!(*table.target(), Target::Classes { labels: vec![1, 0], count: 2 });
///
/// let error = csv::read("height,kind\n1.5,tree\n?,bush\n", "kind").unwrap_err();
/// assert_eq!(error.field(), "csv");
/// assert!(error.problem().starts_with("line 3, column \"height\": "));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
///
/// # Errors
/// `csv`: a text, rows or columns beyond the limits; no rows; no column beside the target; a line with more or fewer
/// values than the first; a feature that is missing or no number, by line and column. `target`: a column that is
/// unknown, ambiguous, the same in every row, or of too many different texts.
pub fn read(text: &str, target: &str) -> Result<Table> {
    parse(text, target).map(|parsed| parsed.table)
}

/// A table, and how it was written.
struct Parsed {
    names: Vec<String>,
    target_at: usize,
    dialect: Dialect,
    table: Table,
    class_names: Vec<String>,
}

fn parse(text: &str, target: &str) -> Result<Parsed> {
    let text = begun(text, "csv")?;
    let dialect = Dialect::of(text, Some(target));
    let mut features = Vec::new();
    let begin = |first: &StringRecord| Columns::of(first, &dialect, target);
    let read = read_rows(text, &dialect, "csv", begin, |columns, row| columns.read(&row, &dialect, &mut features))?;
    let Some((columns, rows)) = read else {
        let what = match dialect.header {
            true => sentence!("error.no-rows-below-header", "no rows below the header"),
            false => sentence!("error.no-rows", "no rows"),
        };
        return Err(Error::new("csv", what));
    };
    let features = Array2::from_shape_vec((rows, columns.names.len() - 1), features)
        .map_err(|error| Error::foreign("csv", error))?;
    let Columns { names, target_at, target } = columns;
    let (target, class_names) = target.finish()?;
    Ok(Parsed { names, target_at, dialect, table: Table::new(features, target)?, class_names })
}

/// The text of a `field`, if it is not too long, without the byte order mark that Excel begins its files with.
fn begun<'t>(text: &'t str, field: &str) -> Result<&'t str> {
    check_size(text).map_err(|error| error.under(field))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The columns that `begin` makes of the first line of a `field`, once every row has been shown to `each`, and the number
/// of rows; `None` of no rows.
fn read_rows<C>(
    text: &str,
    dialect: &Dialect,
    field: &'static str,
    begin: impl FnOnce(&StringRecord) -> Result<C>,
    mut each: impl FnMut(&mut C, Row<'_>) -> Result<()>,
) -> Result<Option<(C, usize)>> {
    let mut reader = dialect.reader(text);
    let mut record = StringRecord::new();
    if !read_record(&mut reader, &mut record, field)? {
        return Ok(None);
    }
    let mut columns = begin(&record)?;
    let mut rows = 0;
    while (rows == 0 && !dialect.header) || read_record(&mut reader, &mut record, field)? {
        rows += 1;
        if rows > MAX_ROWS {
            return Err(Error::new(field, sentence!("error.too-many-rows", "more than {most} rows", most = MAX_ROWS)));
        }
        each(&mut columns, Row { text, record: &record, field })?;
    }
    Ok((rows > 0).then_some((columns, rows)))
}

/// Reads the next line of a `field` that is not empty; whether there was one.
fn read_record(reader: &mut Reader<&[u8]>, record: &mut StringRecord, field: &str) -> Result<bool> {
    while reader.read_record(record).map_err(|error| Error::foreign(field, shown(&error.to_string())))? {
        if !is_blank(record) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first line that is not empty.
fn first_record(text: &str, dialect: &Dialect) -> Result<Option<StringRecord>> {
    let mut record = StringRecord::new();
    let found = read_record(&mut dialect.reader(text), &mut record, "csv")?;
    Ok(found.then_some(record))
}

/// What the columns are called: by the header, else by their numbers.
fn column_names(first: &StringRecord, dialect: &Dialect) -> Vec<String> {
    let name = |(at, cell): (usize, &str)| {
        if dialect.header && !cell.is_empty() { cell.to_owned() } else { (at + 1).to_string() }
    };
    first.iter().enumerate().map(name).collect()
}

/// Refuses a text that is too long to read, or even to copy.
///
/// # Errors
/// More than [`MAX_BYTES`].
pub fn check_size(text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        let (count, most) = (text.len(), MAX_BYTES);
        let problem = sentence!("error.long-text", "{count} bytes; a text may have {most}", count, most);
        return Err(Error::new("", problem));
    }
    Ok(())
}

/// The columns of the text, with the target's values as far as they are read.
struct Columns {
    names: Vec<String>,
    target_at: usize,
    target: TargetColumn,
}

impl Columns {
    fn of(first: &StringRecord, dialect: &Dialect, target: &str) -> Result<Self> {
        if first.len() > MAX_COLUMNS {
            let problem = sentence!(
                "error.too-many-columns",
                "{count} columns; at most {most}",
                count = first.len(),
                most = MAX_COLUMNS
            );
            return Err(Error::new("csv", problem));
        }
        let names = column_names(first, dialect);
        let target = target.trim();
        let mut found = (0..names.len()).filter(|&at| names[at] == target);
        let Some(target_at) = found.next() else { return Err(unknown_target(target, &names)) };
        if found.next().is_some() {
            let problem =
                sentence!("error.same-name", "more than one column is called \"{column}\"", column = shown(target));
            return Err(Error::new("target", problem));
        }
        if names.len() == 1 {
            let problem = sentence!(
                "error.one-column",
                "one column; at least one more to predict the target from, with a comma, a semicolon, a tab \
                 or a vertical bar between the values"
            );
            return Err(Error::new("csv", problem));
        }
        Ok(Self { target: TargetColumn::new(names[target_at].clone()), names, target_at })
    }

    /// Adds a row to `features` and to the target.
    fn read(&mut self, row: &Row<'_>, dialect: &Dialect, features: &mut Vec<f64>) -> Result<()> {
        let (fields, columns) = (row.record.len(), self.names.len());
        if fields != columns {
            let (line, count) = (row.line(), fields);
            let problem = if row.record.iter().any(|cell| cell.contains('\n')) {
                sentence!(
                    "error.other-count-open-quote",
                    "line {line}: {count} values; the first line has {columns}; is a quote left open?",
                    line,
                    count,
                    columns
                )
            } else {
                sentence!(
                    "error.other-count",
                    "line {line}: {count} values; the first line has {columns}",
                    line,
                    count,
                    columns
                )
            };
            return Err(Error::new("csv", problem));
        }
        for (at, cell) in row.record.iter().enumerate() {
            let is_target = at == self.target_at;
            let problem = match dialect.cell(cell) {
                Cell::Number(number) if is_target => {
                    self.target.push(cell, Some(number), row);
                    continue;
                }
                Cell::Number(number) => {
                    features.push(number);
                    continue;
                }
                Cell::Text if is_target => {
                    self.target.push(cell, None, row);
                    continue;
                }
                Cell::Text if cell.contains(',') => sentence!(
                    "error.no-feature-decimal-comma",
                    "\"{value}\" is no number, as every feature has to be; decimals are written with a point",
                    value = shown(cell)
                ),
                Cell::Text => sentence!(
                    "error.no-feature",
                    "\"{value}\" is no number, as every feature has to be",
                    value = shown(cell)
                ),
                Cell::Missing if cell.is_empty() => {
                    sentence!("error.empty-value", "empty; fill it in or leave the row out")
                }
                Cell::Missing => sentence!(
                    "error.missing-value",
                    "\"{value}\" is a missing value; fill it in or leave the row out",
                    value = cell
                ),
                Cell::TooLarge => {
                    sentence!("error.large-value", "\"{value}\" is too large, at most 3.4e38", value = shown(cell))
                }
            };
            return Err(row.refusal(&self.names[at], problem));
        }
        Ok(())
    }
}

/// A row with the text that it stands in.
struct Row<'t> {
    text: &'t str,
    record: &'t StringRecord,
    /// What the text is called in errors.
    field: &'static str,
}

impl Row<'_> {
    /// Number of the line that the row begins on, from 1. It is counted when an error needs it: the reader's own
    /// number is that of the line before where lines end in CR LF or empty lines come between.
    fn line(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.record.position().map_or(0, |position| position.byte() as usize).min(bytes.len());
        while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        let ends = |&at: &usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        1 + (0..at).filter(ends).count()
    }

    fn refusal(&self, column: &str, problem: Sentence) -> Error {
        let problem = sentence!(
            "error.cell",
            "line {line}, column \"{column}\": {problem}",
            line = self.line(),
            column = shown(column),
            problem
        );
        Error::new(self.field, problem)
    }
}

/// Whether a line holds nothing but spaces.
fn is_blank(record: &StringRecord) -> bool {
    record.len() <= 1 && record.iter().all(str::is_empty)
}

/// A text of the user's as an error shows it: short, and on one line.
fn shown(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut short: String = text.chars().take(SHOWN).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// The error about a target that is no column: it lists the columns, of many the most alike.
fn unknown_target(target: &str, names: &[String]) -> Error {
    const LISTED: usize = 12;
    let target = shown(target);
    let mut known: Vec<String> = names.iter().map(|name| shown(name)).collect();
    if known.len() > LISTED {
        known.sort_by_cached_key(|name| (strsim::jaro_winkler(name, &target) * -1e6) as i64);
        let left_out = known.len() - LISTED;
        known.truncate(LISTED);
        known.push(format!("… ({left_out} more)"));
    }
    Error::unknown("target", &target, known.iter().map(String::as_str))
}
