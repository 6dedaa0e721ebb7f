//! The truth strip: a sweep's report as a figure.

use crate::error::Result;
use crate::finder::LrSweepReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_sweep;
use crate::plot::text::TextMeasure;
use crate::range::Range;

use super::super::sweep::read_lr_sweep_report;
use super::FigureOptions;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Options as _, Value, asks, options};

options! {
    /// How a sweep's report is drawn.
    #[derive(Default)]
    pub struct LrSweepFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The user's own rate: a line, with what the rate costs.
        pub lr: Option<f64> where (Range::POSITIVE),
        /// The axis's first rate; default the lowest of the sweep. Under a finder's figure give the finder's.
        pub from: Option<f64> where (Range::POSITIVE),
        /// The axis's last rate.
        pub to: Option<f64> where (Range::POSITIVE),
        /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush.
        pub left: Option<f64> where (Range::POSITIVE),
        /// What rules suggest, a circle each: `suggestions` of a finder's report, of which `lr` is read.
        pub suggestions: Option<Vec<Suggested>>,
    }
}

/// The rate of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggested(f64);

asks! {
    Suggested: read_suggested, "Pick<SuggestionReport, \"lr\">";
}

/// A report's suggestion has more fields than this.
fn read_suggested(value: &Value) -> Result<Suggested> {
    Fields::of(value)?.required("lr", fields::number).map(Suggested)
}

figure! {
    /// A sweep's report as a figure.
    LrSweepFigure of report: LrSweepReport = read_lr_sweep_report, LrSweepFigureOptions
}

impl LrSweepFigure {
    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrSweepFigureOptions { figure: Flat(figure), lr, from, to, left, suggestions } = &self.options;
        let (width, height) = figure.size(size);
        let suggestions: Vec<f64> = suggestions.iter().flatten().map(|Suggested(lr)| *lr).collect();
        let options = lr_sweep::LrSweepOptions {
            width,
            height,
            theme: figure.theme.unwrap_or_default(),
            lr: *lr,
            from: *from,
            to: *to,
            left: *left,
            suggestions: &suggestions,
        };
        lr_sweep::figure(&self.report, &options, measure)
    }
}
