//! The truth strip: a sweep's report as a figure.

use crate::error::Result;
use crate::finder::LrSweepReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_sweep;
use crate::plot::text::TextMeasure;

use super::super::sweep::read_lr_sweep_report;
use super::{FigureOptions, positive};
use crate::request::Value;
use crate::request::fields::{self, Fields};

/// How a sweep's report is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct LrSweepFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// The user's own rate: a line, with what the rate costs.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr: Option<f64>,
    /// The axis's first rate; default the lowest of the sweep. Under a finder's figure give the finder's.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub from: Option<f64>,
    /// The axis's last rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub to: Option<f64>,
    /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub left: Option<f64>,
    /// What rules suggest, a circle each: `suggestions` of a finder's report, of which `lr` is read.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Pick<SuggestionReport, \"lr\">[]"))]
    pub suggestions: Option<Vec<f64>>,
}

impl LrSweepFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let lr = |suggestion: &Value| Fields::of(suggestion)?.required("lr", fields::number);
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            lr: fields.optional("lr", positive)?,
            from: fields.optional("from", positive)?,
            to: fields.optional("to", positive)?,
            left: fields.optional("left", positive)?,
            suggestions: fields.optional("suggestions", |list| fields::list(list, lr))?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// A sweep's report as a figure.
#[derive(Clone, Debug)]
pub struct LrSweepFigure {
    report: LrSweepReport,
    options: LrSweepFigureOptions,
}

impl LrSweepFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_sweep_report(report).map_err(|error| error.under("report"))?;
        let options = LrSweepFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrSweepFigureOptions { figure, lr, from, to, left, suggestions } = &self.options;
        let (width, height) = figure.size(size);
        let options = lr_sweep::LrSweepOptions {
            width,
            height,
            theme: figure.theme.unwrap_or_default(),
            lr: *lr,
            from: *from,
            to: *to,
            left: *left,
            suggestions: suggestions.as_deref().unwrap_or_default(),
        };
        lr_sweep::figure(&self.report, &options, measure)
    }
}
