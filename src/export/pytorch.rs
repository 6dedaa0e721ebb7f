//! The script for PyTorch.

use crate::declare::Declared as _;
use crate::model::layer::{LayerKind, LayerSpec};
use crate::model::{Activation, Loss, RowShape};
use crate::named::Named;
use crate::optimizer::{Convention, OptimizerSpec, SgdConfig, Slot, Update};
use crate::schedule::{
    Cosine, Exponential, Horizon, Linear, OneCycle, OneCycleConvention, Plateau, PlateauRule, Policy, Polynomial,
    Schedule, Shape, StepDecay, Unit, WarmRestarts,
};

use super::python::{Lines, call, filled, number};
use super::training::Training;
use super::update::{class, explained, listed};
use super::{Script, WEIGHT, plateau, rates};

/// How the rate changes.
struct Rate {
    /// What has to be defined.
    definitions: Lines,
    /// The optimizer's own rate.
    initial: String,
    /// What makes a scheduler of the optimizer.
    scheduler: Option<String>,
    /// What is done after each step, or after each epoch.
    after: &'static str,
    by_epoch: bool,
}

pub(super) fn script(script: &Script) -> Lines {
    let rate = rate(script);
    let arrays = match script.is_image() {
        true => {
            ["torch.from_numpy({}).permute(0, 3, 1, 2)", "torch.from_numpy({})  # the lab's images are channels-last"]
        }
        false => ["torch.from_numpy({})"; 2],
    };
    let mut lines = script.reading("int64", arrays, WEIGHT);
    if script.has(LayerKind::Flatten) && script.is_image() {
        lines.definition(FLATTEN);
    }
    if own_rule(&script.rule).is_none() {
        lines.definition(rule_class(&script.rule));
    }
    lines.definition(rate.definitions.clone());
    lines.definition(network(script));
    lines.add("model = network(weights)");
    lines.add(loss(script.loss));
    lines.definition(TRAIN_STEP);
    if script.watches_validation() {
        lines.definition(VALIDATION_LOSS);
    }
    lines.add(script.search_definitions(search(script)));
    lines.section();
    lines.add(script.search());
    lines.add("# The run.");
    lines.add(format!("optimizer = {}", optimizer(&script.rule, "model", &rate.initial)));
    if let Some(scheduler) = &rate.scheduler {
        lines.add(format!("scheduler = {scheduler}"));
    }
    lines.add(training(script, &rate));
    let title = script.title("PyTorch", "pip install torch numpy && python script.py");
    lines.under(title, &["json", "math", "pathlib"], "import numpy as np\nimport torch\nfrom torch import nn")
}

const FLATTEN: &str = r#"
class FlattenChannelsLast(nn.Module):
    """An image as a row, in the order that the weights after it expect."""

    def forward(self, images):
        return images.permute(0, 2, 3, 1).flatten(1)
"#;

const TRAIN_STEP: &str = r#"
def train_step(optimizer, rows):
    """Trains on a batch; its loss before the update."""
    optimizer.zero_grad()
    loss = loss_function(model(x[rows]), y[rows])
    loss.backward()
    optimizer.step()
    return loss.item()
"#;

const VALIDATION_LOSS: &str = r#"
def validation_loss():
    model.eval()
    with torch.no_grad():
        loss = loss_function(model(x_val), y_val).item()
    model.train()
    return loss
"#;

fn training(script: &Script, rate: &Rate) -> Lines {
    let mut each = Lines::from(
        r#"
lrs.append(optimizer.param_groups[0]["lr"])
losses.append(train_step(optimizer, rows))
print(losses[-1])
if not math.isfinite(losses[-1]):
    break"#,
    );
    let mut after = Lines::default();
    if let Policy::Plateau(_) = script.policy {
        after.add(plateau::metric(script));
    }
    after.add(rate.after);
    let header = if rate.by_epoch {
        each.block("if (step + 1) % STEPS_PER_EPOCH == 0:", after);
        "for step, rows in enumerate(batches):"
    } else {
        each.add(after);
        "for rows in batches:"
    };
    let mut lines = Lines::from("lrs, losses = [], []");
    lines.block(header, each);
    lines
}

