//! A schedule under the hand: where it can be taken hold of, and what suits a run where nothing is typed.

use crate::declare::{Datum, Kind, Run, Setting};
use crate::error::{Error, Result};
use crate::report::report;
use crate::request::fields::{self, Fields};
use crate::request::{Ask as _, Under as _, Value, options, read_schedule};
use crate::schedule::{self, Place, Policy, SCHEDULES, Unit};
use crate::sentence;

use super::sample::{horizon, policy};

report! {
    /// A point of a schedule's curve that may be dragged.
    ScheduleHandle of place: Place {
        /// What it is.
        label: place.label,
        /// Where it lies, in the schedule's unit.
        t: place.t,
        /// The rate there.
        lr: place.lr,
    }
}

options! {
    /// A run that a schedule is to suit.
    #[derive(Copy)]
    pub struct SuitedOptions {
        /// The rate that it would have without a schedule.
        pub lr: f64,
        /// Number of steps.
        pub steps: u64,
        /// Steps in an epoch; default 1.
        pub steps_per_epoch: Option<u64>,
        /// What the schedule counts; default `step`.
        pub unit: Option<Unit>,
    }
}

/// Where a schedule can be taken hold of: `scheduleHandles(schedule)`. Plateau, whose rates a metric decides, has none.
///
/// # Errors
/// A refused schedule under `schedule`.
pub fn schedule_handles(schedule: &Value) -> Result<Vec<Place>> {
    Ok(match policy(schedule)? {
        Policy::Schedule(schedule) => schedule.shape().handles(),
        Policy::Plateau(_) => Vec::new(),
    })
}

/// The settings that change when a handle goes to `t` and `lr`: `dragSchedule(schedule, index, t, lr)`, an object with
/// their new values.
///
/// # Errors
/// A refused schedule under `schedule`; `index`: no handle has it.
pub fn drag_schedule(schedule: &Value, index: usize, t: f64, lr: f64) -> Result<Value> {
    let schedule = read_schedule(schedule).under("schedule")?;
    let handles = schedule.shape().handles().len();
    if index >= handles {
        let problem = sentence!(
            "error.no-handle",
            "{index} is not accepted; there are {handles} handles, counted from 0",
            index,
            handles
        );
        return Err(Error::new("index", problem));
    }
    Ok(schedule.shape().dragged(index, t, lr).into_iter().collect())
}

/// What suits a run where a form is left empty: `suitedSchedule(kind, { lr, steps, stepsPerEpoch?, unit? })`, an object
/// with the settings that have no default, or a better one than that.
///
/// # Errors
/// `kind`: unknown; an option of another type.
pub fn suited_schedule(kind: &Value, options: &Value) -> Result<Value> {
    let kind = known(kind)?;
    let SuitedOptions { lr, steps, steps_per_epoch, unit } = SuitedOptions::ask(options)?;
    let horizon = horizon(steps, steps_per_epoch)?;
    let length = match unit.unwrap_or_default() {
        Unit::Step => horizon.steps,
        Unit::Epoch => horizon.steps.div_ceil(horizon.steps_per_epoch),
    };
    Ok(schedule::suited(kind, &Run { lr, length: length.max(1) as f64 }).into_iter().collect())
}

/// What settings that are left out stand for: `scheduleDefaults(kind, given?)`, an object with the default of each
/// setting that has one. It may depend on the choices in `given`, such as the convention. A setting that must be given,
/// or follows from another number, is not in it; nor is any where a choice is not accepted.
///
/// # Errors
/// `kind`: unknown; `given`: no object.
pub fn schedule_defaults(kind: &Value, given: Option<&Value>) -> Result<Value> {
    let kind = known(kind)?;
    let mut given = Fields::of_optional(given).under("given")?;
    let defaults = kind.settings.iter().zip(schedule::usual_with(kind, &mut given));
    let has_one = |(setting, datum): &(&Setting, Datum)| !setting.required && *datum != Datum::None;
    Ok(defaults.filter(has_one).map(|(setting, datum)| (setting.name, datum)).collect())
}

/// The declaration of the kind that is asked about.
fn known(kind: &Value) -> Result<&'static Kind> {
    let name = fields::text(kind).under("kind")?;
    let known = || SCHEDULES.iter().map(|kind| kind.name);
    schedule::kind(name).ok_or_else(|| Error::unknown("kind", name, known()))
}

