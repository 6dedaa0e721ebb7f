//! The script for Keras 3.

use crate::declare::Declared as _;
use crate::model::layer::LayerSpec;
use crate::model::{Activation, Loss, RowShape};
use crate::named::Named;
use crate::optimizer::{Convention, OptimizerSpec, Slot, Update};
use crate::schedule::{
    Cosine, Exponential, InverseTime, Piecewise, Plateau, PlateauRule, Policy, Polynomial, Schedule, Shape, Unit,
};

use super::python::{Lines, call, filled, number};
use super::training::Training;
use super::update::{class, explained};
use super::{ARRAYS, Script, WEIGHT, plateau, rates};

/// How a rate comes to the optimizer.
struct Rate {
    /// What has to be defined.
    definitions: Lines,
    /// What the optimizer is given.
    initial: String,
    /// What `fit` is given.
    callback: Option<String>,
}

pub(super) fn script(script: &Script) -> Lines {
    let Rate { definitions, initial, callback } = rate(script);
    let mut lines = script.reading("int32", ARRAYS, WEIGHT);
    lines.definition(BATCHES);
    lines.definition(BATCH_LOSS);
    lines.definition(RECORDER);
    if own_rule(&script.rule).is_none() {
        lines.definition(rule_class(&script.rule));
    }
    lines.add(definitions);
    lines.section();
    lines.add(loss(script.loss));
    lines.definition(network(script));
    lines.add(script.search_definitions(search(script)));
    lines.section();
    lines.add(script.search());
    lines.add(training(script, &initial, callback));
    let title = script.title("Keras", "pip install keras jax && KERAS_BACKEND=jax python script.py");
    lines.under(title, &["json", "math", "pathlib"], "import keras\nimport numpy as np")
}

const BATCHES: &str = r#"
class Batches(keras.utils.PyDataset):
    """The lab's batches in the lab's order, all of the run's."""

    def __len__(self):
        return len(batches)

    def __getitem__(self, step):
        return x[batches[step]], y[batches[step]]
"#;

const BATCH_LOSS: &str = r#"
class BatchLoss(keras.metrics.Metric):
    """The loss of the last batch; Keras itself reports the mean over the epoch so far."""

    def __init__(self, loss_function):
        super().__init__(name="batch_loss")
        self.loss_function = loss_function
        self.last = self.add_variable((), initializer="zeros", name="last")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.last.assign(self.loss_function(y_true, y_pred))

    def result(self):
        return self.last.value
"#;

const RECORDER: &str = r#"
class Recorder(keras.callbacks.Callback):
    """Rates and losses of each step; ends the run after its last batch, or where the loss is no number."""

    def on_train_begin(self, logs=None):
        self.lrs, self.losses = [], []

    def on_train_batch_begin(self, batch, logs=None):
        self.lrs.append(float(self.model.optimizer.learning_rate))

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(float(logs["batch_loss"]))
        if len(self.losses) == len(batches) or not math.isfinite(self.losses[-1]):
            self.model.stop_training = True
"#;

const STEP_SCHEDULER: &str = r#"
class StepScheduler(keras.callbacks.Callback):
    """Sets the rate before each batch, as LearningRateScheduler does before each epoch."""

    def on_train_begin(self, logs=None):
        self.step = 0

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = learning_rate(self.step)
        self.step += 1
"#;

/// `def network(weights)`.
fn network(script: &Script) -> Lines {
    let shape = match script.input {
        RowShape::Flat(size) => format!("({size},)"),
        RowShape::Image { height, width, channels } => format!("({height}, {width}, {channels})"),
    };
    let mut body = Lines::from("model = keras.Sequential(\n    [");
    body.add(format!("        keras.Input({shape}),"));
    for layer in script.computed_layers() {
        body.add(format!("        {},", layer_call(layer)));
    }
    body.add("    ]\n)\nmodel.set_weights(weights)\nreturn model");
    let mut lines = Lines::default();
    lines.block("def network(weights):", body);
    lines
}

