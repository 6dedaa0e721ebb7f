//! What each rule suggests over many seeds as a figure.

use crate::error::Result;
use crate::finder::LrBandReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_band;
use crate::plot::text::TextMeasure;

use super::super::band::read_lr_band_report;
use super::{FigureOptions, positive};
use crate::request::Value;
use crate::request::fields::Fields;

/// How the suggestions over seeds are drawn. A row for each rule takes 26 pixels of height on a wide
/// screen, 36 on a narrow one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct LrBandFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// The user's own rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr: Option<f64>,
    /// The axis's first rate; default the first one planned. Under a finder's figure give the finder's.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub from: Option<f64>,
    /// The axis's last rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub to: Option<f64>,
    /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub left: Option<f64>,
}

impl LrBandFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            lr: fields.optional("lr", positive)?,
            from: fields.optional("from", positive)?,
            to: fields.optional("to", positive)?,
            left: fields.optional("left", positive)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// What each rule suggests over many seeds as a figure.
#[derive(Clone, Debug)]
pub struct LrBandFigure {
    report: LrBandReport,
    options: LrBandFigureOptions,
}

impl LrBandFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_band_report(report).map_err(|error| error.under("report"))?;
        let options = LrBandFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrBandFigureOptions { figure, lr, from, to, left } = self.options;
        let (width, height) = figure.size(size);
        let theme = figure.theme.unwrap_or_default();
        lr_band::figure(&self.report, &lr_band::LrBandOptions { width, height, theme, lr, from, to, left }, measure)
    }
}
