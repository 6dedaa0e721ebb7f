//! Numbers as a reader expects them: `0.12`, `3.2e−5`, with a true minus sign.

/// `value` with up to `digits` significant digits, zeros at the end dropped.
///
/// ```
/// use lr_lab_core::number::number;
///
/// assert_eq!(number(0.1200, 2), "0.12");
/// assert_eq!(number(0.0000316, 2), "3.2e−5");
/// ```
pub fn number(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // Let the formatter round first: 0.9996 with three digits is 1, one decade up.
    let digits = digits.clamp(1, 15);
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-3..5).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        minus(&trimmed(&format!("{value:.decimals$}")))
    } else {
        minus(&format!("{}e{exponent}", trimmed(mantissa)))
    }
}

/// `value` with exactly `decimals` places.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    // "-0.00" is noise from a tick at zero.
    if text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.')) { text.replace('-', "") } else { minus(&text) }
}

/// A power of ten times a small whole number, as a log axis names it: `1e−5`, `0.01`, `1`, `10`, `100`, `1e3`.
pub fn decade(mantissa: u32, exponent: i32) -> String {
    match exponent {
        0 => format!("{mantissa}"),
        1 => format!("{mantissa}0"),
        2 => format!("{mantissa}00"),
        -3..=-1 => format!("0.{}{mantissa}", "0".repeat(-exponent as usize - 1)),
        _ => minus(&format!("{mantissa}e{exponent}")),
    }
}

fn trimmed(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

fn minus(text: &str) -> String {
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::{decade, fixed, number};

    #[test]
    fn numbers_read_as_written() {
        for (value, digits, expected) in [
            (0.0, 3, "0"),
            (0.12, 2, "0.12"),
            (0.123_456, 3, "0.123"),
            (0.9996, 3, "1"),
            (1.0, 3, "1"),
            (-2.5, 3, "−2.5"),
            (0.001, 2, "0.001"),
            (0.000_999_96, 3, "0.001"),
            (0.000_316, 2, "3.2e−4"),
            (1e-5, 3, "1e−5"),
            (12_345.0, 3, "12345"),
            (123_456.0, 3, "1.23e5"),
            (-1e300, 1, "−1e300"),
            (f64::NAN, 3, "NaN"),
            (f64::INFINITY, 3, "∞"),
            (f64::NEG_INFINITY, 3, "−∞"),
        ] {
            assert_eq!(number(value, digits), expected, "{value:e} with {digits} digits");
        }
    }

    #[test]
    fn ticks_read_as_written() {
        assert_eq!(fixed(0.25, 2), "0.25");
        assert_eq!(fixed(-0.0001, 2), "0.00");
        assert_eq!(fixed(-0.5, 1), "−0.5");
        assert_eq!(
            ["1e−5", "0.001", "0.1", "1", "10", "100", "1e3"],
            [-5, -3, -1, 0, 1, 2, 3].map(|e| decade(1, e)).as_slice()
        );
        assert_eq!([decade(2, -4), decade(2, -2)], ["2e−4", "0.02"]);
    }
}