fn layer_call(layer: LayerSpec) -> String {
    let activation = |activation: Activation| match activation {
        Activation::Linear => String::new(),
        other => format!(", activation=\"{}\"", other.calls().keras),
    };
    match layer {
        LayerSpec::Dense { units, activation: of } => format!("keras.layers.Dense({units}{})", activation(of)),
        LayerSpec::Conv2d { filters, kernel_size, activation: of } => {
            format!("keras.layers.Conv2D({filters}, {kernel_size}{})", activation(of))
        }
        LayerSpec::MaxPool2d { pool_size } => format!("keras.layers.MaxPooling2D({pool_size})"),
        LayerSpec::Flatten => "keras.layers.Flatten()".to_owned(),
        LayerSpec::Dropout { rate } => format!("keras.layers.Dropout({})", number(rate)),
    }
}

fn loss(loss: Loss) -> Lines {
    let mut lines = Lines::default();
    if let Some(activation) = loss.fused_with() {
        lines.add(format!(
            "# The last layer's {} is part of the loss, which stays exact where it would round to 0 or 1.",
            activation.name()
        ));
    }
    lines.add(format!("loss_function = {}", loss.calls().keras));
    lines
}

/// Compiles a model with the optimizer at a rate.
fn compile(rule: &OptimizerSpec, model: &str, rate: &str) -> Lines {
    let (name, arguments) = match own_rule(rule) {
        Some(arguments) => (format!("keras.optimizers.{}", rule.title()), arguments),
        None => (class(rule), String::new()),
    };
    let optimizer = call(&format!("{name}(learning_rate={rate}{arguments})"));
    let mut lines = Lines::from(format!("optimizer = {optimizer}"));
    let arguments = "optimizer=optimizer, loss=loss_function, metrics=[BatchLoss(loss_function)]";
    lines.add(format!("{model}.compile({arguments})"));
    lines
}

/// The further arguments of Keras's own class, where it has the rule.
fn own_rule(rule: &OptimizerSpec) -> Option<String> {
    if rule.convention() != Convention::Keras && !rule.is_common() {
        return None;
    }
    let arguments = match rule {
        OptimizerSpec::Sgd(config) if config.momentum == 0.0 => "",
        OptimizerSpec::Sgd(_) => ", momentum={momentum}, nesterov={nesterov}",
        OptimizerSpec::Adagrad(_) => ", initial_accumulator_value={initialAccumulatorValue}, epsilon={epsilon}",
        OptimizerSpec::Adadelta(_) => ", rho={rho}, epsilon={epsilon}",
        OptimizerSpec::Rmsprop(_) => ", rho={rho}, momentum={momentum}, epsilon={epsilon}, centered={centered}",
        OptimizerSpec::Adam(_) | OptimizerSpec::Adamw(_) => {
            ", beta_1={beta1}, beta_2={beta2}, epsilon={epsilon}, amsgrad={amsgrad}"
        }
        OptimizerSpec::Nadam(_) | OptimizerSpec::Adamax(_) => ", beta_1={beta1}, beta_2={beta2}, epsilon={epsilon}",
        OptimizerSpec::Lion(_) => ", beta_1={beta1}, beta_2={beta2}",
        _ => return None,
    };
    let decay = if rule.weight_decay() > 0.0 { ", weight_decay={weightDecay}" } else { "" };
    Some(filled(&format!("{arguments}{decay}"), rule.kind(), rule.data()))
}

