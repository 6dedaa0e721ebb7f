//! A schedule as a Python function, written out from its formula.

use crate::schedule::{
    Anneal, CosineConfig, CyclicConfig, CyclicMode, ExponentialConfig, Expression, Fall, Horizon, InverseSqrtConfig,
    InverseTimeConfig, OneCycleConfig, OneCycleConvention, PolynomialConfig, Unit, WarmRestartsConfig,
    WarmupStableDecayConfig,
};

use super::formula;
use super::python::{Lines, count, list, number};

/// A schedule with its settings open, and the unit of its `t`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// What `t` counts.
    pub unit: Unit,
    /// The rate over `t`.
    pub curve: Curve,
}

/// A rate over `t`: the settings of a [`schedule::Shape`](crate::schedule::Shape).
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// The same rate for ever.
    Constant {
        /// The rate.
        lr: f64,
    },
    /// Decay in proportion to 1 / t.
    InverseTime(InverseTimeConfig),
    /// A factor every few steps.
    Step {
        /// The rate at t = 0.
        init_lr: f64,
        /// What it is multiplied by.
        factor: f64,
        /// Steps between.
        step_size: f64,
    },
    /// A factor at given steps.
    MultiStep {
        /// The rate at t = 0.
        init_lr: f64,
        /// What it is multiplied by.
        factor: f64,
        /// Where.
        milestones: Vec<u64>,
    },
    /// Given rates between given steps.
    Piecewise {
        /// Where the next rate begins after.
        boundaries: Vec<u64>,
        /// The rates.
        values: Vec<f64>,
    },
    /// Decay or growth by a factor.
    Exponential(ExponentialConfig),
    /// Decay by e^−k each step.
    NaturalExponential {
        /// The rate at t = 0.
        init_lr: f64,
        /// k.
        k: f64,
    },
    /// From one rate to another by equal factors.
    Geometric {
        /// The first rate.
        start_lr: f64,
        /// The last rate.
        end_lr: f64,
        /// How many.
        steps: u64,
    },
    /// From one rate to another by equal differences.
    Linear {
        /// The first rate.
        start_lr: f64,
        /// The last rate.
        end_lr: f64,
        /// Steps between.
        steps: u64,
    },
    /// Decay along a power.
    Polynomial(PolynomialConfig),
    /// Half a cosine.
    Cosine(CosineConfig),
    /// Cosines one after another.
    WarmRestarts(WarmRestartsConfig),
    /// Up and down for ever.
    Cyclic(CyclicConfig),
    /// Up once, then down below the beginning.
    OneCycle(OneCycleConfig),
    /// Decay in proportion to 1 / √t.
    InverseSqrt(InverseSqrtConfig),
    /// The Transformer's own.
    Noam {
        /// Features of the model.
        model_size: u64,
        /// Steps of the warm-up.
        warmup_steps: u64,
        /// What the whole is multiplied by.
        factor: f64,
    },
    /// Up, level, down.
    WarmupStableDecay(WarmupStableDecayConfig),
    /// Schedules one after another.
    Join {
        /// The pieces.
        schedules: Vec<Rates>,
        /// Where the second and every further one begins.
        boundaries: Vec<u64>,
    },
    /// Schedules multiplied.
    Product {
        /// The factors.
        schedules: Vec<Rates>,
    },
    /// A formula.
    Expression {
        /// The formula.
        expression: Expression,
        /// What it calls `lr`.
        init_lr: Option<f64>,
    },
    /// Given rates.
    Table {
        /// One for each `t`.
        values: Vec<f64>,
    },
}

impl Rates {
    /// What a function of this schedule takes: a schedule of schedules takes the step, since each has a unit of its
    /// own.
    pub(super) fn takes(&self) -> Unit {
        match self.curve {
            Curve::Join { .. } | Curve::Product { .. } => Unit::Step,
            _ => self.unit,
        }
    }

    /// Steps in one `t`.
    fn steps_per_unit(&self, horizon: &Horizon) -> u64 {
        match self.unit {
            Unit::Step => 1,
            Unit::Epoch => horizon.steps_per_epoch,
        }
    }