fn search(script: &Script) -> Training {
    let start = format!(
        r#"
self.model = network(initial_weights(start))
self.optimizer = {}"#,
        optimizer(&script.rule, "self.model", "0.0")
    );
    let step = r#"
for group in self.optimizer.param_groups:
    group["lr"] = lr
self.optimizer.zero_grad()
loss = loss_function(self.model(self.x[self.rows]), self.y[self.rows])
loss.backward()
self.optimizer.step()
return loss.item()"#;
    let held_out_loss = r#"
self.model.eval()
with torch.no_grad():
    loss = loss_function(self.model(self.x_val[rows]), self.y_val[rows]).item()
self.model.train()
return loss"#;
    Training { start: start.into(), step: step.into(), held_out_loss: held_out_loss.into() }
}

/// `def network(weights)`.
fn network(script: &Script) -> Lines {
    let mut body = Lines::from("model = nn.Sequential(");
    let mut shape = script.input;
    for layer in script.computed_layers() {
        let (modules, output) = modules(layer, shape);
        body.add(Lines::from(format!("{modules},")).indented(1));
        shape = output;
    }
    body.add(
        r#"
)
with torch.no_grad():
    for parameter, w in zip(model.parameters(), weights):
        # A kernel is [inputs, outputs] in the lab, as in Keras, and turned around in PyTorch.
        turned = w.transpose(3, 2, 0, 1) if w.ndim == 4 else w.T
        parameter.copy_(torch.from_numpy(turned.copy()))
return model"#,
    );
    let mut lines = Lines::default();
    lines.block("def network(weights):", body);
    lines
}

/// The modules of a layer on rows of a shape, and the shape that comes out.
fn modules(layer: LayerSpec, input: RowShape) -> (String, RowShape) {
    let activated = |call: String, of: Activation| match of {
        Activation::Linear => call,
        other => format!("{call},\n{}", other.calls().pytorch),
    };
    match (layer, input) {
        (LayerSpec::Dense { units, activation: of }, input) => {
            (activated(format!("nn.Linear({}, {units})", input.size()), of), RowShape::Flat(units))
        }
        (LayerSpec::Conv2d { filters, kernel_size, activation: of }, RowShape::Image { height, width, channels }) => {
            let smaller = |side: usize| (side + 1).saturating_sub(kernel_size);
            let output = RowShape::Image { height: smaller(height), width: smaller(width), channels: filters };
            (activated(format!("nn.Conv2d({channels}, {filters}, {kernel_size})"), of), output)
        }
        (LayerSpec::MaxPool2d { pool_size }, RowShape::Image { height, width, channels }) => {
            let output = RowShape::Image { height: height / pool_size, width: width / pool_size, channels };
            (format!("nn.MaxPool2d({pool_size})"), output)
        }
        (LayerSpec::Flatten, RowShape::Image { .. }) => {
            ("FlattenChannelsLast()".to_owned(), RowShape::Flat(input.size()))
        }
        (LayerSpec::Dropout { rate }, input) => (format!("nn.Dropout({})", number(rate)), input),
        // A flat row is flat already; images are what the others take.
        (LayerSpec::Flatten | LayerSpec::Conv2d { .. } | LayerSpec::MaxPool2d { .. }, input) => {
            ("nn.Flatten()".to_owned(), input)
        }
    }
}

fn loss(loss: Loss) -> Lines {
    let mut lines = Lines::default();
    if let Some(activation) = loss.fused_with() {
        lines.add(format!("# The last layer's {} is part of the loss.", activation.name()));
    }
    lines.add(format!("loss_function = {}", loss.calls().pytorch));
    lines
}

/// The optimizer of a model, at a rate.
fn optimizer(rule: &OptimizerSpec, model: &str, rate: &str) -> String {
    let (name, mut arguments) = own_rule(rule).map_or((class(rule), String::new()), |(name, arguments)| {
        (format!("torch.optim.{name}"), filled(arguments, rule.kind(), rule.data()))
    });
    // AdamW has a decay where none is given.
    if name.starts_with("torch.") && (rule.weight_decay() > 0.0 || name.ends_with("AdamW")) {
        arguments += &format!(", weight_decay={}", number(rule.weight_decay()));
    }
    call(&format!("{name}({model}.parameters(), lr={rate}{arguments})"))
}

