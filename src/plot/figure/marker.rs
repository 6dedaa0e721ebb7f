//! The marks of classes: another shape as well as another colour for each, hollow for rows that are held out.

use super::super::chart::{Mark, Stroke};
use super::super::geometry::{Point, Rect};
use super::super::theme::{Color, Tokens};

/// How a row of the data is marked.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    symbol: Symbol,
    color: Color,
    paper: Color,
    hollow: bool,
}

#[derive(Clone, Copy)]
enum Symbol {
    Circle,
    Square,
    Triangle,
    Diamond,
    /// A triangle that stands on its tip.
    Tip,
}

/// Five of them beside four colours: twenty classes differ.
const SYMBOLS: [Symbol; 5] = [Symbol::Circle, Symbol::Square, Symbol::Triangle, Symbol::Diamond, Symbol::Tip];

/// Width of the rim around a hollow mark, in radii.
const RIM: f64 = 0.4;

/// Width of the paper around a filled one, in radii.
const HALO: f64 = 0.22;

impl Marker {
    pub(super) fn of_class(class: usize, hollow: bool, tokens: &Tokens) -> Self {
        let symbol = SYMBOLS[class % SYMBOLS.len()];
        Self { symbol, color: tokens.run(class), paper: tokens.paper, hollow }
    }

    /// Of a row whose target is no class.
    pub(super) fn plain(hollow: bool, tokens: &Tokens) -> Self {
        Self { symbol: Symbol::Circle, color: tokens.muted, paper: tokens.paper, hollow }
    }

    /// How far a mark reaches at most, in radii: pointed shapes reach farther than a circle of the same area.
    pub(super) const REACH: f64 = 1.25;

    /// The mark.
    pub(super) fn marks(&self, center: Point, radius: f64) -> Vec<Mark> {
        let (outer, inner, rim) =
            if self.hollow { (self.color, self.paper, RIM) } else { (self.paper, self.color, HALO) };
        if let Symbol::Circle = self.symbol {
            let rim = Stroke::solid(outer, rim * radius);
            return vec![Mark::Dot { center, radius: radius - rim.width / 2.0, fill: inner, rim: Some(rim) }];
        }
        vec![self.filled(center, radius, outer), self.filled(center, radius * (1.0 - rim * self.symbol.slope()), inner)]
    }

    fn filled(&self, (x, y): Point, radius: f64, color: Color) -> Mark {
        let point = radius * Self::REACH;
        let base = 0.7 * point;
        let points = match self.symbol {
            Symbol::Circle | Symbol::Square => {
                let half = radius * 0.85;
                return Mark::Area { rect: Rect::new((x - half, x + half), (y - half, y + half)), color };
            }
            Symbol::Triangle => vec![(x, y - point), (x + point, y + base), (x - point, y + base)],
            Symbol::Tip => vec![(x, y + point), (x - point, y - base), (x + point, y - base)],
            Symbol::Diamond => vec![(x, y - point), (x + point, y), (x, y + point), (x - point, y)],
        };
        Mark::Patch { points, color }
    }
}

impl Symbol {
    /// How much a radius shrinks when the edges move inward by 1.
    const fn slope(self) -> f64 {
        match self {
            Self::Circle | Self::Square => 1.18,
            Self::Diamond => 1.13,
            Self::Triangle | Self::Tip => 1.45,
        }
    }
}
