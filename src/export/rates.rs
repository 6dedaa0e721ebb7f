//! A schedule as a Python function, written out from its formula.

use crate::schedule::Curve as _;
use crate::schedule::{
    Anneal, Constant, Cosine, CosineConfig, Cyclic, CyclicConfig, CyclicMode, Exponential, ExponentialConfig, Fall,
    Geometric, Horizon, InverseSqrt, InverseSqrtConfig, InverseTime, Linear, MultiStep, NaturalExponential, Noam,
    NoamConfig, OneCycle, OneCycleConfig, OneCycleConvention, Piecewise, Polynomial, PolynomialConfig, Schedule, Shape,
    StepDecay, Table, Unit, WarmRestarts, WarmRestartsConfig, WarmupStableDecay, WarmupStableDecayConfig,
};

use super::formula;
use super::python::{Lines, count, list, number};

/// What the function of `schedule` takes: a schedule of schedules takes the step, since each has a unit of its own.
pub(super) fn takes(schedule: &Schedule) -> Unit {
    match schedule.shape() {
        Shape::Join(_) | Shape::Product(_) => Unit::Step,
        _ => schedule.unit(),
    }
}

/// `def name(step):` or `def name(epoch):`, and in front of it the functions of its pieces.
pub(super) fn function(schedule: &Schedule, name: &str, horizon: &Horizon) -> Lines {
    let mut lines = Lines::default();
    match schedule.shape() {
        Shape::Join(join) => {
            let unit = schedule.steps_per_unit(horizon);
            let mut body = Lines::default();
            let last = join.schedules().len() - 1;
            for (i, piece) in join.schedules().iter().enumerate() {
                let place = join.nth(i, unit, horizon);
                let within = format!("{name}_{}", i + 1);
                lines.definition(function(piece, &within, &place.horizon));
                let since = if place.start == 0 { "step".to_owned() } else { format!("step - {}", place.start) };
                let value = format!("return {}", called(piece, &within, &since, horizon));
                if i < last {
                    let end = join.nth(i + 1, unit, horizon).start;
                    body.block(format!("if step < {end}:"), one(value));
                } else {
                    body.add(value);
                }
            }
            lines.block(format!("def {name}(step):"), body);
        }
        Shape::Product(product) => {
            let mut factors = Vec::new();
            for (i, factor) in product.schedules().iter().enumerate() {
                let within = format!("{name}_{}", i + 1);
                lines.definition(function(factor, &within, horizon));
                factors.push(called(factor, &within, "step", horizon));
            }
            let body = Lines::from([format!("return {}", factors.join(" * ")).as_str()]);
            lines.block(format!("def {name}(step):"), body);
        }
        shape => {
            let t = parameter(schedule.unit());
            let body = match shape {
                Shape::Expression(expression) => formula::body(expression, schedule.unit(), horizon),
                shape => body(shape, t),
            };
            lines.block(format!("def {name}({t}):"), body);
        }
    }
    lines
}

/// The function `name` of `schedule` at a step.
pub(super) fn called(schedule: &Schedule, name: &str, step: &str, horizon: &Horizon) -> String {
    match takes(schedule) {
        Unit::Step => format!("{name}({step})"),
        Unit::Epoch if step.contains(' ') => format!("{name}(({step}) // {})", horizon.steps_per_epoch),
        Unit::Epoch => format!("{name}({step} // {})", horizon.steps_per_epoch),
    }
}

/// What a function's `t` is called.
fn parameter(unit: Unit) -> &'static str {
    match unit {
        Unit::Step => "step",
        Unit::Epoch => "epoch",
    }
}

/// `from + share of the way`, as short as it can be.
fn between(from: f64, to: f64, share: &str) -> String {
    if from == 0.0 {
        format!("{} * {share}", number(to))
    } else {
        format!("{} + ({} - {}) * {share}", number(from), number(to), number(from))
    }
}

