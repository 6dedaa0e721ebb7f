//! An optimizer with its settings, before it has any state.

use crate::error::Result;

use super::{
    Adadelta, AdadeltaConfig, Adagrad, AdagradConfig, Adam, AdamConfig, Adamax, AdamaxConfig, Adamw, Lion, LionConfig,
    Nadam, NadamConfig, Optimizer, Radam, RadamConfig, Rmsprop, RmspropConfig, Sgd, SgdConfig,
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
}
