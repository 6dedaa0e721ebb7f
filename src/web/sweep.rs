//! The truth under a finder's curve.

use js_sys::Float64Array;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::{self, BestLrReport, RunsStopReport};
use crate::finder;
use crate::named::Named;
use crate::run;

use super::error::or_throw;
use super::run::count;
use super::{report, value};

/// Final losses over rates and seeds. The columns from `median` to `regret` have an entry for each rate and count the
/// seeds trained so far; they are NaN before the first.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct LrSweepReport {
    /// The rates, rising.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// The seeds.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    seeds: Float64Array,
    /// Optimizer steps of each run.
    steps: u64,
    /// The rows whose mean loss after the last step counts.
    #[tsify(type = "\"validation\" | \"training\"")]
    judged_by: &'static str,
    /// Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    finals: Float64Array,
    /// Median over the seeds, a diverged run counting as infinity.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    median: Float64Array,
    /// Lower quartile.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lower: Float64Array,
    /// Upper quartile.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    upper: Float64Array,
    /// How many runs diverged.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    diverged: Float64Array,
    /// The quotient of each rate's median and the best; NaN while there is no best.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    regret: Float64Array,
    /// The rate with the lowest median; null while nothing is trained, and where everything diverged.
    #[tsify(type = "BestLrReport | null")]
    best: Option<BestLrReport>,
    /// Null while it runs.
    #[tsify(type = "RunsStopReport | null")]
    stop: Option<RunsStopReport>,
}

impl From<&finder::LrSweepReport> for LrSweepReport {
    fn from(report: &finder::LrSweepReport) -> Self {
        let plan = &report.plan;
        Self {
            lrs: Float64Array::from(plan.lrs.as_slice()),
            seeds: report::counts(plan.seeds.iter().copied()),
            steps: plan.steps,
            judged_by: plan.judged_by.name(),
            finals: Float64Array::from(report.finals.as_slice()),
            median: Float64Array::from(report.median.as_slice()),
            lower: Float64Array::from(report.lower.as_slice()),
            upper: Float64Array::from(report.upper.as_slice()),
            diverged: report::counts(report.diverged.iter().map(|runs| *runs as u64)),
            regret: Float64Array::from(report.regret.as_slice()),
            best: report.best.map(Into::into),
            stop: report.stop.as_ref().map(Into::into),
        }
    }
}

/// Training for real at fixed rates, in slices. With `part`, several instances share the runs, and `mergeLrSweeps` makes
/// one report of theirs.
#[wasm_bindgen]
pub struct LrSweep(run::LrSweep);

#[wasm_bindgen]
impl LrSweep {
    /// A sweep at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "LrSweepOptions")] options: &JsValue,
    ) -> Result<LrSweep, JsValue> {
        let experiment = or_throw(value::read(experiment))?;
        let options = or_throw(value::read(options).map_err(|error| error.under("sweep")))?;
        or_throw(api::lr_sweep(&experiment, &options)).map(Self)
    }

    /// Takes at most so many further steps. Those that a diverged run leaves out count as taken.
    #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
    pub fn advance(&mut self, #[wasm_bindgen(js_name = maxSteps)] max_steps: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.advance(count("maxSteps", max_steps)?);
        report::write(&api::ProgressReport::from(progress))
    }

    /// Ends the sweep where it is; the run at work is left out.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// The losses so far.
    #[wasm_bindgen(unchecked_return_type = "LrSweepReport")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report::write(&LrSweepReport::from(&self.0.report()))
    }
}

/// One report of several that made different parts of a sweep: the same however they were divided.
#[wasm_bindgen(js_name = mergeLrSweeps, unchecked_return_type = "LrSweepReport")]
pub fn merge_lr_sweeps(
    #[wasm_bindgen(unchecked_param_type = "LrSweepReport[]")] reports: &JsValue,
) -> Result<JsValue, JsValue> {
    let reports = or_throw(value::read(reports).map_err(|error| error.under("reports")))?;
    report::write(&LrSweepReport::from(&or_throw(api::merge_lr_sweeps(&reports))?))
}

/// What a rate costs against the best of a sweep; null outside of its rates.
#[wasm_bindgen(js_name = sweepRegret, unchecked_return_type = "RegretReport | null")]
pub fn sweep_regret(
    #[wasm_bindgen(unchecked_param_type = "LrSweepReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] lr: &JsValue,
) -> Result<JsValue, JsValue> {
    let report = or_throw(value::read(report).map_err(|error| error.under("report")))?;
    let lr = or_throw(value::read(lr).map_err(|error| error.under("lr")))?;
    report::write(&or_throw(api::sweep_regret(&report, &lr))?)
}
