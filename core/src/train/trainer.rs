//! One step of training at a time.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use ndarray::{Array2, ArrayView2, Axis};

use crate::data::{Batches, Dataset, Part};
use crate::error::{Error, Result};
use crate::kernels::gather;
use crate::model::{Init, Sequential, Weight, Workspace};
use crate::named;
use crate::optimizer::{Optimizer, State};
use crate::rng::{Rng, Stream};
use crate::sentence;
use crate::sentence::Sentence;

use super::fingerprint::{Fingerprint, Fingerprinter};

/// Rows that are evaluated at once, so that a large validation part needs no large buffers.
const EVALUATION_ROWS: usize = 256;

/// The most numbers that an evaluation's buffers hold, unless a batch needs more: 4 MiB of them.
const EVALUATION_ACTIVATIONS: usize = 1 << 20;

/// The most numbers that a batch may need on its way through the network: 128 MiB of them.
const MAX_ACTIVATIONS: usize = 32 << 20;

/// A network in training. A clone goes its own way from the same point: that is how the finder leaves no trace.
#[derive(Clone, Debug)]
pub struct Trainer {
    data: Arc<Dataset>,
    network: Arc<Sequential>,
    parameters: Vec<f32>,
    /// Absent where the weights were given.
    init: Option<Init>,
    optimizer: Optimizer,
    batches: Batches,
    /// Absent where the network draws nothing.
    random: Option<Rng>,
    steps: u64,
    evaluation_rows: usize,
    gradients: Vec<f32>,
    workspace: Workspace,
    x: Vec<f32>,
    y: Vec<f32>,
}

named! {
    /// What another seed changes. The data and their split never do.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Vary {
        /// The initial weights.
        Weights = "weights",
        /// The order of the rows, and what dropout drops.
        Order = "order",
        /// Both.
        Both = "both",
    }
}

/// Mean loss and accuracy over a part of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean loss.
    pub loss: f64,
    /// Share of right answers; `None` for regression.
    pub accuracy: Option<f64>,
}

impl Trainer {
    /// Training of `network` on `data`'s training part, from `parameters`. Its dropout layers draw from `random`.
    ///
    /// # Errors
    /// `model`: data, network and parameters that don't fit each other; `model.layers`: outputs of which not even one
    /// row would fit into memory; `batchSize`: a batch whose activations would not fit.
    pub fn new(
        data: Dataset,
        network: Sequential,
        parameters: Vec<f32>,
        optimizer: Optimizer,
        batches: Batches,
        random: Rng,
    ) -> Result<Self> {
        let (inputs, targets) = (data.training.features.ncols(), data.training.targets.ncols());
        let expected = (network.inputs(), network.target_width(), network.parameters().count());
        if expected != (inputs, targets, parameters.len()) {
            let given = (inputs, targets, parameters.len());
            let problem = sentence!(
                "error.other-network",
                "(inputs, targets, parameters) {given} do not fit the network's {expected}",
                given = format!("{given:?}"),
                expected = format!("{expected:?}")
            );
            return Err(Error::new("model", problem));
        }
        let rows = batches.batch_size();
        let fitting = MAX_ACTIVATIONS / network.activations().max(1);
        if fitting == 0 {
            let problem = sentence!(
                "error.too-many-activations",
                "a row makes {count} numbers; at most {most} fit",
                count = network.activations(),
                most = MAX_ACTIVATIONS
            );
            return Err(Error::new("model.layers", problem));
        }
        if rows > fitting {
            let accepted =
                sentence!("accepted.rows-that-fit", "at most {most} rows with this many units", most = fitting);
            return Err(Error::not_accepted("batchSize", rows, accepted));
        }
        let is_random = network.is_random();
        let evaluation_rows = rows.max((EVALUATION_ACTIVATIONS / network.activations()).clamp(1, EVALUATION_ROWS));
        Ok(Self {
            workspace: network.workspace(evaluation_rows),
            evaluation_rows,
            x: vec![0.0; rows * inputs],
            y: vec![0.0; rows * targets],
            gradients: vec![0.0; parameters.len()],
            data: Arc::new(data),
            network: Arc::new(network),
            parameters,
            init: None,
            optimizer,
            batches,
            random: is_random.then_some(random),
            steps: 0,
        })
    }

    /// The same, with the initializer that its parameters were drawn by, so that [`reseed`](Self::reseed) can draw others.
    #[must_use]
    pub fn drawn_by(self, init: Init) -> Self {
        Self { init: Some(init), ..self }
    }

    /// Before its first step: as if it had been built with `seed`, on the same data. Weights that were given stay.
    pub fn reseed(&mut self, seed: u64, vary: Vary) {
        if let (Vary::Weights | Vary::Both, Some(init)) = (vary, self.init) {
            self.parameters = self.network.parameters().initialize(init, &mut Rng::new(seed, Stream::Weights));
        }
        if let Vary::Order | Vary::Both = vary {
            self.batches.reshuffle(Rng::new(seed, Stream::Order));
            self.random = self.random.is_some().then(|| Rng::new(seed, Stream::Dropout));
        }
    }

    /// Trains on the next batch at rate `lr` and returns its mean loss, measured before the update. Allocates
    /// nothing.
    pub fn step(&mut self, lr: f64) -> f64 {
        let rows = self.batches.next_batch();
        let part = &self.data.training;
        let x = gathered(&part.features, rows, &mut self.x);
        let y = gathered(&part.targets, rows, &mut self.y);
        let Self { network, parameters, workspace, gradients, random, .. } = self;
        let loss = network.loss_and_gradient(parameters, (x, y), workspace, gradients, random.as_mut());
        self.optimizer.update(&mut self.parameters, &self.gradients, lr);
        self.steps += 1;
        loss
    }