/// The lines of a function of `t` that return the rate.
fn body(shape: &Shape, t: &str) -> Lines {
    match shape {
        Shape::Constant(Constant { lr }) => one(format!("return {}", number(*lr))),
        Shape::InverseTime(InverseTime(config)) => {
            let decays = division(t, config.decay_steps, config.staircase);
            one(format!("return {} / (1 + {} * ({decays}))", number(config.init_lr), number(config.decay_rate)))
        }
        Shape::StepDecay(StepDecay { init_lr, factor, step_size }) => {
            one(format!("return {} * {} ** ({t} // {})", number(*init_lr), number(*factor), count(*step_size)))
        }
        Shape::MultiStep(MultiStep { init_lr, factor, milestones }) => {
            let passed = format!("sum({t} >= milestone for milestone in {})", whole(milestones));
            one(format!("return {} * {} ** {passed}", number(*init_lr), number(*factor)))
        }
        Shape::Piecewise(Piecewise { boundaries, values }) => {
            let mut lines = one(format!("values = {}", list(values.iter().copied().map(number))));
            lines.add(format!("return values[sum({t} > boundary for boundary in {})]", whole(boundaries)));
            lines
        }
        Shape::Exponential(Exponential(config)) => exponential(config, t),
        Shape::NaturalExponential(NaturalExponential { init_lr, k }) => {
            one(format!("return {} * math.exp(-{} * {t})", number(*init_lr), number(*k)))
        }
        Shape::Geometric(Geometric { start_lr, end_lr, steps: 1 }) => {
            one(format!("return {} if {t} == 0 else {}", number(*start_lr), number(*end_lr)))
        }
        Shape::Geometric(Geometric { start_lr, end_lr, steps }) => {
            let mut lines = one(format!("done = min({t} / {}, 1)", steps - 1));
            let [start, end] = [*start_lr, *end_lr].map(number);
            lines.add(format!("return {start} * ({end} / {start}) ** done"));
            lines
        }
        Shape::Linear(Linear { end_lr, steps: 0, .. }) => one(format!("return {}", number(*end_lr))),
        Shape::Linear(Linear { start_lr, end_lr, steps }) => {
            let mut lines = one(format!("done = min({t} / {steps}, 1)"));
            lines.add(format!("return {}", between(*start_lr, *end_lr, "done")));
            lines
        }
        Shape::Polynomial(Polynomial(config)) => polynomial(config, t),
        Shape::Cosine(Cosine(config)) => cosine(config, t),
        Shape::WarmRestarts(WarmRestarts(config)) => warm_restarts(config, t),
        Shape::Cyclic(Cyclic(config)) => cyclic(config, t),
        Shape::OneCycle(OneCycle { config, .. }) => one_cycle(config, t),
        Shape::InverseSqrt(InverseSqrt(config)) => inverse_sqrt(config, t),
        Shape::Noam(Noam { config: NoamConfig { model_size, warmup_steps, factor }, .. }) => {
            let mut lines = one(format!("n = {t} + 1"));
            let scale = format!("{} * {model_size} ** -0.5", number(*factor));
            lines.add(format!("return {scale} * min(n**-0.5, n * {warmup_steps} ** -1.5)"));
            lines
        }
        Shape::WarmupStableDecay(WarmupStableDecay(config)) => warmup_stable_decay(config, t),
        Shape::Table(Table { values }) => {
            let mut lines = one(format!("rates = {}", list(values.iter().copied().map(number))));
            lines.add(format!("return rates[min({t}, len(rates) - 1)]"));
            lines
        }
        // Written in `function`.
        Shape::Join(_) | Shape::Product(_) | Shape::Expression(_) => Lines::default(),
    }
}

fn one(line: String) -> Lines {
    let mut lines = Lines::default();
    lines.add(line);
    lines
}

fn whole(steps: &[u64]) -> String {
    list(steps.iter().map(u64::to_string))
}

/// `t / steps`, or the whole part of it.
fn division(t: &str, steps: f64, staircase: bool) -> String {
    let operator = if staircase { "//" } else { "/" };
    if steps == 1.0 { t.to_owned() } else { format!("{t} {operator} {}", count(steps)) }
}

