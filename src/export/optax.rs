//! The script for JAX with optax.

use crate::model::layer::{LayerKind, LayerSpec};
use crate::named::Named;
use crate::optimizer::Convention;
use crate::schedule::Curve as _;
use crate::schedule::{
    Anneal, Constant, Cosine, Exponential, Linear, OneCycle, OneCycleConfig, OneCycleConvention, Policy, Polynomial,
    Schedule, Shape, Unit,
};

use super::python::{Lines, count, flag, inline, keywords, list, number};
use super::rates;
use super::update::{explained, names};
use super::{Script, plateau, range_test};
use crate::optimizer::{OptimizerSpec, Update};

pub(super) fn script(script: &Script) -> Lines {
    let mut lines = script.reading("int32");
    lines.blank();
    lines.add(
        "weights = [jnp.array(w[\"values\"], jnp.float32).reshape(w[\"shape\"]) for w in run[\"initialWeights\"]]",
    );
    lines.definition(forward(script));
    lines.definition(loss(script));
    lines.definition(optimizer(&script.rule));
    lines.add("optimizer = optax.inject_hyperparams(make_optimizer)(learning_rate=0.0)");
    lines.definition(train_step(script.is_random()));
    if let Some(finder) = &script.finder {
        lines.definition(range_test::definitions(finder));
    }
    lines.append(schedule(script));
    if let Policy::Plateau(plateau) = &script.policy
        && plateau::watches_validation(plateau, script.validation)
    {
        lines.definition(validation_loss());
    }
    lines.section();
    if script.finder.is_some() {
        lines.append(finding(script));
        lines.blank();
    }
    lines.append(training(script));
    let title = script.title("JAX with optax", "pip install jax optax && python script.py");
    let others = ["import jax", "import jax.numpy as jnp", "import numpy as np", "import optax"];
    lines.under(title, &["json", "math", "pathlib"], &others)
}

/// `def forward(params, x)`.
fn forward(script: &Script) -> Lines {
    let mut body = Lines::default();
    let mut dropouts = 0;
    let mut at = 0;
    for layer in script.computed_layers() {
        match layer {
            LayerSpec::Dense { activation: of, .. } => {
                let sums = format!("x @ params[{at}] + params[{}]", at + 1);
                body.add(format!("x = {}", of.calls().jax.replace("{}", &sums)));
                at += 2;
            }
            LayerSpec::Conv2d { activation: of, .. } => {
                let sums = format!("convolve(x, params[{at}]) + params[{}]", at + 1);
                body.add(format!("x = {}", of.calls().jax.replace("{}", &sums)));
                at += 2;
            }
            LayerSpec::MaxPool2d { pool_size: p } => {
                let window = format!("(1, {p}, {p}, 1)");
                body.add(format!("x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, {window}, {window}, \"VALID\")"));
            }
            LayerSpec::Flatten => body.add("x = x.reshape(len(x), -1)"),
            LayerSpec::Dropout { rate } if rate > 0.0 => {
                let mut drop = Lines::default();
                let keep = number(1.0 - rate);
                drop.add(format!("kept = jax.random.bernoulli(jax.random.fold_in(key, {dropouts}), {keep}, x.shape)"));
                drop.add(format!("x = jnp.where(kept, x / {keep}, 0.0)"));
                body.block("if key is not None:", drop);
                dropouts += 1;
            }
            LayerSpec::Dropout { .. } => {}
        }
    }
    body.add("return x");
    let mut lines = Lines::default();
    if script.has(LayerKind::Conv2d) {
        lines.definition(Lines::from([
            "def convolve(x, kernel):",
            "    layout = (\"NHWC\", \"HWIO\", \"NHWC\")",
            "    return jax.lax.conv_general_dilated(x, kernel, (1, 1), \"VALID\", dimension_numbers=layout)",
        ]));
    }
    lines.block(if script.is_random() { "def forward(params, x, key=None):" } else { "def forward(params, x):" }, body);
    lines
}

fn loss(script: &Script) -> Lines {
    let mut body = Lines::default();
    if let Some(activation) = script.loss.fused_with() {
        body.add(format!("# The last layer's {} is part of the loss.", activation.name()));
    }
    let random = script.is_random();
    let outputs = if random { "forward(params, x, key)" } else { "forward(params, x)" };
    let of = script.loss.calls().jax.replace("{}", outputs);
    body.add(format!("return jnp.mean({of})"));
    Lines::of_block(
        if random { "def loss_function(params, x, y, key=None):" } else { "def loss_function(params, x, y):" },
        body,
    )
}

