//! An optimizer with its settings, before it has any state.

use crate::error::Result;

use super::{
    Adadelta, AdadeltaConfig, Adagrad, AdagradConfig, Adam, AdamConfig, Adamax, AdamaxConfig, Adamw, Convention, Lion,
    LionConfig, Nadam, NadamConfig, Optimizer, Radam, RadamConfig, Rmsprop, RmspropConfig, Sgd, SgdConfig,
};

/// An optimizer with all of its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Gradient descent with momentum.
    Sgd(SgdConfig),
    /// Adagrad.
    Adagrad(AdagradConfig),
    /// Adadelta.
    Adadelta(AdadeltaConfig),
    /// RMSprop.
    Rmsprop(RmspropConfig),
    /// Adam.
    Adam(AdamConfig),
    /// Adam with decoupled weight decay.
    Adamw(AdamConfig),
    /// Adam with Nesterov's momentum.
    Nadam(NadamConfig),
    /// Adam with the largest gradient.
    Adamax(AdamaxConfig),
    /// Rectified Adam.
    Radam(RadamConfig),
    /// The sign of a momentum.
    Lion(LionConfig),
}

impl Rule {
    /// The optimizer for `parameters` parameters, at its first step.
    ///
    /// # Errors
    /// The first setting out of range, or one that the convention lacks.
    pub fn build(self, parameters: usize) -> Result<Optimizer> {
        match self {
            Self::Sgd(config) => Sgd::new(config, parameters).map(Optimizer::Sgd),
            Self::Adagrad(config) => Adagrad::new(config, parameters).map(Optimizer::Adagrad),
            Self::Adadelta(config) => Adadelta::new(config, parameters).map(Optimizer::Adadelta),
            Self::Rmsprop(config) => Rmsprop::new(config, parameters).map(Optimizer::Rmsprop),
            Self::Adam(config) => Adam::new(config, parameters).map(Optimizer::Adam),
            Self::Adamw(config) => Adamw::new(config, parameters).map(Optimizer::Adamw),
            Self::Nadam(config) => Nadam::new(config, parameters).map(Optimizer::Nadam),
            Self::Adamax(config) => Adamax::new(config, parameters).map(Optimizer::Adamax),
            Self::Radam(config) => Radam::new(config, parameters).map(Optimizer::Radam),
            Self::Lion(config) => Lion::new(config, parameters).map(Optimizer::Lion),
        }
    }

    /// Its name in a class of that name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sgd(_) => "SGD",
            Self::Adagrad(_) => "Adagrad",
            Self::Adadelta(_) => "Adadelta",
            Self::Rmsprop(_) => "RMSprop",
            Self::Adam(_) => "Adam",
            Self::Adamw(_) => "AdamW",
            Self::Nadam(_) => "Nadam",
            Self::Adamax(_) => "Adamax",
            Self::Radam(_) => "RAdam",
            Self::Lion(_) => "Lion",
        }
    }

    /// Whose rule.
    pub fn convention(&self) -> Convention {
        match self {
            Self::Sgd(config) => config.convention,
            Self::Adagrad(config) => config.convention,
            Self::Adadelta(config) => config.convention,
            Self::Rmsprop(config) => config.convention,
            Self::Adam(config) | Self::Adamw(config) => config.convention,
            Self::Nadam(config) => config.convention,
            Self::Adamax(config) => config.convention,
            Self::Radam(config) => config.convention,
            Self::Lion(config) => config.convention,
        }
    }

    /// Its weight decay.
    pub fn weight_decay(&self) -> f64 {
        match self {
            Self::Sgd(config) => config.weight_decay,
            Self::Adagrad(config) => config.weight_decay,
            Self::Adadelta(config) => config.weight_decay,
            Self::Rmsprop(config) => config.weight_decay,
            Self::Adam(config) | Self::Adamw(config) => config.weight_decay,
            Self::Nadam(config) => config.weight_decay,
            Self::Adamax(config) => config.weight_decay,
            Self::Radam(config) => config.weight_decay,
            Self::Lion(config) => config.weight_decay,
        }
    }

    /// Whether the decay is kept out of the rule: w ← w − lr·λ·w beside it.
    pub fn is_decoupled(&self) -> bool {
        self.convention() == Convention::Keras || matches!(self, Self::Adamw(_))
    }

    /// The rate that the library takes where none is given.
    pub fn default_lr(&self) -> f64 {
        let convention = self.convention();
        match self {
            Self::Sgd(_) => SgdConfig::default_lr(convention),
            Self::Adagrad(_) => AdagradConfig::default_lr(convention),
            Self::Adadelta(_) => AdadeltaConfig::default_lr(convention),
            Self::Rmsprop(_) => RmspropConfig::default_lr(convention),
            Self::Adam(_) | Self::Adamw(_) => AdamConfig::default_lr(convention),
            Self::Nadam(_) => NadamConfig::default_lr(convention),
            Self::Adamax(_) => AdamaxConfig::default_lr(convention),
            Self::Radam(_) => RadamConfig::default_lr(convention),
            Self::Lion(_) => LionConfig::default_lr(convention),
        }
    }

    /// Whether the rule is the same under both conventions, so that either library's own will do.
    pub fn is_common(&self) -> bool {
        match self {
            // Without momentum a decay that is added to the gradient is the same as one beside it.
            Self::Sgd(config) => config.momentum == 0.0,
            Self::Adadelta(config) => config.weight_decay == 0.0,
            _ => false,
        }
    }
}