/// PyTorch's own class, where it has the rule, and its arguments without the weight decay.
fn own_rule(rule: &OptimizerSpec) -> Option<(&'static str, &'static str)> {
    if rule.convention() != Convention::Pytorch && !rule.is_common() {
        return None;
    }
    Some(match rule {
        OptimizerSpec::Sgd(SgdConfig { momentum: 0.0, .. }) => ("SGD", ""),
        OptimizerSpec::Sgd(config) => {
            let arguments = match (config.dampening.is_some_and(|dampening| dampening > 0.0), config.nesterov) {
                (false, false) => ", momentum={momentum}",
                (false, true) => ", momentum={momentum}, nesterov={nesterov}",
                (true, false) => ", momentum={momentum}, dampening={dampening}",
                (true, true) => ", momentum={momentum}, dampening={dampening}, nesterov={nesterov}",
            };
            ("SGD", arguments)
        }
        OptimizerSpec::Adagrad(_) => {
            ("Adagrad", ", lr_decay={lrDecay}, initial_accumulator_value={initialAccumulatorValue}, eps={epsilon}")
        }
        OptimizerSpec::Adadelta(_) => ("Adadelta", ", rho={rho}, eps={epsilon}"),
        OptimizerSpec::Rmsprop(_) => {
            ("RMSprop", ", alpha={rho}, eps={epsilon}, momentum={momentum}, centered={centered}")
        }
        OptimizerSpec::Adam(_) => ("Adam", ", betas=({beta1}, {beta2}), eps={epsilon}, amsgrad={amsgrad}"),
        OptimizerSpec::Adamw(_) => ("AdamW", ", betas=({beta1}, {beta2}), eps={epsilon}, amsgrad={amsgrad}"),
        OptimizerSpec::Nadam(_) => {
            ("NAdam", ", betas=({beta1}, {beta2}), eps={epsilon}, momentum_decay={momentumDecay}")
        }
        OptimizerSpec::Adamax(_) => ("Adamax", ", betas=({beta1}, {beta2}), eps={epsilon}"),
        OptimizerSpec::Radam(_) => ("RAdam", ", betas=({beta1}, {beta2}), eps={epsilon}"),
        OptimizerSpec::Rprop(_) => ("Rprop", ", etas=({etaMinus}, {etaPlus}), step_sizes=({minStep}, {maxStep})"),
        _ => return None,
    })
}

/// A rule that PyTorch lacks.
fn rule_class(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("torch");
    let mut fresh = Lines::from("state[\"t\"] = torch.zeros((), dtype=torch.float64)");
    for Slot { name, start, scalar } in &slots {
        let made = match (scalar, *start) {
            (true, start) => format!("torch.full((), {}, dtype=torch.float64)", number(start)),
            (false, 0.0) => "torch.zeros_like(w)".to_owned(),
            (false, start) => format!("torch.full_like(w, {})", number(start)),
        };
        fresh.add(format!("state[\"{name}\"] = {made}"));
    }
    let mut each = Lines::from("g, state = w.grad, self.state[w]");
    each.block("if not state:", fresh);
    each.add("state[\"t\"] += 1");
    let kept = listed(&["state[\"t\"]"], &slots, "state[\"{}\"]");
    each.add(format!("{} = {kept}", listed(&["t"], &slots, "{}")));
    each.add(update.join("\n"));
    if !slots.is_empty() {
        each.add(call(&format!("state.update({})", listed(&[], &slots, "{}={}"))));
    }
    each.add("w.sub_(delta)");
    let mut lines = Lines::from(format!("class {}(torch.optim.Optimizer):", class(rule)));
    lines.add(format!("    {}", explained(rule, "PyTorch")));
    lines.add(
        r#"

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            lr = group["lr"]
            for w in group["params"]:
"#,
    );
    lines.add(each.indented(4));
    lines
}

fn rate(script: &Script) -> Rate {
    let plateau = match &script.policy {
        Policy::Schedule(schedule) => return scheduled(schedule, &script.horizon),
        Policy::Plateau(plateau) => plateau,
    };
    let mut definitions = Lines::default();
    let (scheduler, after) = match plateau.config().rule() {
        PlateauRule::Pytorch { .. } => {
            let template = "torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor={factor}, patience={patience:d}, \
                 threshold={threshold}, threshold_mode={thresholdMode}, cooldown={cooldown:d}, min_lr={minLr})";
            (call(&filled(template, Plateau::KIND, Plateau::data(plateau.config()))), "scheduler.step(metric)")
        }
        PlateauRule::Keras { .. } => {
            definitions.definition(plateau::class(plateau, "Plateau"));
            let after = r#"
scheduler.after(metric)
for group in optimizer.param_groups:
    group["lr"] = scheduler.lr"#;
            ("Plateau()".to_owned(), after)
        }
    };
    let initial = number(plateau.config().init_lr);
    Rate { definitions, initial, scheduler: Some(scheduler), after, by_epoch: true }
}