fn train_step(random: bool) -> Lines {
    let key = if random { ", key" } else { "" };
    let mut body = Lines::from(["\"\"\"Trains on a batch; its loss is measured before the update.\"\"\""]);
    body.add(format!("loss, gradients = jax.value_and_grad(loss_function)(params, x, y{key})"));
    body.add("state.hyperparams[\"learning_rate\"] = lr");
    body.add("updates, state = optimizer.update(gradients, state, params)");
    body.add("return optax.apply_updates(params, updates), state, loss");
    let mut lines = Lines::from(["@jax.jit"]);
    lines.block(format!("def train_step(params, state, x, y, lr{key}):"), body);
    lines
}

fn validation_loss() -> Lines {
    Lines::from(["def validation_loss():", "    return float(loss_function(params, x_val, y_val))"])
}

/// The call of a step in a loop over `rows`.
fn step_call(script: &Script, lr: &str, step: &str) -> String {
    let key = if script.is_random() { format!(", jax.random.fold_in(key, {step})") } else { String::new() };
    format!("params, state, loss = train_step(params, state, x[rows], y[rows], {lr}{key})")
}

fn finding(script: &Script) -> Lines {
    let mut lines = Lines::from([
        "# The range test. Parameters and state are values: the run starts from the first ones again.",
        "test = RangeTest()",
        "params, state = weights, optimizer.init(weights)",
    ]);
    let mut each = Lines::from(["rows = np.array(rows)"]);
    each.add(step_call(script, "test.lr", "len(test.losses)"));
    each.block("if not test.record(float(loss)):", Lines::from(["break"]));
    lines.block("for rows in batches:", each);
    if script.is_random() {
        let mut with_key = Lines::from(["key = jax.random.key(0)"]);
        with_key.append(lines);
        lines = with_key;
    }
    lines.append(range_test::printing());
    lines
}

fn training(script: &Script) -> Lines {
    let mut lines = Lines::from(["# The run."]);
    if script.is_random() {
        lines.add("key = jax.random.key(0)");
    }
    lines.add("params, state = weights, optimizer.init(weights)");
    lines.add("lrs, losses = [], []");
    let mut each = Lines::default();
    each.add(match &script.policy {
        Policy::Plateau(_) => "lrs.append(plateau.lr)".to_owned(),
        Policy::Schedule(schedule) => {
            format!("lrs.append(float({}))", rates::called(schedule, "learning_rate", "step", &script.horizon))
        }
    });
    each.add("rows = np.array(rows)");
    each.add(step_call(script, "lrs[-1]", "step"));
    each.add("losses.append(float(loss))");
    each.add("print(losses[-1])");
    if let Policy::Plateau(of) = &script.policy {
        let mut after = plateau::metric(of, script.validation);
        after.add("plateau.after(metric)");
        each.block("if (step + 1) % STEPS_PER_EPOCH == 0:", after);
    }
    lines.block("for step, rows in enumerate(batches):", each);
    lines
}

/// `learning_rate`, or `plateau`.
fn schedule(script: &Script) -> Lines {
    let mut lines = Lines::default();
    match &script.policy {
        Policy::Plateau(of) => {
            lines.definition(plateau::class(of));
            lines.add("plateau = Plateau()");
        }
        Policy::Schedule(schedule) => match native(schedule) {
            Some(native) => lines.append(native.assigned("learning_rate")),
            None => lines.definition(rates::function(schedule, "learning_rate", &script.horizon)),
        },
    }
    lines
}

