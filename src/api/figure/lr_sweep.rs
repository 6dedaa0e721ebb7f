//! The truth strip: a sweep's report as a figure.

use crate::error::Result;
use crate::finder::LrSweepReport;
use crate::plot::figure::lr_sweep;
use crate::range::Range;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Value, asks, options};

use super::super::sweep::read_lr_sweep_report;
use super::FigureOptions;

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
    LrSweepFigure of report: LrSweepReport = read_lr_sweep_report, LrSweepFigureOptions;
    |report, options, (width, height, theme), measure| {
        let &LrSweepFigureOptions { lr, from, to, left, ref suggestions, .. } = options;
        let suggestions = &suggestions.iter().flatten().map(|Suggested(lr)| *lr).collect::<Vec<_>>();
        let options = lr_sweep::LrSweepOptions { width, height, theme, lr, from, to, left, suggestions };
        lr_sweep::figure(report, &options, measure)
    }
}