/// A rule that Keras lacks.
fn rule_class(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("keras.ops");
    let mut build = Lines::from("if self.built:\n    return\nsuper().build(variables)");
    let mut step = Lines::default();
    if !slots.is_empty() {
        build.add("self.kept = {");
        step.add("i = self._get_variable_index(w)");
        for Slot { name, start, scalar } in &slots {
            let start = match start {
                0.0 => "\"zeros\"".to_owned(),
                1.0 => "\"ones\"".to_owned(),
                start => format!("keras.initializers.Constant({})", number(*start)),
            };
            let made = match scalar {
                true => format!("self.add_variable((), initializer={start}, name=\"{name}\")"),
                false => format!("self.add_variable_from_reference(w, name=\"{name}\", initializer={start})"),
            };
            build.add(format!("    \"{name}\": [{made} for w in variables],"));
            step.add(format!("{name} = self.kept[\"{name}\"][i].value"));
        }
        build.add("}");
    }
    if uses_step(&update) {
        step.add("t = keras.ops.cast(self.iterations + 1, w.dtype)");
    }
    step.add("lr = keras.ops.cast(learning_rate, w.dtype)");
    step.add(update.join("\n"));
    for Slot { name, .. } in &slots {
        step.add(format!("self.assign(self.kept[\"{name}\"][i], {name})"));
    }
    step.add("self.assign_sub(w, delta)");
    let mut body = Lines::from(explained(rule, "Keras"));
    body.blank();
    body.block("def build(self, variables):", build);
    body.blank();
    body.block("def update_step(self, g, w, learning_rate):", step);
    let mut lines = Lines::default();
    lines.block(&format!("class {}(keras.optimizers.Optimizer):", class(rule)), body);
    lines
}

/// Whether the lines of a rule ask for the number of the step.
fn uses_step(lines: &[String]) -> bool {
    lines.iter().any(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "t"))
}

fn rate(script: &Script) -> Rate {
    let mut definitions = Lines::default();
    match &script.policy {
        Policy::Plateau(plateau) => {
            let monitor = if script.watches_validation() { "val_loss" } else { "loss" };
            let initial = number(plateau.config().init_lr);
            let callback = match plateau.config().rule() {
                PlateauRule::Keras { .. } => {
                    let template = "factor={factor}, patience={patience:d}, min_delta={minDelta}, \
                                    cooldown={cooldown:d}, min_lr={minLr}";
                    let settings = filled(template, Plateau::KIND, Plateau::data(plateau.config()));
                    call(&format!("keras.callbacks.ReduceLROnPlateau(monitor=\"{monitor}\", {settings})"))
                }
                PlateauRule::Pytorch { .. } => {
                    definitions.definition(plateau::class(plateau, "Plateau"));
                    definitions.definition(plateau_callback(monitor));
                    "ReduceLR()".to_owned()
                }
            };
            Rate { definitions, initial, callback: Some(callback) }
        }
        Policy::Schedule(schedule) => {
            if let Some(initial) = native(schedule) {
                return Rate { definitions, initial, callback: None };
            }
            if let Some(name) = jumping(schedule.shape()) {
                definitions.add(format!(
                    "# {name} of Keras is meant to be the same. Compiled by JAX it multiplies by a\n\
                     # rounded reciprocal instead of dividing, and may jump at a step beside the right one."
                ));
            }
            definitions.add(rates::function(schedule, "learning_rate", &script.horizon));
            definitions.section();
            let callback = match rates::takes(schedule) {
                Unit::Epoch => "keras.callbacks.LearningRateScheduler(lambda epoch, lr: learning_rate(epoch))",
                Unit::Step => {
                    definitions.definition(STEP_SCHEDULER);
                    "StepScheduler()"
                }
            };
            Rate { definitions, initial: "learning_rate(0)".to_owned(), callback: Some(callback.to_owned()) }
        }
    }
}

fn plateau_callback(monitor: &str) -> String {
    format!(
        r#"
class ReduceLR(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.plateau = Plateau()

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = self.plateau.after(logs["{monitor}"])
"#
    )
}

/// The schedule of Keras's that should do, if the rate jumps: it is not used, since it rounds where it has to count.
fn jumping(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::InverseTime(InverseTime(config)) if config.staircase => Some("InverseTimeDecay"),
        Shape::Exponential(Exponential(config)) if config.staircase => Some("ExponentialDecay"),
        Shape::Polynomial(Polynomial(config)) if config.cycle => Some("PolynomialDecay"),
        Shape::WarmRestarts(_) => Some("CosineDecayRestarts"),
        _ => None,
    }
}

