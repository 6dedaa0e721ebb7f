//! The truth strip: a sweep's report as a figure.

use crate::finder::LrSweepReport;
use crate::plot::figure::lr_sweep;
use crate::range::Range;
use crate::request::{Flat, options};

use super::super::sweep::read_lr_sweep_report;
use super::FigureOptions;

options! {
    /// How a sweep's report is drawn.
    #[derive(Default)]
    pub struct LrSweepFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The user's own rate: a line, with what it keeps of the gain.
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
    LrSweepFigure of report: LrSweepReport = read_lr_sweep_report, LrSweepFigureOptions;
    |report, options, (width, height, theme), measure| {
        let &LrSweepFigureOptions { lr, from, to, left, ref suggestions, .. } = options;
        let suggestions = &suggestions.iter().flatten().map(|suggested| suggested.lr).collect::<Vec<_>>();
        let options = lr_sweep::LrSweepOptions { width, height, theme, lr, from, to, left, suggestions };
        lr_sweep::figure(report, &options, measure)
    }
}