fn exponential(config: &ExponentialConfig, t: &str) -> Lines {
    let ExponentialConfig { init_lr, decay_rate, decay_steps, staircase, begin, end_lr } = *config;
    let mut lines = Lines::default();
    let mut since = t.to_owned();
    if begin > 0.0 {
        lines.add(format!("since = max({t} - {}, 0)", count(begin)));
        since = "since".to_owned();
    }
    let factors = if staircase {
        format!("({since} // {})", count(decay_steps))
    } else {
        format!("({})", division(&since, decay_steps, false))
    };
    let rate = format!("{} * {} ** {factors}", number(init_lr), number(decay_rate));
    lines.add(match end_lr {
        Some(floor) if decay_rate < 1.0 => format!("return max({rate}, {})", number(floor)),
        Some(ceiling) if decay_rate > 1.0 => format!("return min({rate}, {})", number(ceiling)),
        _ => format!("return {rate}"),
    });
    lines
}

fn polynomial(config: &PolynomialConfig, t: &str) -> Lines {
    let PolynomialConfig { init_lr, end_lr, decay_steps, power, cycle } = *config;
    let mut lines = Lines::default();
    if cycle {
        lines.add(format!("spans = {t} / {}", count(decay_steps)));
        lines.add("left = 1 - spans / max(math.ceil(spans), 1)");
    } else {
        lines.add(format!("left = max(1 - {t} / {}, 0)", count(decay_steps)));
    }
    let share = if power == 1.0 { "left".to_owned() } else { format!("left ** {}", number(power)) };
    lines.add(format!("return {}", between(end_lr, init_lr, &share)));
    lines
}

/// `peak · ((1 − alpha) · (1 + cos(π · done)) / 2 + alpha)`
fn half_cosine(peak: &str, alpha: f64) -> String {
    let cosine = "0.5 * (1 + math.cos(math.pi * done))";
    if alpha == 0.0 {
        format!("{peak} * {cosine}")
    } else {
        format!("{peak} * ((1 - {}) * {cosine} + {})", number(alpha), number(alpha))
    }
}

fn cosine(config: &CosineConfig, t: &str) -> Lines {
    let CosineConfig { init_lr, decay_steps, alpha, warmup_target, warmup_steps } = *config;
    let peak = warmup_target.unwrap_or(init_lr);
    let mut lines = Lines::default();
    let mut since = t.to_owned();
    if warmup_steps > 0.0 {
        let warmup = count(warmup_steps);
        let rate = between(init_lr, peak, &format!("({t} / {warmup})"));
        lines.block(format!("if {t} < {warmup}:"), one(format!("return {rate}")));
        since = format!("({t} - {warmup})");
    }
    lines.add(format!("done = min({since} / {}, 1)", count(decay_steps)));
    lines.add(format!("return {}", half_cosine(&number(peak), alpha)));
    lines
}

fn warm_restarts(config: &WarmRestartsConfig, t: &str) -> Lines {
    let WarmRestartsConfig { init_lr, first_decay_steps, t_mul, m_mul, alpha } = *config;
    let mut lines = Lines::default();
    lines.add(format!("start, length, height = 0, {}, 1.0", count(first_decay_steps)));
    let mut body = Lines::from(["start += length"]);
    body.add(format!("length *= {}", count(t_mul)));
    body.add(format!("height *= {}", number(m_mul)));
    lines.block(format!("while {t} >= start + length:"), body);
    lines.add(format!("done = ({t} - start) / length"));
    let cosine = "height * 0.5 * (1 + math.cos(math.pi * done))";
    lines.add(if alpha == 0.0 {
        format!("return {} * {cosine}", number(init_lr))
    } else {
        format!("return {} * ((1 - {}) * {cosine} + {})", number(init_lr), number(alpha), number(alpha))
    });
    lines
}

fn cyclic(config: &CyclicConfig, t: &str) -> Lines {
    let CyclicConfig { base_lr, max_lr, step_size_up, step_size_down, mode, gamma } = *config;
    let [up, down, cycle] = [step_size_up, step_size_down, step_size_up + step_size_down].map(count);
    let mut lines = Lines::default();
    lines.add(format!("into = {t} % {cycle}"));
    lines.add(format!("triangle = into / {up} if into <= {up} else ({cycle} - into) / {down}"));
    let scale = match mode {
        CyclicMode::Triangular => String::new(),
        CyclicMode::Triangular2 => format!(" * 0.5 ** ({t} // {cycle})"),
        CyclicMode::ExpRange => format!(" * {} ** {t}", number(gamma)),
    };
    lines.add(format!("return {}", between(base_lr, max_lr, &format!("triangle{scale}"))));
    lines
}

