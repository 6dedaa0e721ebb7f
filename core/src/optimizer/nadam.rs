//! Nadam: Adam that looks ahead as Nesterov does.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::moments::{Moments, Rest};
use super::preconditioner::diagonal;
use super::setting::{BETA1, BETA2, CONVENTION, EPSILON, PYTORCH, WEIGHT_DECAY};
use super::update::{Slot, Update, number};
use super::{Convention, State};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::math;
use crate::range::Range;

kind! {
    Nadam: NadamConfig::defaults(convention),
    "nadam", "Nadam", "Adam that looks ahead along its momentum, which rises from half to all of beta1.",
    convention: CONVENTION,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
    momentum_decay: Setting::number(Range::NOT_NEGATIVE, "How fast the momentum rises to beta1; Keras's rises as with 1.").short("md").only(PYTORCH),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Nadam`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NadamConfig {
    /// Whose rule.
    pub convention: Convention,
    /// β₁, towards which the momentum rises: 0 ≤ β₁ < 1.
    pub beta1: f64,
    /// β₂, share of the mean squared gradient that is kept: 0 ≤ β₂ < 1.
    pub beta2: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// ψ ≥ 0, how fast the momentum rises. PyTorch only, there 0.004 where absent.
    pub momentum_decay: Option<f64>,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl NadamConfig {
    /// PyTorch's ψ where it is absent.
    pub const MOMENTUM_DECAY: f64 = 0.004;

    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: convention.choose(1e-7, 1e-8),
            momentum_decay: convention.choose(None, Some(Self::MOMENTUM_DECAY)),
            weight_decay: 0.0,
        }
    }

    /// μₜ, the momentum of step t, from 1.
    pub fn momentum(&self, t: u64) -> f64 {
        let set = self.momentum_decay.unwrap_or(Self::MOMENTUM_DECAY);
        momentum(self.beta1, self.convention.choose(KERAS_MOMENTUM_DECAY, set), t as f64)
    }
}

/// Keras's ψ.
const KERAS_MOMENTUM_DECAY: f64 = 1.0;

/// β₁·(1 − 0.96^(ψ·t)/2)
fn momentum(beta1: f64, momentum_decay: f64, t: f64) -> f64 {
    beta1 * (1.0 - 0.5 * math::pow(0.96, t * momentum_decay))
}

/// Nadam (Dozat 2016): [`Adam`](super::Adam)'s means m and v, and with t = 1 in the first step
///
/// ```text
/// μₜ = β₁·(1 − 0.96^(ψ·t)/2),   Πₜ = μ₁·…·μₜ
/// w ← w − lr·(μₜ₊₁·m/(1 − Πₜ₊₁) + (1 − μₜ)·g/(1 − Πₜ)) / (√(v/(1 − β₂ᵗ)) + ε)
/// ```
///
/// | | Keras | PyTorch |
/// |---|---|---|
/// | ψ | 1 | a setting, 0.004 |
/// | weight decay λ | w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// So Keras's momentum is near β₁ after 100 steps, PyTorch's after 25,000.
///
/// Sources: `keras/src/optimizers/nadam.py` (3.15), `torch/optim/nadam.py` (2.15).
#[derive(Clone, Debug)]
pub struct Nadam {
    beta1: f64,
    beta2: f64,
    rest: Rest,
    epsilon: f32,
    momentum_decay: f64,
    decay: Decay,
    moments: Moments,
    /// Πₜ.
    product: f64,
}

impl Nadam {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range; `momentumDecay` in Keras.
    pub fn new(config: NadamConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let NadamConfig { convention, beta1, beta2, epsilon, momentum_decay, weight_decay } = config;
        let momentum_decay = momentum_decay.unwrap_or(NadamConfig::MOMENTUM_DECAY);
        let (beta1, beta2) = (convention.power_base(beta1), convention.power_base(beta2));
        Ok(Self {
            beta1,
            beta2,
            rest: Rest::of(beta1, beta2),
            epsilon: epsilon as f32,
            momentum_decay: convention.choose(KERAS_MOMENTUM_DECAY, momentum_decay),
            decay: Decay::new(convention, weight_decay),
            moments: Moments::new(parameters),
            product: 1.0,
        })
    }

    /// μₜ.
    fn momentum(&self, t: f64) -> f64 {
        momentum(self.beta1, self.momentum_decay, t)
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        self.moments.steps += 1;
        let t = self.moments.steps as f64;
        let (now, next) = (self.momentum(t), self.momentum(t + 1.0));
        self.product *= now;
        let of_mean = (lr * next / (1.0 - self.product * next)) as f32;
        let of_gradient = (lr * (1.0 - now) / (1.0 - self.product)) as f32;
        let correction = (1.0 - math::pow(self.beta2, t)) as f32;
        let (rest, epsilon) = (self.rest, self.epsilon);
        for ((w, g), (m, v)) in parameters.iter_mut().zip(gradients).zip(self.moments.iter_mut()) {
            let (from, g) = decay.apply(*w, *g);
            rest.take(m, v, g);
            *w = from - (of_mean * *m + of_gradient * g) / ((*v / correction).sqrt() + epsilon);
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        let mut state = self.moments.state();
        state.push(State::Number(self.product.to_bits()));
        state
    }
}

impl Method for Nadam {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.001, 0.002)
    }

    fn swing(config: &NadamConfig, step: u64) -> Swings {
        let gain = 1.0 + config.beta1 - 2.0 * config.momentum(step + 1) * config.beta1;
        Ok(Swing::new(config.beta1, "β₁").gaining(gain, "(1+β₁−2μβ₁)").divided())
    }

    /// √v̂ + ε.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let correction = 1.0 - math::pow(self.beta2, self.moments.steps as f64);
        Some(diagonal(&self.moments.square, |v| (v / correction).sqrt() + f64::from(self.epsilon)))
    }

    fn step_lines(config: &NadamConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        let psi = match config.convention {
            Convention::Keras => 1.0,
            Convention::Pytorch => config.momentum_decay.unwrap_or(NadamConfig::MOMENTUM_DECAY),
        };
        let momentum = |t: &str| match psi {
            1.0 => format!("{beta1} * (1 - 0.5 * 0.96**{t})"),
            _ => format!("{beta1} * (1 - 0.5 * 0.96 ** ({t} * {}))", number(psi)),
        };
        update.means(config.beta1, config.beta2);
        update.slots.push(Slot { name: "product", start: 1.0, scalar: true });
        update.add(format!("mu, mu_next = {}, {}", momentum("t"), momentum("(t + 1)")));
        update.add("product = product * mu");
        update.add("ahead = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)");
        format!("lr * ahead / ({xp}.sqrt(v / (1 - {beta2}**t)) + {epsilon})")
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Nadam, NadamConfig};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// β₁ = 0.5, β₂ = 0.75, ε = 0, so v/(1 − β₂ᵗ) = 1, 39/7 and m = 0.5, 1.75. Keras: μ = 0.26, 0.2696, 0.278816;
    /// PyTorch with ψ = 0: μ = 0.25 always.
    #[test]
    fn two_steps_by_hand() {
        for (convention, momentum_decay, want) in [
            (Keras, None, [0.885_503_9, 0.643_676_9]),
            (Pytorch, Some(0.0), [0.886_666_7, 0.645_651_6]),
            (Pytorch, Some(1.0), [0.885_503_9, 0.643_676_9]),
        ] {
            let config = NadamConfig {
                beta1: 0.5,
                beta2: 0.75,
                epsilon: 0.0,
                momentum_decay,
                ..NadamConfig::defaults(convention)
            };
            let mut nadam = Nadam::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| nadam.update(w, g, lr)), want, &config);
        }
    }
}
