//! The range test over many seeds.

use js_sys::Float64Array;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::{self, RunsStopReport};
use crate::finder;
use crate::run;

use super::error::or_throw;
use super::run::count;
use super::{report, value};

/// One finder over many seeds. Columns of rates have an entry for each seed, NaN for none.
#[derive(Serialize, Tsify)]
pub(super) struct LrBandReport {
    /// The planned rates.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// The seeds.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    seeds: Float64Array,
    /// How many losses each seed's run recorded; 0 is not made yet.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    steps: Float64Array,
    /// Smoothed losses, [seeds × rates] row by row; NaN after a run's end.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    smoothed: Float64Array,
    /// At each rate, how many runs reached it with a loss that is a number.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    counts: Float64Array,
    /// Of their smoothed losses the 10 % quantile; NaN where no run came.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lower: Float64Array,
    /// The median.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    median: Float64Array,
    /// The 90 % quantile.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    upper: Float64Array,
    /// What every rule suggests, in the order of the catalog.
    rules: Vec<RuleAnswers>,
    /// What the rules agree on.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    consensus: Float64Array,
    /// The useful ranges.
    bounds: BoundsColumns,
    /// Null while it runs.
    #[tsify(type = "RunsStopReport | null")]
    stop: Option<RunsStopReport>,
}

/// A rule's answers.
#[derive(Serialize, Tsify)]
pub(super) struct RuleAnswers {
    /// The rule, such as `fastai-valley`.
    rule: &'static str,
    /// The library that ships it.
    system: &'static str,
    /// The suggested rates.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
}

/// Useful ranges of rates.
#[derive(Serialize, Tsify)]
pub(super) struct BoundsColumns {
    /// Where the smoothed loss first falls clearly.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lower: Float64Array,
    /// The last rate before it rises again.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    upper: Float64Array,
}

impl From<&finder::RuleAnswers> for RuleAnswers {
    fn from(answers: &finder::RuleAnswers) -> Self {
        Self { rule: answers.rule, system: answers.system, lrs: Float64Array::from(answers.lrs.as_slice()) }
    }
}

impl From<&finder::LrBandReport> for LrBandReport {
    fn from(report: &finder::LrBandReport) -> Self {
        let runs = &report.runs;
        Self {
            lrs: Float64Array::from(report.lrs.as_slice()),
            seeds: report::counts(report.seeds.iter().copied()),
            steps: report::counts(runs.steps.iter().map(|steps| *steps as u64)),
            smoothed: Float64Array::from(runs.smoothed.as_slice()),
            counts: report::counts(report.counts.iter().map(|runs| *runs as u64)),
            lower: Float64Array::from(report.lower.as_slice()),
            median: Float64Array::from(report.median.as_slice()),
            upper: Float64Array::from(report.upper.as_slice()),
            rules: runs.rules.iter().map(Into::into).collect(),
            consensus: Float64Array::from(runs.consensus.as_slice()),
            bounds: BoundsColumns {
                lower: Float64Array::from(runs.bounds_lower.as_slice()),
                upper: Float64Array::from(runs.bounds_upper.as_slice()),
            },
            stop: report.stop.as_ref().map(Into::into),
        }
    }
}

/// A range test with many seeds, in slices. With `part`, several instances share the runs, and `mergeLrBands` makes one
/// report of theirs.
#[wasm_bindgen]
pub struct LrBand(run::LrBand);

#[wasm_bindgen]
impl LrBand {
    /// A band at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
        #[wasm_bindgen(js_name = finderOptions, unchecked_optional_param_type = "FinderOptions")] finder: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "LrBandOptions")] options: &JsValue,
    ) -> Result<LrBand, JsValue> {
        let experiment = or_throw(value::read(experiment))?;
        let finder = or_throw(value::read_optional(finder).map_err(|error| error.under("finder")))?;
        let options = or_throw(value::read_optional(options).map_err(|error| error.under("band")))?;
        or_throw(api::lr_band(&experiment, finder.as_ref(), options.as_ref())).map(Self)
    }

    /// Trains on at most so many further batches. The rates that a stopped run leaves out count as tried.
    #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
    pub fn advance(&mut self, #[wasm_bindgen(js_name = maxSteps)] max_steps: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.advance(count("maxSteps", max_steps)?);
        report::write(&api::ProgressReport::from(progress))
    }

    /// Ends it where it is; the run at work is left out.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// What the runs so far found.
    #[wasm_bindgen(unchecked_return_type = "LrBandReport")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report::write(&LrBandReport::from(&self.0.report()))
    }
}

/// One report of several that made different parts of a band: the same however they were divided.
#[wasm_bindgen(js_name = mergeLrBands, unchecked_return_type = "LrBandReport")]
pub fn merge_lr_bands(
    #[wasm_bindgen(unchecked_param_type = "LrBandReport[]")] reports: &JsValue,
) -> Result<JsValue, JsValue> {
    let reports = or_throw(value::read(reports).map_err(|error| error.under("reports")))?;
    report::write(&LrBandReport::from(&or_throw(api::merge_lr_bands(&reports))?))
}