/// The schedule as one of Keras's own, which count steps. Those that jump are left out.
fn native(schedule: &Schedule) -> Option<String> {
    let shape = schedule.shape();
    let template = match shape {
        Shape::Constant(_) => "{lr}",
        _ if schedule.unit() == Unit::Epoch => return None,
        Shape::InverseTime(InverseTime(config)) if !config.staircase => {
            "InverseTimeDecay(initial_learning_rate={initLr}, decay_steps={decaySteps:d}, decay_rate={decayRate})"
        }
        Shape::Exponential(Exponential(config))
            if !config.staircase && config.begin == 0.0 && config.end_lr.is_none() =>
        {
            "ExponentialDecay(initial_learning_rate={initLr}, decay_steps={decaySteps:d}, decay_rate={decayRate})"
        }
        Shape::Piecewise(Piecewise { boundaries, .. }) if !boundaries.is_empty() => {
            "PiecewiseConstantDecay(boundaries={boundaries:d}, values={values})"
        }
        Shape::Polynomial(Polynomial(config)) if !config.cycle => {
            "PolynomialDecay(initial_learning_rate={initLr}, decay_steps={decaySteps:d}, end_learning_rate={endLr}, \
             power={power})"
        }
        Shape::Cosine(Cosine(config)) if config.warmup_target.is_none() => {
            "CosineDecay(initial_learning_rate={initLr}, decay_steps={decaySteps:d}, alpha={alpha})"
        }
        Shape::Cosine(_) => {
            "CosineDecay(initial_learning_rate={initLr}, decay_steps={decaySteps:d}, alpha={alpha}, \
             warmup_target={warmupTarget}, warmup_steps={warmupSteps:d})"
        }
        _ => return None,
    };
    let module = if template.contains('(') { "keras.optimizers.schedules." } else { "" };
    Some(call(&filled(&format!("{module}{template}"), shape.kind(), shape.data())))
}

fn search(script: &Script) -> Training {
    let mut start = Lines::from("self.model = network(initial_weights(start))");
    start.add(compile(&script.rule, "self.model", "0.0"));
    let step = r#"
self.model.optimizer.learning_rate = lr
logs = self.model.train_on_batch(self.x[self.rows], self.y[self.rows], return_dict=True)
return float(logs["batch_loss"])"#;
    let held_out_loss = r#"
x, y = self.x_val[rows], self.y_val[rows]
return float(self.model.evaluate(x, y, batch_size=1024, verbose=0, return_dict=True)["loss"])"#;
    Training { start, step: step.into(), held_out_loss: held_out_loss.into() }
}

/// The run.
fn training(script: &Script, initial: &str, callback: Option<String>) -> Lines {
    let mut lines = Lines::from("# The run.\nmodel = network(weights)");
    lines.add(compile(&script.rule, "model", initial));
    lines.add("recorder = Recorder()");
    let validation = if script.validation { ", validation_data=(x_val, y_val)" } else { "" };
    let callbacks = match callback {
        Some(callback) => {
            lines.add(format!("schedule = {callback}"));
            "schedule, recorder"
        }
        None => "recorder",
    };
    lines.add(call(&format!(
        "model.fit(Batches(), steps_per_epoch=STEPS_PER_EPOCH, epochs=math.ceil(len(batches) / STEPS_PER_EPOCH), \
         shuffle=False{validation}, callbacks=[{callbacks}], verbose=0)"
    )));
    lines.add("lrs, losses = recorder.lrs, recorder.losses\nfor loss in losses:\n    print(loss)");
    lines
}
