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

/// What each rule suggests over many seeds as a figure.
#[derive(Clone, Debug)]
pub struct LrBandFigure {
    report: LrBandReport,
    options: LrBandFigureOptions,
}

impl LrBandFigure {
    /// Reads a report and the options.
    ///
    /// # Errors
    /// A refused field of the report under `report`, of the options under `options`.
    pub fn read(report: &Value, options: Option<&Value>) -> Result<Self> {
        let report = read_lr_band_report(report).map_err(|error| error.under("report"))?;
        let options = LrBandFigureOptions::asked(options).map_err(|error| error.under("options"))?;
        Ok(Self { report, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure.0
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LrBandFigureOptions { figure: Flat(figure), lr, from, to, left } = self.options;
        let (width, height) = figure.size(size);
        let theme = figure.theme.unwrap_or_default();
        lr_band::figure(&self.report, &lr_band::LrBandOptions { width, height, theme, lr, from, to, left }, measure)
    }
}
