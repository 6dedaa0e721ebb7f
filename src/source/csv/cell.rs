//! What a value between two delimiters says.

/// A value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// A number that `f32` holds.
    Number(f64),
    /// A number beyond.
    TooLarge,
    /// Nothing, or one of the usual words for it.
    Missing,
    /// Anything else.
    Text,
}

/// What stands for a missing value in files that spreadsheets, pandas and R write. "-" and "none" do so too, but are
/// as often a class.
const MISSING: &[&str] = &["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "?"];

impl Cell {
    /// Reads `text`, with a comma for the decimal point where `decimal_comma` says so.
    pub(super) fn of(text: &str, decimal_comma: bool) -> Self {
        if MISSING.contains(&text) {
            return Self::Missing;
        }
        // Rust also reads "inf" and "infinity", which are texts here.
        if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'e' | b'E')) {
            return Self::Text;
        }
        let parsed = if decimal_comma && text.contains(',') && !text.contains('.') {
            text.replacen(',', ".", 1).parse()
        } else {
            text.parse::<f64>()
        };
        match parsed {
            Ok(number) if (number as f32).is_finite() => Self::Number(number),
            Ok(_) => Self::TooLarge,
            Err(_) => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn cells() {
        for (text, point, comma) in [
            ("1.5", Cell::Number(1.5), Cell::Number(1.5)),
            ("-1e-3", Cell::Number(-1e-3), Cell::Number(-1e-3)),
            ("+.5", Cell::Number(0.5), Cell::Number(0.5)),
            ("1,5", Cell::Text, Cell::Number(1.5)),
            ("1.234,5", Cell::Text, Cell::Text),
            ("1,234,5", Cell::Text, Cell::Text),
            ("1e39", Cell::TooLarge, Cell::TooLarge),
            ("1e999", Cell::TooLarge, Cell::TooLarge),
            ("inf", Cell::Text, Cell::Text),
            ("-", Cell::Text, Cell::Text),
            ("e", Cell::Text, Cell::Text),
            ("0x10", Cell::Text, Cell::Text),
            ("", Cell::Missing, Cell::Missing),
            ("NA", Cell::Missing, Cell::Missing),
            ("nan", Cell::Missing, Cell::Missing),
            ("none", Cell::Text, Cell::Text),
        ] {
            assert_eq!((Cell::of(text, false), Cell::of(text, true)), (point, comma), "{text:?}");
        }
    }
}