fn one_cycle(config: &OneCycleConfig, t: &str) -> Lines {
    let OneCycleConfig { max_lr, pct_start, pct_final, three_phase, anneal, convention, .. } = *config;
    let total = config.total_steps as f64;
    let first = format!("{} / {}", number(max_lr), count(config.div_factor));
    let last = match convention {
        OneCycleConvention::Fastai => format!("peak / {}", count(config.final_div_factor)),
        _ => format!("first / {}", count(config.final_div_factor)),
    };
    let peak = pct_start * total;
    let [peak, back, end] = match convention {
        OneCycleConvention::Pytorch => [peak - 1.0, 2.0 * peak - 2.0, total - 1.0],
        OneCycleConvention::Optax => [peak.floor(), (pct_final.unwrap_or_default() * total).floor(), total],
        OneCycleConvention::Fastai => [peak, peak, total],
    }
    .map(count);
    let mut lines = Lines::default();
    lines.add(format!("first, peak = {first}, {}", number(max_lr)));
    lines.add(format!("last = {last}"));
    lines.add(if three_phase {
        format!("phases = [({peak}, first, peak), ({back}, peak, first), ({end}, first, last)]")
    } else {
        format!("phases = [({peak}, first, peak), ({end}, peak, last)]")
    });
    lines.add("start = 0");
    let mut within = Lines::default();
    within.add(format!("done = ({t} - start) / (end - start) if end > start else 1.0"));
    within.add(match anneal {
        Anneal::Linear => "return lr_from + (lr_to - lr_from) * done",
        Anneal::Cos => "return lr_from + (lr_to - lr_from) * 0.5 * (1 - math.cos(math.pi * done))",
    });
    let mut each = Lines::default();
    each.block(format!("if {t} <= end:"), within);
    each.add("start = end");
    lines.block("for end, lr_from, lr_to in phases:", each);
    lines.add("return last");
    lines
}

fn inverse_sqrt(config: &InverseSqrtConfig, t: &str) -> Lines {
    let InverseSqrtConfig { max_lr, warmup_steps, timescale } = *config;
    let mut lines = Lines::default();
    let mut since = t.to_owned();
    if warmup_steps > 0.0 {
        let warmup = count(warmup_steps);
        lines.block(format!("if {t} < {warmup}:"), one(format!("return {} * {t} / {warmup}", number(max_lr))));
        since = format!("({t} - {warmup})");
    }
    lines.add(format!("return {} / math.sqrt({since} / {} + 1)", number(max_lr), count(timescale)));
    lines
}

fn warmup_stable_decay(config: &WarmupStableDecayConfig, t: &str) -> Lines {
    let WarmupStableDecayConfig { start_lr, max_lr, end_lr, warmup_steps, stable_steps, decay_steps, anneal } = *config;
    let level = warmup_steps + stable_steps;
    let mut lines = Lines::default();
    if warmup_steps > 0 {
        let rate = between(start_lr, max_lr, &format!("({t} / {warmup_steps})"));
        lines.block(format!("if {t} < {warmup_steps}:"), one(format!("return {rate}")));
    }
    if stable_steps > 0 {
        lines.block(format!("if {t} < {level}:"), one(format!("return {}", number(max_lr))));
    }
    if decay_steps == 0 {
        lines.add(format!("return {}", number(end_lr)));
        return lines;
    }
    lines.add(format!("done = min(({t} - {level}) / {decay_steps}, 1)"));
    let left = match anneal {
        Fall::Linear => "(1 - done)",
        Fall::Cos => "0.5 * (1 + math.cos(math.pi * done))",
        Fall::Sqrt => "(1 - math.sqrt(done))",
    };
    lines.add(format!("return {}", between(end_lr, max_lr, left)));
    lines
}