/// The schedule as one of optax's own, a function of the count.
fn native(schedule: &Schedule) -> Option<Lines> {
    let whole = |steps: f64| steps.fract() == 0.0;
    let (name, arguments): (&str, Vec<String>) = match schedule.shape() {
        Shape::Constant(Constant { lr }) => ("constant_schedule", vec![number(*lr)]),
        Shape::Exponential(Exponential(config)) if whole(config.decay_steps) && whole(config.begin) => {
            let mut pairs = vec![
                ("init_value", number(config.init_lr)),
                ("transition_steps", count(config.decay_steps)),
                ("decay_rate", number(config.decay_rate)),
                ("transition_begin", count(config.begin)),
                ("staircase", flag(config.staircase).to_owned()),
            ];
            pairs.extend(config.end_lr.map(|lr| ("end_value", number(lr))));
            ("exponential_decay", keywords(&pairs))
        }
        Shape::Linear(Linear { start_lr, end_lr, steps }) if *steps > 0 => (
            "linear_schedule",
            keywords(&[
                ("init_value", number(*start_lr)),
                ("end_value", number(*end_lr)),
                ("transition_steps", steps.to_string()),
            ]),
        ),
        Shape::Polynomial(Polynomial(config)) if !config.cycle && whole(config.decay_steps) => (
            "polynomial_schedule",
            keywords(&[
                ("init_value", number(config.init_lr)),
                ("end_value", number(config.end_lr)),
                ("power", number(config.power)),
                ("transition_steps", count(config.decay_steps)),
            ]),
        ),
        Shape::Cosine(Cosine(config)) if config.warmup_steps == 0.0 => (
            "cosine_decay_schedule",
            keywords(&[
                ("init_value", number(config.warmup_target.unwrap_or(config.init_lr))),
                ("decay_steps", count(config.decay_steps)),
                ("alpha", number(config.alpha)),
            ]),
        ),
        // Its decay_steps include the warm-up.
        Shape::Cosine(Cosine(config)) if whole(config.warmup_steps) && whole(config.decay_steps) => {
            let peak = config.warmup_target.unwrap_or(config.init_lr);
            (
                "warmup_cosine_decay_schedule",
                keywords(&[
                    ("init_value", number(config.init_lr)),
                    ("peak_value", number(peak)),
                    ("warmup_steps", count(config.warmup_steps)),
                    ("decay_steps", count(config.warmup_steps + config.decay_steps)),
                    ("end_value", number(peak * config.alpha)),
                ]),
            )
        }
        Shape::OneCycle(OneCycle { config, .. }) => one_cycle(config)?,
        Shape::Join(join) => return joined(schedule.unit(), join.schedules(), &join.boundaries),
        _ => return None,
    };
    let mut lines = Lines::default();
    lines.call(&format!("optax.{name}"), &arguments, "");
    Some(lines)
}

fn one_cycle(config: &OneCycleConfig) -> Option<(&'static str, Vec<String>)> {
    let linear = config.anneal == Anneal::Linear;
    // optax has a third phase in the linear one only.
    if config.convention != OneCycleConvention::Optax || config.three_phase != linear {
        return None;
    }
    let mut pairs = vec![
        ("transition_steps", config.total_steps.to_string()),
        ("peak_value", number(config.max_lr)),
        ("pct_start", number(config.pct_start)),
        ("div_factor", number(config.div_factor)),
        ("final_div_factor", number(config.final_div_factor)),
    ];
    if linear {
        pairs.push(("pct_final", number(config.pct_final.unwrap_or_default())));
    }
    Some((if linear { "linear_onecycle_schedule" } else { "cosine_onecycle_schedule" }, keywords(&pairs)))
}

/// `optax.join_schedules`, where every piece is one of optax's and counts steps.
fn joined(unit: Unit, schedules: &[Schedule], boundaries: &[u64]) -> Option<Lines> {
    if unit != Unit::Step || schedules.iter().any(|piece| piece.unit() != Unit::Step) {
        return None;
    }
    let pieces = schedules.iter().map(native).collect::<Option<Vec<_>>>()?;
    let mut list_of = Lines::default();
    for piece in pieces {
        let mut lines = piece.into_lines();
        if let Some(last) = lines.last_mut() {
            last.push(',');
        }
        lines.into_iter().for_each(|line| list_of.add(line));
    }
    let mut body = Lines::default();
    body.block("[", list_of);
    body.add("],");
    body.add(format!("boundaries={},", list(boundaries.iter().map(u64::to_string))));
    let mut lines = Lines::default();
    lines.block("optax.join_schedules(", body);
    lines.add(")");
    Some(lines)
}

/// `def make_optimizer(learning_rate)`.
fn optimizer(rule: &OptimizerSpec) -> Lines {
    let Some(steps) = own_rule(rule) else { return written_out(rule) };
    let mut body = Lines::default();
    if rule.convention() == Convention::Keras && !rule.is_common() {
        body.add(format!("# {} by Keras's rule.", rule.title()));
    }
    body.call("return optax.chain", &steps, "");
    Lines::of_block("def make_optimizer(learning_rate):", body)
}

