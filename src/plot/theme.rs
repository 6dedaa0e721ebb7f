//! The colours of the page, as the figures use them.

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
    /// From 0, unseen, to 1, solid.
    pub alpha: f64,
}

impl Color {
    /// A solid colour from its six hexadecimal digits.
    ///
    /// ```
    /// use lr_lab::plot::theme::Color;
    ///
    /// assert_eq!(Color::hex(0x0b5cad).rgb, (11, 92, 173));
    /// ```
    pub const fn hex(digits: u32) -> Self {
        let [_, red, green, blue] = digits.to_be_bytes();
        Self { rgb: (red, green, blue), alpha: 1.0 }
    }

    /// The same colour, as opaque as said.
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { rgb: self.rgb, alpha }
    }
}

/// Which of the two sheets the figure is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The colours of one theme, named for what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// The page.
    pub paper: Color,
    /// Controls, and the inside of a mark.
    pub panel: Color,
    /// Text and marks.
    pub ink: Color,
    /// Text that stands back.
    pub muted: Color,
    /// Grid and frames.
    pub rule: Color,
    /// The finder, and run A.
    pub accent: Color,
    /// "My rate", and run B.
    pub rate: Color,
    /// The truth, and run C.
    pub truth: Color,
    /// The stability line, and run D.
    pub stability: Color,
    /// The truth as text, also on a shade.
    pub truth_text: Color,
    /// "My rate" as text.
    pub rate_text: Color,
    /// The stability line as text.
    pub stability_text: Color,
    /// Shade over rates that are too low.
    pub cold: Color,
    /// Shade over the useful rates.
    pub useful: Color,
    /// Shade over rates that are too high.
    pub hot: Color,
}

impl Theme {
    /// The colours of this theme.
    pub const fn tokens(self) -> Tokens {
        let accent = self.color(0x0b5cad, 0x6cb2ff);
        let rate = self.color(0xc2410c, 0xff9d6c);
        let truth = self.color(0x0f7b55, 0x5fd6a4);
        let (cold, useful, hot) = match self {
            Self::Light => (0.08, 0.12, 0.11),
            Self::Dark => (0.12, 0.13, 0.14),
        };
        Tokens {
            paper: self.color(0xfbfaf7, 0x14171b),
            panel: self.color(0xffffff, 0x1b1f25),
            ink: self.color(0x1d2127, 0xe9e7e2),
            muted: self.color(0x5d6570, 0xa2a9b3),
            rule: self.color(0xe4e1da, 0x2d333b),
            accent,
            rate,
            truth,
            stability: self.color(0x8a3ffc, 0xc4a1ff),
            truth_text: self.color(0x0c6b49, 0x5fd6a4),
            rate_text: self.color(0xb23808, 0xff9d6c),
            stability_text: self.color(0x7a2bf0, 0xc4a1ff),
            cold: accent.alpha(cold),
            useful: truth.alpha(useful),
            hot: rate.alpha(hot),
        }
    }

    const fn color(self, light: u32, dark: u32) -> Color {
        match self {
            Self::Light => Color::hex(light),
            Self::Dark => Color::hex(dark),
        }
    }
}

impl Tokens {
    /// The colour of run A, B, C, D, and around again.
    pub const fn run(&self, index: usize) -> Color {
        match index % 4 {
            0 => self.accent,
            1 => self.rate,
            2 => self.truth,
            _ => self.stability,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Theme};

    /// Relative luminance, WCAG 2.2.
    fn luminance(color: Color) -> f64 {
        let channel = |byte: u8| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { crate::math::pow((c + 0.055) / 1.055, 2.4) }
        };
        let (r, g, b) = color.rgb;
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    fn over(top: Color, paper: Color) -> Color {
        let mix = |t: u8, p: u8| (f64::from(t) * top.alpha + f64::from(p) * (1.0 - top.alpha)).round() as u8;
        let ((r, g, b), (pr, pg, pb)) = (top.rgb, paper.rgb);
        Color { rgb: (mix(r, pr), mix(g, pg), mix(b, pb)), alpha: 1.0 }
    }

    #[test]
    fn text_reads_on_paper_and_on_every_shade() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = theme.tokens();
            for ground in [t.paper, over(t.cold, t.paper), over(t.useful, t.paper), over(t.hot, t.paper)] {
                for text in [t.ink, t.muted, t.truth_text, t.rate_text, t.stability_text] {
                    let (a, b) = (luminance(text), luminance(ground));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{theme:?}: {text:?} on {ground:?} has {contrast:.2}");
                }
            }
        }
    }
}
