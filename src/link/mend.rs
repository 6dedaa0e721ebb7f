//! Whether the parts of a link fit each other, and the nearest that do.

use ndarray::Array2;

use crate::error::{Error, Result};
use crate::model::layer::LayerSpec;
use crate::model::{Activation, Loss};
use crate::named::Named;
use crate::request::{BatchSize, Data, Experiment, FinderOptions, Under as _};
use crate::run::LrFind;
use crate::sentence;
use crate::source::Gallery;
use crate::train::Trainer;

use super::experiment::{BATCH, classes, output_activation, usual, usual_data, usual_layers, usual_loss, usual_output};
use super::keys::Texts;
use super::notes::Notes;
use super::{experiment, finder, model};

/// Rows that stand for pictures which may not be here, a few of every class.
const STAND_IN_ROWS: usize = 40;

/// Whether the finder can start on the experiment.
///
/// # Errors
/// The first field that does not fit: of the experiment by its path, of the finder under `finder`.
pub(super) fn check(experiment: &Experiment, finder: &FinderOptions) -> Result<()> {
    let trainer = trainer(experiment)?;
    let config = finder.config(&trainer).under("finder")?;
    LrFind::new(trainer, config).map(drop).under("finder")
}

/// The experiment at its first step. Of a set that is fetched only the shape is looked at: it may not be here, and is
/// large.
fn trainer(experiment: &Experiment) -> Result<Trainer> {
    let gallery = match &experiment.data {
        Data::Named { name, samples: None, noise: None, .. } => Gallery::named(name).ok(),
        _ => None,
    };
    gallery.map_or_else(|| experiment.trainer(), |gallery| stand_in(experiment, gallery)?.trainer())
}

fn stand_in(experiment: &Experiment, gallery: &Gallery) -> Result<Experiment> {
    let Data::Named { validation, encoding, .. } = &experiment.data else { return Ok(experiment.clone()) };
    let sparse = experiment.loss == Loss::SparseCategoricalCrossentropy;
    if sparse && encoding.is_some() {
        let problem = sentence!(
            "error.encoding-beside-loss",
            "given beside a loss that takes the numbers of classes; leave it out"
        );
        return Err(Error::new("data.encoding", problem));
    }
    let outputs = if let Some(LayerSpec::Dense { units, .. }) = experiment.model.layers.last() { *units } else { 0 };
    if outputs != gallery.classes {
        let last = experiment.model.layers.len().saturating_sub(1);
        let field = format!("model.layers[{last}].units");
        let accepted =
            sentence!("accepted.output-for-class", "{count}, an output for each class", count = gallery.classes);
        return Err(Error::not_accepted(field, outputs, accepted));
    }
    let targets = if sparse {
        Array2::from_shape_fn((STAND_IN_ROWS, 1), |(row, _)| (row % gallery.classes) as f64)
    } else {
        Array2::from_shape_fn((STAND_IN_ROWS, gallery.classes), |(row, class)| {
            f64::from(row % gallery.classes == class)
        })
    };
    Ok(Experiment {
        data: Data::Given {
            features: Array2::zeros((STAND_IN_ROWS, gallery.side * gallery.side)),
            targets,
            input_shape: Some(vec![gallery.side, gallery.side, 1]),
            validation: validation.map(|validation| if validation > 0.0 { 0.5 } else { validation }),
        },
        batch_size: BatchSize::Full,
        ..experiment.clone()
    })
}

/// Makes the parts fit, with a note on each change.
pub(super) fn mend(experiment: &mut Experiment, finder: &mut FinderOptions, texts: &Texts, notes: &mut Notes) {
    /// Each part is mended a few times at most; then all of it is as in version 1.
    const TURNS: usize = 30;
    for _ in 0..TURNS {
        let Err(error) = check(experiment, finder) else { return };
        match error.field().strip_prefix("finder.") {
            Some(field) => mend_finder(finder, &Error::new(field, error.problem().clone()), notes),
            None => mend_experiment(experiment, &error, texts, notes),
        }
    }
    *experiment = usual(usual_data());
    *finder = finder::usual();
    let note = sentence!(
        "link.nothing-fits",
        "the parts of this link fit neither each other nor anything near. Taken instead: the defaults"
    );
    notes.add("data", &note);
}

