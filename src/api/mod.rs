//! The functions of the contract, from plain values to plain values.

mod band;
mod curve;
mod describe;
mod export;
mod figure;
mod fit;
mod lint;
mod runs;
mod sample;
mod shape;
mod sharpness;
mod sharpness_run;
mod suggest;
mod surface;
mod sweep;
mod types;

pub use crate::report::{FingerprintsReport, read_lr_find_report, read_trace};
pub use band::{LrBandOptions, lr_band, merge_lr_bands, read_lr_band_report};
pub use curve::{CurveOptions, LrCurve, read_lr_find};
pub use describe::describe_data;
pub use export::{ExportCodeOptions, ExportRunOptions, export_code, export_run};
pub use figure::{
    DecisionFigure, DecisionFigureOptions, FigureBand, FigureGhost, FigureLimit, FigureOptions, LossFigure,
    LossFigureOptions, LrBandFigure, LrBandFigureOptions, LrEpochsFigure, LrEpochsFigureOptions, LrFindFigure,
    LrFindFigureOptions, LrSweepFigure, LrSweepFigureOptions, ScheduleCurve, ScheduleFigure, ScheduleFigureOptions,
    SharpnessColumns, SharpnessFigure, SharpnessFigureOptions,
};
pub use fit::{FitOptions, fit};
pub use lint::lint_schedule;
pub use runs::{PartOptions, Seeds};
pub use sample::{RunLength, SampleOptions, lr_at, sample_schedule};
pub use shape::{SuitedOptions, drag_schedule, schedule_handles, suited_schedule};
pub use sharpness::{AdaptiveReport, LimitReport, LimitsReport, SharpnessOptions, SharpnessReport, sharpness};
pub use sharpness_run::{SharpnessRunOptions, sharpness_run};
pub use suggest::{Advice, SuggestOptions, smooth, suggest};
pub use surface::{SurfaceOptions, surface};
pub use sweep::{LrSweepOptions, lr_sweep, merge_lr_sweeps, read_lr_sweep_report, sweep_regret};

pub use types::types;

pub use crate::catalog::{
    ByConvention, Catalog, DatasetInfo, FieldInfo, FinderInfo, KindInfo, LossInfo, OptimizerInfo, RuleInfo, catalog,
    datasets, provide_data,
};
pub use crate::link::{
    LinkConfig, LinkKey, LinkRun, LinkUi, decode_link, encode_link, link_keys, read_network, write_network,
};
pub use crate::request::{
    BatchSize, Data, Experiment, FinderOptions, Model, Preset, RampKind, StopOptions, Value, WeightTensor, lr_find,
    read_matrix,
};
