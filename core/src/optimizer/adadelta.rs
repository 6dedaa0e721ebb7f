//! Adadelta: steps in the units of the weights.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::setting::{CONVENTION, EPSILON, RHO, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State};
use crate::declare::Declared;
use crate::error::Result;
use crate::kind;

kind! {
    Adadelta: AdadeltaConfig::defaults(convention),
    "adadelta", "Adadelta", "Measures each step by the steps before it and needs a rate near 1, or much patience.",
    convention: CONVENTION,
    rho: RHO,
    epsilon: EPSILON.says("The first steps are made of it: a larger one starts faster."),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Adadelta`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdadeltaConfig {
    /// Whose defaults and weight decay.
    pub convention: Convention,
    /// ρ, share of the means of squares that is kept: 0 ≤ ρ < 1.
    pub rho: f64,
    /// ε ≥ 0; the first step is made of it alone.
    pub epsilon: f64,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl AdadeltaConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            rho: convention.choose(0.95, 0.9),
            epsilon: convention.choose(1e-7, 1e-6),
            weight_decay: 0.0,
        }
    }
}

/// Adadelta (Zeiler 2012):
///
/// ```text
/// a ← ρ·a + (1 − ρ)·g²
/// δ = √(d + ε) / √(a + ε) · g
/// d ← ρ·d + (1 − ρ)·δ²
/// w ← w − lr·δ
/// ```
///
/// The same in both libraries, but for the defaults and for weight decay, which comes before: w ← w − w·λ·lr in
/// Keras, g ← g + λ·w in PyTorch.
///
/// Sources: `keras/src/optimizers/adadelta.py` (3.15), `torch/optim/adadelta.py` (2.15).
#[derive(Clone, Debug)]
pub struct Adadelta {
    rho: f32,
    rest: f32,
    epsilon: f32,
    decay: Decay,
    squares: Vec<f32>,
    deltas: Vec<f32>,
}

impl Adadelta {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: AdadeltaConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let AdadeltaConfig { convention, rho, epsilon, weight_decay } = config;
        Ok(Self {
            rho: rho as f32,
            rest: (1.0 - rho) as f32,
            epsilon: epsilon as f32,
            decay: Decay::new(convention, weight_decay),
            squares: vec![0.0; parameters],
            deltas: vec![0.0; parameters],
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        let (rho, rest, epsilon, lr) = (self.rho, self.rest, self.epsilon, lr as f32);
        let state = self.squares.iter_mut().zip(&mut self.deltas);
        for ((w, g), (a, d)) in parameters.iter_mut().zip(gradients).zip(state) {
            let (from, g) = decay.apply(*w, *g);
            *a = rho * *a + rest * (g * g);
            let delta = (*d + epsilon).sqrt() * g / (*a + epsilon).sqrt();
            *d = rho * *d + rest * (delta * delta);
            *w = from - lr * delta;
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.squares), State::Array(&self.deltas)]
    }
}

impl Method for Adadelta {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.001, 1.0)
    }

    fn is_common(config: &AdadeltaConfig) -> bool {
        config.weight_decay == 0.0
    }

    fn swing(_: &AdadeltaConfig, _: u64) -> Swings {
        Ok(Swing::new(0.0, "").divided())
    }

    /// √(a + ε) / √(d + ε), with the d of the next step.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let epsilon = f64::from(self.epsilon);
        let sizes = self.squares.iter().zip(&self.deltas).map(|(a, d)| (f64::from(*a), f64::from(*d)));
        Some(sizes.map(|(a, d)| ((a + epsilon) / (d + epsilon)).sqrt()).collect())
    }

    fn step_lines(config: &AdadeltaConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [rho, epsilon] = [config.rho, config.epsilon].map(number);
        update.slot("a");
        update.slot("d");
        update.add(format!("a = {rho} * a + (1 - {rho}) * g * g"));
        update.add(format!("change = {xp}.sqrt(d + {epsilon}) / {xp}.sqrt(a + {epsilon}) * g"));
        update.add(format!("d = {rho} * d + (1 - {rho}) * change * change"));
        "lr * change".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Adadelta, AdadeltaConfig, Convention};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// ρ = 0.5, ε = 1: a = 0.5, 4.75; δ = √(1/1.5), √(1 + 1/3)·3/√5.75; d = 1/3.
    #[test]
    fn two_steps_by_hand() {
        for (convention, weight_decay, want) in [
            (Keras, 0.0, [0.918_350_3, 0.629_424_3]),
            (Pytorch, 0.0, [0.918_350_3, 0.629_424_3]),
            (Keras, 0.5, [0.868_350_3, 0.492_589_3]), // from 0.95 and 0.9 of the first
            (Pytorch, 0.5, [0.897_100_8, 0.585_825_3]),
        ] {
            let config = AdadeltaConfig { convention, rho: 0.5, epsilon: 1.0, weight_decay };
            let mut adadelta = Adadelta::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| adadelta.update(w, g, lr)), want, &config);
        }
    }
}
