//! The limit of stability along a run as a figure.

use crate::error::Result;
use crate::plot::figure::sharpness;
use crate::range::Range;
use crate::report::same_length;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Value, options};

use super::FigureOptions;

options! {
    /// How the limit of stability is drawn.
    #[derive(Copy, Default)]
    pub struct SharpnessFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The planned steps, so that a running fit keeps its axis.
        pub total: Option<f64> where (Range::POSITIVE),
    }
}

options! {
    /// What was measured along a run, as far as it is drawn: columns with one entry a measurement.
    pub struct SharpnessColumns {
        /// Optimizer steps taken before.
        pub steps: Vec<f64>,
        /// The largest stable rate, infinite where nothing curves up; empty for an optimizer without one.
        pub limits: Vec<f64>,
        /// The rate that was used.
        pub lrs: Vec<f64>,
        /// How the limits follow from the curvature, such as `2/λ`.
        pub formula: Option<String> as ("string | null"),
    }
}

impl SharpnessColumns {
    /// A report has more fields than these.
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let steps = fields.required("steps", fields::numbers)?;
        let limits = fields.required("limits", fields::numbers)?;
        let lrs = fields.required("lrs", fields::numbers)?;
        if !limits.is_empty() {
            same_length("limits", steps.len(), limits.len())?;
        }
        same_length("lrs", steps.len(), lrs.len())?;
        let text = |text: &Value| fields::text(text).map(str::to_owned);
        let formula = fields.nullable("formula", text)?;
        Ok(Self { steps, limits, lrs, formula })
    }
}

figure! {
    /// The limit of stability along a run as a figure.
    SharpnessFigure of report: SharpnessColumns = SharpnessColumns::read, SharpnessFigureOptions;
    |SharpnessColumns { steps, limits, lrs, formula }, options, (width, height, theme), measure| {
        let measured = sharpness::Measured { steps, limits, lrs, formula: formula.as_deref() };
        let total = options.total;
        sharpness::figure(&measured, &sharpness::SharpnessOptions { width, height, theme, total }, measure)
    }
}
