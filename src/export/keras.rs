//! The script for Keras 3.

use crate::model::layer::LayerSpec;
use crate::model::{Activation, Loss, RowShape};
use crate::named::Named;
use crate::optimizer::Convention;
use crate::schedule::{
    Constant, Cosine, Exponential, InverseTime, Piecewise, PlateauConfig, PlateauRule, Policy, Polynomial, Schedule,
    Shape, Unit,
};

use super::python::{Lines, Pairs, count, flag, keywords, list, number};
use super::rates;
use super::update::{class, explained};
use super::{Script, plateau, range_test};
use crate::optimizer::{OptimizerSpec, Update};

/// The batches go on from epoch to epoch.
const STEPS_PER_EPOCH: &str = "steps_per_epoch=STEPS_PER_EPOCH";

/// How a rate comes to the optimizer.
struct Rate {
    /// What has to be defined.
    definitions: Lines,
    /// What the optimizer is given.
    initial: Lines,
    /// What `fit` is given.
    callback: Option<Lines>,
}

pub(super) fn script(script: &Script) -> Lines {
    let rate = rate(script);
    let mut lines = script.reading("int32");
    lines.blank();
    lines.add(Script::weights());
    lines.definition(batches());
    lines.definition(batch_loss());
    lines.definition(recorder());
    if let Some(finder) = &script.finder {
        lines.definition(range_test::definitions(finder));
        lines.definition(finder_callback());
    }
    if own_rule(&script.rule).is_none() {
        lines.definition(rule_class(&script.rule));
    }
    lines.append(rate.definitions);
    lines.section();
    lines.append(loss(script.loss));
    lines.blank();
    lines.append(model(script));
    if script.finder.is_some() {
        lines.append(finding(script));
    }
    lines.append(training(script, rate.initial, rate.callback));
    let title = script.title("Keras", "pip install keras jax && KERAS_BACKEND=jax python script.py");
    lines.under(title, &["json", "math", "pathlib"], &["import keras", "import numpy as np"])
}

fn batches() -> Lines {
    Lines::from([
        "class Batches(keras.utils.PyDataset):",
        "    \"\"\"The lab's batches in the lab's order, all of the run's.\"\"\"",
        "",
        "    def __len__(self):",
        "        return len(batches)",
        "",
        "    def __getitem__(self, step):",
        "        return x[batches[step]], y[batches[step]]",
    ])
}

fn batch_loss() -> Lines {
    Lines::from([
        "class BatchLoss(keras.metrics.Metric):",
        "    \"\"\"The loss of the last batch; Keras itself reports the mean over the epoch so far.\"\"\"",
        "",
        "    def __init__(self, loss_function):",
        "        super().__init__(name=\"batch_loss\")",
        "        self.loss_function = loss_function",
        "        self.last = self.add_variable((), initializer=\"zeros\", name=\"last\")",
        "",
        "    def update_state(self, y_true, y_pred, sample_weight=None):",
        "        self.last.assign(self.loss_function(y_true, y_pred))",
        "",
        "    def result(self):",
        "        return self.last.value",
    ])
}

fn recorder() -> Lines {
    Lines::from([
        "class Recorder(keras.callbacks.Callback):",
        "    \"\"\"Rates and losses of each step; ends the run after its last batch.\"\"\"",
        "",
        "    def on_train_begin(self, logs=None):",
        "        self.lrs, self.losses = [], []",
        "",
        "    def on_train_batch_begin(self, batch, logs=None):",
        "        self.lrs.append(float(self.model.optimizer.learning_rate))",
        "",
        "    def on_train_batch_end(self, batch, logs=None):",
        "        self.losses.append(float(logs[\"batch_loss\"]))",
        "        if len(self.losses) == len(batches):",
        "            self.model.stop_training = True",
    ])
}

fn finder_callback() -> Lines {
    Lines::from([
        "class LRFinder(keras.callbacks.Callback):",
        "    \"\"\"Sets the rate before each batch, records its loss, and restores the weights at the end.\"\"\"",
        "",
        "    def __init__(self, test):",
        "        super().__init__()",
        "        self.test = test",
        "",
        "    def on_train_begin(self, logs=None):",
        "        self.weights = self.model.get_weights()",
        "",
        "    def on_train_batch_begin(self, batch, logs=None):",
        "        self.model.optimizer.learning_rate = self.test.lr",
        "",
        "    def on_train_batch_end(self, batch, logs=None):",
        "        if not self.test.record(float(logs[\"batch_loss\"])):",
        "            self.model.stop_training = True",
        "",
        "    def on_train_end(self, logs=None):",
        "        self.model.set_weights(self.weights)",
    ])
}

