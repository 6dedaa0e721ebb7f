//! The script for JAX with optax.

use crate::model::layer::{LayerKind, LayerSpec};
use crate::named::Named;
use crate::optimizer::{Convention, OptimizerSpec, Slot, Update};
use crate::schedule::{
    Anneal, Cosine, Curve as _, Exponential, Linear, OneCycle, OneCycleConvention, Policy, Polynomial, Schedule, Shape,
    Unit,
};

use super::python::{Lines, call, count, filled, flag, list, number};
use super::training::Training;
use super::update::{explained, listed};
use super::{ARRAYS, Script, plateau, rates};

pub(super) fn script(script: &Script) -> Lines {
    let weight = "jnp.array(w[\"values\"], jnp.float32).reshape(w[\"shape\"])";
    let mut lines = script.reading("int32", ARRAYS, weight);
    lines.definition(forward(script));
    lines.definition(loss(script));
    lines.definition(optimizer(&script.rule));
    lines.add("optimizer = optax.inject_hyperparams(make_optimizer)(learning_rate=0.0)");
    lines.definition(train_step(script.is_random()));
    lines.add(schedule(script));
    if script.watches_validation() {
        lines.definition("def validation_loss():\n    return float(loss_function(params, x_val, y_val))");
    }
    lines.section();
    lines.add(script.search_definitions(search(script)));
    lines.section();
    lines.add(script.search());
    lines.add(training(script));
    let title = script.title("JAX with optax", "pip install jax optax && python script.py");
    let others = "import jax\nimport jax.numpy as jnp\nimport numpy as np\nimport optax";
    lines.under(title, &["json", "math", "pathlib"], others)
}

/// `def forward(params, x)`.
fn forward(script: &Script) -> Lines {
    let mut body = Lines::default();
    let mut dropouts = 0;
    let mut at = 0;
    for layer in script.computed_layers() {
        match layer {
            LayerSpec::Dense { activation: of, .. } | LayerSpec::Conv2d { activation: of, .. } => {
                let product = match layer.kind() {
                    LayerKind::Conv2d => format!("convolve(x, params[{at}])"),
                    _ => format!("x @ params[{at}]"),
                };
                let sums = format!("{product} + params[{}]", at + 1);
                body.add(format!("x = {}", of.calls().jax.replace("{}", &sums)));
                at += 2;
            }
            LayerSpec::MaxPool2d { pool_size: p } => {
                let window = format!("(1, {p}, {p}, 1)");
                body.add(format!("x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, {window}, {window}, \"VALID\")"));
            }
            LayerSpec::Flatten => body.add("x = x.reshape(len(x), -1)"),
            LayerSpec::Dropout { rate } if rate > 0.0 => {
                let keep = number(1.0 - rate);
                body.add(format!(
                    r#"
if key is not None:
    kept = jax.random.bernoulli(jax.random.fold_in(key, {dropouts}), {keep}, x.shape)
    x = jnp.where(kept, x / {keep}, 0.0)"#
                ));
                dropouts += 1;
            }
            LayerSpec::Dropout { .. } => {}
        }
    }
    body.add("return x");
    let mut lines = Lines::default();
    if script.has(LayerKind::Conv2d) {
        lines.definition(
            r#"
def convolve(x, kernel):
    layout = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(x, kernel, (1, 1), "VALID", dimension_numbers=layout)"#,
        );
    }
    lines.block(if script.is_random() { "def forward(params, x, key=None):" } else { "def forward(params, x):" }, body);
    lines
}

fn loss(script: &Script) -> Lines {
    let mut body = Lines::default();
    if let Some(activation) = script.loss.fused_with() {
        body.add(format!("# The last layer's {} is part of the loss.", activation.name()));
    }
    let (header, outputs) = match script.is_random() {
        true => ("def loss_function(params, x, y, key=None):", "forward(params, x, key)"),
        false => ("def loss_function(params, x, y):", "forward(params, x)"),
    };
    body.add(format!("return jnp.mean({})", script.loss.calls().jax.replace("{}", outputs)));
    let mut lines = Lines::default();
    lines.block(header, body);
    lines
}

