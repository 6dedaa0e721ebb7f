//! What a script has to know of an optimizer.

use crate::optimizer::{
    AdadeltaConfig, AdagradConfig, AdamConfig, AdamaxConfig, Convention, LionConfig, NadamConfig, RadamConfig,
    RmspropConfig, Rule, SgdConfig,
};

impl Rule {
    /// Its name in a class of that name.
    pub(super) fn name(&self) -> &'static str {
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
    pub(super) fn convention(&self) -> Convention {
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
    pub(super) fn weight_decay(&self) -> f64 {
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
    pub(super) fn is_decoupled(&self) -> bool {
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
    pub(super) fn is_common(&self) -> bool {
        match self {
            // Without momentum a decay that is added to the gradient is the same as one beside it.
            Self::Sgd(config) => config.momentum == 0.0,
            Self::Adadelta(config) => config.weight_decay == 0.0,
            _ => false,
        }
    }
}