/// `model`, with the initial weights.
fn model(script: &Script) -> Lines {
    let shape = match script.input {
        RowShape::Flat(size) => format!("({size},)"),
        RowShape::Image { height, width, channels } => format!("({height}, {width}, {channels})"),
    };
    let mut layers = Lines::default();
    layers.add(format!("keras.Input({shape}),"));
    for layer in script.computed_layers() {
        layers.add(format!("{},", layer_call(layer)));
    }
    let mut list = Lines::default();
    list.block("[", layers);
    list.add("]");
    let mut lines = Lines::default();
    lines.block("model = keras.Sequential(", list);
    lines.add(")");
    lines.add("model.set_weights(weights)");
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

/// The optimizer at a rate, over the lines of the rate's own.
fn optimizer(rule: &OptimizerSpec, rate: Lines) -> Lines {
    let (name, mut arguments) = match own_rule(rule) {
        Some(arguments) => (format!("keras.optimizers.{}", rule.title()), arguments),
        None => (class(rule), Vec::new()),
    };
    let mut lines = Lines::default();
    let [first, rest @ ..] = &rate.into_lines()[..] else { return lines };
    if rest.is_empty() {
        arguments.insert(0, format!("learning_rate={first}"));
        lines.call(&name, &arguments, "");
        return lines;
    }
    let mut body = Lines::default();
    body.add(format!("learning_rate={first}"));
    for (i, line) in rest.iter().enumerate() {
        body.add(if i + 1 == rest.len() { format!("{line},") } else { line.clone() });
    }
    arguments.iter().for_each(|argument| body.add(format!("{argument},")));
    lines.block(format!("{name}("), body);
    lines.add(")");
    lines
}

/// The arguments of Keras's own class, where it has the rule.
fn own_rule(rule: &OptimizerSpec) -> Option<Vec<String>> {
    if rule.convention() != Convention::Keras && !rule.is_common() {
        return None;
    }
    let decay = (rule.weight_decay() > 0.0).then(|| ("weight_decay", number(rule.weight_decay())));
    let pairs: Vec<(&str, String)> = match rule {
        OptimizerSpec::Sgd(config) if config.momentum == 0.0 => vec![],
        OptimizerSpec::Sgd(config) => {
            vec![("momentum", number(config.momentum)), ("nesterov", flag(config.nesterov).to_owned())]
        }
        OptimizerSpec::Adagrad(config) => vec![
            ("initial_accumulator_value", number(config.initial_accumulator_value)),
            ("epsilon", number(config.epsilon)),
        ],
        OptimizerSpec::Adadelta(config) => vec![("rho", number(config.rho)), ("epsilon", number(config.epsilon))],
        OptimizerSpec::Rmsprop(config) => vec![
            ("rho", number(config.rho)),
            ("momentum", number(config.momentum)),
            ("epsilon", number(config.epsilon)),
            ("centered", flag(config.centered).to_owned()),
        ],
        OptimizerSpec::Adam(config) | OptimizerSpec::Adamw(config) => vec![
            ("beta_1", number(config.beta1)),
            ("beta_2", number(config.beta2)),
            ("epsilon", number(config.epsilon)),
            ("amsgrad", flag(config.amsgrad).to_owned()),
        ],
        OptimizerSpec::Nadam(config) => betas(config.beta1, config.beta2, Some(config.epsilon)),
        OptimizerSpec::Adamax(config) => betas(config.beta1, config.beta2, Some(config.epsilon)),
        OptimizerSpec::Lion(config) => betas(config.beta1, config.beta2, None),
        _ => return None,
    };
    Some(keywords(&pairs.into_iter().chain(decay).collect::<Vec<_>>()))
}

fn betas(beta1: f64, beta2: f64, epsilon: Option<f64>) -> Pairs {
    let epsilon = epsilon.map(|epsilon| ("epsilon", number(epsilon)));
    [("beta_1", number(beta1)), ("beta_2", number(beta2))].into_iter().chain(epsilon).collect()
}

/// A rule that Keras lacks.
fn rule_class(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("keras.ops");
    let mut build = Lines::from(["if self.built:", "    return", "super().build(variables)"]);
    if !slots.is_empty() {
        let mut each = Lines::default();
        for slot in &slots {
            let start = match slot.start {
                0.0 => "\"zeros\"".to_owned(),
                1.0 => "\"ones\"".to_owned(),
                start => format!("keras.initializers.Constant({})", number(start)),
            };
            let made = if slot.scalar {
                format!("self.add_variable((), initializer={start}, name=\"{}\")", slot.name)
            } else {
                format!("self.add_variable_from_reference(w, name=\"{}\", initializer={start})", slot.name)
            };
            each.add(format!("\"{}\": [{made} for w in variables],", slot.name));
        }
        build.block("self.kept = {", each);
        build.add("}");
    }
    let mut step = Lines::default();
    if !slots.is_empty() {
        step.add("i = self._get_variable_index(w)");
        for slot in &slots {
            step.add(format!("{0} = self.kept[\"{0}\"][i].value", slot.name));
        }
    }
    if uses_step(&update) {
        step.add("t = keras.ops.cast(self.iterations + 1, w.dtype)");
    }
    step.add("lr = keras.ops.cast(learning_rate, w.dtype)");
    update.iter().for_each(|line| step.add(line.clone()));
    for slot in &slots {
        step.add(format!("self.assign(self.kept[\"{0}\"][i], {0})", slot.name));
    }
    step.add("self.assign_sub(w, delta)");
    let mut body = Lines::default();
    body.add(explained(rule, "Keras"));
    body.blank();
    body.block("def build(self, variables):", build);
    body.blank();
    body.block("def update_step(self, g, w, learning_rate):", step);
    Lines::of_block(format!("class {}(keras.optimizers.Optimizer):", class(rule)), body)
}

/// Whether the lines of a rule ask for the number of the step.
fn uses_step(lines: &[String]) -> bool {
    lines.iter().any(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "t"))
}