fn train_step(random: bool) -> String {
    let key = if random { ", key" } else { "" };
    format!(
        r#"
@jax.jit
def train_step(params, state, x, y, lr{key}):
    """Trains on a batch; its loss is measured before the update."""
    loss, gradients = jax.value_and_grad(loss_function)(params, x, y{key})
    state.hyperparams["learning_rate"] = lr
    updates, state = optimizer.update(gradients, state, params)
    return optax.apply_updates(params, updates), state, loss"#
    )
}

/// The call of a step in a loop over `rows`.
fn step_call(script: &Script, lr: &str, step: &str) -> String {
    let key = if script.is_random() { format!(", jax.random.fold_in(key, {step})") } else { String::new() };
    format!("params, state, loss = train_step(params, state, x[rows], y[rows], {lr}{key})")
}

/// What the dropouts of a loop draw from.
fn key(script: &Script) -> &'static str {
    if script.is_random() { "key = jax.random.key(0)" } else { "" }
}

fn search(script: &Script) -> Training {
    let mut start = Lines::from("self.params = initial_weights(start)\nself.state = optimizer.init(self.params)");
    let mut step = Lines::default();
    let (mut rows, mut key) = ("rows = np.array(self.rows)", "");
    if script.is_random() {
        start.add("self.key = jax.random.key(seed)");
        rows = "rows = np.array(self.rows)\nself.key, key = jax.random.split(self.key)";
        key = ", key";
    }
    step.add(rows);
    step.add(format!(
        r#"
x, y = self.x[rows], self.y[rows]
self.params, self.state, loss = train_step(self.params, self.state, x, y, lr{key})
return float(loss)"#
    ));
    let held_out_loss = "return float(loss_function(self.params, self.x_val[rows], self.y_val[rows]))";
    Training { start, step, held_out_loss: held_out_loss.into() }
}

fn training(script: &Script) -> Lines {
    let lr = match &script.policy {
        Policy::Plateau(_) => "plateau.lr".to_owned(),
        Policy::Schedule(schedule) => {
            format!("float({})", rates::called(schedule, "learning_rate", "step", &script.horizon))
        }
    };
    let mut each = Lines::from(format!("lrs.append({lr})\nrows = np.array(rows)"));
    each.add(step_call(script, "lrs[-1]", "step"));
    each.add("losses.append(float(loss))\nprint(losses[-1])\nif not math.isfinite(losses[-1]):\n    break");
    if let Policy::Plateau(_) = script.policy {
        let after = format!("{}\nplateau.after(metric)", plateau::metric(script));
        each.block("if (step + 1) % STEPS_PER_EPOCH == 0:", after);
    }
    let mut lines = Lines::from("# The run.");
    lines.add(key(script));
    lines.add("params, state = weights, optimizer.init(weights)\nlrs, losses = [], []");
    lines.block("for step, rows in enumerate(batches):", each);
    lines
}

/// `learning_rate`, or `plateau`.
fn schedule(script: &Script) -> Lines {
    let mut lines = Lines::default();
    match &script.policy {
        Policy::Plateau(of) => {
            lines.definition(plateau::class(of, "Plateau"));
            lines.add("plateau = Plateau()");
        }
        Policy::Schedule(schedule) => match native(schedule) {
            Some(native) => lines.add(format!("learning_rate = {native}")),
            None => lines.definition(rates::function(schedule, "learning_rate", &script.horizon)),
        },
    }
    lines
}

