//! The contract in TypeScript.

use crate::catalog::kinds;
use crate::finder::{Gain, LrBandReport, LrRaceReport, LrSweepReport};
use crate::model::Weight;
use crate::plot::chart::Layout;
use crate::report::{Found, LrFindCurve, Tell};
use crate::request::{Ask, Types};
use crate::run::{Progress, SharpnessTrace};
use crate::schedule::{Finding, Place};
use crate::sentence::Sentence;
use crate::source::csv::Description;
use crate::train::{DecisionSurface, Trace};

use super::*;

/// What the functions of the contract take and give, in TypeScript. What these refer to comes with them.
pub fn types() -> String {
    let mut types = Types::default();
    macro_rules! add {
        ($trait:ident: $($type:ty),*) => { $(<$type as $trait>::ts(&mut types);)* };
    }
    add!(Ask: Experiment, FinderOptions);
    kinds(&mut types);
    add!(Ask: FitOptions, LrSweepOptions, LrRaceOptions, LrBandOptions, SharpnessOptions, SharpnessRunOptions);
    add!(Ask: SurfaceOptions, CurveOptions, LrCurve, SuggestOptions, SampleOptions, RunLength, SuitedOptions);
    add!(Ask: ExportCodeOptions, ExportRunOptions);
    add!(Tell: Progress, Found, LrFindCurve, Trace, Weight, DecisionSurface, LrSweepReport, Gain, LrRaceReport);
    add!(Tell: LrBandReport, SharpnessReport, SharpnessTrace, Advice, Finding, Place, Description, LinkKey);
    add!(Ask: LrFindFigureOptions, LrSweepFigureOptions, LrBandFigureOptions, LrEpochsFigureOptions, LossFigureOptions);
    add!(Ask: ScheduleFigureOptions, ScheduleCurve, SharpnessFigureOptions, SharpnessColumns, DecisionFigureOptions);
    add!(Tell: Layout, Catalog, DatasetInfo, (Value, Vec<Sentence>));
    add!(Ask: LinkConfig);
    types.text()
}
