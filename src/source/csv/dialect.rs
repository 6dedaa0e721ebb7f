//! How a text is written: what stands between the values, and whether a header comes first.

use ::csv::{Reader, ReaderBuilder, StringRecord, Trim};

use super::cell::Cell;
use super::is_blank;

/// What may stand between values, the surest sign last: commas also stand within numbers and texts.
const DELIMITERS: [u8; 4] = [b',', b'|', b';', b'\t'];

/// Lines that are looked at, and the most of their bytes.
const SAMPLE: usize = 20;
const SAMPLE_BYTES: usize = 1 << 16;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between values.
    pub(super) delimiter: u8,
    /// Whether the first line names the columns.
    pub(super) header: bool,
}

impl Dialect {
    /// The dialect that fits the first lines of `text` best; a column called `target`, if one is looked for, tells.
    pub(super) fn of(text: &str, target: Option<&str>) -> Self {
        let text = beginning(text);
        let mut best = (None, Self { delimiter: b',', header: false }, Vec::new());
        for (order, delimiter) in DELIMITERS.into_iter().enumerate() {
            let dialect = Self { delimiter, header: false };
            let sample = dialect.sample(text);
            let fields = sample.first().map_or(0, StringRecord::len);
            let several = fields > 1;
            let found = several && target.is_some_and(|target| names(&sample, target));
            let even = several && sample.iter().all(|record| record.len() == fields);
            // Of several that fit, the one that leaves numbers; of several that don't, the one that is there most.
            let rank = Some((
                found,
                even,
                if even { dialect.numbers(&sample) } else { fields },
                if several { order } else { 0 },
            ));
            if rank > best.0 {
                best = (rank, dialect, sample);
            }
        }
        let (_, dialect, sample) = best;
        Self { header: dialect.has_header(&sample, target), ..dialect }
    }

    /// The records of `text`, the header included, of any number of values each.
    pub(super) fn reader<'t>(&self, text: &'t str) -> Reader<&'t [u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text.as_bytes())
    }

    /// What a value says. Whoever separates values by semicolons does so because the comma is taken.
    pub(super) fn cell(&self, text: &str) -> Cell {
        Cell::of(text, self.delimiter == b';')
    }

    fn sample(&self, text: &str) -> Vec<StringRecord> {
        let records = self.reader(text).into_records().map_while(Result::ok);
        records.filter(|record| !is_blank(record)).take(SAMPLE).collect()
    }

    /// How many of a thousand values are numbers.
    fn numbers(&self, sample: &[StringRecord]) -> usize {
        let cells = || sample.iter().flatten();
        let numbers = cells().filter(|cell| matches!(self.cell(cell), Cell::Number(_))).count();
        1000 * numbers / cells().count().max(1)
    }

    /// A header has the target's name; or a text above a number; or no number at all.
    fn has_header(&self, sample: &[StringRecord], target: Option<&str>) -> bool {
        let Some((first, rest)) = sample.split_first() else { return false };
        let is_number = |cell: &str| matches!(self.cell(cell), Cell::Number(_));
        let text_above_number = first.iter().enumerate().any(|(at, cell)| {
            self.cell(cell) == Cell::Text && rest.iter().any(|record| record.get(at).is_some_and(is_number))
        });
        let named = target.is_some_and(|target| !is_number(target.trim()) && names(sample, target));
        named || text_above_number || !first.iter().any(is_number)
    }
}

/// The first lines of a long text, or of its first line what fits.
fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let cut = (0..=SAMPLE_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let beginning = &text[..cut];
    beginning.rfind(['\n', '\r']).map_or(beginning, |end| &beginning[..end])
}

/// Whether the first record has a value `target`.
fn names(sample: &[StringRecord], target: &str) -> bool {
    sample.first().is_some_and(|first| first.iter().any(|cell| cell == target.trim()))
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn dialects() {
        for (text, target, delimiter, header) in [
            ("a,b\n1,2\n", Some("b"), ',', true),
            ("a;b\n1,5;2,5\n", Some("b"), ';', true),
            ("1,5;2,5\n2,5;1,5\n", Some("2"), ';', false),
            ("a\tb\n1\t2\n", Some("b"), '\t', true),
            ("a|b\n1|2\n", Some("b"), '|', true),
            ("1,2\n3,4\n", Some("2"), ',', false),
            ("5.1,3.5,setosa\n6.2,2.9,virginica\n", Some("3"), ',', false),
            ("2019,2020,kind\n1,2,x\n", Some("kind"), ',', true), // numbers name columns, too
            ("a,b\n", Some("b"), ',', true),
            ("a,b\n1,2,3\n1\n", Some("b"), ',', true),
            ("1,2,x;y\n3,4,z;w\n", Some("3"), ',', false), // both fit, but one leaves texts
            ("a,b;c\n3,4;5\n", Some("b;c"), ',', true),    // both fit, and the target tells
            ("a,b;c\n3,4;5\n", Some("c"), ';', true),
            ("\n\n  \na,b\n1,2\n", Some("b"), ',', true),
            ("x\n1\n", Some("x"), ',', true),
            ("", Some("b"), ',', false),
            // without a target the values tell
            ("a,b\n1,2\n", None, ',', true),
            ("1;2\n3;4\n", None, ';', false),
            ("2019,2020,kind\n1,2,x\n", None, ',', false), // as years may be data
            ("a,,c\n1,2,3\n", None, ',', true),
            ("", None, ',', false),
        ] {
            let dialect = Dialect::of(text, target);
            assert_eq!((char::from(dialect.delimiter), dialect.header), (delimiter, header), "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_judged_by_its_first_lines() {
        let rows = "1;é\n".repeat(100_000);
        assert_eq!(Dialect::of(&format!("a;b\n{rows}1,2,3"), Some("b")), Dialect { delimiter: b';', header: true });
        let one_line = "é;".repeat(100_000);
        assert_eq!(Dialect::of(&one_line, Some("b")), Dialect { delimiter: b';', header: true });
    }
}