#[cfg(test)]
mod tests {
    use super::{drag_schedule, schedule_defaults, schedule_handles, suited_schedule};
    use crate::api::{lr_at, sample_schedule};
    use crate::request::Value;
    use crate::schedule::{Place, SCHEDULES};
    use serde_json::{Value as Json, json};

    fn value(json: &Json) -> Value {
        serde_json::from_value(json.clone()).unwrap()
    }

    /// What a form has where only the kind is chosen.
    fn suited(kind: &str) -> Json {
        let options = json!({ "lr": 0.1, "steps": 400, "stepsPerEpoch": 10 });
        let mut request =
            serde_json::to_value(suited_schedule(&value(&json!(kind)), &value(&options)).unwrap()).unwrap();
        request["kind"] = json!(kind);
        request
    }

    #[test]
    fn every_kind_has_what_suits_a_run() {
        for kind in SCHEDULES {
            let request = suited(kind.name);
            let mut options = json!({ "steps": 400 });
            if kind.name == "plateau" {
                options["metrics"] = json!([1.0, 0.9]);
            }
            let rates = sample_schedule(&value(&request), &value(&options)).unwrap();
            assert!(rates.iter().any(|lr| *lr > 0.0), "{request}");
        }
    }

    /// fastai's one-cycle is shorter on its way up and falls further; optax's linear one has three phases.
    #[test]
    fn defaults_depend_on_the_convention() {
        let defaults = |kind: &str, given: Json| {
            serde_json::to_value(schedule_defaults(&value(&json!(kind)), Some(&value(&given))).unwrap()).unwrap()
        };
        let one_cycle = |convention: &str, anneal: &str| {
            let all = defaults("one-cycle", json!({ "convention": convention, "anneal": anneal }));
            ["pctStart", "divFactor", "finalDivFactor", "threePhase"].map(|name| all[name].clone())
        };
        assert_eq!(one_cycle("pytorch", "linear"), [json!(0.3), json!(25), json!(10_000), json!(false)]);
        assert_eq!(one_cycle("optax", "linear"), [json!(0.3), json!(25), json!(10_000), json!(true)]);
        assert_eq!(one_cycle("fastai", "cos"), [json!(0.25), json!(25), json!(100_000), json!(false)]);
        let plain = schedule_defaults(&value(&json!("one-cycle")), None).unwrap();
        assert_eq!(serde_json::to_value(plain).unwrap()["convention"], json!("pytorch"));
        for given in [json!({}), json!({ "maxLr": 1.0 })] {
            assert!(defaults("one-cycle", given).get("maxLr").is_none(), "what must be given has no default");
        }
        assert_eq!(defaults("one-cycle", json!({ "convention": "keras" })), json!({}));
        let error = schedule_defaults(&value(&json!("one-cycles")), None).unwrap_err();
        assert!(error.to_string().starts_with("kind: "), "{error}");
    }

    /// A handle lies on the curve, and stays under the hand where it is dragged to.
    #[test]
    fn handles_lie_on_the_curve() {
        let mut all: Vec<Json> = SCHEDULES.iter().map(|kind| suited(kind.name)).collect();
        all.extend(["pytorch", "optax", "fastai"].map(
            |convention| json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 400, "convention": convention }),
        ));
        for request in all.iter().filter(|request| request["kind"] != "plateau") {
            let handles = schedule_handles(&value(request)).unwrap();
            for (index, handle) in handles.iter().enumerate() {
                let Place { label: handle, t, lr } = *handle;
                // Between the rates of the steps beside it, since it may stand between two.
                let beside = [t.floor(), t.ceil()].map(|t| lr_at(&value(request), t, &value(&json!({ "steps": 400 }))));
                let [one, other] = beside.map(Result::unwrap);
                let (low, high) = (one.min(other) - 1e-9, one.max(other) + 1e-9);
                assert!((low..=high).contains(&lr), "{request}: {handle}, from {low} to {high}");
                let to = (if t == 0.0 { 0.0 } else { (t + 7.0).round() }, lr.max(0.01) * 1.5);
                let changed = drag_schedule(&value(request), index, to.0, to.1).unwrap();
                let changed = serde_json::to_value(changed).unwrap();
                assert!(!changed.as_object().unwrap().is_empty(), "{request}: {handle}");
                let mut dragged = request.clone();
                dragged.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
                let t = schedule_handles(&value(&dragged)).unwrap()[index].t;
                assert!((t - to.0).abs() < 1e-6, "{dragged}: {t} instead of {}", to.0);
            }
        }
    }
}
