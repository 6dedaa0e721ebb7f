//! The experiment: data, network, loss, optimizer.

use ndarray::{Array1, Axis};

use crate::data::{Batches, Dataset, Preparation, Table, Target};
use crate::error::{Error, Result};
use crate::model::{Loss, Sequential};
use crate::range::Range;
use crate::rng::{Rng, Stream};
use crate::train::Trainer;

use super::fields::{self, Fields};
use super::{Data, Model, Optimizer, Value};

/// The most rows of a batch.
const MAX_BATCH: u64 = 100_000;

/// What is trained, on what, and how.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Experiment {
    /// The rows to learn from.
    pub data: Data,
    /// The network.
    pub model: Model,
    /// What training makes small.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = "\"mse\" | \"mae\" | \"huber\" | \"binary-crossentropy\" | \"categorical-crossentropy\" | \"sparse-categorical-crossentropy\""
        )
    )]
    pub loss: Loss,
    /// How it is made small.
    pub optimizer: Optimizer,
    /// Rows of a batch, or all of them.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | \"full\""))]
    pub batch_size: BatchSize,
    /// A new random order each epoch; default true.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub shuffle: Option<bool>,
    /// Decides initial weights, order and split; default 0.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seed: Option<u64>,
}

/// Rows of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// So many.
    Rows(usize),
    /// All of them.
    Full,
}

impl Experiment {
    /// Reads an experiment.
    ///
    /// # Errors
    /// The first field that is missing, unknown or of another type.
    pub fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let experiment = Self {
            data: fields.required("data", Data::read)?,
            model: fields.required("model", Model::read)?,
            loss: fields.required("loss", fields::named)?,
            optimizer: fields.required("optimizer", Optimizer::read)?,
            batch_size: fields.required("batchSize", BatchSize::read)?,
            shuffle: fields.optional("shuffle", fields::flag)?,
            seed: fields.optional("seed", fields::whole)?,
        };
        fields.finish()?;
        Ok(experiment)
    }

    /// The experiment at its first step.
    ///
    /// # Errors
    /// The first field whose value does not fit, by its path.
    pub fn trainer(&self) -> Result<Trainer> {
        let seed = self.seed.unwrap_or(0);
        let (table, preparation) = self.data.table().map_err(|error| error.under("data"))?;
        let network = Sequential::new(table.features().ncols(), &self.model.layers, self.loss)
            .map_err(|error| if error.field() == "loss" { error } else { error.under("model") })?;
        let last = self.model.layers.len() - 1;
        let table = match self.loss {
            Loss::SparseCategoricalCrossentropy => class_column(&table, &preparation, network.outputs()),
            _ => Ok(table),
        };
        let data = table
            .and_then(|table| {
                Dataset::prepare(&table, &preparation, network.target_width(), &mut Rng::new(seed, Stream::Data))
            })
            .map_err(|error| match error.field() {
                "units" => error.under(&format!("model.layers[{last}]")),
                _ => error.under("data"),
            })?;
        let parameters = match &self.model.weights {
            Some(weights) => network.parameters().from_weights(weights).map_err(|error| error.under("model"))?,
            None => {
                let mut rng = Rng::new(seed, Stream::Weights);
                network.parameters().initialize(self.model.init.unwrap_or_default(), &mut rng)
            }
        };
        let optimizer = self.optimizer.build(parameters.len()).map_err(|error| error.under("optimizer"))?;
        let rows = data.training.rows();
        let batch_size = match self.batch_size {
            BatchSize::Rows(rows) => rows,
            BatchSize::Full => rows,
        };
        Range::whole(1, MAX_BATCH).check("batchSize", batch_size as f64)?;
        let order = self.shuffle.unwrap_or(true).then(|| Rng::new(seed, Stream::Order));
        let batches = Batches::new(rows, batch_size, order)?;
        Trainer::new(data, network, parameters, optimizer, batches, Rng::new(seed, Stream::Dropout))
    }
}

/// `table` with one target column that holds the class of each row, as a sparse loss takes it.
///
/// # Errors
/// `encoding`: given; `units`: not one output a class; `targets[i]`: no class.
fn class_column(table: &Table, preparation: &Preparation, outputs: usize) -> Result<Table> {
    if preparation.encoding.is_some() {
        let problem = "encodes classes for the other losses; this one takes the class itself, so leave it out";
        return Err(Error::new("encoding", problem));
    }
    let classes = match table.target() {
        Target::Classes { labels, count } if *count == outputs => labels.iter().map(|label| *label as f64).collect(),
        Target::Classes { count, .. } => {
            return Err(Error::new("units", format!("{outputs} outputs for {count} classes; use {count}")));
        }
        Target::Values(values) if values.ncols() == 1 => {
            let accepted = Range::whole(0, outputs.saturating_sub(1) as u64);
            for (row, class) in values.iter().enumerate() {
                accepted.check(&format!("targets[{row}]"), *class)?;
            }
            values.iter().copied().collect()
        }
        Target::Values(values) => {
            let problem = format!("{} columns; this loss takes one, which holds the class", values.ncols());
            return Err(Error::new("targets", problem));
        }
    };
    let column = Array1::from_vec(classes).insert_axis(Axis(1));
    Table::new(table.features().clone(), Target::Values(column))
}

impl BatchSize {
    fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Text(text) if text == "full" => Ok(Self::Full),
            Value::Number(rows) => Range::whole(1, MAX_BATCH).check("", *rows).map(|rows| Self::Rows(rows as usize)),
            other => Err(Error::not_accepted("", other, "a whole number above 0 or \"full\"")),
        }
    }
}
