//! The experiment: data, network, loss, optimizer.

use crate::data::{Accuracy, Batches, Dataset, Preparation};
use crate::error::{Error, Result};
use crate::model::{Activation, Loss, Sequential};
use crate::optimizer::OptimizerSpec;
use crate::range::Range;
use crate::rng::{Rng, Stream};
use crate::sentence;
use crate::train::Trainer;

use super::{Ask as _, Data, Model, Under as _, Value, asks, options};

options! {
    /// What is trained, on what, and how.
    pub struct Experiment {
        /// The rows to learn from.
        pub data: Data,
        /// The network.
        pub model: Model,
        /// What training makes small.
        pub loss: Loss,
        /// How it is made small.
        pub optimizer: OptimizerSpec,
        /// Rows of a batch, or all of them.
        pub batch_size: BatchSize,
        /// A new random order each epoch; default true.
        pub shuffle: Option<bool>,
        /// Decides initial weights, order and split; default 0.
        pub seed: Option<u64>,
    }
}

/// Rows of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// This many rows.
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
        Self::ask(value)
    }

    /// The same with another seed: other weights, another order, another split.
    #[must_use]
    pub fn with_seed(&self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self.clone() }
    }

    /// The experiment at its first step.
    ///
    /// # Errors
    /// The first field whose value does not fit, by its path.
    pub fn trainer(&self) -> Result<Trainer> {
        let seed = self.seed.unwrap_or(0);
        // The points of a synthetic set are drawn first, the split after them.
        let mut rng = Rng::new(seed, Stream::Data);
        let (table, preparation) = self.data.table(&mut rng).under("data")?;
        let input = self.model.input(&table).under("data")?;
        let network = Sequential::new(input, &self.model.layers, self.loss)
            .map_err(|error| if error.field() == "loss" { error } else { error.under("model") })?;
        let last = self.model.layers.len() - 1;
        let data = self
            .preparation(preparation)
            .and_then(|preparation| Dataset::prepare(&table, &preparation, network.outputs(), &mut rng))
            .map_err(|error| match error.field() {
                "units" => error.under(&format!("model.layers[{last}]")),
                _ => error.under("data"),
            })?;
        // In f64 it is twice as large as all that follows needs of it: pictures are many.
        drop(table);
        let init = self.model.init.unwrap_or_default();
        let parameters = match &self.model.weights {
            Some(weights) => network.parameters().from_weights(weights).under("model")?,
            None => network.parameters().initialize(init, &mut Rng::new(seed, Stream::Weights)),
        };
        let optimizer = self.optimizer.build(parameters.len()).under("optimizer")?;
        let rows = data.training.rows();
        let batch_size = match self.batch_size {
            BatchSize::Rows(rows) => rows,
            BatchSize::Full => rows,
        };
        BatchSize::ROWS.check("batchSize", batch_size as f64)?;
        let order = self.shuffle.unwrap_or(true).then(|| Rng::new(seed, Stream::Order));
        let batches = Batches::new(rows, batch_size, order)?;
        let trainer = Trainer::new(data, network, parameters, optimizer, batches, Rng::new(seed, Stream::Dropout))?;
        Ok(if self.model.weights.is_none() { trainer.drawn_by(init) } else { trainer })
    }

    /// How the loss wants the targets, and when it counts an answer as right.
    fn preparation(&self, preparation: Preparation) -> Result<Preparation> {
        if self.loss.takes_classes() {
            return preparation.with_class_numbers();
        }
        // Numbers that the caller gave are classes under losses of probabilities.
        let given = matches!(self.data, Data::Given { .. });
        let accuracy = match self.loss.fused_with().filter(|_| given) {
            Some(Activation::Softmax) => Accuracy::Largest,
            Some(Activation::Sigmoid) => Accuracy::Half,
            _ => return Ok(preparation),
        };
        Ok(Preparation { accuracy: Some(accuracy), ..preparation })
    }
}

asks! {
    BatchSize: BatchSize::read, "number | \"full\"";
}

impl BatchSize {
    /// Accepted numbers of rows.
    pub(crate) const ROWS: Range = Range::whole(1, 100_000);

    fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Text(text) if text == "full" => Ok(Self::Full),
            Value::Number(rows) => Self::ROWS.check("", *rows).map(|rows| Self::Rows(rows as usize)),
            other => Err(Error::not_accepted(
                "",
                other,
                sentence!("accepted.batch-size", "a whole number above 0 or \"full\""),
            )),
        }
    }
}
