//! Resumable runs.

use ndarray::ArrayView2;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;
use crate::error::Error;
use crate::report::{Found, LrFindCurve};
use crate::run;
use crate::sentence;

use super::error::{or_throw, thrown};
use super::report::{told, write};
use super::value::{given, optional};

/// A run in slices: how it is made, how it goes on, how it is cancelled, and what it reports. Docs are plain texts:
/// wasm-bindgen takes comments that went through a macro at their letters.
macro_rules! run {
    (
        $($doc:literal)* $run:ident;
        $($new_doc:literal)*
        new($($arg:ident $js:ident: $($type:literal)? $([$optional:literal])?, $read:ident $under:literal);*) = $new:expr;
        $($advance_doc:literal)* advance($most:ident);
        $($cancel_doc:literal)* cancel;
        $($($report_doc:literal)* report: $told:tt = $report:expr;)?
    ) => {
        $(#[doc = $doc])*
        #[wasm_bindgen]
        pub struct $run(run::$run);

        #[wasm_bindgen]
        impl $run {
            $(#[doc = $new_doc])*
            #[wasm_bindgen(constructor)]
            pub fn new($(
                #[wasm_bindgen(
                    js_name = $js, $(unchecked_param_type = $type)? $(unchecked_optional_param_type = $optional)?
                )]
                $arg: &JsValue
            ),*) -> Result<$run, JsValue> {
                $(let $arg = $read($under, $arg)?;)*
                or_throw($new).map(Self)
            }

            $(#[doc = $advance_doc])*
            #[wasm_bindgen(unchecked_return_type = "ProgressReport")]
            pub fn advance(&mut self, #[wasm_bindgen(js_name = $most)] most: f64) -> Result<JsValue, JsValue> {
                write(self.0.advance(count(stringify!($most), most)?))
            }

            $(#[doc = $cancel_doc])*
            pub fn cancel(&mut self) {
                self.0.cancel();
            }

            $(
                $(#[doc = $report_doc])*
                #[wasm_bindgen(unchecked_return_type = $told)]
                pub fn report(&self) -> Result<JsValue, JsValue> {
                    write(($report)(&self.0))
                }
            )?
        }
    };
}

run! {
    "A range test in slices. `advance` a few steps at a time, so that the page can answer in between."
    LrFind;
    "A range test at its start."
    new(
        experiment experiment: "Experiment", given "";
        options options: ["FinderOptions"], optional "finder"
    ) = api::lr_find(&experiment, options.as_ref());
    "Trains on at most `maxSteps` further batches: one for each rate, unless a rate lasts an epoch."
    advance(maxSteps);
    "Ends the test where it is."
    cancel;
    "What the curve says so far."
    report: "LrFindReport" = Found::from;
}

#[wasm_bindgen]
impl LrFind {
    /// The curve so far with at most about `maxPoints` points, its extremes kept: cheap enough to draw while it grows.
    #[wasm_bindgen(unchecked_return_type = "LrFindCurve")]
    pub fn curve(&self, #[wasm_bindgen(js_name = maxPoints)] max_points: f64) -> Result<JsValue, JsValue> {
        write(LrFindCurve::from(self.0.curve(count("maxPoints", max_points)?)))
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

run! {
    "A training run in slices."
    Fit;
    "A run at its start."
    new(
        experiment experiment: "Experiment", given "";
        options options: "FitOptions", given ""
    ) = api::fit(&experiment, &options);
    "Takes at most `maxSteps` further steps."
    advance(maxSteps);
    "Ends the run where it is."
    cancel;
}

#[wasm_bindgen]
impl Fit {
    /// The columns so far; with `maxPoints`, at most about that many points, the extremes of the loss kept.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(&self, #[wasm_bindgen(js_name = maxPoints)] max_points: Option<f64>) -> Result<JsValue, JsValue> {
        let trace = self.0.trace();
        match max_points {
            None => write(trace.clone()),
            Some(most) => write(trace.thinned(count("maxPoints", most)?)),
        }
    }

    /// The weights as they stand, kernel and bias of each layer.
    #[wasm_bindgen(unchecked_return_type = "TrainedWeight[]")]
    pub fn weights(&self) -> Result<JsValue, JsValue> {
        write(self.0.trainer().weights())
    }

    /// The outputs for rows of features, prepared as the training data was; row-major.
    pub fn predict(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>[]")] features: &JsValue,
    ) -> Result<Vec<f32>, JsValue> {
        let rows = or_throw(api::read_matrix(&given("", features)?))?.mapv(|x| x as f32);
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
        told(api::surface(&mut self.0, optional("", options)?.as_ref()))
    }

    /// Hash of everything that decides how training goes on: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.0.trainer().fingerprint().to_string()
    }
}

run! {
    "Training for real at fixed rates, in slices. With `part`, several instances share the runs, and `mergeLrSweeps`"
    "makes one report of theirs."
    LrSweep;
    "A sweep at its start."
    new(
        experiment experiment: "Experiment", given "";
        options options: "LrSweepOptions", given "sweep"
    ) = api::lr_sweep(&experiment, &options);
    "Takes at most `maxSteps` further steps. Those that a diverged run leaves out count as taken."
    advance(maxSteps);
    "Ends the sweep where it is; the run at work is left out."
    cancel;
    "The losses so far."
    report: "LrSweepReport" = run::LrSweep::report;
}

run! {
    "A race: short trainings at a few rates, and the rate that follows from them, in slices. With `part`, several"
    "instances share the runs, and `mergeLrRaces` makes one report of theirs."
    LrRace;
    "A race at its start."
    new(
        experiment experiment: "Experiment", given "";
        options options: "LrRaceOptions", given "race"
    ) = api::lr_race(&experiment, &options);
    "Takes at most `maxSteps` further steps. Those that a diverged run leaves out count as taken."
    advance(maxSteps);
    "Ends the race where it is; the run at work is left out."
    cancel;
    "What the race has found so far."
    report: "LrRaceReport" = run::LrRace::report;
}

run! {
    "A range test with many seeds, in slices. With `part`, several instances share the runs, and `mergeLrBands` makes"
    "one report of theirs."
    LrBand;
    "A band at its start."
    new(
        experiment experiment: "Experiment", given "";
        finder finderOptions: ["FinderOptions"], optional "finder";
        options options: ["LrBandOptions"], optional "band"
    ) = api::lr_band(&experiment, finder.as_ref(), options.as_ref());
    "Trains on at most `maxSteps` further batches. The rates that a stopped run leaves out count as tried."
    advance(maxSteps);
    "Ends it where it is; the run at work is left out."
    cancel;
    "What the runs so far found."
    report: "LrBandReport" = run::LrBand::report;
}

run! {
    "A training run in slices along which the curvature is measured."
    SharpnessRun;
    "A run at its start."
    new(
        experiment experiment: "Experiment", given "";
        options options: "SharpnessRunOptions", given ""
    ) = api::sharpness_run(&experiment, &options);
    "Advances by about `maxRows` rows, of training batches or of Hessian-vector products; a batch is never divided. The"
    "step of the progress counts the training alone."
    advance(maxRows);
    "Ends the run where it is, in the middle of a measurement too."
    cancel;
    "The points so far."
    report: "SharpnessRunReport" = |run: &run::SharpnessRun| run.trace().clone();
}

/// A count from JavaScript; infinity is as many as there are.
fn count(field: &str, number: f64) -> Result<usize, JsValue> {
    if number >= 0.0 {
        Ok(number as usize)
    } else {
        Err(thrown(&Error::not_accepted(field, number, sentence!("accepted.a-count", "a number from 0"))))
    }
}
