//! A schedule under the hand: where it can be taken hold of, and what suits a run where nothing is typed.

use crate::declare::Run;
use crate::error::{Error, Result};
use crate::request::fields::{self, Fields};
use crate::request::{Value, read_schedule};
use crate::schedule::{self, Place, SCHEDULES, Unit};

use super::sample::horizon;

/// Where a schedule can be taken hold of: `scheduleHandles(schedule)`, an array of `{ label, t, lr }`, with `t` in the
/// schedule's unit. Plateau, whose rates a metric decides, has none.
///
/// # Errors
/// A refused schedule under `schedule`.
pub fn schedule_handles(schedule: &Value) -> Result<Value> {
    if is_plateau(schedule) {
        return Ok(Value::List(Vec::new()));
    }
    let schedule = read_schedule(schedule).map_err(|error| error.under("schedule"))?;
    let handle = |Place { label, t, lr }: Place| {
        map([("label", Value::Text(label.to_owned())), ("t", Value::Number(t)), ("lr", Value::Number(lr))])
    };
    Ok(Value::List(schedule.shape().handles().into_iter().map(handle).collect()))
}

/// The settings that change when a handle goes to `t` and `lr`: `dragSchedule(schedule, index, t, lr)`, an object with
/// their new values.
///
/// # Errors
/// A refused schedule under `schedule`; `index`: no handle has it.
pub fn drag_schedule(schedule: &Value, index: usize, t: f64, lr: f64) -> Result<Value> {
    let schedule = read_schedule(schedule).map_err(|error| error.under("schedule"))?;
    let handles = schedule.shape().handles().len();
    if index >= handles {
        return Err(Error::new(
            "index",
            format!("{index} is not accepted; there are {handles} handles, counted from 0"),
        ));
    }
    let changed = schedule.shape().dragged(index, t, lr);
    Ok(map(changed.into_iter().map(|(name, datum)| (name, datum.into()))))
}

/// What suits a run where a form is left empty: `suitedSchedule(kind, { lr, steps, stepsPerEpoch?, unit? })`, an object
/// with the settings that have no default, or a better one than that.
///
/// # Errors
/// `kind`: unknown; an option of another type.
pub fn suited_schedule(kind: &Value, options: &Value) -> Result<Value> {
    let name = fields::text(kind).map_err(|error| error.under("kind"))?;
    let known = || SCHEDULES.iter().map(|kind| kind.name);
    let kind = schedule::kind(name).ok_or_else(|| Error::unknown("kind", name, known()))?;
    let mut fields = Fields::of(options)?;
    let lr = fields.required("lr", fields::number)?;
    let steps = fields.required("steps", fields::whole)?;
    let steps_per_epoch = fields.optional("stepsPerEpoch", fields::whole)?;
    let unit: Option<Unit> = fields.optional("unit", fields::named)?;
    fields.finish()?;
    let horizon = horizon(steps, steps_per_epoch)?;
    let length = match unit.unwrap_or_default() {
        Unit::Step => horizon.steps,
        Unit::Epoch => horizon.steps.div_ceil(horizon.steps_per_epoch),
    };
    let run = Run { lr, length: length.max(1) as f64 };
    Ok(map(schedule::suited(kind, &run).into_iter().map(|(name, datum)| (name, datum.into()))))
}

fn is_plateau(schedule: &Value) -> bool {
    let Value::Map(fields) = schedule else { return false };
    let plateau = <schedule::Plateau as crate::declare::Declared>::KIND.name;
    fields.iter().any(|(name, value)| name == "kind" && *value == Value::Text(plateau.to_owned()))
}

fn map<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::{drag_schedule, schedule_handles, suited_schedule};
    use crate::api::{lr_at, sample_schedule};
    use crate::request::Value;
    use crate::schedule::SCHEDULES;
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

    /// A handle lies on the curve, and stays under the hand where it is dragged to.
    #[test]
    fn handles_lie_on_the_curve() {
        let mut all: Vec<Json> = SCHEDULES.iter().map(|kind| suited(kind.name)).collect();
        all.extend(["pytorch", "optax", "fastai"].map(
            |convention| json!({ "kind": "one-cycle", "maxLr": 0.1, "totalSteps": 400, "convention": convention }),
        ));
        for request in all.iter().filter(|request| request["kind"] != "plateau") {
            let handles = serde_json::to_value(schedule_handles(&value(request)).unwrap()).unwrap();
            for (index, handle) in handles.as_array().unwrap().iter().enumerate() {
                let (t, lr) = (handle["t"].as_f64().unwrap(), handle["lr"].as_f64().unwrap());
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
                let handles = serde_json::to_value(schedule_handles(&value(&dragged)).unwrap()).unwrap();
                let t = handles[index]["t"].as_f64().unwrap();
                assert!((t - to.0).abs() < 1e-6, "{dragged}: {t} instead of {}", to.0);
            }
        }
    }
}