/// The rule as a chain of optax's transformations, where they are exactly it.
fn own_rule(rule: &OptimizerSpec) -> Option<Vec<String>> {
    let keras = rule.convention() == Convention::Keras;
    let rate = "optax.scale_by_learning_rate(learning_rate)".to_owned();
    let scaled = |name: &str, pairs: &[(&str, String)]| inline(&format!("optax.{name}"), &keywords(pairs));
    let betas = |name: &str, beta1: f64, beta2: f64, epsilon: Option<f64>| {
        let epsilon = epsilon.map(|epsilon| ("eps", number(epsilon)));
        let pairs: Vec<_> = [("b1", number(beta1)), ("b2", number(beta2))].into_iter().chain(epsilon).collect();
        scaled(name, &pairs)
    };
    // What stands before the rate, and a velocity that holds the rate.
    let (mut steps, after): (Vec<String>, Option<String>) = match rule {
        OptimizerSpec::Sgd(config) if config.momentum == 0.0 => (vec![], None),
        OptimizerSpec::Sgd(config) if config.dampening.is_none_or(|dampening| dampening == 0.0) => {
            let nesterov = flag(config.nesterov).to_owned();
            let trace = scaled("trace", &[("decay", number(config.momentum)), ("nesterov", nesterov)]);
            if keras { (vec![], Some(trace)) } else { (vec![trace], None) }
        }
        OptimizerSpec::Adagrad(config) if keras => {
            let pairs = [
                ("initial_accumulator_value", number(config.initial_accumulator_value)),
                ("eps", number(config.epsilon)),
            ];
            (vec![scaled("scale_by_rss", &pairs)], None)
        }
        OptimizerSpec::Adadelta(config) => {
            (vec![scaled("scale_by_adadelta", &[("rho", number(config.rho)), ("eps", number(config.epsilon))])], None)
        }
        OptimizerSpec::Rmsprop(config) => {
            let name = if config.centered { "scale_by_stddev" } else { "scale_by_rms" };
            let pairs = [
                ("decay", number(config.rho)),
                ("eps", number(config.epsilon)),
                ("eps_in_sqrt", flag(keras).to_owned()),
            ];
            let scale = scaled(name, &pairs);
            let trace = (config.momentum > 0.0).then(|| scaled("trace", &[("decay", number(config.momentum))]));
            if keras { (vec![scale], trace) } else { ([scale].into_iter().chain(trace).collect(), None) }
        }
        OptimizerSpec::Adam(config) | OptimizerSpec::Adamw(config) if !keras && !config.amsgrad => {
            (vec![betas("scale_by_adam", config.beta1, config.beta2, Some(config.epsilon))], None)
        }
        OptimizerSpec::Adamax(config) if !keras => {
            (vec![betas("scale_by_adamax", config.beta1, config.beta2, Some(config.epsilon))], None)
        }
        OptimizerSpec::Lion(config) => (vec![betas("scale_by_lion", config.beta1, config.beta2, None)], None),
        _ => return None,
    };
    let decay = (rule.weight_decay() > 0.0).then(|| number(rule.weight_decay()));
    match (decay, rule.is_decoupled(), after) {
        (None, _, after) => steps.extend([rate].into_iter().chain(after)),
        (Some(decay), false, after) => {
            steps.insert(0, format!("optax.add_decayed_weights({decay})"));
            steps.extend([rate].into_iter().chain(after));
        }
        (Some(decay), true, None) => {
            steps.extend([format!("optax.add_decayed_weights({decay})"), rate]);
        }
        // The velocity is not to hold the decay.
        (Some(decay), true, Some(after)) => {
            steps.extend([rate, after, format!("optax.add_decayed_weights(-learning_rate * {decay})")]);
        }
    }
    Some(steps)
}

/// The rule as a transformation of its own.
fn written_out(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("jnp");
    let mut init = Lines::from(["state = {\"t\": jnp.zeros(())}"]);
    for slot in &slots {
        let made = match (slot.scalar, slot.start) {
            (true, start) => format!("jnp.array({})", number(start)),
            (false, start) => format!("jnp.full_like(w, {})", number(start)),
        };
        init.add(format!("state[\"{}\"] = [{made} for w in params]", slot.name));
    }
    init.add("return state");
    let names = names(&slots);
    let mut leaf = Lines::default();
    update.iter().for_each(|line| leaf.add(line.clone()));
    leaf.add(format!("return {}", [&["-delta"], &names[..]].concat().join(", ")));
    let mut step = Lines::from(["t, lr = state[\"t\"] + 1, learning_rate", ""]);
    step.block(format!("def leaf({}):", [&["w", "g"], &names[..]].concat().join(", ")), leaf);
    step.blank();
    let kept: Vec<String> = names.iter().map(|name| format!("state[\"{name}\"]")).collect();
    let arguments = [vec!["leaf".to_owned(), "params".to_owned(), "gradients".to_owned()], kept].concat();
    let results = [&["updates"], &names[..]].concat().join(", ");
    if names.is_empty() {
        step.add("updates, = zip(*map(leaf, params, gradients))");
    } else {
        step.add(format!("{results} = map(list, zip(*{}))", inline("map", &arguments)));
    }
    let state: Vec<String> = ["t"].iter().chain(&names).map(|name| format!("\"{name}\": {name}")).collect();
    step.add(format!("return updates, {{{}}}", state.join(", ")));
    let mut body = Lines::default();
    body.add(explained(rule, "optax"));
    body.blank();
    body.block("def init(params):", init);
    body.blank();
    body.block("def update(gradients, state, params):", step);
    body.blank();
    body.add("return optax.GradientTransformation(init, update)");
    Lines::of_block("def make_optimizer(learning_rate):", body)
}
