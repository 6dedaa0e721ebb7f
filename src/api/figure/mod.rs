//! Figures as they are asked for, one a file: what to draw, and how.

/// A figure of something that comes from outside: how it is read, and its options, with what is left to check of them.
macro_rules! figure {
    (
        $(#[doc = $doc:literal])*
        $figure:ident of $what:ident: $type:ty = $read:path, $options:ident $(, $check:expr)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $figure {
            $what: $type,
            options: $options,
        }

        impl $figure {
            /// Reads what is drawn, and the options.
            ///
            /// # Errors
            /// A refused field of what is drawn under its name, of the options under `options`.
            pub fn read($what: &Value, options: Option<&Value>) -> Result<Self> {
                let $what = $read($what).map_err(|error| error.under(stringify!($what)))?;
                let options = $options::asked(options)$(.and_then($check))?;
                Ok(Self { $what, options: options.map_err(|error| error.under("options"))? })
            }

            /// The options of every figure.
            pub fn options(&self) -> &FigureOptions {
                &self.options.figure.0
            }
        }
    };
}

mod decision;
mod loss;
mod lr_band;
mod lr_epochs;
mod lr_find;
mod lr_sweep;
mod schedule;
mod sharpness;

use crate::error::Result;
use crate::named::Named;
use crate::plot::axis::Axis;
use crate::plot::chart;
use crate::plot::theme::Theme;
use crate::range::Range;
use crate::report::report;

use crate::request::{choices, options, within};

pub use decision::{DecisionFigure, DecisionFigureOptions};
pub use loss::{LossFigure, LossFigureOptions};
pub use lr_band::{LrBandFigure, LrBandFigureOptions};
pub use lr_epochs::{LrEpochsFigure, LrEpochsFigureOptions};
pub use lr_find::{FigureBand, FigureGhost, FigureLimit, LrFindFigure, LrFindFigureOptions};
pub use lr_sweep::{LrSweepFigure, LrSweepFigureOptions};
pub use schedule::{ScheduleCurve, ScheduleFigure, ScheduleFigureOptions};
pub use sharpness::{SharpnessColumns, SharpnessFigure, SharpnessFigureOptions};

options! {
    /// How any figure is drawn. Lengths are in CSS pixels.
    #[derive(Copy, Default)]
    pub struct FigureOptions {
        /// Width; default the canvas's own.
        pub width: Option<f64> where (Range::POSITIVE),
        /// Height; default the canvas's own.
        pub height: Option<f64> where (Range::POSITIVE),
        /// Pixels of the screen in a CSS pixel; default what the screen has.
        pub pixel_ratio: Option<f64> where (Range::POSITIVE),
        /// The sheet; default `light`.
        pub theme: Option<Theme>,
    }
}

choices! { Theme }

impl Named for Theme {
    const ALL: &'static [Self] = &[Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

report! {
    /// Where a figure's plot lies, for what is laid over it.
    #[derive(Copy)]
    pub struct FigureLayout {
        /// The plot's rectangle.
        pub plot: PlotRectangle,
        /// From its left edge to its right one.
        pub x: AxisInfo,
        /// From its bottom edge to its top one.
        pub y: AxisInfo,
    }
}

report! {
    /// A rectangle in CSS pixels from the figure's upper left corner.
    #[derive(Copy)]
    pub struct PlotRectangle {
        /// Left edge.
        pub x: f64,
        /// Upper edge.
        pub y: f64,
        /// Width.
        pub width: f64,
        /// Height.
        pub height: f64,
    }
}

report! {
    /// What the two ends of an axis stand for.
    #[derive(Copy)]
    pub struct AxisInfo {
        /// Value at the first end.
        pub min: f64,
        /// Value at the other.
        pub max: f64,
        /// `log` or `linear` between them.
        pub kind: &'static str as ("\"log\" | \"linear\""),
    }
}

impl From<&Axis> for AxisInfo {
    fn from(axis: &Axis) -> Self {
        Self { min: axis.min(), max: axis.max(), kind: axis.kind().name() }
    }
}

impl From<&chart::Layout> for FigureLayout {
    fn from(layout: &chart::Layout) -> Self {
        let plot = layout.plot;
        let plot = PlotRectangle { x: plot.left, y: plot.top, width: plot.width(), height: plot.height() };
        Self { plot, x: (&layout.x).into(), y: (&layout.y).into() }
    }
}

impl FigureOptions {
    /// Width and height, `size` unless the options say otherwise.
    fn size(&self, size: (f64, f64)) -> (f64, f64) {
        (self.width.unwrap_or(size.0), self.height.unwrap_or(size.1))
    }
}

/// Whether the last step that is shown lies behind the first one.
fn behind(to: Option<f64>, from: Option<f64>) -> Result<()> {
    within(to, "to", &Range::above(from.unwrap_or(0.0)))
}
