//! A rule written out for a framework that has not got it: what it keeps for each weight, and the lines that make a
//! step of it. The same lines serve every framework, since NumPy, PyTorch, JAX and Keras share the names.

use crate::optimizer::{
    AdadeltaConfig, AdagradConfig, AdamConfig, AdamaxConfig, Convention, LionConfig, NadamConfig, RadamConfig,
    RmspropConfig, SgdConfig,
};

use super::python::number;
use crate::optimizer::Rule;

/// Something that a rule keeps for each weight tensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    /// Its name in the lines.
    pub(super) name: &'static str,
    /// Where every element of it begins.
    pub(super) start: f64,
    /// Whether it is one number instead of one for each weight.
    pub(super) scalar: bool,
}

/// The lines take a weight `w`, its gradient `g`, the rate `lr`, the number of the step `t` from 1 and the slots by
/// name; they leave the slots and `delta`, which is to be subtracted from the weight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Update {
    pub(super) slots: Vec<Slot>,
    pub(super) lines: Vec<String>,
}

impl Update {
    /// The rule in terms of the library that is called `xp` in the script.
    pub(super) fn of(rule: &Rule, xp: &str) -> Self {
        let mut update = Self { slots: Vec::new(), lines: Vec::new() };
        let decay = number(rule.weight_decay());
        if rule.weight_decay() > 0.0 && !rule.is_decoupled() {
            update.add(format!("g = g + {decay} * w"));
        }
        let delta = match rule {
            Rule::Sgd(config) => update.sgd(config, xp),
            Rule::Adagrad(config) => update.adagrad(config, xp),
            Rule::Adadelta(config) => update.adadelta(config, xp),
            Rule::Rmsprop(config) => update.rmsprop(config, xp),
            Rule::Adam(config) | Rule::Adamw(config) => update.adam(config, xp),
            Rule::Nadam(config) => update.nadam(config, xp),
            Rule::Adamax(config) => update.adamax(config, xp),
            Rule::Radam(config) => update.radam(config, xp),
            Rule::Lion(config) => update.lion(config, xp),
        };
        update.add(format!("delta = {delta}"));
        if rule.weight_decay() > 0.0 && rule.is_decoupled() {
            update.add(format!("delta = delta + lr * {decay} * w"));
        }
        update
    }

