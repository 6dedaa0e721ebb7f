//! What each rule suggests over many seeds as a figure.

use crate::error::Result;
use crate::finder::LrBandReport;
use crate::plot::chart::Chart;
use crate::plot::figure::lr_band;
use crate::plot::text::TextMeasure;
use crate::range::Range;

use super::super::band::read_lr_band_report;
use super::FigureOptions;
use crate::request::{Flat, Options as _, Value, options};

options! {
    /// How the suggestions over seeds are drawn. A row for each rule takes 26 pixels of height on a wide
    /// screen, 36 on a narrow one.
    #[derive(Copy, Default)]
    pub struct LrBandFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The user's own rate.
        pub lr: Option<f64> where (Range::POSITIVE),
        /// The axis's first rate; default the first one planned. Under a finder's figure give the finder's.
        pub from: Option<f64> where (Range::POSITIVE),
        /// The axis's last rate.
        pub to: Option<f64> where (Range::POSITIVE),
        /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush.
        pub left: Option<f64> where (Range::POSITIVE),
    }
}

figure! {
    /// What each rule suggests over many seeds as a figure.
    LrBandFigure of report: LrBandReport = read_lr_band_report, LrBandFigureOptions
}

impl LrBandFigure {
    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrBandFigureOptions { figure: Flat(figure), lr, from, to, left } = self.options;
        let (width, height) = figure.size(size);
        let theme = figure.theme.unwrap_or_default();
        lr_band::figure(&self.report, &lr_band::LrBandOptions { width, height, theme, lr, from, to, left }, measure)
    }
}
