//! What the outside says and hears: requests read from plain values, reports written to them.
//!
//! A request is a [`Value`], whether it comes from JavaScript, JSON or a link; every refusal is an
//! [`Error`](crate::error::Error) with the path of the field. Dispatch on `kind` is by hand: serde's tagged enums
//! lose the path.

mod band;
mod catalog;
mod curve;
mod data;
mod describe;
mod experiment;
mod export;
mod fields;
mod figure;
mod finder;
mod fit;
mod link;
mod lint;
mod model;
mod optimizer;
mod provided;
mod report;
mod runs;
mod sample;
mod schedule;
mod sharpness;
mod sharpness_run;
mod suggest;
mod surface;
mod sweep;
mod value;

pub use band::{LrBandOptions, lr_band, merge_lr_bands, read_lr_band_report};
pub use catalog::{
    ByConvention, Catalog, DatasetInfo, FieldInfo, FinderInfo, KindInfo, LossInfo, OptimizerInfo, RuleInfo, catalog,
    datasets,
};
pub use curve::{CurveOptions, LrCurve, read_lr_find};
pub use data::{Data, read_matrix};
pub use describe::{DataDescription, describe_data};
pub use experiment::{BatchSize, Experiment};
pub use export::{ExportCodeOptions, ExportRunOptions, export_code, export_run};
pub use figure::{
    AxisInfo, DecisionFigure, DecisionFigureOptions, FigureBand, FigureGhost, FigureLayout, FigureLimit, FigureOptions,
    LossFigure, LossFigureOptions, LrBandFigure, LrBandFigureOptions, LrEpochsFigure, LrEpochsFigureOptions,
    LrFindFigure, LrFindFigureOptions, LrSweepFigure, LrSweepFigureOptions, PlotRectangle, ScheduleCurve,
    ScheduleFigure, ScheduleFigureOptions, SharpnessColumns, SharpnessFigure, SharpnessFigureOptions,
};
pub use finder::{FinderOptions, Preset, SmoothingOptions, Stop, StopOptions, SweepKind, lr_find};
pub use fit::{FitOptions, fit};
pub use link::{LinkConfig, LinkKey, LinkRun, LinkUi, decode_link, encode_link, link_keys};
pub use lint::{LintFinding, lint_schedule};
pub use model::{Layer, Model, WeightTensor};
pub use provided::provide_data;
pub use report::{
    BoundsReport, ConsensusReport, FingerprintsReport, ProgressReport, StopReport, SuggestionReport, UnansweredReport,
    read_lr_find_report, read_trace,
};
pub use runs::{PartOptions, RunsStopReport, Seeds};
pub use sample::{RunLength, SampleOptions, lr_at, sample_schedule};
pub use sharpness::{AdaptiveReport, LimitReport, LimitsReport, SharpnessOptions, SharpnessReport, sharpness};
pub use sharpness_run::{SharpnessRunOptions, sharpness_run};
pub use suggest::{Advice, SuggestOptions, smooth, suggest};
pub use surface::{SurfaceOptions, surface};
pub use sweep::{
    BestLrReport, LrSweepOptions, RegretReport, lr_sweep, merge_lr_sweeps, read_lr_sweep_report, sweep_regret,
};
pub use value::Value;
