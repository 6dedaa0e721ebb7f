//! Adamax: Adam with the largest recent gradient in the place of the mean square.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::preconditioner::diagonal;
use super::setting::{BETA1, BETA2, CONVENTION, EPSILON, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State, maximum};
use crate::declare::Declared;
use crate::error::Result;
use crate::kind;
use crate::math;

kind! {
    Adamax: AdamaxConfig::defaults(convention),
    "adamax", "Adamax", "Adam that divides by the largest recent gradient: steadier after a sudden large one.",
    convention: CONVENTION,
    beta1: BETA1,
    beta2: BETA2.says("Share of the largest gradient that is kept: near 1 it is remembered for long."),
    epsilon: EPSILON,
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Adamax`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamaxConfig {
    /// Whose rule.
    pub convention: Convention,
    /// β₁, share of the mean gradient that is kept: 0 ≤ β₁ < 1.
    pub beta1: f64,
    /// β₂, share of the largest gradient that is kept: 0 ≤ β₂ < 1.
    pub beta2: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl AdamaxConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self { convention, beta1: 0.9, beta2: 0.999, epsilon: convention.choose(1e-7, 1e-8), weight_decay: 0.0 }
    }
}

/// Adamax (Kingma and Ba 2015): m ← β₁·m + (1 − β₁)·g, then with t = 1 in the first step
///
/// | Keras | PyTorch |
/// |---|---|
/// | u ← max(β₂·u, abs g) | u ← max(β₂·u, abs g + ε) |
/// | w ← w − lr/(1 − β₁ᵗ) · m / (u + ε) | w ← w − lr/(1 − β₁ᵗ) · m / u |
/// | weight decay: w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// Sources: `keras/src/optimizers/adamax.py` (3.15), `torch/optim/adamax.py` (2.15).
#[derive(Clone, Debug)]
pub struct Adamax {
    /// β₁ as its power is taken.
    base: f64,
    rest: f32,
    beta2: f32,
    /// ε under the maximum: PyTorch's.
    inner: f32,
    /// ε beside the maximum: Keras's.
    outer: f32,
    decay: Decay,
    steps: u64,
    means: Vec<f32>,
    largest: Vec<f32>,
}

impl Adamax {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: AdamaxConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let AdamaxConfig { convention, beta1, beta2, epsilon, weight_decay } = config;
        Ok(Self {
            base: convention.power_base(beta1),
            rest: (1.0 - beta1) as f32,
            beta2: beta2 as f32,
            inner: convention.choose(0.0, epsilon) as f32,
            outer: convention.choose(epsilon, 0.0) as f32,
            decay: Decay::new(convention, weight_decay),
            steps: 0,
            means: vec![0.0; parameters],
            largest: vec![0.0; parameters],
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        self.steps += 1;
        let lr = (lr / (1.0 - math::pow(self.base, self.steps as f64))) as f32;
        let (rest, beta2, inner, outer) = (self.rest, self.beta2, self.inner, self.outer);
        let state = self.means.iter_mut().zip(&mut self.largest);
        for ((w, g), (m, u)) in parameters.iter_mut().zip(gradients).zip(state) {
            let (from, g) = decay.apply(*w, *g);
            *m += (g - *m) * rest;
            *u = maximum(beta2 * *u, g.abs() + inner);
            *w = from - lr * *m / (*u + outer);
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.means), State::Array(&self.largest), State::Number(self.steps)]
    }
}

impl Method for Adamax {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.001, 0.002)
    }

    fn swing(config: &AdamaxConfig, _: u64) -> Swings {
        Ok(Swing::of_mean(config.beta1))
    }

    /// u + ε; PyTorch has its ε in u.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        Some(diagonal(&self.largest, |u| u + f64::from(self.outer)))
    }

    fn step_lines(config: &AdamaxConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        update.slot("m");
        update.slot("u");
        update.add(format!("m = m + (1 - {beta1}) * (g - m)"));
        match config.convention {
            Convention::Keras => {
                update.add(format!("u = {xp}.maximum({beta2} * u, {xp}.abs(g))"));
                format!("lr / (1 - {beta1}**t) * m / (u + {epsilon})")
            }
            Convention::Pytorch => {
                update.add(format!("u = {xp}.maximum({beta2} * u, {xp}.abs(g) + {epsilon})"));
                format!("lr / (1 - {beta1}**t) * m / u")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Adamax, AdamaxConfig, Convention};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// β₁ = 0.5, so m, corrected, is 1, 7/3.
    #[test]
    fn two_steps_by_hand() {
        let keras = AdamaxConfig { beta1: 0.5, beta2: 0.75, epsilon: 0.25, ..AdamaxConfig::defaults(Keras) };
        for (config, want) in [
            (keras, [0.92, 0.776_410_3]), // u + ε = 1.25, 3.25
            (AdamaxConfig { convention: Pytorch, ..keras }, [0.92, 0.776_410_3]),
            (AdamaxConfig { weight_decay: 0.5, ..keras }, [0.87, 0.639_410_3]), // from 0.95 and 0.9 of the first
            (AdamaxConfig { weight_decay: 0.5, convention: Pytorch, ..keras }, [0.914_285_7, 0.762_969_1]),
        ] {
            let mut adamax = Adamax::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| adamax.update(w, g, lr)), want, &config);
        }
    }

    /// A gradient of 4, then of 0: u = 4, 3 and, with ε inside, 5, 3.75.
    #[test]
    fn epsilon_is_kept_in_pytorch() {
        for (convention, want) in [(Keras, 0.92 - 0.1 / 0.75 / 4.0), (Pytorch, 0.92 - 0.1 / 0.75 / 3.75)] {
            let config = AdamaxConfig { beta1: 0.5, beta2: 0.75, epsilon: 1.0, ..AdamaxConfig::defaults(convention) };
            let mut adamax = Adamax::new(config, 1).unwrap();
            let mut w = [1.0];
            for gradient in [4.0, 0.0] {
                adamax.update(&mut w, &[gradient], 0.1);
            }
            assert_close([w[0], w[0]], [want, want], &config); // m = 2, 1
        }
    }
}