    /// Steps taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The data.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// The network.
    pub fn network(&self) -> &Sequential {
        &self.network
    }

    /// The parameters as they stand, flat.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// The batches to come.
    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    /// The rule with its state.
    pub fn optimizer(&self) -> &Optimizer {
        &self.optimizer
    }

    /// Rows to train on.
    pub fn rows(&self) -> usize {
        self.batches.rows()
    }

    /// Rows of a full batch.
    pub fn batch_size(&self) -> usize {
        self.batches.batch_size()
    }

    /// Steps in an epoch.
    pub fn steps_per_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Loss and accuracy on the validation part; `None` where no rows are held out.
    pub fn validate(&mut self) -> Option<Evaluation> {
        let data = Arc::clone(&self.data);
        data.validation.as_ref().map(|part| self.evaluate(part))
    }

    /// What training must improve on: the loss over `part` of the network as it stands, or of the best answer that is the
    /// same for every row where that is lower.
    pub fn reference_loss(&mut self, part: &Part) -> f64 {
        self.mean_loss(part).min(self.best_constant_loss(part))
    }

    /// The lowest loss over `part` that an answer can have which is the same for every row.
    pub fn best_constant_loss(&self, part: &Part) -> f64 {
        let targets: Vec<f32> = part.targets.iter().copied().collect();
        self.network.best_constant_loss(&targets)
    }

    /// Mean loss over `part`, as an evaluation sees it.
    pub fn mean_loss(&mut self, part: &Part) -> f64 {
        let blocks = blocks(part, self.evaluation_rows);
        blocks.fold(0.0, |sum, Block { x, y, share }| {
            sum + share * self.network.loss(&self.parameters, &x, &y, &mut self.workspace)
        })
    }

    /// Loss and accuracy over `part`.
    pub fn evaluate(&mut self, part: &Part) -> Evaluation {
        let outputs = self.network.outputs();
        let (mut loss, mut hits) = (0.0, Some(0.0));
        for Block { x, y, share } in blocks(part, self.evaluation_rows) {
            let (block, predicted) = self.network.loss_and_outputs(&self.parameters, (&x, &y), &mut self.workspace);
            loss += share * block;
            hits = hits.zip(self.data.accuracy(predicted, &y, outputs)).map(|(sum, part)| sum + share * part);
        }
        Evaluation { loss, accuracy: hits }
    }

    /// The network's outputs [rows, outputs] for `features` [rows, inputs], prepared as the training data was.
    ///
    /// # Errors
    /// `features`: another number of columns.
    pub fn predict(&mut self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let (rows, columns) = features.dim();
        let (inputs, outputs) = (self.network.inputs(), self.network.outputs());
        if columns != inputs {
            let given = sentence!("value.columns", "{count} columns", count = columns);
            return Err(Error::not_accepted("features", given, Sentence::name(inputs)));
        }
        let mut predicted = Vec::with_capacity(rows * outputs);
        for start in (0..rows).step_by(self.evaluation_rows) {
            let end = (start + self.evaluation_rows).min(rows);
            let x: Vec<f32> = features.slice_axis(Axis(0), (start..end).into()).iter().copied().collect();
            predicted.extend_from_slice(self.network.predict(&self.parameters, &x, &mut self.workspace));
        }
        Array2::from_shape_vec((rows, outputs), predicted).map_err(|error| Error::foreign("features", error))
    }

    /// The weights, kernel and bias of each layer.
    pub fn weights(&self) -> Vec<Weight> {
        self.network.parameters().to_weights(&self.parameters)
    }

    /// Hash of everything that decides how training goes on.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut fingerprint = Fingerprinter::default();
        fingerprint.numbers(&self.parameters);
        for part in self.optimizer.state() {
            match part {
                State::Array(numbers) => fingerprint.numbers(numbers),
                State::Number(number) => fingerprint.number(number),
            }
        }
        self.batches.state().for_each(|number| fingerprint.number(number));
        fingerprint.number(self.steps);
        if let Some(random) = &self.random {
            fingerprint.number(random.position());
        }
        fingerprint.finish()
    }
}

/// Rows that are evaluated at once, and their share of the part.
struct Block<'p> {
    x: Cow<'p, [f32]>,
    y: Cow<'p, [f32]>,
    share: f64,
}

fn blocks(part: &Part, most: usize) -> impl Iterator<Item = Block<'_>> {
    let count = part.rows();
    (0..count).step_by(most).map(move |start| {
        let rows = start..(start + most).min(count);
        let share = rows.len() as f64 / count as f64;
        Block { x: some_rows(&part.features, rows.clone()), y: some_rows(&part.targets, rows), share }
    })
}

/// Rows of an array, copied only where they don't lie one after the other: not what we make, but what a caller may give.
fn some_rows(array: &Array2<f32>, rows: Range<usize>) -> Cow<'_, [f32]> {
    match array.as_slice() {
        Some(table) => Cow::Borrowed(&table[rows.start * array.ncols()..rows.end * array.ncols()]),
        None => array.slice_axis(Axis(0), rows.into()).iter().copied().collect(),
    }
}

/// Some rows of an array at the beginning of `batch`.
fn gathered<'b>(array: &Array2<f32>, rows: &[u32], batch: &'b mut [f32]) -> &'b [f32] {
    let batch = &mut batch[..rows.len() * array.ncols()];
    match array.as_slice() {
        Some(table) => gather(table, rows, batch),
        // Columns side by side: not what we make, but what a caller may give.
        None => rows.iter().zip(batch.chunks_mut(array.ncols())).for_each(|(row, to)| {
            array.row(*row as usize).iter().zip(to).for_each(|(from, to)| *to = *from);
        }),
    }
    batch
}
