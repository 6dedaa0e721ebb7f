//! What a network answers all over its features as a figure.

use crate::error::Result;
use crate::plot::chart::Chart;
use crate::plot::figure::decision;
use crate::plot::text::TextMeasure;
use crate::train::DecisionSurface;

use super::super::Value;
use super::super::fields::Fields;
use super::super::surface::read_decision_surface;
use super::FigureOptions;

/// How a decision surface is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct DecisionFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
}

impl DecisionFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self { figure: FigureOptions::read(&mut fields)? };
        fields.finish()?;
        Ok(options)
    }
}

/// What a network answers all over its features as a figure.
#[derive(Clone, Debug)]
pub struct DecisionFigure {
    surface: DecisionSurface,
    options: DecisionFigureOptions,
}

impl DecisionFigure {
    /// Reads a surface and the options.
    ///
    /// # Errors
    /// A refused field of the surface under `surface`, of the options under `options`.
    pub fn read(surface: &Value, options: Option<&Value>) -> Result<Self> {
        let surface = read_decision_surface(surface).map_err(|error| error.under("surface"))?;
        let options = DecisionFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { surface, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let figure = self.options.figure;
        let (width, height) = figure.size(size);
        let options = decision::DecisionOptions { width, height, theme: figure.theme.unwrap_or_default() };
        decision::figure(&self.surface, &options, measure)
    }
}