/// The schedule as one of optax's own, a function of the count.
fn native(schedule: &Schedule) -> Option<String> {
    let whole = |steps: f64| steps.fract() == 0.0;
    let shape = schedule.shape();
    let template = match shape {
        Shape::Constant(_) => "constant_schedule({lr})",
        Shape::Exponential(Exponential(config)) if whole(config.decay_steps) && whole(config.begin) => {
            "exponential_decay(init_value={initLr}, transition_steps={decaySteps:d}, decay_rate={decayRate}, \
             transition_begin={begin:d}, staircase={staircase}, end_value={endLr})"
        }
        Shape::Linear(Linear { steps, .. }) if *steps > 0 => {
            "linear_schedule(init_value={startLr}, end_value={endLr}, transition_steps={steps:d})"
        }
        Shape::Polynomial(Polynomial(config)) if !config.cycle && whole(config.decay_steps) => {
            "polynomial_schedule(init_value={initLr}, end_value={endLr}, power={power}, transition_steps={decaySteps:d})"
        }
        Shape::Cosine(Cosine(config)) if config.warmup_steps == 0.0 && config.warmup_target.is_none() => {
            "cosine_decay_schedule(init_value={initLr}, decay_steps={decaySteps:d}, alpha={alpha})"
        }
        Shape::Cosine(Cosine(config)) if config.warmup_steps == 0.0 => {
            "cosine_decay_schedule(init_value={warmupTarget}, decay_steps={decaySteps:d}, alpha={alpha})"
        }
        // Its decay_steps include the warm-up.
        Shape::Cosine(Cosine(config)) if whole(config.warmup_steps) && whole(config.decay_steps) => {
            let peak = config.warmup_target.unwrap_or(config.init_lr);
            let steps = count(config.warmup_steps + config.decay_steps);
            &format!(
                "warmup_cosine_decay_schedule(init_value={{initLr}}, peak_value={}, warmup_steps={{warmupSteps:d}}, \
                 decay_steps={steps}, end_value={})",
                number(peak),
                number(peak * config.alpha)
            )
        }
        // It has a third phase in the linear one only.
        Shape::OneCycle(OneCycle { config, .. })
            if config.convention == OneCycleConvention::Optax
                && config.three_phase == (config.anneal == Anneal::Linear) =>
        {
            let (name, last) = match config.three_phase {
                true => ("linear", format!(", pct_final={}", number(config.pct_final.unwrap_or_default()))),
                false => ("cosine", String::new()),
            };
            &format!(
                "{name}_onecycle_schedule(transition_steps={{totalSteps:d}}, peak_value={{maxLr}}, \
                 pct_start={{pctStart}}, div_factor={{divFactor}}, final_div_factor={{finalDivFactor}}{last})"
            )
        }
        Shape::Join(join) => return joined(schedule.unit(), join.schedules(), &join.boundaries),
        _ => return None,
    };
    Some(call(&filled(&format!("optax.{template}"), shape.kind(), shape.data())))
}

/// `optax.join_schedules`, where every piece is one of optax's and counts steps.
fn joined(unit: Unit, schedules: &[Schedule], boundaries: &[u64]) -> Option<String> {
    if unit != Unit::Step || schedules.iter().any(|piece| piece.unit() != Unit::Step) {
        return None;
    }
    let mut pieces = Lines::default();
    for piece in schedules {
        pieces.add(format!("{},", native(piece)?));
    }
    let pieces = pieces.indented(2).text();
    let boundaries = list(boundaries.iter().map(u64::to_string));
    Some(format!("optax.join_schedules(\n    [\n{pieces}    ],\n    boundaries={boundaries},\n)"))
}

/// `def make_optimizer(learning_rate)`.
fn optimizer(rule: &OptimizerSpec) -> Lines {
    let Some(steps) = own_rule(rule) else { return written_out(rule) };
    let mut lines = Lines::from("def make_optimizer(learning_rate):");
    if rule.convention() == Convention::Keras && !rule.is_common() {
        lines.add(format!("    # {} by Keras's rule.", rule.title()));
    }
    lines.add(Lines::from(call(&format!("return optax.chain({})", steps.join(", ")))).indented(1));
    lines
}

