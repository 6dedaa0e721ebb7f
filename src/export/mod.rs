//! An experiment as a script for Keras, PyTorch or optax: the same network from the same weights, the same batches,
//! the same rule, and the schedule in the framework's own terms where it has them, else written from its formula.
//!
//! The script reads data, initial weights and the order of the batches from `lr-lab-run.json`. What the frameworks
//! share is in `python` (lines of code), `formula` and `rates` (a schedule as a function), `update` (a rule that the
//! framework lacks, written out), `plateau`, `range_test` and `race`, which ask a network for what `training` has and
//! nothing else; each framework has a file of its own.

mod formula;
mod keras;
mod optax;
mod plateau;
mod python;
mod pytorch;
mod race;
mod range_test;
mod rates;
mod training;
mod update;

pub use race::Race;
pub use range_test::RangeTest;

use crate::model::layer::{LayerKind, LayerSpec};
use crate::model::{Activation, Loss, RowShape};
use crate::named;
use crate::optimizer::OptimizerSpec;
use crate::schedule::{Horizon, Monitor, Policy};

use python::Lines;
use training::Training;

/// The name under which a script looks for the run.
pub const RUN_FILE: &str = "lr-lab-run.json";

named! {
    /// Whose script.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Framework {
        /// Keras 3 on any backend.
        Keras = "keras",
        /// PyTorch 2.
        Pytorch = "pytorch",
        /// JAX with optax.
        Optax = "optax",
    }
}

/// What a script is written from.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// What a row of the data is.
    pub input: RowShape,
    /// The network.
    pub layers: Vec<LayerSpec>,
    /// What training makes small.
    pub loss: Loss,
    /// How.
    pub rule: OptimizerSpec,
    /// At which rates.
    pub policy: Policy,
    /// The run's length and the epochs'.
    pub horizon: Horizon,
    /// Whether rows are held out.
    pub validation: bool,
    /// A range test in front of the run.
    pub finder: Option<RangeTest>,
    /// A race in front of the run.
    pub race: Option<Race>,
}

impl Script {
    /// The script's text. Nothing is beyond a framework: what it lacks is written out.
    pub fn write(&self, framework: Framework) -> String {
        let lines = match framework {
            Framework::Keras => keras::script(self),
            Framework::Pytorch => pytorch::script(self),
            Framework::Optax => optax::script(self),
        };
        lines.text()
    }

    /// Whether a row is an image.
    fn is_image(&self) -> bool {
        matches!(self.input, RowShape::Image { .. })
    }

    fn has(&self, kind: LayerKind) -> bool {
        self.layers.iter().any(|layer| layer.kind() == kind)
    }

    /// Whether training draws random numbers, which no other library draws the same.
    fn is_random(&self) -> bool {
        self.layers.iter().any(|layer| matches!(layer, LayerSpec::Dropout { rate } if *rate > 0.0))
    }

    /// Whether a plateau watches the loss on the rows held out.
    fn watches_validation(&self) -> bool {
        let Policy::Plateau(plateau) = &self.policy else { return false };
        self.validation && plateau.config().monitor == Monitor::ValLoss
    }

    /// The layers as they are computed: a softmax or sigmoid that is part of the loss is left out.
    fn computed_layers(&self) -> Vec<LayerSpec> {
        let mut layers = self.layers.clone();
        if self.loss.fused_with().is_some()
            && let Some(LayerSpec::Dense { activation, .. }) = layers.last_mut()
        {
            *activation = Activation::Linear;
        }
        layers
    }

    /// The docstring: what it does and how it is run.
    fn title(&self, library: &str, install: &str) -> Lines {
        let search = match (self.finder.is_some(), self.race.is_some()) {
            (true, true) => "It runs the range test and the race, which look for a rate.\n",
            (true, false) => "It runs the range test, which looks for a rate.\n",
            (false, true) => "It runs the race, which looks for a rate.\n",
            (false, false) => "",
        };
        let of_race = if self.race.is_some() { " of the same race" } else { "" };
        let mut lines = Lines::from(format!(
            r#"
"""A run of LR Lab in {library}: the same data, weights, batches, rule and rates.

    {install}

Put {RUN_FILE} (exportRun{of_race}) beside this script: data, initial weights and batch order are there.
{search}It prints the loss of each training step, measured before the update."#
        ));
        if self.is_random() {
            lines.blank();
            lines.add("Dropout draws its own masks: they cannot be the lab's, so these losses differ from the lab's.");
        }
        lines.add("\"\"\"");
        lines
    }

    /// Reads the run: `x`, `y` and, where rows are held out, `x_val`, `y_val`, as the framework takes them, which is
    /// written with `{}` for an array of features and one of targets; and their `weights`.
    fn reading(&self, dtype: &str, [features, labels]: [&str; 2], weight: &str) -> Lines {
        let Horizon { steps, steps_per_epoch } = self.horizon;
        let targets = match self.loss.takes_classes() {
            true => format!("np.array(part[\"targets\"], np.{dtype})[:, 0]  # class numbers"),
            false => "np.array(part[\"targets\"], np.float32)".to_owned(),
        };
        let mut lines = Lines::from(format!(
            r#"
run = json.loads((pathlib.Path(__file__).parent / "{RUN_FILE}").read_text())
batches = run["batches"][:{steps}]  # row numbers of each step
STEPS_PER_EPOCH = {steps_per_epoch}


def arrays(part):
    x = np.array(part["features"], np.float32).reshape(-1, *run["inputShape"])
    y = {targets}
    return {features}, {labels}


def initial_weights(start):
    return [{weight} for w in start["initialWeights"]]


x, y = arrays(run["training"])"#,
            features = features.replace("{}", "x"),
            labels = labels.replace("{}", "y"),
        ));
        if self.validation {
            lines.add("x_val, y_val = arrays(run[\"validation\"])");
        }
        lines.add("weights = initial_weights(run)");
        if self.race.is_some_and(|race| race.length.seeds() > 1) {
            lines.add("STARTS = [run, *run[\"otherStarts\"]]  # of the seeds of the race");
        } else if self.searches() {
            lines.add("STARTS = [run]");
        }
        lines
    }

    /// Whether something looks for a rate in front of the run.
    fn searches(&self) -> bool {
        self.finder.is_some() || self.race.is_some()
    }

    /// What is defined to look for a rate, with a framework's training.
    fn search_definitions(&self, training: Training) -> Lines {
        let mut lines = Lines::default();
        if self.searches() {
            lines.definition(training.class(self));
        }
        if let Some(test) = &self.finder {
            lines.add(range_test::definitions(test));
        }
        if let Some(race) = self.race {
            lines.add(race::definitions(self, race.length));
        }
        lines
    }

    /// Looks for a rate.
    fn search(&self) -> Lines {
        let mut lines = Lines::default();
        if let Some(test) = &self.finder {
            lines.add(range_test::running(test));
            lines.blank();
        }
        if let Some(race) = self.race {
            lines.add(race::running(race.from));
            lines.blank();
        }
        lines
    }
}

/// An array of numbers as the lab has it, and a weight.
const ARRAYS: [&str; 2] = ["{}", "{}"];
const WEIGHT: &str = "np.array(w[\"values\"], np.float32).reshape(w[\"shape\"])";
