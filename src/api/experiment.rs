//! The experiment: data, network, loss, optimizer.

use ndarray::Array2;

use crate::data::bundled::Bundled;
use crate::data::{Batches, Dataset, Encoding, Preparation, Table, Target};
use crate::error::{Error, Result};
use crate::model::layer::LayerSpec;
use crate::model::{Activation, Init, Loss, Sequential, Weight};
use crate::named::Named;
use crate::optimizer::{self, Convention, Sgd, SgdConfig};
use crate::rng::{Rng, Stream};
use crate::train::Trainer;

use super::Value;
use super::fields::{self, Fields};

/// The most rows of a batch.
const MAX_BATCH: usize = 100_000;

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
        tsify(type = "\"mse\" | \"binary-crossentropy\" | \"categorical-crossentropy\"")
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

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(untagged, rename_all_fields = "camelCase"))]
pub enum Data {
    /// A data set of the lab.
    Named {
        /// One of `datasets()`.
        name: String,
        /// Mean 0 and deviation 1 for each feature, by the training part; default true.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        standardize: Option<bool>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
        /// One-hot targets, or the class label itself over all outputs; default one-hot.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"one-hot\" | \"label\""))]
        encoding: Option<Encoding>,
    },
    /// The caller's own numbers, as they are.
    Given {
        /// One array of features a row.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>[]"))]
        features: Array2<f64>,
        /// One array of targets a row.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>[]"))]
        targets: Array2<f64>,
        /// Fraction of the rows to hold out; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        validation: Option<f64>,
    },
}

impl Named for Encoding {
    const ALL: &'static [Self] = &[Self::OneHot, Self::Label];

    fn name(self) -> &'static str {
        match self {
            Self::OneHot => "one-hot",
            Self::Label => "label",
        }
    }
}

/// The network.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Model {
    /// From the inputs to the outputs.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Layer[]"))]
    pub layers: Vec<LayerSpec>,
    /// How the kernels are drawn; default `glorot-uniform`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "string"))]
    pub init: Option<Init>,
    /// Kernel and bias of each layer, as Keras's `get_weights()`, instead of drawn ones.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "WeightTensor[]"))]
    pub weights: Option<Vec<Weight>>,
}

/// A layer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum Layer {
    /// Every output from every input.
    Dense {
        /// Number of outputs.
        units: usize,
        /// `relu`, `tanh`, `sigmoid`, `softmax` or `linear`, the default.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "string"))]
        activation: Option<Activation>,
    },
}

/// One weight tensor.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct WeightTensor {
    /// Shape; a dense kernel is [inputs, outputs].
    pub shape: Vec<usize>,
    /// The numbers, row-major.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
    pub values: Vec<f32>,
}

/// An optimizer with its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum Optimizer {
    /// Gradient descent.
    Sgd {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the last velocity that is kept; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        momentum: Option<f64>,
        /// Look ahead along the velocity; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        nesterov: Option<bool>,
    },
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
        let data = Dataset::prepare(&table, &preparation, network.outputs(), &mut Rng::new(seed, Stream::Data))
            .map_err(|error| match error.field() {
                "units" => error.under(&format!("model.layers[{last}]")),
                _ => error.under("data"),
            })?;
        let parameters = match &self.model.weights {
            Some(weights) => network.parameters().from_weights(weights).map_err(|error| error.under("model"))?,
            None => {
                let mut rng = Rng::new(seed, Stream::Weights);
                network.parameters().initialize(self.model.init.unwrap_or(Init::GlorotUniform), &mut rng)
            }
        };
        let optimizer = self.optimizer.build(parameters.len()).map_err(|error| error.under("optimizer"))?;
        let rows = data.training.rows();
        let batch_size = match self.batch_size {
            BatchSize::Rows(rows) => rows,
            BatchSize::Full => rows,
        };
        if batch_size > MAX_BATCH {
            return Err(Error::not_accepted("batchSize", batch_size, format!("at most {MAX_BATCH} rows")));
        }
        let order = self.shuffle.unwrap_or(true).then(|| Rng::new(seed, Stream::Order));
        Trainer::new(data, network, parameters, optimizer, Batches::new(rows, batch_size, order)?)
    }
}