    /// `def name(step):` or `def name(epoch):`, and in front of it the functions of its pieces.
    pub(super) fn function(&self, name: &str, horizon: &Horizon) -> Lines {
        let mut lines = Lines::default();
        match &self.curve {
            Curve::Join { schedules, boundaries } => {
                let unit = self.steps_per_unit(horizon);
                let mut body = Lines::default();
                let mut start = 0;
                for (i, piece) in schedules.iter().enumerate() {
                    let end = boundaries.get(i).map(|boundary| boundary * unit);
                    let steps = end.unwrap_or(horizon.steps.max(start)) - start;
                    let within = format!("{name}_{}", i + 1);
                    lines.definition(piece.function(&within, &Horizon { steps, ..*horizon }));
                    let since = if start == 0 { "step".to_owned() } else { format!("step - {start}") };
                    let value = piece.called(&within, &since, horizon);
                    match end {
                        Some(end) => {
                            body.block(format!("if step < {end}:"), Lines::from([format!("return {value}").as_str()]));
                        }
                        None => body.add(format!("return {value}")),
                    }
                    start = end.unwrap_or(start);
                }
                lines.block(format!("def {name}(step):"), body);
            }
            Curve::Product { schedules } => {
                let mut factors = Vec::new();
                for (i, factor) in schedules.iter().enumerate() {
                    let within = format!("{name}_{}", i + 1);
                    lines.definition(factor.function(&within, horizon));
                    factors.push(factor.called(&within, "step", horizon));
                }
                let body = Lines::from([format!("return {}", factors.join(" * ")).as_str()]);
                lines.block(format!("def {name}(step):"), body);
            }
            Curve::Expression { expression, init_lr } => {
                let body = formula::body(expression, *init_lr, self.unit, horizon);
                lines.block(format!("def {name}({}):", parameter(self.unit)), body);
            }
            curve => lines.block(format!("def {name}({}):", parameter(self.unit)), curve.body(parameter(self.unit))),
        }
        lines
    }

    /// The function `name` at a step.
    pub(super) fn called(&self, name: &str, step: &str, horizon: &Horizon) -> String {
        match self.takes() {
            Unit::Step => format!("{name}({step})"),
            Unit::Epoch if step.contains(' ') => format!("{name}(({step}) // {})", horizon.steps_per_epoch),
            Unit::Epoch => format!("{name}({step} // {})", horizon.steps_per_epoch),
        }
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

impl Curve {
    /// The lines of a function of `t` that return the rate.
    fn body(&self, t: &str) -> Lines {
        match self {
            Self::Constant { lr } => one(format!("return {}", number(*lr))),
            Self::InverseTime(config) => {
                let decays = division(t, config.decay_steps, config.staircase);
                one(format!("return {} / (1 + {} * ({decays}))", number(config.init_lr), number(config.decay_rate)))
            }
            Self::Step { init_lr, factor, step_size } => {
                one(format!("return {} * {} ** ({t} // {})", number(*init_lr), number(*factor), count(*step_size)))
            }
            Self::MultiStep { init_lr, factor, milestones } => {
                let passed = format!("sum({t} >= milestone for milestone in {})", whole(milestones));
                one(format!("return {} * {} ** {passed}", number(*init_lr), number(*factor)))
            }
            Self::Piecewise { boundaries, values } => {
                let mut lines = one(format!("values = {}", list(values.iter().copied().map(number))));
                lines.add(format!("return values[sum({t} > boundary for boundary in {})]", whole(boundaries)));
                lines
            }
            Self::Exponential(config) => exponential(config, t),
            Self::NaturalExponential { init_lr, k } => {
                one(format!("return {} * math.exp(-{} * {t})", number(*init_lr), number(*k)))
            }
            Self::Geometric { start_lr, end_lr, steps: 1 } => {
                one(format!("return {} if {t} == 0 else {}", number(*start_lr), number(*end_lr)))
            }
            Self::Geometric { start_lr, end_lr, steps } => {
                let mut lines = one(format!("done = min({t} / {}, 1)", steps - 1));
                let [start, end] = [*start_lr, *end_lr].map(number);
                lines.add(format!("return {start} * ({end} / {start}) ** done"));
                lines
            }
            Self::Linear { end_lr, steps: 0, .. } => one(format!("return {}", number(*end_lr))),
            Self::Linear { start_lr, end_lr, steps } => {
                let mut lines = one(format!("done = min({t} / {steps}, 1)"));
                lines.add(format!("return {}", between(*start_lr, *end_lr, "done")));
                lines
            }
            Self::Polynomial(config) => polynomial(config, t),
            Self::Cosine(config) => cosine(config, t),
            Self::WarmRestarts(config) => warm_restarts(config, t),
            Self::Cyclic(config) => cyclic(config, t),
            Self::OneCycle(config) => one_cycle(config, t),
            Self::InverseSqrt(config) => inverse_sqrt(config, t),
            Self::Noam { model_size, warmup_steps, factor } => {
                let mut lines = one(format!("n = {t} + 1"));
                let scale = format!("{} * {model_size} ** -0.5", number(*factor));
                lines.add(format!("return {scale} * min(n**-0.5, n * {warmup_steps} ** -1.5)"));
                lines
            }
            Self::WarmupStableDecay(config) => warmup_stable_decay(config, t),
            Self::Table { values } => {
                let mut lines = one(format!("rates = {}", list(values.iter().copied().map(number))));
                lines.add(format!("return rates[min({t}, len(rates) - 1)]"));
                lines
            }
            // Written in `Rates::function`.
            Self::Join { .. } | Self::Product { .. } | Self::Expression { .. } => Lines::default(),
        }
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
        OneCycleConvention::Optax => [peak.floor(), (pct_final * total).floor(), total],
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