fn rate(script: &Script) -> Rate {
    let one = |line: String| {
        let mut lines = Lines::default();
        lines.add(line);
        lines
    };
    match &script.policy {
        Policy::Plateau(plateau) => {
            let initial = one(number(plateau.config().init_lr));
            let monitor = if plateau::watches_validation(plateau, script.validation) { "val_loss" } else { "loss" };
            let PlateauConfig { factor, patience, cooldown, min_lr, .. } = *plateau.config();
            let PlateauRule::Keras { min_delta } = plateau.config().rule() else {
                let mut definitions = Lines::default();
                definitions.definition(plateau::class(plateau));
                definitions.definition(plateau_callback(monitor));
                return Rate { definitions, initial, callback: Some(one("ReduceLR()".to_owned())) };
            };
            let mut call = Lines::default();
            let pairs = [
                ("monitor", format!("\"{monitor}\"")),
                ("factor", number(factor)),
                ("patience", patience.to_string()),
                ("min_delta", number(min_delta)),
                ("cooldown", cooldown.to_string()),
                ("min_lr", number(min_lr)),
            ];
            call.call("keras.callbacks.ReduceLROnPlateau", &keywords(&pairs), "");
            Rate { definitions: Lines::default(), initial, callback: Some(call) }
        }
        Policy::Schedule(schedule) => match native(schedule) {
            Some(initial) => Rate { definitions: Lines::default(), initial, callback: None },
            None => {
                let mut definitions = Lines::default();
                if let Some(name) = jumping(schedule.shape()) {
                    definitions
                        .add(format!("# {name} of Keras is meant to be the same. Compiled by JAX it multiplies by a"));
                    definitions
                        .add("# rounded reciprocal instead of dividing, and may jump at a step beside the right one.");
                }
                definitions.append(rates::function(schedule, "learning_rate", &script.horizon));
                definitions.section();
                let callback = match rates::takes(schedule) {
                    Unit::Epoch => "keras.callbacks.LearningRateScheduler(lambda epoch, lr: learning_rate(epoch))",
                    Unit::Step => {
                        definitions.definition(step_scheduler());
                        "StepScheduler()"
                    }
                };
                let initial = one("learning_rate(0)".to_owned());
                Rate { definitions, initial, callback: Some(one(callback.to_owned())) }
            }
        },
    }
}

fn step_scheduler() -> Lines {
    Lines::from([
        "class StepScheduler(keras.callbacks.Callback):",
        "    \"\"\"Sets the rate before each batch, as LearningRateScheduler does before each epoch.\"\"\"",
        "",
        "    def on_train_begin(self, logs=None):",
        "        self.step = 0",
        "",
        "    def on_train_batch_begin(self, batch, logs=None):",
        "        self.model.optimizer.learning_rate = learning_rate(self.step)",
        "        self.step += 1",
    ])
}

