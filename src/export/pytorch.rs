//! The script for PyTorch.

use crate::model::layer::{LayerKind, LayerSpec};
use crate::model::{Activation, Loss, RowShape};
use crate::named::Named;
use crate::optimizer::{Convention, NadamConfig, SgdConfig};
use crate::schedule::{
    Constant, Cosine, Cyclic, CyclicMode, Exponential, Horizon, Linear, MultiStep, OneCycle, OneCycleConfig,
    OneCycleConvention, PlateauConfig, PlateauRule, Policy, Polynomial, Schedule, Shape, StepDecay, Unit, WarmRestarts,
};

use super::python::{Lines, Pairs, count, flag, keywords, list, number};
use super::rates;
use super::update::{class, explained, names};
use super::{Script, plateau, range_test};
use crate::optimizer::{OptimizerSpec, Update};

/// How the rate changes.
struct Rate {
    /// What has to be defined.
    definitions: Lines,
    /// The optimizer's own rate.
    initial: String,
    /// What makes a scheduler of the optimizer.
    scheduler: Option<Lines>,
    /// What is done after each step, or after each epoch.
    after: Lines,
    by_epoch: bool,
}

pub(super) fn script(script: &Script) -> Lines {
    let rate = rate(script);
    let mut lines = script.reading("int64");
    lines.blank();
    lines.append(tensors(script));
    lines.blank();
    lines.add(Script::weights());
    if script.has(LayerKind::Flatten) && script.is_image() {
        lines.definition(flatten());
    }
    if own_rule(&script.rule).is_none() {
        lines.definition(rule_class(&script.rule));
    }
    if let Some(finder) = &script.finder {
        lines.definition(range_test::definitions(finder));
    }
    lines.definition(rate.definitions);
    lines.append(model(script));
    lines.blank();
    lines.append(loss(script.loss));
    lines.definition(train_step());
    if let Policy::Plateau(plateau) = &script.policy
        && plateau::watches_validation(plateau, script.validation)
    {
        lines.definition(validation_loss());
    }
    if script.finder.is_some() {
        lines.append(finding(script));
        lines.blank();
    }
    lines.add("# The run.");
    lines.append(optimizer(&script.rule, &rate.initial));
    if let Some(scheduler) = rate.scheduler {
        lines.append(scheduler.assigned("scheduler"));
    }
    lines.append(training(rate.after, rate.by_epoch));
    let title = script.title("PyTorch", "pip install torch numpy && python script.py");
    let others = ["import numpy as np", "import torch", "from torch import nn"];
    lines.under(title, &["copy", "json", "math", "pathlib"], &others)
}

fn tensors(script: &Script) -> Lines {
    let permuted = if script.is_image() { ".permute(0, 3, 1, 2)" } else { "" };
    let mut lines = Lines::default();
    if script.is_image() {
        lines.add("# The lab's images are channels-last.");
    }
    lines.add(format!("x, y = torch.from_numpy(x){permuted}, torch.from_numpy(y)"));
    if script.validation {
        lines.add(format!("x_val, y_val = torch.from_numpy(x_val){permuted}, torch.from_numpy(y_val)"));
    }
    lines
}

fn flatten() -> Lines {
    Lines::from([
        "class FlattenChannelsLast(nn.Module):",
        "    \"\"\"An image as a row, in the order that the weights after it expect.\"\"\"",
        "",
        "    def forward(self, images):",
        "        return images.permute(0, 2, 3, 1).flatten(1)",
    ])
}

fn train_step() -> Lines {
    Lines::from([
        "def train_step(optimizer, rows):",
        "    \"\"\"Trains on a batch; its loss before the update.\"\"\"",
        "    optimizer.zero_grad()",
        "    loss = loss_function(model(x[rows]), y[rows])",
        "    loss.backward()",
        "    optimizer.step()",
        "    return loss.item()",
    ])
}

fn validation_loss() -> Lines {
    Lines::from([
        "def validation_loss():",
        "    model.eval()",
        "    with torch.no_grad():",
        "        loss = loss_function(model(x_val), y_val).item()",
        "    model.train()",
        "    return loss",
    ])
}

