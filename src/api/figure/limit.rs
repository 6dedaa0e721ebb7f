//! Rates beyond which training is not stable, as options of a figure.

use crate::error::Result;
use crate::plot::figure::lr_find::Limit;
use crate::range::Range;
use crate::request::options;

options! {
    /// A rate beyond which training is not stable.
    pub struct FigureLimit {
        /// The rate; without a place on the axis it is not drawn.
        pub lr: f64,
        /// Such as `2/λ = 0.31`.
        pub label: String,
    }
}

/// The most limits of a figure.
const MOST_LIMITS: u64 = 8;

pub(super) fn few(limits: Option<&[FigureLimit]>) -> Result<()> {
    let limits = limits.map_or(0, <[_]>::len);
    Range::whole(0, MOST_LIMITS).check("limits.length", limits as f64).map(|_| ())
}

pub(super) fn drawn(limits: Option<&[FigureLimit]>) -> Vec<Limit<'_>> {
    let limits = limits.unwrap_or_default().iter();
    limits.map(|FigureLimit { lr, label }| Limit { lr: *lr, label }).collect()
}
