//! A finder's report as a figure.

use crate::error::Result;
use crate::finder::LrFindReport;
use crate::plot::figure::lr_find;
use crate::range::Range;
use crate::report::{read_lr_find_report, same_length};
use crate::request::{Flat, options};

use super::FigureOptions;
use super::limit::{FigureLimit, drawn, few};

options! {
    /// How a finder's report is drawn.
    #[derive(Default)]
    pub struct LrFindFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The user's own rate.
        pub lr: Option<f64> where (Range::POSITIVE),
        /// The first planned rate, so that a running test keeps its axis.
        pub from: Option<f64> where (Range::POSITIVE),
        /// The last planned rate.
        pub to: Option<f64> where (Range::POSITIVE),
        /// What other seeds give: an area with its median.
        pub band: Option<FigureBand>,
        /// Earlier tests, the oldest first: thin curves, fainter the older.
        pub ghosts: Option<Vec<FigureGhost>>,
        /// Rates beyond which training is not stable, at most 8: dashed lines with their words.
        pub limits: Option<Vec<FigureLimit>>,
        /// The rates that training has shown to be as good as the best: between too cold and too hot. Without them the zones
        /// are where the curve is flat, falls and rises.
        pub as_good: Option<FigureAsGood>,
    }
}

options! {
    /// The rates that are as good as the best.
    pub struct FigureAsGood {
        /// The lowest.
        pub low: f64 where (Range::POSITIVE),
        /// The highest.
        pub high: f64 where (Range::POSITIVE),
    }
}

options! {
    /// The range test over several seeds, as far as it is drawn.
    pub struct FigureBand from "Pick<LrBandReport, \"lrs\" | \"lower\" | \"median\" | \"upper\" | \"seeds\">" {
        /// The rates.
        pub lrs: Vec<f64>,
        /// The 10 % quantile of the smoothed losses.
        pub lower: Vec<f64> = (same_length("lower", lrs.len(), lower.len())),
        /// The median.
        pub median: Vec<f64> = (same_length("median", lrs.len(), median.len())),
        /// The 90 % quantile.
        pub upper: Vec<f64> = (same_length("upper", lrs.len(), upper.len())),
        /// The seeds.
        pub seeds: Vec<f64>,
    }
}

options! {
    /// An earlier range test, as far as it is drawn.
    pub struct FigureGhost from "Pick<LrFindReport, \"lrs\" | \"smoothed\">" {
        /// The rates.
        pub lrs: Vec<f64>,
        /// The smoothed losses.
        pub smoothed: Vec<f64> = (same_length("smoothed", lrs.len(), smoothed.len())),
    }
}

fn few_limits(options: LrFindFigureOptions) -> Result<LrFindFigureOptions> {
    few(options.limits.as_deref()).map(|()| options)
}

figure! {
    /// A finder's report as a figure.
    LrFindFigure of report: LrFindReport = read_lr_find_report, LrFindFigureOptions, few_limits;
    |report, options, (width, height, theme), measure| {
        let &LrFindFigureOptions { lr, from, to, ref band, ref ghosts, ref limits, ref as_good, .. } = options;
        let band = band.as_ref().map(|FigureBand { lrs, lower, median, upper, seeds }| {
            lr_find::Band { lrs, lower, median, upper, seeds: seeds.len() }
        });
        let ghosts = ghosts.iter().flatten().map(|FigureGhost { lrs, smoothed }| lr_find::Ghost { lrs, smoothed });
        let ghosts = &ghosts.collect::<Vec<_>>();
        let limits = &drawn(limits.as_deref());
        let as_good = as_good.as_ref().map(|FigureAsGood { low, high }| (*low, *high));
        let options = lr_find::LrFindOptions { width, height, theme, lr, from, to, band, ghosts, limits, as_good };
        lr_find::figure(report, &options, measure)
    }
}
