//! A finder's report over its steps as a figure.

use crate::error::Result;
use crate::finder::LrFindReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_epochs;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::run::Per;

use super::FigureOptions;
use crate::report::read_lr_find_report;
use crate::request::{Flat, Options as _, Value, options};

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
    LrEpochsFigure of report: LrFindReport = read_lr_find_report, LrEpochsFigureOptions
}

impl LrEpochsFigure {
    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrEpochsFigureOptions { figure: Flat(figure), total, per } = self.options;
        let (width, height) = figure.size(size);
        let (theme, epochs) = (figure.theme.unwrap_or_default(), per == Some(Per::Epoch));
        lr_epochs::figure(&self.report, &lr_epochs::LrEpochsOptions { width, height, theme, total, epochs }, measure)
    }
}
