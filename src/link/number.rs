//! Numbers in a link: the fewest digits that give the same number back.

use crate::range::Range;
use crate::request::Value;

/// `0.05`, `3e-4`, `1e4`: with an exponent where that saves more than one character.
pub(super) fn write(value: f64) -> String {
    let (plain, scientific) = (value.to_string(), format!("{value:e}"));
    if scientific.len() + 1 < plain.len() { scientific } else { plain }
}

/// The number that a person wrote, as every field of the page reads it: `3e-4`, `1/128`, `20%`.
pub(super) fn read(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let number = match (text.split_once('/'), text.strip_suffix('%')) {
        (Some((above, below)), _) => plain(above)? / plain(below)?,
        (None, Some(percent)) => plain(percent)? / 100.0,
        (None, None) => plain(&text)?,
    };
    number.is_finite().then_some(number)
}

/// `read`, as a value; a text that is no number stays a text, for the reader of the field to refuse.
pub(super) fn value(text: &str) -> Value {
    read(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number)
}

/// The nearest whole number where the range asks for one, within its ends. An end that is not accepted itself is not.
pub(super) fn nearest(range: &Range, number: f64) -> f64 {
    let number = if range.whole { number.round() } else { number };
    number.clamp(range.min, range.max)
}

/// Digits, a point, an exponent: what Rust's own parser takes besides (`inf`, `nan`) is no number here.
fn plain(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn fewest_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.05, "0.05"),
            (0.001, "0.001"),
            (3e-4, "3e-4"),
            (1e-5, "1e-5"),
            (1e-300, "1e-300"),
            (10.0, "10"),
            (1000.0, "1000"),
            (1e4, "1e4"),
            (12_345_678_901.0, "12345678901"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (-2.5, "-2.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (f64::MAX, "1.7976931348623157e308"),
            (f64::from_bits(1), "5e-324"),
        ] {
            assert_eq!(write(value), text);
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    #[test]
    fn as_people_write_them() {
        for (text, value) in [
            ("1/128", Some(1.0 / 128.0)),
            ("20%", Some(0.2)),
            (" .5 ", Some(0.5)),
            ("5.", Some(5.0)),
            ("1E+3", Some(1000.0)),
            ("−2", Some(-2.0)),
            ("inf", None),
            ("nan", None),
            ("1e999", None),
            ("1/0", None),
            ("1/2/3", None),
            ("", None),
            ("ten", None),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
    }
}
