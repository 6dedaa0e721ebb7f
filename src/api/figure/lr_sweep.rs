//! The truth strip: a sweep's report as a figure.

use crate::error::Result;
use crate::finder::LrSweepReport;
use crate::plot::figure::lr_sweep;
use crate::range::Range;
use crate::request::{Flat, options};

use super::super::sweep::read_lr_sweep_report;
use super::FigureOptions;
use super::limit::{FigureLimit, drawn, few};

options! {
    /// How a sweep's report is drawn.
    #[derive(Default)]
    pub struct LrSweepFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The user's own rate: a line, with a dot on the curve.
        pub lr: Option<f64> where (Range::POSITIVE),
        /// The axis's first rate; default the lowest of the sweep. Under a finder's figure give the finder's.
        pub from: Option<f64> where (Range::POSITIVE),
        /// The axis's last rate.
        pub to: Option<f64> where (Range::POSITIVE),
        /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush; the lines of rates then come down from
        /// there.
        pub left: Option<f64> where (Range::POSITIVE),
        /// Where the plot ends: `plot.x + plot.width` of the figure above.
        pub right: Option<f64> where (Range::POSITIVE),
        /// Where the legend begins, behind a heading of the page; without one the figure names itself.
        pub legend_left: Option<f64> where (Range::POSITIVE),
        /// Rates beyond which training is not stable, at most 8: dashed lines with their words.
        pub limits: Option<Vec<FigureLimit>>,
        /// What rules suggest, a circle each where something was trained at it: `suggestions` of a finder's report, of which `lr` is read.
        pub suggestions: Option<Vec<Suggested>>,
    }
}

options! {
    /// The rate of a suggestion.
    #[derive(Copy)]
    pub struct Suggested from "Pick<SuggestionReport, \"lr\">" {
        /// The rate.
        pub lr: f64,
    }
}

figure! {
    /// A sweep's report as a figure.
    LrSweepFigure of report: LrSweepReport = read_lr_sweep_report, LrSweepFigureOptions, few_limits;
    |report, options, (width, height, theme), measure| {
        let &LrSweepFigureOptions { lr, from, to, left, right, legend_left, ref limits, ref suggestions, .. } = options;
        let suggestions = &suggestions.iter().flatten().map(|suggested| suggested.lr).collect::<Vec<_>>();
        let limits = &drawn(limits.as_deref());
        let options = lr_sweep::LrSweepOptions {
            width, height, theme, lr, from, to, left, right, legend_left, limits, suggestions,
        };
        lr_sweep::figure(report, &options, measure)
    }
}

fn few_limits(options: LrSweepFigureOptions) -> Result<LrSweepFigureOptions> {
    few(options.limits.as_deref()).map(|()| options)
}