impl BatchSize {
    fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Text(text) if text == "full" => Ok(Self::Full),
            Value::Number(_) => fields::size(value).map(Self::Rows),
            other => Err(Error::not_accepted("", other, "a whole number or \"full\"")),
        }
    }
}

impl Data {
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let data = if fields.get("features").is_some() {
            Self::Given {
                features: fields.required("features", read_matrix)?,
                targets: fields.required("targets", read_matrix)?,
                validation: fields.optional("validation", fields::number)?,
            }
        } else {
            Self::Named {
                name: fields.required("name", fields::text)?.to_owned(),
                standardize: fields.optional("standardize", fields::flag)?,
                validation: fields.optional("validation", fields::number)?,
                encoding: fields.optional("encoding", fields::named)?,
            }
        };
        fields.finish()?;
        Ok(data)
    }

    fn table(&self) -> Result<(Table, Preparation)> {
        match self {
            Self::Named { name, standardize, validation, encoding } => {
                let preparation = Preparation {
                    validation: validation.unwrap_or(0.0),
                    standardize: standardize.unwrap_or(true),
                    encoding: *encoding,
                };
                Ok((Bundled::named(name)?.table()?, preparation))
            }
            Self::Given { features, targets, validation } => {
                let validation = validation.unwrap_or(0.0);
                let preparation = Preparation { validation, standardize: false, encoding: None };
                Ok((Table::new(features.clone(), Target::Values(targets.clone()))?, preparation))
            }
        }
    }
}

/// Rows of numbers, all of the same length.
///
/// # Errors
/// Something else, or a row of another length, by its index.
pub fn read_matrix(value: &Value) -> Result<Array2<f64>> {
    let rows = fields::list(value, fields::numbers)?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(row) = rows.iter().position(|row| row.len() != width) {
        let problem = format!("{} numbers; the first row has {width}", rows[row].len());
        return Err(Error::new(format!("[{row}]"), problem));
    }
    let shape = (rows.len(), width);
    Array2::from_shape_vec(shape, rows.concat()).map_err(|error| Error::new("", error.to_string()))
}

impl Model {
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let model = Self {
            layers: fields.required("layers", |layers| fields::list(layers, Layer::read))?,
            init: fields.optional("init", fields::named)?,
            weights: fields.optional("weights", |weights| fields::list(weights, WeightTensor::read))?,
        };
        fields.finish()?;
        Ok(model)
    }
}

impl Layer {
    fn read(value: &Value) -> Result<LayerSpec> {
        let mut fields = Fields::of(value)?;
        let layer = match fields.required("kind", fields::text)? {
            "dense" => LayerSpec::Dense {
                units: fields.required("units", fields::size)?,
                activation: fields.optional("activation", fields::named)?.unwrap_or(Activation::Linear),
            },
            kind => return Err(Error::unknown("kind", kind, ["dense"])),
        };
        fields.finish()?;
        Ok(layer)
    }
}

impl WeightTensor {
    fn read(value: &Value) -> Result<Weight> {
        let mut fields = Fields::of(value)?;
        let shape = fields.required("shape", fields::numbers)?;
        let shape = shape.into_iter().map(|size| fields::size(&Value::Number(size))).collect::<Result<_>>();
        let values = fields.required("values", fields::numbers)?;
        fields.finish()?;
        Ok(Weight {
            shape: shape.map_err(|error| error.under("shape"))?,
            values: values.into_iter().map(|value| value as f32).collect(),
        })
    }
}

impl Optimizer {
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let optimizer = match fields.required("kind", fields::text)? {
            "sgd" => Self::Sgd {
                convention: fields.optional("convention", fields::named)?,
                momentum: fields.optional("momentum", fields::number)?,
                nesterov: fields.optional("nesterov", fields::flag)?,
            },
            kind => return Err(Error::unknown("kind", kind, ["sgd"])),
        };
        fields.finish()?;
        Ok(optimizer)
    }

    fn build(self, parameters: usize) -> Result<optimizer::Optimizer> {
        match self {
            Self::Sgd { convention, momentum, nesterov } => {
                let config = SgdConfig {
                    momentum: momentum.unwrap_or(0.0),
                    nesterov: nesterov.unwrap_or(false),
                    convention: convention.unwrap_or_default(),
                };
                Sgd::new(config, parameters).map(optimizer::Optimizer::Sgd)
            }
        }
    }
}