fn mend_finder(finder: &mut FinderOptions, error: &Error, notes: &mut Notes) {
    *finder = finder::without(finder, error.field()).unwrap_or_else(finder::usual);
    notes.instead("finder", error, finder::write(finder));
}

fn mend_experiment(experiment: &mut Experiment, error: &Error, texts: &Texts, notes: &mut Notes) {
    let field = error.field();
    // A key says what it is about; of the network it is a part.
    let error = &Error::new(field.strip_prefix("model.").unwrap_or_default(), error.problem().clone());
    let last = experiment.model.layers.len().saturating_sub(1);
    if let Data::Named { samples, noise, classes, validation, encoding, .. } = &mut experiment.data {
        let left_out = match field {
            "data.samples" => samples.take().map(|_| "n"),
            "data.noise" => noise.take().map(|_| "noise"),
            field if field.starts_with("data.classes") => classes.take().map(|_| "classes"),
            "data.encoding" => encoding.take().map(|_| "encoding"),
            "data.validation" => validation.replace(0.0).map(|_| "validation"),
            _ => None,
        };
        if let Some(key) = left_out {
            return notes.instead(key, error, if key == "validation" { "0" } else { "" });
        }
    }
    if field.starts_with("model.weights") {
        experiment.model.weights = None;
        return notes.instead("weights", error, super::weights::drawn());
    }
    if field == "batchSize" {
        experiment.batch_size = BatchSize::Rows(nearest_batch(experiment));
        let BatchSize::Rows(rows) = experiment.batch_size else { return };
        return notes.instead("batch", error, rows);
    }
    if field == "loss" && !loss_fits(experiment) {
        experiment.loss = usual_loss(&experiment.data);
        return notes.instead("loss", error, experiment.loss.name());
    }
    if field == format!("model.layers[{last}].units") || field == "loss" {
        // The outputs are what the data and the loss ask for; the rest of the network stays.
        let output = usual_output(&experiment.data, experiment.loss);
        if experiment.model.layers.last() != Some(&output) {
            experiment.model.layers.pop();
            experiment.model.layers.push(output);
            return notes.instead("model", error, shown(experiment));
        }
    }
    let layers = usual_layers(&experiment.data, experiment.loss, Activation::Relu);
    if experiment.model.layers != layers {
        experiment.model.layers = layers;
        return notes.instead("model", error, shown(experiment));
    }
    if experiment.loss != usual_loss(&experiment.data) {
        experiment.loss = usual_loss(&experiment.data);
        return notes.instead("loss", error, experiment.loss.name());
    }
    let said = if texts.get("data").is_empty() { "model" } else { "data" };
    notes.instead(said, error, sentence!("link.the-defaults", "the defaults"));
    *experiment = experiment::usual(usual_data());
}

/// Whether a loss of classes is asked only of classes.
fn loss_fits(experiment: &Experiment) -> bool {
    classes(&experiment.data).is_some() || experiment.loss.fused_with().is_none()
}

fn shown(experiment: &Experiment) -> String {
    model::write(&experiment.model.layers, output_activation(&experiment.data, experiment.loss)).0
}

/// All rows where a batch is more than those; else the usual one, and smaller ones where even that needs too much.
fn nearest_batch(experiment: &Experiment) -> usize {
    let one = Experiment { batch_size: BatchSize::Rows(1), ..experiment.clone() };
    let rows = trainer(&one).map_or(1, |trainer| trainer.rows());
    match experiment.batch_size {
        BatchSize::Rows(asked) if asked > rows => rows,
        BatchSize::Rows(asked) if asked <= BATCH => (asked / 2).max(1),
        BatchSize::Rows(_) | BatchSize::Full => BATCH.min(rows),
    }
}
