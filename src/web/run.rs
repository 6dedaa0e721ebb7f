//! Resumable runs.

use ndarray::ArrayView2;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;
use crate::error::Error;
use crate::run;

use super::error::{or_throw, thrown};
use super::report::{self, LrFindCurve, LrFindReport, Trace, TrainedWeight};
use super::surface::DecisionSurface;
use super::value;

/// A range test in slices. `advance` a few steps at a time, so that the page can answer in between.
#[wasm_bindgen]
pub struct LrFind(run::LrFind);

#[wasm_bindgen]
impl LrFind {
    /// A range test at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "FinderOptions")] options: &JsValue,
    ) -> Result<LrFind, JsValue> {
        let experiment = or_throw(value::read(experiment))?;
        let options = or_throw(value::read_optional(options).map_err(|error| error.under("finder")))?;
        or_throw(api::lr_find(&experiment, options.as_ref())).map(Self)
    }

    /// Trains on at most so many further batches: one for each rate, unless a rate lasts an epoch.
    #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
    pub fn advance(&mut self, #[wasm_bindgen(js_name = maxSteps)] max_steps: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.advance(count("maxSteps", max_steps)?);
        report::write(&api::ProgressReport::from(progress))
    }

    /// Ends the test where it is.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// The curve so far with at most about so many points, its extremes kept: cheap enough to draw while it grows.
    #[wasm_bindgen(unchecked_return_type = "LrFindCurve")]
    pub fn curve(&self, #[wasm_bindgen(js_name = maxPoints)] max_points: f64) -> Result<JsValue, JsValue> {
        report::write(&LrFindCurve::from(self.0.curve(count("maxPoints", max_points)?)))
    }

    /// What the curve says so far.
    #[wasm_bindgen(unchecked_return_type = "LrFindReport")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report::write(&LrFindReport::from(&self.0))
    }
}

/// The whole range test in one call.
#[wasm_bindgen(js_name = findLr, unchecked_return_type = "LrFindReport")]
pub fn find_lr(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "FinderOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let mut run = LrFind::new(experiment, options)?;
    run.0.advance(usize::MAX);
    run.report()
}

/// A training run in slices.
#[wasm_bindgen]
pub struct Fit(run::Fit);

#[wasm_bindgen]
impl Fit {
    /// A run at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "FitOptions")] options: &JsValue,
    ) -> Result<Fit, JsValue> {
        let (experiment, options) = (or_throw(value::read(experiment))?, or_throw(value::read(options))?);
        or_throw(api::fit(&experiment, &options)).map(Self)
    }

    /// Takes at most so many further steps.
    #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
    pub fn advance(&mut self, #[wasm_bindgen(js_name = maxSteps)] max_steps: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.advance(count("maxSteps", max_steps)?);
        report::write(&api::ProgressReport::from(progress))
    }

    /// Ends the run where it is.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// The columns so far; with `maxPoints`, at most about so many points, the extremes of the loss kept.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(&self, #[wasm_bindgen(js_name = maxPoints)] max_points: Option<f64>) -> Result<JsValue, JsValue> {
        match max_points {
            None => report::write(&Trace::from(self.0.trace())),
            Some(most) => report::write(&Trace::from(&self.0.trace().thinned(count("maxPoints", most)?))),
        }
    }

    /// The weights as they stand, kernel and bias of each layer.
    #[wasm_bindgen(unchecked_return_type = "TrainedWeight[]")]
    pub fn weights(&self) -> Result<JsValue, JsValue> {
        let weights: Vec<TrainedWeight> = self.0.trainer().weights().into_iter().map(Into::into).collect();
        report::write(&weights)
    }

    /// The outputs for rows of features, prepared as the training data was; row-major.
    pub fn predict(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>[]")] features: &JsValue,
    ) -> Result<Vec<f32>, JsValue> {
        let rows = or_throw(value::read(features).and_then(|rows| api::read_matrix(&rows)));
        let rows = rows?.mapv(|x| x as f32);
        let predicted = or_throw(self.0.trainer_mut().predict(ArrayView2::from(&rows)))?;
        Ok(predicted.iter().copied().collect())
    }

    /// What the network answers as it stands: the class and its probability over the plane of two features, or a
    /// quantity along one.
    #[wasm_bindgen(unchecked_return_type = "DecisionSurface")]
    pub fn surface(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "SurfaceOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = or_throw(value::read_optional(options))?;
        report::write(&DecisionSurface::from(or_throw(api::surface(&mut self.0, options.as_ref()))?))
    }

    /// Hash of everything that decides how training goes on: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.0.trainer().fingerprint().to_string()
    }
}

/// A count from JavaScript; infinity is as many as there are.
pub(super) fn count(field: &str, number: f64) -> Result<usize, JsValue> {
    if number >= 0.0 {
        Ok(number as usize)
    } else {
        Err(thrown(&Error::not_accepted(field, number, "a number from 0")))
    }
}