fn plateau_callback(monitor: &str) -> Lines {
    let mut lines = Lines::from([
        "class ReduceLR(keras.callbacks.Callback):",
        "    def on_train_begin(self, logs=None):",
        "        self.plateau = Plateau()",
        "",
        "    def on_epoch_end(self, epoch, logs=None):",
    ]);
    lines.add(format!("        self.model.optimizer.learning_rate = self.plateau.after(logs[\"{monitor}\"])"));
    lines
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
fn native(schedule: &Schedule) -> Option<Lines> {
    if let Shape::Constant(Constant { lr }) = schedule.shape() {
        return Some(Lines::from([number(*lr).as_str()]));
    }
    if schedule.unit() == Unit::Epoch {
        return None;
    }
    let decay = |lr: f64, steps: f64, rate: f64| {
        let pairs =
            [("initial_learning_rate", number(lr)), ("decay_steps", count(steps)), ("decay_rate", number(rate))];
        keywords(&pairs)
    };
    let (name, arguments): (&str, Vec<String>) = match schedule.shape() {
        Shape::InverseTime(InverseTime(config)) if !config.staircase => {
            ("InverseTimeDecay", decay(config.init_lr, config.decay_steps, config.decay_rate))
        }
        Shape::Exponential(Exponential(config))
            if !config.staircase && config.begin == 0.0 && config.end_lr.is_none() =>
        {
            ("ExponentialDecay", decay(config.init_lr, config.decay_steps, config.decay_rate))
        }
        Shape::Piecewise(Piecewise { boundaries, values }) if !boundaries.is_empty() => (
            "PiecewiseConstantDecay",
            keywords(&[
                ("boundaries", list(boundaries.iter().map(u64::to_string))),
                ("values", list(values.iter().copied().map(number))),
            ]),
        ),
        Shape::Polynomial(Polynomial(config)) if !config.cycle => (
            "PolynomialDecay",
            keywords(&[
                ("initial_learning_rate", number(config.init_lr)),
                ("decay_steps", count(config.decay_steps)),
                ("end_learning_rate", number(config.end_lr)),
                ("power", number(config.power)),
            ]),
        ),
        Shape::Cosine(Cosine(config)) => {
            let mut pairs = vec![
                ("initial_learning_rate", number(config.init_lr)),
                ("decay_steps", count(config.decay_steps)),
                ("alpha", number(config.alpha)),
            ];
            if let Some(target) = config.warmup_target {
                pairs.push(("warmup_target", number(target)));
                pairs.push(("warmup_steps", count(config.warmup_steps)));
            }
            ("CosineDecay", keywords(&pairs))
        }
        _ => return None,
    };
    let mut lines = Lines::default();
    lines.call(&format!("keras.optimizers.schedules.{name}"), &arguments, "");
    Some(lines)
}

/// The range test.
fn finding(script: &Script) -> Lines {
    let mut lines = Lines::default();
    lines.blank();
    lines.add("# The range test. It starts with an optimizer of its own, so that only the weights need restoring.");
    lines.add("test = RangeTest()");
    let compiled = optimizer(&script.rule, Lines::from(["test.lr"]));
    lines.append(compile(compiled));
    let epochs = "math.ceil(len(test.rates) / STEPS_PER_EPOCH)";
    let epochs = format!("epochs={epochs}");
    let arguments = ["Batches()", STEPS_PER_EPOCH, &epochs, "shuffle=False", "callbacks=[LRFinder(test)]", "verbose=0"]
        .map(str::to_owned);
    lines.call("model.fit", &arguments, "");
    lines.append(range_test::printing());
    lines
}

fn compile(optimizer: Lines) -> Lines {
    let mut lines = Lines::default();
    lines.append(optimizer.assigned("optimizer"));
    lines.add("model.compile(optimizer=optimizer, loss=loss_function, metrics=[BatchLoss(loss_function)])");
    lines
}

/// The run.
fn training(script: &Script, initial: Lines, callback: Option<Lines>) -> Lines {
    let mut lines = Lines::default();
    lines.blank();
    lines.add("# The run.");
    lines.append(compile(optimizer(&script.rule, initial)));
    lines.add("recorder = Recorder()");
    let epochs = "epochs=math.ceil(len(batches) / STEPS_PER_EPOCH)";
    let mut arguments = ["Batches()", STEPS_PER_EPOCH, epochs, "shuffle=False"].map(str::to_owned).to_vec();
    if script.validation {
        arguments.push("validation_data=(x_val, y_val)".to_owned());
    }
    match callback {
        Some(callback) => {
            lines.append(callback.assigned("schedule"));
            arguments.push("callbacks=[schedule, recorder]".to_owned());
        }
        None => arguments.push("callbacks=[recorder]".to_owned()),
    }
    arguments.push("verbose=0".to_owned());
    lines.call("model.fit", &arguments, "");
    lines.add("lrs, losses = recorder.lrs, recorder.losses");
    lines.block("for loss in losses:", Lines::from(["print(loss)"]));
    lines
}