fn training(after: Lines, by_epoch: bool) -> Lines {
    let mut each = Lines::from([
        "lrs.append(optimizer.param_groups[0][\"lr\"])",
        "losses.append(train_step(optimizer, rows))",
        "print(losses[-1])",
    ]);
    if by_epoch {
        each.block("if (step + 1) % STEPS_PER_EPOCH == 0:", after);
    } else {
        each.append(after);
    }
    let mut lines = Lines::from(["lrs, losses = [], []"]);
    let header = if by_epoch { "for step, rows in enumerate(batches):" } else { "for rows in batches:" };
    lines.block(header, each);
    lines
}

fn finding(script: &Script) -> Lines {
    let mut lines = Lines::default();
    lines.add("# The range test, from the same weights, which are restored at its end.");
    lines.add("test = RangeTest()");
    lines.add("weights_before = copy.deepcopy(model.state_dict())");
    lines.append(optimizer(&script.rule, "test.lr"));
    let mut each = Lines::default();
    each.block("for group in optimizer.param_groups:", Lines::from(["group[\"lr\"] = test.lr"]));
    each.block("if not test.record(train_step(optimizer, rows)):", Lines::from(["break"]));
    lines.block("for rows in batches:", each);
    lines.add("model.load_state_dict(weights_before)");
    lines.append(range_test::printing());
    lines
}

/// `model`, with the initial weights.
fn model(script: &Script) -> Lines {
    let mut layers = Lines::default();
    let mut shape = script.input;
    for layer in script.computed_layers() {
        let (calls, output) = layer_calls(layer, shape);
        calls.into_iter().for_each(|call| layers.add(format!("{call},")));
        shape = output;
    }
    let mut lines = Lines::default();
    lines.block("model = nn.Sequential(", layers);
    lines.add(")");
    let mut copy = Lines::default();
    copy.add("# A kernel is [inputs, outputs] in the lab, as in Keras, and turned around in PyTorch.");
    copy.add("turned = w.transpose(3, 2, 0, 1) if w.ndim == 4 else w.T");
    copy.add("parameter.copy_(torch.from_numpy(turned.copy()))");
    let mut all = Lines::default();
    all.block("for parameter, w in zip(model.parameters(), weights):", copy);
    lines.block("with torch.no_grad():", all);
    lines
}

