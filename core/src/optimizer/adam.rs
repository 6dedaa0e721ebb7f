//! Adam: momentum, divided by the recent size of the gradients.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::moments::{Moments, Rest};
use super::preconditioner::diagonal;
use super::setting::{AMSGRAD, BETA1, BETA2, CONVENTION, EPSILON, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State, maximum};
use crate::declare::Declared;
use crate::error::Result;
use crate::kind;
use crate::math;

kind! {
    Adam: AdamConfig::defaults(convention),
    "adam", "Adam", "Momentum, divided by the recent size of the gradients: the rate is about the size of a step.",
    convention: CONVENTION,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
    amsgrad: AMSGRAD,
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Adam`] and, with its own default of weight decay, [`Adamw`](super::Adamw).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamConfig {
    /// Whose rule.
    pub convention: Convention,
    /// β₁, share of the mean gradient that is kept: 0 ≤ β₁ < 1.
    pub beta1: f64,
    /// β₂, share of the mean squared gradient that is kept: 0 ≤ β₂ < 1.
    pub beta2: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// Divide by the largest mean square so far (Reddi, Kale and Kumar 2018).
    pub amsgrad: bool,
    /// λ ≥ 0: Adam's is decoupled in Keras and added to the gradient in PyTorch, AdamW's is decoupled in both.
    pub weight_decay: f64,
}

impl AdamConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: convention.choose(1e-7, 1e-8),
            amsgrad: false,
            weight_decay: 0.0,
        }
    }
}

/// Adam (Kingma and Ba 2015): m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², then with t = 1 in the first step
///
/// | Keras | PyTorch |
/// |---|---|
/// | w ← w − lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε) | w ← w − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε) |
/// | weight decay: w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// AMSGrad puts the largest v so far, before the correction of its bias, in the place of v. Keras's ε, beside the
/// uncorrected √v, weighs up to 32 times more in the first steps.
///
/// Sources: `keras/src/optimizers/adam.py` (3.15), `torch/optim/adam.py` (2.15).
#[derive(Clone, Debug)]
pub struct Adam {
    config: AdamConfig,
    decay: Decay,
    moments: Moments,
    /// The largest mean squares; empty without AMSGrad.
    largest: Vec<f32>,
}

impl Adam {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: AdamConfig, parameters: usize) -> Result<Self> {
        Self::with_decay(config, Decay::new(config.convention, config.weight_decay), parameters)
    }

    pub(super) fn with_decay(config: AdamConfig, decay: Decay, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let largest = if config.amsgrad { vec![0.0; parameters] } else { Vec::new() };
        Ok(Self { config, decay, moments: Moments::new(parameters), largest })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let AdamConfig { convention, beta1, beta2, epsilon, .. } = self.config;
        let decay = self.decay.at(lr);
        let rest = Rest::of(beta1, beta2);
        self.moments.steps += 1;
        let t = self.moments.steps as f64;
        let (base1, base2) = (convention.power_base(beta1), convention.power_base(beta2));
        let root = (1.0 - math::pow(base2, t)).sqrt();
        // Multiplied by the root above and below, PyTorch's step is Keras's with a smaller ε.
        let lr = (lr * root / (1.0 - math::pow(base1, t))) as f32;
        let epsilon = convention.choose(epsilon, epsilon * root) as f32;
        let all = parameters.iter_mut().zip(gradients).zip(self.moments.iter_mut());
        if self.largest.is_empty() {
            return all.for_each(|((w, g), (m, v))| {
                let (from, g) = decay.apply(*w, *g);
                rest.take(m, v, g);
                *w = from - lr * *m / (v.sqrt() + epsilon);
            });
        }
        all.zip(&mut self.largest).for_each(|(((w, g), (m, v)), largest)| {
            let (from, g) = decay.apply(*w, *g);
            rest.take(m, v, g);
            *largest = maximum(*largest, *v);
            *w = from - lr * *m / (largest.sqrt() + epsilon);
        });
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        let mut state = self.moments.state();
        state.push(State::Array(&self.largest));
        state
    }
}

impl Method for Adam {
    fn default_lr(_: Convention) -> f64 {
        0.001
    }

    fn swing(config: &AdamConfig, _: u64) -> Swings {
        Ok(Swing::of_mean(config.beta1))
    }

    /// √v̂ + ε, Keras's ε divided by √(1 − β₂ᵗ).
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let AdamConfig { convention, beta2, epsilon, .. } = self.config;
        let root = (1.0 - math::pow(convention.power_base(beta2), self.moments.steps as f64)).sqrt();
        let squares = if self.largest.is_empty() { &self.moments.square } else { &self.largest };
        Some(diagonal(squares, |v| v.sqrt() / root + convention.choose(epsilon / root, epsilon)))
    }

    fn step_lines(config: &AdamConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        update.means(config.beta1, config.beta2);
        let square = if config.amsgrad {
            update.slot("largest");
            update.add(format!("largest = {xp}.maximum(largest, v)"));
            "largest"
        } else {
            "v"
        };
        update.add(format!("root = (1 - {beta2}**t) ** 0.5"));
        match config.convention {
            Convention::Keras => {
                format!("lr * root / (1 - {beta1}**t) * m / ({xp}.sqrt({square}) + {epsilon})")
            }
            Convention::Pytorch => {
                format!("lr / (1 - {beta1}**t) * m / ({xp}.sqrt({square}) / root + {epsilon})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Adam, AdamConfig, Convention};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// β₁ = 0.5, β₂ = 0.75: m = 0.5, 1.75, corrected 1, 7/3; v = 0.25, 2.4375, corrected 1, 39/7.
    #[test]
    fn two_steps_by_hand() {
        let keras = AdamConfig { beta1: 0.5, beta2: 0.75, epsilon: 0.0, ..AdamConfig::defaults(Keras) };
        let pytorch = AdamConfig { convention: Pytorch, ..keras };
        for (config, want) in [
            (keras, [0.9, 0.702_292_3]),
            (pytorch, [0.9, 0.702_292_3]),
            (AdamConfig { epsilon: 0.5, ..keras }, [0.95, 0.800_250_5]), // √v = 0.5, 1.561_25
            (AdamConfig { epsilon: 0.5, ..pytorch }, [0.933_333_3, 0.770_185_3]), // √ = 1, 2.360_39
            (AdamConfig { weight_decay: 0.5, ..keras }, [0.85, 0.567_292_3]), // from 0.95 and 0.9 of the first
            (AdamConfig { weight_decay: 0.5, ..pytorch }, [0.9, 0.699_045_7]), // g = 1.5, 3.45
        ] {
            let mut adam = Adam::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| adam.update(w, g, lr)), want, &config);
        }
    }

    /// After a gradient of 1 nothing but gradients of 0: v falls, its largest stays.
    #[test]
    fn amsgrad_remembers() {
        for convention in [Keras, Pytorch] {
            let config = AdamConfig { beta1: 0.5, beta2: 0.75, amsgrad: true, ..AdamConfig::defaults(convention) };
            let mut adam = Adam::new(config, 1).unwrap();
            let mut w = [1.0];
            for gradient in [1.0, 0.0] {
                adam.update(&mut w, &[gradient], 0.1);
            }
            // 1 − 0.1 − 0.1·√(7/16)/(3/4)·0.25/√0.25
            assert_close([w[0], w[0]], [0.855_904_2, 0.855_904_2], &config);
        }
    }
}
