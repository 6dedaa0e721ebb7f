//! A finder's report as a figure.

use crate::error::Result;
use crate::finder::LrFindReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_find;
use crate::plot::text::TextMeasure;
use crate::range::Range;

use super::{FigureOptions, positive};
use crate::report::{read_lr_find_report, same_length};
use crate::request::Value;
use crate::request::fields::{self, Fields};

/// How a finder's report is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// What other seeds give: an area with its median.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(optional, type = "Pick<LrBandReport, \"lrs\" | \"lower\" | \"median\" | \"upper\" | \"seeds\">")
    )]
    pub band: Option<FigureBand>,
    /// Earlier tests, the oldest first: thin curves, fainter the older.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Pick<LrFindReport, \"lrs\" | \"smoothed\">[]"))]
    pub ghosts: Option<Vec<FigureGhost>>,
    /// Rates beyond which training is not stable, at most 8: dashed lines with their words.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub limits: Option<Vec<FigureLimit>>,
}

/// The range test over several seeds, as far as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureBand {
    /// The rates.
    pub lrs: Vec<f64>,
    /// The 10 % quantile of the smoothed losses.
    pub lower: Vec<f64>,
    /// The median.
    pub median: Vec<f64>,
    /// The 90 % quantile.
    pub upper: Vec<f64>,
    /// How many seeds.
    pub seeds: usize,
}

/// An earlier range test, as far as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureGhost {
    /// The rates.
    pub lrs: Vec<f64>,
    /// The smoothed losses.
    pub smoothed: Vec<f64>,
}

/// A rate beyond which training is not stable.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FigureLimit {
    /// The rate; without a place on the axis it is not drawn.
    pub lr: f64,
    /// Such as `2/λ = 0.31`.
    pub label: String,
}

/// The most limits of a figure.
const MOST_LIMITS: u64 = 8;

impl LrFindFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            lr: fields.optional("lr", positive)?,
            from: fields.optional("from", positive)?,
            to: fields.optional("to", positive)?,
            band: fields.optional("band", read_band)?,
            ghosts: fields.optional("ghosts", |ghosts| fields::list(ghosts, read_ghost))?,
            limits: fields.optional("limits", |limits| fields::list(limits, read_limit))?,
        };
        fields.finish()?;
        let limits = options.limits.as_ref().map_or(0, Vec::len);
        Range::whole(0, MOST_LIMITS).check("limits.length", limits as f64)?;
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
        let LrFindFigureOptions { figure, lr, from, to, band, ghosts, limits } = &self.options;
        let (width, height) = figure.size(size);
        let ghosts: Vec<_> = ghosts.iter().flatten().map(FigureGhost::drawn).collect();
        let limits: Vec<_> = limits.iter().flatten().map(FigureLimit::drawn).collect();
        let options = lr_find::LrFindOptions {
            width,
            height,
            theme: figure.theme.unwrap_or_default(),
            lr: *lr,
            from: *from,
            to: *to,
            band: band.as_ref().map(FigureBand::drawn),
            ghosts: &ghosts,
            limits: &limits,
        };
        lr_find::figure(&self.report, &options, measure)
    }
}

impl FigureBand {
    fn drawn(&self) -> lr_find::Band<'_> {
        let Self { lrs, lower, median, upper, seeds } = self;
        lr_find::Band { lrs, lower, median, upper, seeds: *seeds }
    }
}

impl FigureGhost {
    fn drawn(&self) -> lr_find::Ghost<'_> {
        lr_find::Ghost { lrs: &self.lrs, smoothed: &self.smoothed }
    }
}

impl FigureLimit {
    fn drawn(&self) -> lr_find::Limit<'_> {
        lr_find::Limit { lr: self.lr, label: &self.label }
    }
}

/// Reports have more fields than these.
fn read_band(value: &Value) -> Result<FigureBand> {
    let mut fields = Fields::of(value)?;
    let lrs = fields.required("lrs", fields::numbers)?;
    let mut column = |name| {
        let column = fields.required(name, fields::numbers)?;
        same_length(name, lrs.len(), column.len())?;
        Ok(column)
    };
    let (lower, median, upper) = (column("lower")?, column("median")?, column("upper")?);
    let seeds = fields.required("seeds", fields::numbers)?.len();
    Ok(FigureBand { lrs, lower, median, upper, seeds })
}

fn read_ghost(value: &Value) -> Result<FigureGhost> {
    let mut fields = Fields::of(value)?;
    let lrs = fields.required("lrs", fields::numbers)?;
    let smoothed = fields.required("smoothed", fields::numbers)?;
    same_length("smoothed", lrs.len(), smoothed.len())?;
    Ok(FigureGhost { lrs, smoothed })
}

fn read_limit(value: &Value) -> Result<FigureLimit> {
    let mut fields = Fields::of(value)?;
    let lr = fields.required("lr", fields::number)?;
    let label = fields.required("label", fields::text)?.to_owned();
    fields.finish()?;
    Ok(FigureLimit { lr, label })
}
