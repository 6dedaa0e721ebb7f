//! A finder's report over its steps as a figure.

use crate::error::Result;
use crate::finder::LrFindReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_epochs;
use crate::plot::text::TextMeasure;
use crate::run::Per;

use super::{FigureOptions, positive};
use crate::report::read_lr_find_report;
use crate::request::Value;
use crate::request::fields::{self, Fields};

/// How a finder's report is drawn over its steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct LrEpochsFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// The planned rates, so that a running test keeps its axis.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub total: Option<f64>,
    /// What each rate was kept for, as the finder was asked; default `batch`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"batch\" | \"epoch\""))]
    pub per: Option<Per>,
}

impl LrEpochsFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            total: fields.optional("total", positive)?,
            per: fields.optional("per", fields::named)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// A finder's report over its steps as a figure.
#[derive(Clone, Debug)]
pub struct LrEpochsFigure {
    report: LrFindReport,
    options: LrEpochsFigureOptions,
}

impl LrEpochsFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_find_report(report).map_err(|error| error.under("report"))?;
        let options = LrEpochsFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrEpochsFigureOptions { figure, total, per } = self.options;
        let (width, height) = figure.size(size);
        let (theme, epochs) = (figure.theme.unwrap_or_default(), per == Some(Per::Epoch));
        lr_epochs::figure(&self.report, &lr_epochs::LrEpochsOptions { width, height, theme, total, epochs }, measure)
    }
}