/// The modules of a layer on rows of a shape, and the shape that comes out.
fn layer_calls(layer: LayerSpec, input: RowShape) -> (Vec<String>, RowShape) {
    let activated = |call: String, of: Activation| match of {
        Activation::Linear => vec![call],
        other => vec![call, other.calls().pytorch.to_owned()],
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
            (vec![format!("nn.MaxPool2d({pool_size})")], output)
        }
        (LayerSpec::Flatten, RowShape::Image { .. }) => {
            (vec!["FlattenChannelsLast()".to_owned()], RowShape::Flat(input.size()))
        }
        (LayerSpec::Dropout { rate }, input) => (vec![format!("nn.Dropout({})", number(rate))], input),
        // A flat row is flat already; images are what the others take.
        (LayerSpec::Flatten | LayerSpec::Conv2d { .. } | LayerSpec::MaxPool2d { .. }, input) => {
            (vec!["nn.Flatten()".to_owned()], input)
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

fn optimizer(rule: &OptimizerSpec, rate: &str) -> Lines {
    let mut arguments = vec!["model.parameters()".to_owned(), format!("lr={rate}")];
    let name = match own_rule(rule) {
        None => class(rule),
        Some((name, pairs)) => {
            arguments.extend(keywords(&pairs));
            // AdamW has a decay where none is given.
            if rule.weight_decay() > 0.0 || name == "AdamW" {
                arguments.push(format!("weight_decay={}", number(rule.weight_decay())));
            }
            format!("torch.optim.{name}")
        }
    };
    let mut lines = Lines::default();
    lines.call(&name, &arguments, "");
    lines.assigned("optimizer")
}

/// PyTorch's own class, where it has the rule, and its arguments without the weight decay.
fn own_rule(rule: &OptimizerSpec) -> Option<(&'static str, Pairs)> {
    if rule.convention() != Convention::Pytorch && !rule.is_common() {
        return None;
    }
    let betas = |beta1: f64, beta2: f64, epsilon: f64| {
        vec![("betas", format!("({}, {})", number(beta1), number(beta2))), ("eps", number(epsilon))]
    };
    Some(match rule {
        OptimizerSpec::Sgd(SgdConfig { momentum: 0.0, .. }) => ("SGD", vec![]),
        OptimizerSpec::Sgd(config) => {
            let mut pairs = vec![("momentum", number(config.momentum))];
            if let Some(dampening) = config.dampening.filter(|dampening| *dampening > 0.0) {
                pairs.push(("dampening", number(dampening)));
            }
            if config.nesterov {
                pairs.push(("nesterov", flag(true).to_owned()));
            }
            ("SGD", pairs)
        }
        OptimizerSpec::Adagrad(config) => (
            "Adagrad",
            vec![
                ("lr_decay", number(config.lr_decay.unwrap_or(0.0))),
                ("initial_accumulator_value", number(config.initial_accumulator_value)),
                ("eps", number(config.epsilon)),
            ],
        ),
        OptimizerSpec::Adadelta(config) => {
            ("Adadelta", vec![("rho", number(config.rho)), ("eps", number(config.epsilon))])
        }
        OptimizerSpec::Rmsprop(config) => (
            "RMSprop",
            vec![
                ("alpha", number(config.rho)),
                ("eps", number(config.epsilon)),
                ("momentum", number(config.momentum)),
                ("centered", flag(config.centered).to_owned()),
            ],
        ),
        OptimizerSpec::Adam(config) | OptimizerSpec::Adamw(config) => {
            let mut pairs = betas(config.beta1, config.beta2, config.epsilon);
            pairs.push(("amsgrad", flag(config.amsgrad).to_owned()));
            (if matches!(rule, OptimizerSpec::Adam(_)) { "Adam" } else { "AdamW" }, pairs)
        }
        OptimizerSpec::Nadam(config) => {
            let mut pairs = betas(config.beta1, config.beta2, config.epsilon);
            let decay = config.momentum_decay.unwrap_or(NadamConfig::MOMENTUM_DECAY);
            pairs.push(("momentum_decay", number(decay)));
            ("NAdam", pairs)
        }
        OptimizerSpec::Adamax(config) => ("Adamax", betas(config.beta1, config.beta2, config.epsilon)),
        OptimizerSpec::Radam(config) => ("RAdam", betas(config.beta1, config.beta2, config.epsilon)),
        OptimizerSpec::Rprop(config) => (
            "Rprop",
            vec![
                ("etas", format!("({}, {})", number(config.eta_minus), number(config.eta_plus))),
                ("step_sizes", format!("({}, {})", number(config.min_step), number(config.max_step))),
            ],
        ),
        _ => return None,
    })
}

/// A rule that PyTorch lacks.
fn rule_class(rule: &OptimizerSpec) -> Lines {
    let Update { slots, lines: update, .. } = rule.written_out("torch");
    let mut fresh = Lines::from(["state[\"t\"] = torch.zeros((), dtype=torch.float64)"]);
    for slot in &slots {
        let made = match (slot.scalar, slot.start) {
            (true, start) => format!("torch.full((), {}, dtype=torch.float64)", number(start)),
            (false, 0.0) => "torch.zeros_like(w)".to_owned(),
            (false, start) => format!("torch.full_like(w, {})", number(start)),
        };
        fresh.add(format!("state[\"{}\"] = {made}", slot.name));
    }
    let names = names(&slots);
    let mut each = Lines::from(["g, state = w.grad, self.state[w]"]);
    each.block("if not state:", fresh);
    each.add("state[\"t\"] += 1");
    let kept: Vec<String> = ["t"].iter().chain(&names).map(|name| format!("state[\"{name}\"]")).collect();
    each.add(format!("{} = {}", [&["t"], &names[..]].concat().join(", "), kept.join(", ")));
    update.iter().for_each(|line| each.add(line.clone()));
    let updated: Vec<String> = names.iter().map(|name| format!("{name}={name}")).collect();
    if !updated.is_empty() {
        each.call("state.update", &updated, "");
    }
    each.add("w.sub_(delta)");
    let mut group = Lines::from(["lr = group[\"lr\"]"]);
    group.block("for w in group[\"params\"]:", each);
    let mut step = Lines::default();
    step.block("for group in self.param_groups:", group);
    let mut body = Lines::default();
    body.add(explained(rule, "PyTorch"));
    body.blank();
    body.block("def __init__(self, params, lr):", Lines::from(["super().__init__(params, {\"lr\": lr})"]));
    body.blank();
    body.add("@torch.no_grad()");
    body.block("def step(self, closure=None):", step);
    Lines::of_block(format!("class {}(torch.optim.Optimizer):", class(rule)), body)
}

fn rate(script: &Script) -> Rate {
    match &script.policy {
        Policy::Plateau(of) => {
            let PlateauConfig { init_lr, factor, patience, cooldown, min_lr, .. } = *of.config();
            let rule = of.config().rule();
            let mut after = plateau::metric(of, script.validation);
            let mut definitions = Lines::default();
            let mut scheduler = Lines::default();
            match rule {
                PlateauRule::Pytorch { threshold, mode } => {
                    let pairs = [
                        ("factor", number(factor)),
                        ("patience", patience.to_string()),
                        ("threshold", number(threshold)),
                        ("threshold_mode", format!("\"{}\"", mode.name())),
                        ("cooldown", cooldown.to_string()),
                        ("min_lr", number(min_lr)),
                    ];
                    let arguments: Vec<String> = ["optimizer".to_owned()].into_iter().chain(keywords(&pairs)).collect();
                    scheduler.call("torch.optim.lr_scheduler.ReduceLROnPlateau", &arguments, "");
                    after.add("scheduler.step(metric)");
                }
                PlateauRule::Keras { .. } => {
                    definitions.definition(plateau::class(of));
                    scheduler.add("Plateau()");
                    after.add("scheduler.after(metric)");
                    let set = Lines::from(["group[\"lr\"] = scheduler.lr"]);
                    after.block("for group in optimizer.param_groups:", set);
                }
            }
            Rate { definitions, initial: number(init_lr), scheduler: Some(scheduler), after, by_epoch: true }
        }
        Policy::Schedule(schedule) => scheduled(schedule, &script.horizon),
    }
}

fn scheduled(schedule: &Schedule, horizon: &Horizon) -> Rate {
    let by_epoch = rates::takes(schedule) == Unit::Epoch;
    let after = Lines::from(["scheduler.step()"]);
    if let Shape::Constant(Constant { lr }) = schedule.shape() {
        let (definitions, after) = (Lines::default(), Lines::default());
        return Rate { definitions, initial: number(*lr), scheduler: None, after, by_epoch: false };
    }
    let length = if by_epoch { horizon.steps.div_ceil(horizon.steps_per_epoch) } else { horizon.steps };
    if let Some((lr, name, pairs)) = native(schedule.shape(), length) {
        let arguments: Vec<String> = ["optimizer".to_owned()].into_iter().chain(keywords(&pairs)).collect();
        let mut scheduler = Lines::default();
        scheduler.call(&format!("torch.optim.lr_scheduler.{name}"), &arguments, "");
        return Rate {
            definitions: Lines::default(),
            initial: number(lr),
            scheduler: Some(scheduler),
            after,
            by_epoch,
        };
    }
    let mut definitions = Lines::default();
    definitions.definition(rates::function(schedule, "learning_rate", horizon));
    // LambdaLR multiplies the optimizer's own rate.
    let scheduler = Lines::from(["torch.optim.lr_scheduler.LambdaLR(optimizer, learning_rate)"]);
    Rate { definitions, initial: "1.0".to_owned(), scheduler: Some(scheduler), after, by_epoch }
}

/// The optimizer's rate, PyTorch's own scheduler and its arguments, for a run of `length` of its steps.
fn native(shape: &Shape, length: u64) -> Option<(f64, &'static str, Pairs)> {
    let whole = |steps: f64| steps.fract() == 0.0;
    Some(match shape {
        Shape::StepDecay(StepDecay { init_lr, factor, step_size }) if whole(*step_size) => {
            (*init_lr, "StepLR", vec![("step_size", count(*step_size)), ("gamma", number(*factor))])
        }
        Shape::MultiStep(MultiStep { init_lr, factor, milestones }) => {
            let milestones = list(milestones.iter().map(u64::to_string));
            (*init_lr, "MultiStepLR", vec![("milestones", milestones), ("gamma", number(*factor))])
        }
        Shape::Exponential(Exponential(config))
            if config.decay_steps == 1.0 && config.begin == 0.0 && config.end_lr.is_none() =>
        {
            (config.init_lr, "ExponentialLR", vec![("gamma", number(config.decay_rate))])
        }
        Shape::Linear(Linear { start_lr, end_lr, steps }) if *start_lr > 0.0 && *steps > 0 => {
            let most = start_lr.max(*end_lr);
            let pairs = vec![
                ("start_factor", number(start_lr / most)),
                ("end_factor", number(end_lr / most)),
                ("total_iters", steps.to_string()),
            ];
            (most, "LinearLR", pairs)
        }
        Shape::Polynomial(Polynomial(config)) if config.end_lr == 0.0 && !config.cycle && whole(config.decay_steps) => {
            let pairs = vec![("total_iters", count(config.decay_steps)), ("power", number(config.power))];
            (config.init_lr, "PolynomialLR", pairs)
        }
        // Beyond T_max PyTorch's goes up again.
        Shape::Cosine(Cosine(config))
            if config.warmup_steps == 0.0
                && config.warmup_target.is_none()
                && whole(config.decay_steps)
                && length as f64 <= config.decay_steps + 1.0 =>
        {
            let lowest = number(config.init_lr * config.alpha);
            (config.init_lr, "CosineAnnealingLR", vec![("T_max", count(config.decay_steps)), ("eta_min", lowest)])
        }
        Shape::WarmRestarts(WarmRestarts(config))
            if config.m_mul == 1.0 && whole(config.t_mul) && whole(config.first_decay_steps) =>
        {
            let pairs = vec![
                ("T_0", count(config.first_decay_steps)),
                ("T_mult", count(config.t_mul)),
                ("eta_min", number(config.init_lr * config.alpha)),
            ];
            (config.init_lr, "CosineAnnealingWarmRestarts", pairs)
        }
        Shape::Cyclic(Cyclic(config)) => {
            let mode = match config.mode {
                CyclicMode::Triangular => "triangular",
                CyclicMode::Triangular2 => "triangular2",
                CyclicMode::ExpRange => "exp_range",
            };
            let pairs = vec![
                ("base_lr", number(config.base_lr)),
                ("max_lr", number(config.max_lr)),
                ("step_size_up", count(config.step_size_up)),
                ("step_size_down", count(config.step_size_down)),
                ("mode", format!("\"{mode}\"")),
                ("gamma", number(config.gamma)),
                ("cycle_momentum", flag(false).to_owned()),
            ];
            (config.base_lr, "CyclicLR", pairs)
        }
        Shape::OneCycle(OneCycle { config, .. }) if config.convention == OneCycleConvention::Pytorch => {
            one_cycle(config, length)?
        }
        _ => return None,
    })
}

/// PyTorch's one-cycle, which refuses to go on after its end.
fn one_cycle(config: &OneCycleConfig, length: u64) -> Option<(f64, &'static str, Pairs)> {
    if length > config.total_steps {
        return None;
    }
    let pairs = vec![
        ("max_lr", number(config.max_lr)),
        ("total_steps", config.total_steps.to_string()),
        ("pct_start", number(config.pct_start)),
        ("anneal_strategy", format!("\"{}\"", config.anneal.name())),
        ("div_factor", number(config.div_factor)),
        ("final_div_factor", number(config.final_div_factor)),
        ("three_phase", flag(config.three_phase).to_owned()),
        ("cycle_momentum", flag(false).to_owned()),
    ];
    Some((config.max_lr, "OneCycleLR", pairs))
}
