//! A finder's report over its steps as a figure.

use crate::finder::LrFindReport;
use crate::plot::figure::lr_epochs;
use crate::range::Range;
use crate::report::read_lr_find_report;
use crate::request::{Flat, options};
use crate::run::Per;

use super::FigureOptions;

options! {
    /// How a finder's report is drawn over its steps.
    #[derive(Copy, Default)]
    pub struct LrEpochsFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The planned rates, so that a running test keeps its axis.
        pub total: Option<f64> where (Range::POSITIVE),
        /// What each rate was kept for, as the finder was asked; default `batch`.
        pub per: Option<Per>,
    }
}

figure! {
    /// A finder's report over its steps as a figure.
    LrEpochsFigure of report: LrFindReport = read_lr_find_report, LrEpochsFigureOptions;
    |report, &LrEpochsFigureOptions { total, per, .. }, (width, height, theme), measure| {
        let epochs = per == Some(Per::Epoch);
        lr_epochs::figure(report, &lr_epochs::LrEpochsOptions { width, height, theme, total, epochs }, measure)
    }
}