/// The rule as a chain of optax's transformations, where they are exactly it.
fn own_rule(rule: &OptimizerSpec) -> Option<Vec<String>> {
    let keras = rule.convention() == Convention::Keras;
    // What divides the gradient, and the velocity, which holds the rate in Keras.
    let (divided, velocity) = match rule {
        OptimizerSpec::Sgd(config) if config.momentum == 0.0 => ("", ""),
        OptimizerSpec::Sgd(config) if config.dampening.is_none_or(|dampening| dampening == 0.0) => {
            ("", "optax.trace(decay={momentum}, nesterov={nesterov})")
        }
        OptimizerSpec::Adagrad(_) if keras => {
            ("optax.scale_by_rss(initial_accumulator_value={initialAccumulatorValue}, eps={epsilon})", "")
        }
        OptimizerSpec::Adadelta(_) => ("optax.scale_by_adadelta(rho={rho}, eps={epsilon})", ""),
        OptimizerSpec::Rmsprop(config) => {
            let name = if config.centered { "stddev" } else { "rms" };
            let in_root = flag(keras);
            (
                &*format!("optax.scale_by_{name}(decay={{rho}}, eps={{epsilon}}, eps_in_sqrt={in_root})"),
                if config.momentum > 0.0 { "optax.trace(decay={momentum})" } else { "" },
            )
        }
        OptimizerSpec::Adam(config) | OptimizerSpec::Adamw(config) if !keras && !config.amsgrad => {
            ("optax.scale_by_adam(b1={beta1}, b2={beta2}, eps={epsilon})", "")
        }
        OptimizerSpec::Adamax(_) if !keras => ("optax.scale_by_adamax(b1={beta1}, b2={beta2}, eps={epsilon})", ""),
        OptimizerSpec::Lion(_) => ("optax.scale_by_lion(b1={beta1}, b2={beta2})", ""),
        _ => return None,
    };
    let rate = "optax.scale_by_learning_rate(learning_rate)";
    let decay = "optax.add_decayed_weights({weightDecay})";
    let (before, after) = if keras { ("", velocity) } else { (velocity, "") };
    let steps = match (rule.weight_decay() > 0.0, rule.is_decoupled()) {
        (false, _) => [divided, before, rate, after],
        (true, false) => [decay, divided, before, rate],
        (true, true) if after.is_empty() => [divided, before, decay, rate],
        // The velocity is not to hold the decay.
        (true, true) => [divided, rate, after, "optax.add_decayed_weights(-learning_rate * {weightDecay})"],
    };
    let steps = steps.into_iter().filter(|step| !step.is_empty());
    Some(steps.map(|step| filled(step, rule.kind(), rule.data())).collect())
}

/// The rule as a transformation of its own.
fn written_out(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("jnp");
    let mut lines = Lines::from("def make_optimizer(learning_rate):");
    lines.add(format!("    {}", explained(rule, "optax")));
    lines.add("\n\n    def init(params):\n        state = {\"t\": jnp.zeros(())}");
    for Slot { name, start, scalar } in &slots {
        let start = number(*start);
        let made = if *scalar { format!("jnp.array({start})") } else { format!("jnp.full_like(w, {start})") };
        lines.add(format!("        state[\"{name}\"] = [{made} for w in params]"));
    }
    let named = |first: &[&str]| listed(first, &slots, "{}");
    lines.add(format!(
        r#"
        return state

    def update(gradients, state, params):
        t, lr = state["t"] + 1, learning_rate

        def leaf({}):"#,
        named(&["w", "g"])
    ));
    lines.add(Lines::from(update.join("\n")).indented(3));
    let results = match slots.is_empty() {
        true => "updates, = zip(*map(leaf, params, gradients))".to_owned(),
        false => {
            let arguments = listed(&["leaf", "params", "gradients"], &slots, "state[\"{}\"]");
            format!("{} = map(list, zip(*map({arguments})))", named(&["updates"]))
        }
    };
    lines.add(format!(
        r#"
            return {}

        {results}
        return updates, {{{}}}

    return optax.GradientTransformation(init, update)"#,
        named(&["-delta"]),
        listed(&["\"t\": t"], &slots, "\"{}\": {}")
    ));
    lines
}
