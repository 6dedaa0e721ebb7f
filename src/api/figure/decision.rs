//! What a network answers all over its features as a figure.

use crate::error::Result;
use crate::plot::chart::Chart;
use crate::plot::figure::decision;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::train::DecisionSurface;

use super::super::surface::read_decision_surface;
use super::FigureOptions;
use crate::request::Value;
use crate::request::fields::{self, Fields};

/// How a decision surface is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct DecisionFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// Names of the features, at most two, for the axes.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub features: Option<Vec<String>>,
    /// Name of the quantity that is predicted.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub target: Option<String>,
    /// Names of the classes, for the legend.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub classes: Option<Vec<String>>,
}

impl DecisionFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let name = |value: &Value| fields::text(value).map(str::to_owned);
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            features: fields.optional("features", |names| fields::list(names, name))?,
            target: fields.optional("target", name)?,
            classes: fields.optional("classes", |names| fields::list(names, name))?,
        };
        fields.finish()?;
        let names = options.features.as_ref().map_or(0, Vec::len);
        Range::whole(0, 2).check("features.length", names as f64)?;
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
        let DecisionFigureOptions { figure, features, target, classes } = &self.options;
        let (width, height) = figure.size(size);
        let [features, classes] =
            [features, classes].map(|names| names.iter().flatten().map(String::as_str).collect::<Vec<_>>());
        let theme = figure.theme.unwrap_or_default();
        let options = decision::DecisionOptions {
            width,
            height,
            theme,
            features: &features,
            target: target.as_deref(),
            classes: &classes,
        };
        decision::figure(&self.surface, &options, measure)
    }
}
