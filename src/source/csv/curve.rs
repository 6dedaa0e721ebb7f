//! A finder's curve from the user's own text: a column of rates and one of losses.

use ::csv::StringRecord;

use super::cell::Cell;
use super::dialect::Dialect;
use super::{begun, read_rows, shown};
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

/// How the columns are looked for.
const RATE: &str = "lr";
const LOSS: &str = "loss";

/// The rates and losses in `text`, as another program has logged or printed them.
///
/// The columns are those whose names have `lr` or `rate` and `loss` in them, or the only two, the rate first. Values
/// stand between commas, semicolons, tabs, vertical bars or spaces. A loss may be `nan` or `inf`; a rate may not.
///
/// ```
/// use lr_lab::source::csv;
///
/// let (lrs, losses) = csv::read_curve("step,lr,train_loss\n0,1e-3,0.7\n1,1e-2,nan\n")?;
/// assert_eq!((lrs, losses[0], losses[1].is_nan()), (vec![1e-3, 1e-2], 0.7, true));
///
/// let error = csv::read_curve("lr,loss\n0.1,low\n").unwrap_err();
/// assert_eq!(error.to_string(), "table: line 2, column \"loss\": \"low\" is no number");
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
///
/// # Errors
/// `table`: a text beyond the limits, no rows, no column of rates or of losses, or a value that is no number, by line
/// and column.
pub fn read_curve(text: &str) -> Result<(Vec<f64>, Vec<f64>)> {
    let refuse = |problem: Sentence| Error::new("table", problem);
    let text = begun(text, "table")?;
    let spaced = between_spaces(text);
    let text = spaced.as_deref().unwrap_or(text);
    let dialect = Dialect::of(text, Some(LOSS));
    let number = |cell: &str| match dialect.cell(cell) {
        Cell::Number(number) => Some(number),
        _ => None,
    };
    let (mut lrs, mut losses) = (Vec::new(), Vec::new());
    let begin = |first: &StringRecord| find(first, dialect.header).map_err(refuse);
    let read = read_rows(text, &dialect, "table", begin, |[rate, loss], row| {
        let value = |(at, name): &(usize, String), read: &dyn Fn(&str) -> Option<f64>| {
            let Some(cell) = row.record.get(*at) else {
                return Err(refuse(sentence!(
                    "error.no-value",
                    "line {line}: no value for \"{column}\"",
                    line = row.line(),
                    column = shown(name)
                )));
            };
            let problem = || sentence!("error.no-number", "\"{value}\" is no number", value = shown(cell));
            read(cell).ok_or_else(|| row.refusal(name, problem()))
        };
        lrs.push(value(rate, &number)?);
        losses.push(value(loss, &|cell| number(cell).or_else(|| not_finite(cell)))?);
        Ok(())
    })?;
    if read.is_none() {
        return Err(refuse(sentence!(
            "error.no-steps",
            "no rows; one of a rate and a loss for each step of the range test"
        )));
    }
    Ok((lrs, losses))
}

/// The columns of rates and losses with their names.
fn find(first: &StringRecord, header: bool) -> std::result::Result<[(usize, String); 2], Sentence> {
    if !header {
        return match first.len() {
            2 => Ok([(0, RATE.to_owned()), (1, LOSS.to_owned())]),
            columns => Err(sentence!(
                "error.no-names",
                "{count} columns without names; name them in the first line, {rate} and {loss}",
                count = columns,
                rate = RATE,
                loss = LOSS
            )),
        };
    }
    let named = |words: &[&str]| {
        let has = |name: &str| words.iter().any(|word| name.to_lowercase().contains(word));
        first.iter().position(has).map(|at| (at, first[at].to_owned()))
    };
    match (named(&[RATE, "rate"]), named(&[LOSS])) {
        (Some(rate), Some(loss)) if rate.0 != loss.0 => Ok([rate, loss]),
        _ if first.len() == 2 => Ok([(0, first[0].to_owned()), (1, first[1].to_owned())]),
        (None, _) => Err(sentence!(
            "error.no-rate-column",
            "no column is called {rate}, or has \"rate\" in its name",
            rate = RATE
        )),
        _ => Err(sentence!("error.no-loss-column", "no column has \"{loss}\" in its name", loss = LOSS)),
    }
}

/// Infinities and NaN, as Python and JavaScript print them.
fn not_finite(cell: &str) -> Option<f64> {
    match cell.to_lowercase().trim_start_matches(['+', '-']) {
        "nan" => Some(f64::NAN),
        "inf" | "infinity" => Some(if cell.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        _ => None,
    }
}

/// The text with tabs for runs of spaces, where nothing else stands between its values.
fn between_spaces(text: &str) -> Option<String> {
    let first = text.lines().find(|line| !line.trim().is_empty())?.trim();
    let apart = !first.contains([',', ';', '|', '\t']) && first.contains(' ');
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join("\t");
    apart.then(|| text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::read_curve;

    #[test]
    fn tables_as_people_have_them() {
        let want = (vec![1e-3, 1e-2], vec![0.7, 0.65]);
        for text in [
            "lr,loss\n1e-3,0.7\n1e-2,0.65\n",
            "0.001,0.7\n0.01,0.65",
            "loss;learning_rate\n0,7;0,001\n0,65;0,01\n",
            "step\tlr\ttrain_loss\tval_loss\n0\t1e-3\t0.7\t9\n1\t1e-2\t0.65\t9\n",
            "1e-3 0.7\r\n1e-2   0.65\r\n",
            "  lr   loss\n1e-3 0.7\n\n1e-2 0.65\n",
            "\u{feff}Learning rate,Loss\n0.001,0.7\n0.01,0.65\n",
            "x|y\n1e-3|0.7\n1e-2|0.65\n",
        ] {
            assert_eq!(read_curve(text).unwrap(), want, "{text:?}");
        }
    }

    #[test]
    fn losses_may_blow_up() {
        let (_, losses) = read_curve("lr,loss\n1,inf\n2,-Infinity\n3,NaN\n").unwrap();
        assert_eq!(losses[..2], [f64::INFINITY, f64::NEG_INFINITY]);
        assert!(losses[2].is_nan());
    }

    #[test]
    fn refusals_say_where() {
        for (text, problem) in [
            ("", "no rows"),
            ("lr,loss\n", "no rows"),
            ("1,2,3\n4,5,6\n", "3 columns without names"),
            ("0.7\n0.6\n", "1 columns without names"),
            ("a,b,loss\n1,2,3\n", "no column is called lr"),
            ("a,lr,b\n1,2,3\n", "no column has \"loss\""),
            ("lr,loss\n0.1\n", "line 2: no value for \"loss\""),
            ("lr,loss\n0.1,0.5\nnan,0.4\n", "line 3, column \"lr\": \"nan\" is no number"),
        ] {
            let error = read_curve(text).unwrap_err();
            assert_eq!(error.field(), "table", "{text:?}");
            assert!(error.problem().starts_with(problem), "{text:?}: {error}");
        }
    }
}