    fn add(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn slot(&mut self, name: &'static str) {
        self.slots.push(Slot { name, start: 0.0, scalar: false });
    }

    /// Adam's means, in the slots m and v.
    fn means(&mut self, beta1: f64, beta2: f64) {
        self.slot("m");
        self.slot("v");
        self.add(format!("m = m + (1 - {}) * (g - m)", number(beta1)));
        self.add(format!("v = v + (1 - {}) * (g * g - v)", number(beta2)));
    }

    fn sgd(&mut self, config: &SgdConfig, xp: &str) -> String {
        let mu = number(config.momentum);
        if config.momentum == 0.0 {
            return "lr * g".to_owned();
        }
        self.slot("v");
        match (config.convention, config.nesterov) {
            (Convention::Keras, nesterov) => {
                self.add(format!("v = {mu} * v - lr * g"));
                if nesterov { format!("lr * g - {mu} * v") } else { "-v".to_owned() }
            }
            (Convention::Pytorch, nesterov) => {
                match config.dampening.filter(|dampening| *dampening != 0.0) {
                    Some(dampening) => {
                        self.add(format!("v = {mu} * v + {xp}.where(t > 1, {}, 1.0) * g", number(1.0 - dampening)));
                    }
                    None => self.add(format!("v = {mu} * v + g")),
                }
                if nesterov { format!("lr * (g + {mu} * v)") } else { "lr * v".to_owned() }
            }
        }
    }

    fn adagrad(&mut self, config: &AdagradConfig, xp: &str) -> String {
        self.slots.push(Slot { name: "a", start: config.initial_accumulator_value, scalar: false });
        self.add("a = a + g * g");
        let epsilon = number(config.epsilon);
        match (config.convention, config.lr_decay.filter(|decay| *decay > 0.0)) {
            (Convention::Keras, _) => format!("lr * g / {xp}.sqrt(a + {epsilon})"),
            (Convention::Pytorch, None) => format!("lr * g / ({xp}.sqrt(a) + {epsilon})"),
            (Convention::Pytorch, Some(decay)) => {
                format!("lr / (1 + (t - 1) * {}) * g / ({xp}.sqrt(a) + {epsilon})", number(decay))
            }
        }
    }

    fn adadelta(&mut self, config: &AdadeltaConfig, xp: &str) -> String {
        let [rho, epsilon] = [config.rho, config.epsilon].map(number);
        self.slot("a");
        self.slot("d");
        self.add(format!("a = {rho} * a + (1 - {rho}) * g * g"));
        self.add(format!("change = {xp}.sqrt(d + {epsilon}) / {xp}.sqrt(a + {epsilon}) * g"));
        self.add(format!("d = {rho} * d + (1 - {rho}) * change * change"));
        "lr * change".to_owned()
    }

    fn rmsprop(&mut self, config: &RmspropConfig, xp: &str) -> String {
        let [rho, mu, epsilon] = [config.rho, config.momentum, config.epsilon].map(number);
        self.slot("s");
        self.add(format!("s = {rho} * s + (1 - {rho}) * g * g"));
        if config.centered {
            self.slot("m");
            self.add(format!("m = {rho} * m + (1 - {rho}) * g"));
        }
        let q = if config.centered { "s - m * m" } else { "s" };
        let scaled = match config.convention {
            Convention::Keras => format!("g / {xp}.sqrt({q} + {epsilon})"),
            Convention::Pytorch => format!("g / ({xp}.sqrt({q}) + {epsilon})"),
        };
        if config.momentum == 0.0 {
            return format!("lr * {scaled}");
        }
        self.slot("v");
        match config.convention {
            Convention::Keras => {
                self.add(format!("v = {mu} * v + lr * {scaled}"));
                "v".to_owned()
            }
            Convention::Pytorch => {
                self.add(format!("v = {mu} * v + {scaled}"));
                "lr * v".to_owned()
            }
        }
    }

    fn adam(&mut self, config: &AdamConfig, xp: &str) -> String {
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        self.means(config.beta1, config.beta2);
        let square = if config.amsgrad {
            self.slot("largest");
            self.add(format!("largest = {xp}.maximum(largest, v)"));
            "largest"
        } else {
            "v"
        };
        self.add(format!("root = (1 - {beta2}**t) ** 0.5"));
        match config.convention {
            Convention::Keras => {
                format!("lr * root / (1 - {beta1}**t) * m / ({xp}.sqrt({square}) + {epsilon})")
            }
            Convention::Pytorch => {
                format!("lr / (1 - {beta1}**t) * m / ({xp}.sqrt({square}) / root + {epsilon})")
            }
        }
    }

    fn nadam(&mut self, config: &NadamConfig, xp: &str) -> String {
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        let psi = match config.convention {
            Convention::Keras => 1.0,
            Convention::Pytorch => config.momentum_decay.unwrap_or(NadamConfig::MOMENTUM_DECAY),
        };
        let momentum = |t: &str| match psi {
            1.0 => format!("{beta1} * (1 - 0.5 * 0.96**{t})"),
            _ => format!("{beta1} * (1 - 0.5 * 0.96 ** ({t} * {}))", number(psi)),
        };
        self.means(config.beta1, config.beta2);
        self.slots.push(Slot { name: "product", start: 1.0, scalar: true });
        self.add(format!("mu, mu_next = {}, {}", momentum("t"), momentum("(t + 1)")));
        self.add("product = product * mu");
        self.add("ahead = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)");
        format!("lr * ahead / ({xp}.sqrt(v / (1 - {beta2}**t)) + {epsilon})")
    }

    fn adamax(&mut self, config: &AdamaxConfig, xp: &str) -> String {
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        self.slot("m");
        self.slot("u");
        self.add(format!("m = m + (1 - {beta1}) * (g - m)"));
        match config.convention {
            Convention::Keras => {
                self.add(format!("u = {xp}.maximum({beta2} * u, {xp}.abs(g))"));
                format!("lr / (1 - {beta1}**t) * m / (u + {epsilon})")
            }
            Convention::Pytorch => {
                self.add(format!("u = {xp}.maximum({beta2} * u, {xp}.abs(g) + {epsilon})"));
                format!("lr / (1 - {beta1}**t) * m / u")
            }
        }
    }

    fn radam(&mut self, config: &RadamConfig, xp: &str) -> String {
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        let limit = 2.0 / (1.0 - config.beta2) - 1.0;
        let scale = (limit - 4.0) * (limit - 2.0) / limit;
        self.means(config.beta1, config.beta2);
        self.add(format!("length = {} - 2 * t * {beta2}**t / (1 - {beta2}**t)", number(limit)));
        // Where it is too short the root is of anything: it is not used.
        let square = format!("(length - 4) * (length - 2) / ({} * length)", number(scale));
        self.add(format!("rectification = {xp}.where(length > 5, {square}, 1.0) ** 0.5"));
        self.add(format!("adaptive = rectification * (1 - {beta2}**t) ** 0.5 / ({xp}.sqrt(v) + {epsilon})"));
        format!("lr / (1 - {beta1}**t) * m * {xp}.where(length > 5, adaptive, 1.0)")
    }

    fn lion(&mut self, config: &LionConfig, xp: &str) -> String {
        let [beta1, beta2] = [config.beta1, config.beta2].map(number);
        self.slot("m");
        self.add(format!("direction = {xp}.sign({beta1} * m + (1 - {beta1}) * g)"));
        self.add(format!("m = {beta2} * m + (1 - {beta2}) * g"));
        "lr * direction".to_owned()
    }
}

/// The name of the class that is written out.
pub(super) fn class(rule: &Rule) -> String {
    let whose = match rule.convention() {
        Convention::Keras => "Keras",
        Convention::Pytorch => "Pytorch",
    };
    format!("{whose}{}", rule.name())
}

/// Its docstring.
pub(super) fn explained(rule: &Rule, library: &str) -> String {
    match (rule, rule.convention()) {
        (Rule::Lion(_), Convention::Pytorch) => {
            format!("\"\"\"Lion with weight decay added to the gradient, which {library} has not.\"\"\"")
        }
        (Rule::Radam(_), Convention::Keras) => {
            format!(
                "\"\"\"RAdam as PyTorch has it, with Keras's decoupled weight decay; {library} has not got it.\"\"\""
            )
        }
        (rule, Convention::Keras) => {
            format!("\"\"\"{} by Keras's rule, which differs from {library}'s.\"\"\"", rule.name())
        }
        (rule, Convention::Pytorch) => {
            format!("\"\"\"{} by PyTorch's rule, which differs from {library}'s.\"\"\"", rule.name())
        }
    }
}

/// `(m, v)` of the slots, for assignments: `m, v = …`.
pub(super) fn names(slots: &[Slot]) -> Vec<&'static str> {
    slots.iter().map(|slot| slot.name).collect()
}
