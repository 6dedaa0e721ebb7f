//! From a configuration to a link.

use crate::error::{Error, Result};
use crate::model::Activation;
use crate::range::Range;
use crate::request::fields::{self, Fields};
use crate::request::{Ask as _, Data, Experiment, FinderOptions, Under as _, Value};
use crate::sentence;

use super::experiment::{usual, usual_data, usual_layers};
use super::keys::Texts;
use super::kind::{Map, get, named, set};
use super::notes::Notes;
use super::schedule::Run;
use super::state::{MAX_RUNS, State, base, usual_schedule};
use super::ui::LinkUi;
use super::{experiment, finder, hash, mend, optimizer, schedule, ui};

/// The longest value of a key. What is longer, and every table of the user's own, is left out and named in `own`: links
/// of more than a few thousand characters are cut by the programs they travel through.
const MAX_VALUE: usize = 4000;

/// A configuration as the text behind the `#` of a link: `encodeLink(config)`. What is left out of it is as in version 1
/// of the defaults.
///
/// # Errors
/// The first field that is unknown or whose value is not accepted, by its path in the configuration.
pub fn encode_link(config: &Value) -> Result<String> {
    let mut state = read(config)?;
    let texts = shortened(&mut state);
    let base = base(texts.get("preset"));
    Ok(hash::join(texts.beyond(&base)))
}

fn read(config: &Value) -> Result<State> {
    let mut fields = Fields::of(config)?;
    let view = fields.optional("view", |view| ui::VIEW.checked(view))?.flatten();
    let given = fields.get("experiment");
    let finder = fields.optional("finder", |options| FinderOptions::read(Some(options)))?;
    let schedule = fields.optional("schedule", schedule::normal)?;
    let LinkUi(given_ui) = fields.optional("ui", LinkUi::ask)?.unwrap_or_default();
    fields.finish()?;

    let experiment = match given {
        Some(given) => Experiment::read(given).under("experiment")?,
        None => usual(usual_data()),
    };
    let request = if let Some(Value::Map(fields)) = given { get(fields, "optimizer").cloned() } else { None };
    let request = request.unwrap_or_else(|| Value::Map(named("sgd")));
    let optimizer = optimizer::normal(&request).under("experiment.optimizer")?;
    let finder = finder.map_or_else(finder::usual, |finder| finder::normal(&finder));
    let at_its_path =
        |error: Error| if error.field().starts_with("finder") { error } else { error.under("experiment") };
    mend::check(&experiment, &finder).map_err(at_its_path)?;

    let ui = ui::normal(&given_ui).under("ui")?;
    let runs = get(&given_ui, "runs").map_or(Ok(Vec::new()), read_runs).under("ui.runs")?;
    let mut state = State { view, experiment: experiment::normal(&experiment), optimizer, finder, schedule, runs, ui };
    if state.schedule.is_none() {
        state.schedule = usual_schedule(state.run());
    }
    Ok(state)
}

/// What the state says, without what no link carries.
fn shortened(state: &mut State) -> Texts {
    if !matches!(state.experiment.data, Data::Named { .. }) {
        state.experiment.data = usual_data();
        leave_out(state, "data");
    }
    for key in ["weights", "model", "schedule", "runs"] {
        let texts = state.write();
        if texts.get(key).len() > MAX_VALUE {
            leave_out(state, key);
        }
    }
    state.write()
}

fn leave_out(state: &mut State, part: &'static str) {
    let experiment = &mut state.experiment;
    match part {
        // Given weights belong to the layers, and the layers to the data.
        "data" | "weights" => experiment.model.weights = None,
        "model" => {
            experiment.model.layers = usual_layers(&experiment.data, experiment.loss, Activation::Relu);
            experiment.model.weights = None;
        }
        "schedule" => state.schedule = usual_schedule(state.run()),
        _ => state.runs.clear(),
    }
    mend::mend(&mut state.experiment, &mut state.finder, &Texts::default(), &mut Notes::default());
    let mut own = if let Some(Value::List(own)) = get(&state.ui, "own") { own.clone() } else { Vec::new() };
    own.push(Value::Text(part.to_owned()));
    set(&mut state.ui, "own", Value::List(own));
    // Their order is the fields' own.
    state.ui = ui::normal(&state.ui).unwrap_or_default();
}

/// `[{ lr, schedule? }]`.
fn read_runs(runs: &Value) -> Result<Vec<(f64, Option<Map>)>> {
    let runs = fields::list(runs, |run| {
        let mut fields = Fields::of(run)?;
        let lr = fields.required("lr", |lr| Range::POSITIVE.check("", fields::number(lr)?))?;
        let schedule = fields.optional("schedule", schedule::normal)?;
        fields.finish()?;
        Ok((lr, schedule.or_else(|| usual_schedule(Run { lr: Some(lr), steps: 0.0 }))))
    })?;
    if runs.len() <= MAX_RUNS {
        return Ok(runs);
    }
    let given = sentence!("value.runs", "{count} runs", count = runs.len());
    Err(Error::not_accepted("", given, sentence!("accepted.runs", "at most {most}, beside the first", most = MAX_RUNS)))
}