fn scheduled(schedule: &Schedule, horizon: &Horizon) -> Rate {
    let mut definitions = Lines::default();
    if let Shape::Constant(_) = schedule.shape() {
        let initial = number(schedule.lr_at(0, horizon));
        return Rate { definitions, initial, scheduler: None, after: "", by_epoch: false };
    }
    let by_epoch = rates::takes(schedule) == Unit::Epoch;
    let length = if by_epoch { horizon.steps.div_ceil(horizon.steps_per_epoch) } else { horizon.steps };
    let (initial, scheduler) = native(schedule.shape(), length).unwrap_or_else(|| {
        definitions.definition(rates::function(schedule, "learning_rate", horizon));
        // LambdaLR multiplies the optimizer's own rate.
        ("1.0".to_owned(), "torch.optim.lr_scheduler.LambdaLR(optimizer, learning_rate)".to_owned())
    });
    Rate { definitions, initial, scheduler: Some(scheduler), after: "scheduler.step()", by_epoch }
}

/// The optimizer's rate and PyTorch's own scheduler, for a run of `length` of its steps.
fn native(shape: &Shape, length: u64) -> Option<(String, String)> {
    let whole = |steps: f64| steps.fract() == 0.0;
    let filled = |template: &str| filled(template, shape.kind(), shape.data());
    let (lr, scheduler) = match shape {
        Shape::StepDecay(StepDecay { step_size, .. }) if whole(*step_size) => {
            ("{initLr}", "StepLR(optimizer, step_size={stepSize:d}, gamma={factor})".to_owned())
        }
        Shape::MultiStep(_) => {
            ("{initLr}", "MultiStepLR(optimizer, milestones={milestones:d}, gamma={factor})".to_owned())
        }
        Shape::Exponential(Exponential(config))
            if config.decay_steps == 1.0 && config.begin == 0.0 && config.end_lr.is_none() =>
        {
            ("{initLr}", "ExponentialLR(optimizer, gamma={decayRate})".to_owned())
        }
        Shape::Linear(Linear { start_lr, end_lr, steps }) if *start_lr > 0.0 && *steps > 0 => {
            let most = if start_lr > end_lr { "{startLr}" } else { "{endLr}" };
            let [start, end] = [start_lr, end_lr].map(|lr| number(lr / start_lr.max(*end_lr)));
            let factors = format!("start_factor={start}, end_factor={end}");
            (most, format!("LinearLR(optimizer, {factors}, total_iters={{steps:d}})"))
        }
        Shape::Polynomial(Polynomial(config)) if config.end_lr == 0.0 && !config.cycle && whole(config.decay_steps) => {
            ("{initLr}", "PolynomialLR(optimizer, total_iters={decaySteps:d}, power={power})".to_owned())
        }
        // Beyond T_max PyTorch's goes up again.
        Shape::Cosine(Cosine(config))
            if config.warmup_steps == 0.0
                && config.warmup_target.is_none()
                && whole(config.decay_steps)
                && length as f64 <= config.decay_steps + 1.0 =>
        {
            let lowest = number(config.init_lr * config.alpha);
            ("{initLr}", format!("CosineAnnealingLR(optimizer, T_max={{decaySteps:d}}, eta_min={lowest})"))
        }
        Shape::WarmRestarts(WarmRestarts(config))
            if config.m_mul == 1.0 && whole(config.t_mul) && whole(config.first_decay_steps) =>
        {
            let lowest = number(config.init_lr * config.alpha);
            let lengths = "T_0={firstDecaySteps:d}, T_mult={tMul:d}";
            ("{initLr}", format!("CosineAnnealingWarmRestarts(optimizer, {lengths}, eta_min={lowest})"))
        }
        Shape::Cyclic(_) => {
            let template = "CyclicLR(optimizer, base_lr={baseLr}, max_lr={maxLr}, step_size_up={stepSizeUp:d}, \
                            step_size_down={stepSizeDown:d}, mode={mode}, gamma={gamma}, cycle_momentum=False)";
            ("{baseLr}", template.to_owned())
        }
        // It refuses to go on after its end.
        Shape::OneCycle(OneCycle { config, .. })
            if config.convention == OneCycleConvention::Pytorch && length <= config.total_steps =>
        {
            let template = "OneCycleLR(optimizer, max_lr={maxLr}, total_steps={totalSteps:d}, pct_start={pctStart}, \
                            anneal_strategy={anneal}, div_factor={divFactor}, final_div_factor={finalDivFactor}, \
                            three_phase={threePhase}, cycle_momentum=False)";
            ("{maxLr}", template.to_owned())
        }
        _ => return None,
    };
    Some((filled(lr), call(&filled(&format!("torch.optim.lr_scheduler.{scheduler}")))))
}
