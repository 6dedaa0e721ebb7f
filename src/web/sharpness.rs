//! The sharpest curvature, at the start and along a run.

use js_sys::Float64Array;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::{self, StopReport};
use crate::run;

use super::error::or_throw;
use super::run::count;
use super::{report, value};

/// The largest eigenvalue of the Hessian of an experiment's loss at its initial weights, and the rates that it allows.
#[wasm_bindgen(unchecked_return_type = "SharpnessReport")]
pub fn sharpness(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SharpnessOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let experiment = or_throw(value::read(experiment))?;
    let options = or_throw(value::read_optional(options))?;
    report::write(&or_throw(api::sharpness(&experiment, options.as_ref()))?)
}

/// A training run in slices along which the curvature is measured.
#[wasm_bindgen]
pub struct SharpnessRun(run::SharpnessRun);

#[wasm_bindgen]
impl SharpnessRun {
    /// A run at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "SharpnessRunOptions")] options: &JsValue,
    ) -> Result<SharpnessRun, JsValue> {
        let (experiment, options) = (or_throw(value::read(experiment))?, or_throw(value::read(options))?);
        or_throw(api::sharpness_run(&experiment, &options)).map(Self)
    }

    /// Goes on by about so many rows, of training batches or of Hessian-vector products; a batch is never divided. The
    /// step of the progress counts the training alone.
    #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
    pub fn advance(&mut self, #[wasm_bindgen(js_name = maxRows)] max_rows: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.advance(count("maxRows", max_rows)?);
        report::write(&api::ProgressReport::from(progress))
    }

    /// Ends the run where it is, in the middle of a measurement too.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// The points so far.
    #[wasm_bindgen(unchecked_return_type = "SharpnessRunReport")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report::write(&SharpnessRunReport::from(self.0.trace()))
    }
}

/// The sharpest curvature along a run: columns with one entry for each point where it was measured.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct SharpnessRunReport {
    /// Optimizer steps taken before the measurement.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    steps: Float64Array,
    /// Largest eigenvalue of the Hessian of the mean loss.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lambda_max: Float64Array,
    /// The same of the Hessian divided by what the optimizer divides the gradient by; empty where it does not.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    preconditioned: Float64Array,
    /// The rate below which the optimizer is stable, infinite where nothing curves up; empty for those without one.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    limits: Float64Array,
    /// Rate of the step that follows; at the end that of the last.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    lrs: Float64Array,
    /// Mean loss of the rows that are looked at.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    losses: Float64Array,
    /// Whether the tolerance was met.
    converged: Vec<bool>,
    /// How the limits follow from the curvature, such as `2/λ`; null where there is none.
    #[tsify(type = "string | null")]
    formula: Option<String>,
    /// What λ stands for there, or why there is no limit.
    reason: String,
    /// Null while the run goes on.
    #[tsify(type = "StopReport | null")]
    stop: Option<StopReport>,
}

impl From<&run::SharpnessTrace> for SharpnessRunReport {
    fn from(trace: &run::SharpnessTrace) -> Self {
        let column = |numbers: &Vec<f64>| Float64Array::from(numbers.as_slice());
        Self {
            steps: column(&trace.steps),
            lambda_max: column(&trace.lambda_max),
            preconditioned: column(&trace.preconditioned),
            limits: column(&trace.limits),
            lrs: column(&trace.lrs),
            losses: column(&trace.losses),
            converged: trace.converged.clone(),
            formula: trace.stability.formula().map(str::to_owned),
            reason: trace.stability.meaning().into(),
            stop: trace.stop.as_ref().map(Into::into),
        }
    }
}
