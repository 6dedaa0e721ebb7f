//! AdamW: Adam with decoupled weight decay.

use super::adam::{Adam, AdamConfig};
use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::setting::{AMSGRAD, BETA1, BETA2, CONVENTION, EPSILON, WEIGHT_DECAY};
use super::update::Update;
use super::{Convention, State};
use crate::declare::Declared;
use crate::error::Result;
use crate::kind;

kind! {
    Adamw: AdamConfig via Adamw::defaults(convention),
    "adamw", "AdamW", "Adam that pulls the weights towards 0 apart from the gradient.",
    convention: CONVENTION,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
    amsgrad: AMSGRAD,
    weight_decay: WEIGHT_DECAY.says("Pulls the weights towards 0, apart from the gradient."),
}

/// AdamW (Loshchilov and Hutter 2019): first the weights shrink, then [`Adam`]'s step.
///
/// | | Keras | PyTorch |
/// |---|---|---|
/// | weight decay λ | w ← w − w·λ·lr | w ← w·(1 − lr·λ) |
/// | default λ | 0.004 | 0.01 |
///
/// Keras's is its Adam with another default; in PyTorch only here the decay stays out of the means.
///
/// Sources: `keras/src/optimizers/adamw.py` (3.15), `torch/optim/adamw.py` (2.15).
#[derive(Clone, Debug)]
pub struct Adamw(Adam);

impl Adamw {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> AdamConfig {
        AdamConfig { weight_decay: convention.choose(0.004, 0.01), ..AdamConfig::defaults(convention) }
    }

    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: AdamConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let decay = match config.convention {
            Convention::Keras => Decay::Decoupled(config.weight_decay),
            Convention::Pytorch => Decay::DecoupledFactor(config.weight_decay),
        };
        Adam::with_decay(config, decay, parameters).map(Self)
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        self.0.update(parameters, gradients, lr);
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        self.0.state()
    }
}

impl Method for Adamw {
    fn default_lr(_: Convention) -> f64 {
        0.001
    }

    fn is_decoupled(_: &AdamConfig) -> bool {
        true
    }

    fn swing(config: &AdamConfig, _: u64) -> Swings {
        Ok(Swing::of_mean(config.beta1))
    }

    fn preconditioner(&self) -> Option<Vec<f64>> {
        self.0.preconditioner()
    }

    fn step_lines(config: &AdamConfig, update: &mut Update) -> String {
        Adam::step_lines(config, update)
    }
}

#[cfg(test)]
mod tests {
    use super::{AdamConfig, Adamw, Convention};
    use crate::optimizer::testing::{assert_close, two_steps};

    /// Adam's own table with λ = 0.5: from 0.95 and from 0.9 of the first.
    #[test]
    fn two_steps_by_hand() {
        for convention in [Convention::Keras, Convention::Pytorch] {
            let config =
                AdamConfig { beta1: 0.5, beta2: 0.75, epsilon: 0.0, weight_decay: 0.5, ..Adamw::defaults(convention) };
            let mut adamw = Adamw::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| adamw.update(w, g, lr)), [0.85, 0.567_292_3], &config);
        }
    }
}
