//! Reports to JavaScript: long columns as copied typed arrays, the rest as plain objects.

use js_sys::{Float32Array, Float64Array};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;

use crate::api::{BoundsReport, ConsensusReport, FingerprintsReport, StopReport, SuggestionReport, UnansweredReport};
use crate::finder;
use crate::model::Weight;
use crate::run::LrFind;
use crate::train;

/// What a finder found. The columns have one entry for every recorded loss, the one that stopped it included.
#[derive(Serialize, Tsify)]
pub(super) struct LrFindReport {
    /// Learning rate of each step.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// Loss of each step, before its update.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    losses: Float64Array,
    /// Smoothed loss.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    smoothed: Float64Array,
    /// Null while the test runs.
    #[tsify(type = "StopReport | null")]
    stop: Option<StopReport>,
    /// The rules that answered.
    suggestions: Vec<SuggestionReport>,
    /// The rules that did not.
    unanswered: Vec<UnansweredReport>,
    /// The useful range; null where the curve shows none.
    #[tsify(type = "BoundsReport | null")]
    bounds: Option<BoundsReport>,
    /// What the rules agree on.
    consensus: ConsensusReport,
    /// Hashes of the trainer before and after: equal, since only a clone was trained. Null where nothing was trained here.
    #[tsify(type = "FingerprintsReport | null")]
    fingerprints: Option<FingerprintsReport>,
}

impl From<&LrFind> for LrFindReport {
    fn from(run: &LrFind) -> Self {
        Self { fingerprints: Some(run.into()), ..run.report().into() }
    }
}

impl From<finder::LrFindReport> for LrFindReport {
    fn from(report: finder::LrFindReport) -> Self {
        Self {
            lrs: Float64Array::from(report.lrs.as_slice()),
            losses: Float64Array::from(report.losses.as_slice()),
            smoothed: Float64Array::from(report.smoothed.as_slice()),
            stop: report.stop.as_ref().map(Into::into),
            suggestions: report.suggestions.into_iter().map(Into::into).collect(),
            unanswered: report.unanswered.into_iter().map(Into::into).collect(),
            bounds: report.bounds.map(Into::into),
            consensus: report.consensus.into(),
            fingerprints: None,
        }
    }
}

/// The curve of a range test, thinned for drawing.
#[derive(Serialize, Tsify)]
pub(super) struct LrFindCurve {
    /// Learning rates.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// Losses.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    losses: Float64Array,
    /// Smoothed losses.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    smoothed: Float64Array,
}

impl From<[Vec<f64>; 3]> for LrFindCurve {
    fn from(columns: [Vec<f64>; 3]) -> Self {
        let [lrs, losses, smoothed] = columns.map(|column| Float64Array::from(column.as_slice()));
        Self { lrs, losses, smoothed }
    }
}

/// The columns of a training run: one loss a step, before the update.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trace {
    /// Step of each entry, from 0.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    steps: Float64Array,
    /// Learning rate of each step.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// Loss of each step's batch.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    losses: Float64Array,
    /// Steps in an epoch.
    steps_per_epoch: usize,
    /// Measured on the rows held out; empty columns where there are none.
    validation: Validation,
    /// Null while the run goes on.
    #[tsify(type = "StopReport | null")]
    stop: Option<StopReport>,
}

/// Measured at the end of each epoch and after the last step.
#[derive(Serialize, Tsify)]
pub(super) struct Validation {
    /// Epochs trained when this was measured; a run that ends inside an epoch ends with a fraction.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    epochs: Float64Array,
    /// Mean loss.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    losses: Float64Array,
    /// Share of right answers; NaN for regression.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    accuracies: Float64Array,
}

impl From<&train::Trace> for Trace {
    fn from(trace: &train::Trace) -> Self {
        let validation = &trace.validation;
        Self {
            steps: Float64Array::from(trace.steps.as_slice()),
            lrs: Float64Array::from(trace.lrs.as_slice()),
            losses: Float64Array::from(trace.losses.as_slice()),
            steps_per_epoch: trace.steps_per_epoch,
            validation: Validation {
                epochs: Float64Array::from(validation.epochs.as_slice()),
                losses: Float64Array::from(validation.losses.as_slice()),
                accuracies: Float64Array::from(validation.accuracies.as_slice()),
            },
            stop: trace.stop.as_ref().map(Into::into),
        }
    }
}

/// One weight tensor, as it leaves.
#[derive(Serialize, Tsify)]
pub(super) struct TrainedWeight {
    /// Shape; a dense kernel is [inputs, outputs].
    shape: Vec<usize>,
    /// The numbers, row-major.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    values: Float32Array,
}

impl From<Weight> for TrainedWeight {
    fn from(weight: Weight) -> Self {
        Self { shape: weight.shape, values: Float32Array::from(weight.values.as_slice()) }
    }
}

/// A column of whole numbers; JavaScript's are doubles.
pub(super) fn counts(column: impl IntoIterator<Item = u64>) -> Float64Array {
    Float64Array::from(column.into_iter().map(|count| count as f64).collect::<Vec<_>>().as_slice())
}

/// A plain object. Reports hold numbers, texts and typed arrays, none of which can fail; the error is passed on all
/// the same.
pub(super) fn write(report: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    report.serialize(&serializer).map_err(JsValue::from)
}
