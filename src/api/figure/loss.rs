//! Training runs as a figure.

use crate::error::Result;
use crate::plot::chart::Chart;
use crate::plot::figure::loss;
use crate::plot::text::TextMeasure;
use crate::train::Trace;

use super::super::Value;
use super::super::fields::{self, Fields};
use super::super::report::read_trace;
use super::{FigureOptions, positive};

/// How runs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct LossFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// The planned steps, so that a running fit keeps its axis.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub total: Option<f64>,
}

impl LossFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let figure = FigureOptions::read(&mut fields)?;
        let options = Self { figure, total: fields.optional("total", positive)? };
        fields.finish()?;
        Ok(options)
    }
}

/// Training runs as a figure.
#[derive(Clone, Debug)]
pub struct LossFigure {
    runs: Vec<(String, Trace)>,
    options: LossFigureOptions,
}

impl LossFigure {
    /// Reads a trace, or a list of `{ label, trace }`, and the options.
    ///
    /// # Errors
    /// A refused field of a trace under `trace` or `runs[i].trace`, of the options under `options`.
    pub fn read(runs: &Value, options: Option<&Value>) -> Result<Self> {
        let runs = match runs {
            Value::List(_) => fields::list(runs, read_run).map_err(|error| error.under("runs"))?,
            trace => vec![(String::new(), read_trace(trace).map_err(|error| error.under("trace"))?)],
        };
        let options = LossFigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { runs, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LossFigureOptions { figure, total } = self.options;
        let (width, height) = figure.size(size);
        let options = loss::LossOptions { width, height, theme: figure.theme.unwrap_or_default(), total };
        let runs: Vec<_> = self.runs.iter().map(|(name, trace)| loss::Run { trace, name }).collect();
        loss::figure(&runs, &options, measure)
    }
}

fn read_run(value: &Value) -> Result<(String, Trace)> {
    let mut fields = Fields::of(value)?;
    let label = fields.optional("label", fields::text)?.unwrap_or_default().to_owned();
    let trace = fields.required("trace", read_trace)?;
    fields.finish()?;
    Ok((label, trace))
}
