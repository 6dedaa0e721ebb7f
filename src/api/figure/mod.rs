//! Figures as they are asked for, one a file: what to draw, and how.

mod decision;
mod loss;
mod lr_band;
mod lr_epochs;
mod lr_find;
mod lr_sweep;
mod schedule;
mod sharpness;

use serde::Serialize;

use crate::error::Result;
use crate::named::Named;
use crate::plot::axis::Axis;
use crate::plot::chart;
use crate::plot::theme::Theme;
use crate::range::Range;

use crate::request::Value;
use crate::request::fields::{self, Fields};

pub use decision::{DecisionFigure, DecisionFigureOptions};
pub use loss::{LossFigure, LossFigureOptions};
pub use lr_band::{LrBandFigure, LrBandFigureOptions};
pub use lr_epochs::{LrEpochsFigure, LrEpochsFigureOptions};
pub use lr_find::{FigureBand, FigureGhost, FigureLimit, LrFindFigure, LrFindFigureOptions};
pub use lr_sweep::{LrSweepFigure, LrSweepFigureOptions};
pub use schedule::{ScheduleCurve, ScheduleFigure, ScheduleFigureOptions};
pub use sharpness::{SharpnessColumns, SharpnessFigure, SharpnessFigureOptions};

/// How any figure is drawn. Lengths are in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct FigureOptions {
    /// Width; default the canvas's own.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub width: Option<f64>,
    /// Height; default the canvas's own.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub height: Option<f64>,
    /// Pixels of the screen in a CSS pixel; default what the screen has.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub pixel_ratio: Option<f64>,
    /// The sheet; default `light`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"light\" | \"dark\""))]
    pub theme: Option<Theme>,
}

impl Named for Theme {
    const ALL: &'static [Self] = &[Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Where a figure's plot lies, for what is laid over it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FigureLayout {
    /// The plot's rectangle.
    pub plot: PlotRectangle,
    /// From its left edge to its right one.
    pub x: AxisInfo,
    /// From its bottom edge to its top one.
    pub y: AxisInfo,
}

/// A rectangle in CSS pixels from the figure's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
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

/// What the two ends of an axis stand for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AxisInfo {
    /// Value at the first end.
    pub min: f64,
    /// Value at the other.
    pub max: f64,
    /// `log` or `linear` between them.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"log\" | \"linear\""))]
    pub kind: &'static str,
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
    /// Takes these options out of a figure's own.
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            width: fields.optional("width", positive)?,
            height: fields.optional("height", positive)?,
            pixel_ratio: fields.optional("pixelRatio", positive)?,
            theme: fields.optional("theme", fields::named)?,
        })
    }

    /// Width and height, `size` unless the options say otherwise.
    fn size(&self, size: (f64, f64)) -> (f64, f64) {
        (self.width.unwrap_or(size.0), self.height.unwrap_or(size.1))
    }
}

/// The part of an axis of steps that is shown: `from` and `to`.
fn steps_shown(fields: &mut Fields) -> Result<(Option<f64>, Option<f64>)> {
    let check = |range: Range| move |value: &Value| fields::number(value).and_then(|step| range.check("", step));
    let from = fields.optional("from", check(Range::NOT_NEGATIVE))?;
    let to = fields.optional("to", check(Range::above(from.unwrap_or(0.0))))?;
    Ok((from, to))
}

fn positive(value: &Value) -> Result<f64> {
    fields::number(value).and_then(|number| Range::POSITIVE.check("", number))
}
