//! A finder's report as a figure.

use crate::error::Result;
use crate::finder::LrFindReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_find;
use crate::plot::text::TextMeasure;

use super::super::Value;
use super::super::fields::Fields;
use super::super::report::read_lr_find_report;
use super::{FigureOptions, positive};

/// How a finder's report is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct LrFindFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// The user's own rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr: Option<f64>,
    /// The first planned rate, so that a running test keeps its axis.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub from: Option<f64>,
    /// The last planned rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub to: Option<f64>,
}

impl LrFindFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            lr: fields.optional("lr", positive)?,
            from: fields.optional("from", positive)?,
            to: fields.optional("to", positive)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// A finder's report as a figure.
#[derive(Clone, Debug)]
pub struct LrFindFigure {
    report: LrFindReport,
    options: LrFindFigureOptions,
}

impl LrFindFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_find_report(report).map_err(|error| error.under("report"))?;
        let options = LrFindFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrFindFigureOptions { figure, lr, from, to } = self.options;
        let (width, height) = figure.size(size);
        let options = lr_find::LrFindOptions { width, height, theme: figure.theme.unwrap_or_default(), lr, from, to };
        lr_find::figure(&self.report, &options, measure)
    }
}
