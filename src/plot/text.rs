//! How wide a text is, asked of whoever will draw it.

/// The fonts a figure asks for: the reader's own.
pub const FONT_STACK: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// The smallest text of a figure, in CSS pixels.
pub const SMALLEST: f64 = 11.0;

/// Thickness of the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Normal text.
    #[default]
    Regular,
    /// Bold text.
    Bold,
}

/// Measures text. The page asks its canvas; an SVG has only an [`estimate`].
pub trait TextMeasure {
    /// Width of `text` in CSS pixels, in a font of `px` CSS pixels.
    fn width(&self, text: &str, px: f64, weight: Weight) -> f64;
}

impl<F: Fn(&str, f64, Weight) -> f64> TextMeasure for F {
    fn width(&self, text: &str, px: f64, weight: Weight) -> f64 {
        self(text, px, weight)
    }
}

/// Width where nothing can measure: the widest of the common system fonts, so that what fits here fits anywhere.
pub fn estimate(text: &str, px: f64, weight: Weight) -> f64 {
    let em: f64 = text.chars().map(em_width).sum();
    em * px * if weight == Weight::Bold { 1.12 } else { 1.0 }
}

/// Advance widths of DejaVu Sans, rounded up to classes.
fn em_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | ' ' | 'I' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' | '·' => 0.43,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '@' | '%' => 1.0,
        '−' | '÷' | '+' | '=' | '<' | '>' | '∞' => 0.84,
        c if c.is_ascii_uppercase() => 0.76,
        c if c.is_ascii() => 0.64,
        // Letters of other scripts may be full width.
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Weight, estimate};

    #[test]
    fn the_estimate_grows_with_text_size_and_weight() {
        let width = estimate("learning rate", 12.0, Weight::Regular);
        assert!((70.0..100.0).contains(&width), "{width}");
        assert!(estimate("learning rate", 12.0, Weight::Bold) > width);
        assert_eq!(estimate("learning rate", 24.0, Weight::Regular), 2.0 * width);
        assert_eq!(estimate("", 12.0, Weight::Regular), 0.0);
    }
}
