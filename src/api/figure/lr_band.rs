//! What each rule suggests over many seeds as a figure.

use crate::finder::LrBandReport;
use crate::plot::figure::lr_band;
use crate::range::Range;
use crate::request::{Flat, options};

use super::super::band::read_lr_band_report;
use super::FigureOptions;

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
        /// Where the plot ends: `plot.x + plot.width` of the figure above.
        pub right: Option<f64> where (Range::POSITIVE),
    }
}

figure! {
    /// What each rule suggests over many seeds as a figure.
    LrBandFigure of report: LrBandReport = read_lr_band_report, LrBandFigureOptions;
    |report, &LrBandFigureOptions { lr, from, to, left, right, .. }, (width, height, theme), measure| {
        lr_band::figure(report, &lr_band::LrBandOptions { width, height, theme, lr, from, to, left, right }, measure)
    }
}
