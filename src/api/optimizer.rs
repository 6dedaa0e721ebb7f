//! An experiment's optimizer.

use crate::error::{Error, Result};
use crate::optimizer::{
    self, AdadeltaConfig, AdagradConfig, AdamConfig, AdamaxConfig, Adamw, Convention, LionConfig, NadamConfig,
    RadamConfig, RmspropConfig, Rule, SgdConfig,
};

use super::Value;
use super::fields::{self, Fields};

/// An optimizer with its settings. What is absent is as in the library that `convention` names; the catalog has every
/// default and range.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Optimizer {
    /// Gradient descent.
    Sgd {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the last velocity that is kept; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        momentum: Option<f64>,
        /// Look ahead along the velocity; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        nesterov: Option<bool>,
        /// Share of a new gradient that the velocity leaves out; `pytorch` only, default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        dampening: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// A rate for each weight that only falls.
    Adagrad {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Where the sum of squares begins; default 0.1, in `pytorch` 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        initial_accumulator_value: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-10.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// How fast the rate falls by itself; `pytorch` only, default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        lr_decay: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Steps in the units of the weights.
    Adadelta {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// default 0.95, in `pytorch` 0.9
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        rho: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-6.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Gradients divided by their recent size.
    Rmsprop {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// default 0.9, in `pytorch` 0.99
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        rho: Option<f64>,
        /// Share of the last velocity that is kept; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        momentum: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Divide by the deviation from the mean gradient; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        centered: Option<bool>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Momentum, divided by the recent size of the gradients.
    Adam {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the mean gradient that is kept; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the mean square that is kept; default 0.999.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Divide by the largest mean square so far; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        amsgrad: Option<bool>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Adam with decoupled weight decay.
    Adamw {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the mean gradient that is kept; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the mean square that is kept; default 0.999.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Divide by the largest mean square so far; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        amsgrad: Option<bool>,
        /// Decay of the weights, decoupled; default 0.004, in `pytorch` 0.01.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Adam with Nesterov's momentum.
    Nadam {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Towards what the momentum rises; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the mean square that is kept; default 0.999.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// How fast the momentum rises; `pytorch` only, default 0.004.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        momentum_decay: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Adam with the largest recent gradient.
    Adamax {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the mean gradient that is kept; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the largest gradient that is kept; default 0.999.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Keeps the division apart from 0; default 1e-7, in `pytorch` 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// Adam that waits for its mean square; the rule is PyTorch's.
    Radam {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the mean gradient that is kept; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the mean square that is kept; default 0.999.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Keeps the division apart from 0; default 1e-8.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        epsilon: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
    /// The sign of a momentum; the rule is Keras's.
    Lion {
        /// Whose rule; default `keras`.
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"keras\" | \"pytorch\""))]
        convention: Option<Convention>,
        /// Share of the mean gradient in the direction; default 0.9.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta1: Option<f64>,
        /// Share of the mean square that is kept; default 0.99.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta2: Option<f64>,
        /// Decay of the weights, decoupled in `keras`, added to the gradient in `pytorch`; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        weight_decay: Option<f64>,
    },
}

/// What `kind` may be.
const KINDS: &[&str] = &["sgd", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam", "adamax", "radam", "lion"];

impl Optimizer {
    pub(super) fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let kind = fields.required("kind", fields::text)?;
        let convention = fields.optional("convention", fields::named)?;
        let optimizer = match kind {
            "sgd" => Self::Sgd {
                convention,
                momentum: fields.optional("momentum", fields::number)?,
                nesterov: fields.optional("nesterov", fields::flag)?,
                dampening: fields.optional("dampening", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "adagrad" => Self::Adagrad {
                convention,
                initial_accumulator_value: fields.optional("initialAccumulatorValue", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                lr_decay: fields.optional("lrDecay", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "adadelta" => Self::Adadelta {
                convention,
                rho: fields.optional("rho", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "rmsprop" => Self::Rmsprop {
                convention,
                rho: fields.optional("rho", fields::number)?,
                momentum: fields.optional("momentum", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                centered: fields.optional("centered", fields::flag)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "adam" => Self::Adam {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                amsgrad: fields.optional("amsgrad", fields::flag)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "adamw" => Self::Adamw {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                amsgrad: fields.optional("amsgrad", fields::flag)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "nadam" => Self::Nadam {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                momentum_decay: fields.optional("momentumDecay", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "adamax" => Self::Adamax {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "radam" => Self::Radam {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                epsilon: fields.optional("epsilon", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            "lion" => Self::Lion {
                convention,
                beta1: fields.optional("beta1", fields::number)?,
                beta2: fields.optional("beta2", fields::number)?,
                weight_decay: fields.optional("weightDecay", fields::number)?,
            },
            kind => return Err(Error::unknown("kind", kind, KINDS.iter().copied())),
        };
        fields.finish()?;
        Ok(optimizer)
    }

    pub(super) fn build(self, parameters: usize) -> Result<optimizer::Optimizer> {
        self.rule().build(parameters)
    }

    /// The rule with all of its settings: what was left out is as the library has it.
    pub(super) fn rule(self) -> Rule {
        match self {
            Self::Sgd { convention, momentum, nesterov, dampening, weight_decay } => {
                let usual = SgdConfig::defaults(convention.unwrap_or_default());
                Rule::Sgd(SgdConfig {
                    momentum: momentum.unwrap_or(usual.momentum),
                    nesterov: nesterov.unwrap_or(usual.nesterov),
                    dampening,
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Adagrad { convention, initial_accumulator_value, epsilon, lr_decay, weight_decay } => {
                let usual = AdagradConfig::defaults(convention.unwrap_or_default());
                Rule::Adagrad(AdagradConfig {
                    initial_accumulator_value: initial_accumulator_value.unwrap_or(usual.initial_accumulator_value),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    lr_decay,
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Adadelta { convention, rho, epsilon, weight_decay } => {
                let usual = AdadeltaConfig::defaults(convention.unwrap_or_default());
                Rule::Adadelta(AdadeltaConfig {
                    rho: rho.unwrap_or(usual.rho),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Rmsprop { convention, rho, momentum, epsilon, centered, weight_decay } => {
                let usual = RmspropConfig::defaults(convention.unwrap_or_default());
                Rule::Rmsprop(RmspropConfig {
                    rho: rho.unwrap_or(usual.rho),
                    momentum: momentum.unwrap_or(usual.momentum),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    centered: centered.unwrap_or(usual.centered),
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Adam { convention, beta1, beta2, epsilon, amsgrad, weight_decay } => {
                let usual = AdamConfig::defaults(convention.unwrap_or_default());
                Rule::Adam(adam(usual, [beta1, beta2, epsilon, weight_decay], amsgrad))
            }
            Self::Adamw { convention, beta1, beta2, epsilon, amsgrad, weight_decay } => {
                let usual = Adamw::defaults(convention.unwrap_or_default());
                Rule::Adamw(adam(usual, [beta1, beta2, epsilon, weight_decay], amsgrad))
            }
            Self::Nadam { convention, beta1, beta2, epsilon, momentum_decay, weight_decay } => {
                let usual = NadamConfig::defaults(convention.unwrap_or_default());
                Rule::Nadam(NadamConfig {
                    beta1: beta1.unwrap_or(usual.beta1),
                    beta2: beta2.unwrap_or(usual.beta2),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    momentum_decay,
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Adamax { convention, beta1, beta2, epsilon, weight_decay } => {
                let usual = AdamaxConfig::defaults(convention.unwrap_or_default());
                Rule::Adamax(AdamaxConfig {
                    beta1: beta1.unwrap_or(usual.beta1),
                    beta2: beta2.unwrap_or(usual.beta2),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Radam { convention, beta1, beta2, epsilon, weight_decay } => {
                let usual = RadamConfig::defaults(convention.unwrap_or_default());
                Rule::Radam(RadamConfig {
                    beta1: beta1.unwrap_or(usual.beta1),
                    beta2: beta2.unwrap_or(usual.beta2),
                    epsilon: epsilon.unwrap_or(usual.epsilon),
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
            Self::Lion { convention, beta1, beta2, weight_decay } => {
                let usual = LionConfig::defaults(convention.unwrap_or_default());
                Rule::Lion(LionConfig {
                    beta1: beta1.unwrap_or(usual.beta1),
                    beta2: beta2.unwrap_or(usual.beta2),
                    weight_decay: weight_decay.unwrap_or(usual.weight_decay),
                    ..usual
                })
            }
        }
    }
}

fn adam(
    usual: AdamConfig,
    [beta1, beta2, epsilon, weight_decay]: [Option<f64>; 4],
    amsgrad: Option<bool>,
) -> AdamConfig {
    AdamConfig {
        beta1: beta1.unwrap_or(usual.beta1),
        beta2: beta2.unwrap_or(usual.beta2),
        epsilon: epsilon.unwrap_or(usual.epsilon),
        amsgrad: amsgrad.unwrap_or(usual.amsgrad),
        weight_decay: weight_decay.unwrap_or(usual.weight_decay),
        ..usual
    }
}
