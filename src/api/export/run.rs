//! A run as JSON: whatever another program needs to train the same way.

use crate::data::Part;
use crate::error::{Error, Result};
use crate::model::{RowShape, Weight};
use crate::run::{Fit, Length};
use crate::schedule::{Horizon, Policy};
use crate::sentence;
use crate::train::Trainer;

use super::file::{Evaluations, MAX_BYTES, Rows, RunFile, Start, Tensor};
use super::{RaceOptions, STEPS, default_schedule, input};
use crate::report::FingerprintsReport;
use crate::request::fields::Fields;
use crate::request::{Experiment, Options as _, Value, options, read_policy};

options! {
    /// What to export: a schedule, and how many steps of it.
    pub struct ExportRunOptions {
        /// The rate over time; by default the rate that the optimizer's library takes where none is given.
        pub schedule: Option<Policy>,
        /// A race that is to be run as well; its other seeds are written down too.
        pub race: Option<RaceOptions>,
        /// Number of optimizer steps; default 400.
        pub steps: Option<u64>,
    }
}

/// Trains, and writes down as JSON what it took: `exportRun(experiment, { schedule?, race?, steps? })`. Without a schedule
/// the rate is the one that the optimizer's library takes where none is given; without steps there are 400.
///
/// The JSON has the prepared rows of the training and the validation part, the input's shape, the initial weights (in
/// Keras's order), the row numbers of each batch, the loss of the best constant answer
/// (`bestConstantLoss`), each step's rate and loss, the request, and the fingerprints before and after; for a race of more
/// than one seed, as many `otherStarts` with what comes before the rates. Numbers have the fewest digits that give the
/// same `f32` (data and weights) or `f64` (rates and losses) back. Where a loss was not finite rates and losses end with
/// it, as null.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`; `steps`: 0, or a text beyond 20 MB because of
/// them; `data`: the same because of the data.
pub fn export_run(experiment: &Value, options: Option<&Value>) -> Result<String> {
    let request = Experiment::read(experiment)?;
    let ExportRunOptions { race, steps, .. } = ExportRunOptions::asked(options)?;
    let steps = steps.unwrap_or(STEPS);
    let shown = Fields::of_optional(options)?.get("schedule").cloned();
    let shown = shown.unwrap_or_else(|| default_schedule(request.optimizer));
    let policy = read_policy(&shown)?;
    let trainer = request.trainer()?;
    let per_epoch = trainer.steps_per_epoch() as u64;
    let race = race.map(|race| race.read(&policy, Horizon::new(steps, per_epoch))).transpose()?;
    let seeds = race.map_or(1, |race| race.length.seeds());
    check_size(&trainer, steps, seeds)?;
    let seed = request.seed.unwrap_or(0);
    let others = (1..seeds).map(|more| request.with_seed(seed + more).trainer()).collect::<Result<Vec<_>>>()?;
    let before = trainer.fingerprint().to_string();
    let first = trainer.clone();
    let mut fit = Fit::new(trainer, policy, Length::Steps(steps))?;
    fit.advance(usize::MAX);
    let trace = fit.trace();
    let trainer = fit.trainer();
    let file = RunFile {
        format: "lr-lab-run",
        version: env!("CARGO_PKG_VERSION"),
        experiment,
        schedule: &shown,
        steps_per_epoch: trace.steps_per_epoch,
        input_shape: shape(&request)?,
        start: start(&first, steps),
        other_starts: others.iter().map(|other| start(other, steps)).collect(),
        lrs: &trace.lrs,
        losses: &trace.losses,
        evaluations: Evaluations {
            epochs: &trace.validation.epochs,
            losses: &trace.validation.losses,
            accuracies: &trace.validation.accuracies,
        },
        fingerprints: FingerprintsReport { before, after: trainer.fingerprint().to_string() },
        stop: trace.stop.as_ref().map(Into::into),
    };
    file.write().ok_or_else(|| too_large(trainer, steps))
}

/// Where a training starts, and the batches of so many steps.
fn start(trainer: &Trainer, steps: u64) -> Start<'_> {
    let (data, mut batches) = (trainer.data(), trainer.batches().clone());
    Start {
        training: rows(&data.training),
        validation: data.validation.as_ref().map(rows),
        initial_weights: trainer
            .weights()
            .into_iter()
            .map(|Weight { shape, values }| Tensor { shape, values })
            .collect(),
        batches: (0..steps).map(|_| batches.next_batch().to_vec()).collect(),
        best_constant_loss: trainer.best_constant_loss(data.judging()),
    }
}

fn rows(part: &Part) -> Rows<'_> {
    Rows { features: &part.features, targets: &part.targets }
}

/// What a row of the features is.
fn shape(request: &Experiment) -> Result<Vec<usize>> {
    Ok(match input(request)? {
        RowShape::Flat(size) => vec![size],
        RowShape::Image { height, width, channels } => vec![height, width, channels],
    })
}

/// Refuses what would surely be too long before any of it is made: a number and its comma are two bytes at least.
fn check_size(trainer: &Trainer, steps: u64, seeds: u64) -> Result<()> {
    let (order, data) = numbers(trainer, steps);
    if (order + data) * 2.0 * seeds as f64 > MAX_BYTES as f64 { Err(too_large(trainer, steps)) } else { Ok(()) }
}

/// How many numbers the steps and the data are.
fn numbers(trainer: &Trainer, steps: u64) -> (f64, f64) {
    let part = |part: &Part| (part.features.len() + part.targets.len()) as f64;
    let data = trainer.data();
    let order = steps as f64 * (trainer.batch_size() + 2) as f64;
    let data = part(&data.training) + data.validation.as_ref().map_or(0.0, part) + trainer.parameters().len() as f64;
    (order, data)
}

fn too_large(trainer: &Trainer, steps: u64) -> Error {
    let (order, data) = numbers(trainer, steps);
    let most = MAX_BYTES / 1_000_000;
    if order > data {
        let problem = sentence!(
            "error.too-many-steps-for-text",
            "{steps} steps of {rows} rows; fewer are needed, since the text may have at most {most} MB",
            steps,
            rows = trainer.batch_size(),
            most
        );
        return Error::new("steps", problem);
    }
    let problem = sentence!(
        "error.too-much-data-for-text",
        "{rows} rows and {parameters} parameters; fewer are needed, since the text may have at most {most} MB",
        rows = trainer.rows(),
        parameters = trainer.parameters().len(),
        most
    );
    Error::new("data", problem)
}
