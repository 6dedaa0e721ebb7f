//! Figures as they are asked for.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::named::Named;
use crate::plot::axis::Axis;
use crate::plot::chart::{self, Chart};
use crate::plot::figure::{loss, lr_find, schedule};
use crate::plot::text::TextMeasure;
use crate::plot::theme::Theme;
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::schedule::Horizon;
use crate::train::Trace;

use super::fields::{self, Fields};
use super::report::{read_lr_find_report, read_trace};
use super::{Value, sample};

/// How a figure is drawn. Lengths are in CSS pixels.
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
    /// Finder: the user's own rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr: Option<f64>,
    /// Finder: the first planned rate, so that a running test keeps its axis.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub from: Option<f64>,
    /// Finder: the last planned rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub to: Option<f64>,
    /// Loss: the planned steps, so that a running fit keeps its axis.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub total: Option<f64>,
    /// Schedule: how many steps of it, which must be given.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// Schedule: steps in an epoch; default 1.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps_per_epoch: Option<u64>,
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
    /// Reads options; absent ones are all left out.
    ///
    /// # Errors
    /// The first field that is unknown, of another type, or out of range.
    pub fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            width: fields.optional("width", positive)?,
            height: fields.optional("height", positive)?,
            pixel_ratio: fields.optional("pixelRatio", positive)?,
            theme: fields.optional("theme", fields::named)?,
            lr: fields.optional("lr", positive)?,
            from: fields.optional("from", positive)?,
            to: fields.optional("to", positive)?,
            total: fields.optional("total", positive)?,
            steps: fields.optional("steps", fields::whole)?,
            steps_per_epoch: fields.optional("stepsPerEpoch", fields::whole)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

fn positive(value: &Value) -> Result<f64> {
    fields::number(value).and_then(|number| Range::POSITIVE.check("", number))
}

/// A finder's report as a figure.
#[derive(Clone, Debug)]
pub struct LrFindFigure {
    report: crate::finder::LrFindReport,
    options: FigureOptions,
}

impl LrFindFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_find_report(report).map_err(|error| error.under("report"))?;
        let options = FigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options.
    pub fn options(&self) -> &FigureOptions {
        &self.options
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, (width, height): (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let FigureOptions { lr, from, to, theme, .. } = self.options;
        let (width, height) = (self.options.width.unwrap_or(width), self.options.height.unwrap_or(height));
        let options = lr_find::LrFindOptions { width, height, theme: theme.unwrap_or_default(), lr, from, to };
        lr_find::figure(&self.report, &options, measure)
    }
}

/// Training runs as a figure.
#[derive(Clone, Debug)]
pub struct LossFigure {
    runs: Vec<(String, Trace)>,
    options: FigureOptions,
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
        let options = FigureOptions::read(options).map_err(|error| error.under("options"))?;
        Ok(Self { runs, options })
    }

    /// The options.
    pub fn options(&self) -> &FigureOptions {
        &self.options
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, (width, height): (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let FigureOptions { theme, total, .. } = self.options;
        let (width, height) = (self.options.width.unwrap_or(width), self.options.height.unwrap_or(height));
        let options = loss::LossOptions { width, height, theme: theme.unwrap_or_default(), total };
        let runs: Vec<_> = self.runs.iter().map(|(name, trace)| loss::Run { trace, name }).collect();
        loss::figure(&runs, &options, measure)
    }
}

/// A curve of a schedule figure: a schedule or its rates.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ScheduleCurve {
    /// What the legend calls it.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub label: Option<String>,
    /// What to sample, or else
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Schedule"))]
    pub schedule: Option<super::Schedule>,
    /// the rate of each step.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "ArrayLike<number>"))]
    pub lrs: Option<Vec<f64>>,
}

/// Schedules as a figure.
#[derive(Clone, Debug)]
pub struct ScheduleFigure {
    curves: Vec<(String, Vec<f64>)>,
    options: FigureOptions,
}

impl ScheduleFigure {
    /// Reads a schedule, a list of `{ label, schedule }` and `{ label, lrs }`, or an array of rates; and the options, whose
    /// `steps` and `stepsPerEpoch` schedules need. Of plateau the rates are drawn, since it has none without a metric.
    ///
    /// # Errors
    /// A refused schedule under `schedule` or `schedules[i].schedule`, rates under `schedules[i].lrs`, an option under
    /// `options`; `options.steps`: missing beside a schedule, or more than 10 million rates in all.
    pub fn read(schedules: &Value, options: Option<&Value>) -> Result<Self> {
        let options = FigureOptions::read(options).map_err(|error| error.under("options"))?;
        let count = if let Value::List(curves) = schedules { curves.len() as u64 } else { 1 };
        let sampling = || {
            let steps = options.steps.ok_or_else(|| Error::new("steps", "missing; schedules are drawn so far"))?;
            Range::whole(0, MAX_STEPS / count.max(1)).check("steps", steps as f64)?;
            sample::horizon(steps, options.steps_per_epoch)
        };
        let horizon = sampling().map_err(|error: Error| error.under("options"));
        let curves = match schedules {
            Value::List(curves) => {
                let read = |(i, curve)| read_curve(curve, &format!("schedules[{i}]"), &horizon);
                curves.iter().enumerate().map(read).collect::<Result<_>>()?
            }
            Value::Numbers(lrs) => vec![(String::new(), lrs.clone())],
            schedule => vec![(String::new(), sample::column(schedule, "", &horizon)?)],
        };
        Ok(Self { curves, options })
    }

    /// The options.
    pub fn options(&self) -> &FigureOptions {
        &self.options
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, (width, height): (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let (width, height) = (self.options.width.unwrap_or(width), self.options.height.unwrap_or(height));
        let options = schedule::ScheduleOptions { width, height, theme: self.options.theme.unwrap_or_default() };
        let curves: Vec<_> = self.curves.iter().map(|(name, lrs)| schedule::Curve { lrs, name }).collect();
        schedule::figure(&curves, &options, measure)
    }
}

fn read_curve(value: &Value, path: &str, horizon: &Result<Horizon>) -> Result<(String, Vec<f64>)> {
    let under = |error: Error| error.under(path);
    let mut fields = Fields::of(value).map_err(under)?;
    let label = fields.optional("label", fields::text).map_err(under)?.unwrap_or_default().to_owned();
    let lrs = fields.optional("lrs", fields::numbers).map_err(under)?;
    let schedule = fields.get("schedule");
    fields.finish().map_err(under)?;
    match (schedule, lrs) {
        (Some(schedule), None) => Ok((label, sample::column(schedule, path, horizon)?)),
        (None, Some(lrs)) => Ok((label, lrs)),
        (None, None) => Err(under(Error::new("schedule", "missing; give schedule or lrs"))),
        (Some(_), Some(_)) => Err(under(Error::new("lrs", "given beside schedule; give one of them"))),
    }
}

fn read_run(value: &Value) -> Result<(String, Trace)> {
    let mut fields = Fields::of(value)?;
    let label = fields.optional("label", fields::text)?.unwrap_or_default().to_owned();
    let trace = fields.required("trace", read_trace)?;
    fields.finish()?;
    Ok((label, trace))
}
