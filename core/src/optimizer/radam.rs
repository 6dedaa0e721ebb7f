//! RAdam: Adam that waits until its mean square can be trusted.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::moments::{Moments, Rest};
use super::preconditioner::diagonal;
use super::setting::{BETA1, BETA2, CONVENTION, EPSILON, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State};
use crate::declare::Declared;
use crate::error::Result;
use crate::kind;
use crate::math;

kind! {
    Radam: RadamConfig::defaults(convention),
    "radam", "RAdam", "Adam with a warm-up of its own: it divides only once it has seen enough gradients. The rule is PyTorch's under both conventions.",
    convention: CONVENTION,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Radam`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RadamConfig {
    /// Whose weight decay.
    pub convention: Convention,
    /// β₁, share of the mean gradient that is kept: 0 ≤ β₁ < 1.
    pub beta1: f64,
    /// β₂, share of the mean squared gradient that is kept: 0 ≤ β₂ < 1.
    pub beta2: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// λ ≥ 0, decoupled under Keras's convention, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl RadamConfig {
    /// PyTorch's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self { convention, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.0 }
    }
}

/// RAdam (Liu, Jiang, He, Chen, Liu, Gao and Han 2020): [`Adam`](super::Adam)'s means m and v, and with t = 1 in the
/// first step
///
/// ```text
/// ρ∞ = 2/(1 − β₂) − 1,   ρₜ = ρ∞ − 2·t·β₂ᵗ/(1 − β₂ᵗ)
/// w ← w − lr·m/(1 − β₁ᵗ)                                      while ρₜ ≤ 5: 5 steps with β₂ = 0.999
/// w ← w − lr·r·m/(1 − β₁ᵗ) · √(1 − β₂ᵗ)/(√v + ε)             after, r² = (ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ)
/// ```
///
/// Keras has no RAdam: under its convention PyTorch's rule and defaults hold, with Keras's weight decay.
///
/// | Keras | PyTorch |
/// |---|---|
/// | weight decay: w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// Source: `torch/optim/radam.py` (2.15).
#[derive(Clone, Debug)]
pub struct Radam {
    beta1: f64,
    beta2: f64,
    epsilon: f32,
    decay: Decay,
    moments: Moments,
}

impl Radam {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: RadamConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let RadamConfig { convention, beta1, beta2, epsilon, weight_decay } = config;
        Ok(Self {
            beta1,
            beta2,
            epsilon: epsilon as f32,
            decay: Decay::new(convention, weight_decay),
            moments: Moments::new(parameters),
        })
    }

    /// r·√(1 − β₂ᵗ), or nothing while ρₜ ≤ 5.
    fn rectification(&self, t: f64) -> Option<f64> {
        let power = math::pow(self.beta2, t);
        let limit = 2.0 / (1.0 - self.beta2) - 1.0;
        let length = limit - 2.0 * t * power / (1.0 - power);
        let square = (length - 4.0) * (length - 2.0) * limit / ((limit - 4.0) * (limit - 2.0) * length);
        (length > 5.0).then(|| square.sqrt() * (1.0 - power).sqrt())
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        self.moments.steps += 1;
        let t = self.moments.steps as f64;
        let lr = lr / (1.0 - math::pow(self.beta1, t));
        let rectification = self.rectification(t);
        let (rest, epsilon) = (Rest::of(self.beta1, self.beta2), self.epsilon);
        let all = parameters.iter_mut().zip(gradients).zip(self.moments.iter_mut());
        match rectification {
            None => {
                let lr = lr as f32;
                all.for_each(|((w, g), (m, v))| {
                    let (from, g) = decay.apply(*w, *g);
                    rest.take(m, v, g);
                    *w = from - lr * *m;
                });
            }
            Some(rectification) => {
                let lr = (lr * rectification) as f32;
                all.for_each(|((w, g), (m, v))| {
                    let (from, g) = decay.apply(*w, *g);
                    rest.take(m, v, g);
                    *w = from - lr * *m / (v.sqrt() + epsilon);
                });
            }
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        self.moments.state()
    }
}

impl Method for Radam {
    fn default_lr(_: Convention) -> f64 {
        0.001
    }

    fn is_common(config: &RadamConfig) -> bool {
        config.weight_decay == 0.0
    }

    fn swing(config: &RadamConfig, _: u64) -> Swings {
        Ok(Swing::of_mean(config.beta1))
    }

    /// (√v + ε) / (r·√(1 − β₂ᵗ)), and 1 while nothing is divided.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let rectification = self.rectification(self.moments.steps as f64);
        let epsilon = f64::from(self.epsilon);
        Some(diagonal(&self.moments.square, |v| rectification.map_or(1.0, |r| (v.sqrt() + epsilon) / r)))
    }

    fn step_lines(config: &RadamConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [beta1, beta2, epsilon] = [config.beta1, config.beta2, config.epsilon].map(number);
        let limit = 2.0 / (1.0 - config.beta2) - 1.0;
        let scale = (limit - 4.0) * (limit - 2.0) / limit;
        update.means(config.beta1, config.beta2);
        update.add(format!("length = {} - 2 * t * {beta2}**t / (1 - {beta2}**t)", number(limit)));
        // Where it is too short the root is of anything: it is not used.
        let square = format!("(length - 4) * (length - 2) / ({} * length)", number(scale));
        update.add(format!("rectification = {xp}.where(length > 5, {square}, 1.0) ** 0.5"));
        update.add(format!("adaptive = rectification * (1 - {beta2}**t) ** 0.5 / ({xp}.sqrt(v) + {epsilon})"));
        format!("lr / (1 - {beta1}**t) * m * {xp}.where(length > 5, adaptive, 1.0)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Radam, RadamConfig};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// β₁ = 0.5: m, corrected, is 1, 7/3, and the mean square is not yet used.
    #[test]
    fn two_steps_by_hand() {
        for (convention, weight_decay, want) in [
            (Keras, 0.0, [0.9, 0.433_333_3]),
            (Pytorch, 0.0, [0.9, 0.433_333_3]),
            (Keras, 0.5, [0.85, 0.298_333_3]),
            (Pytorch, 0.5, [0.85, 0.293_333_3]),
        ] {
            let config = RadamConfig { beta1: 0.5, weight_decay, ..RadamConfig::defaults(convention) };
            let mut radam = Radam::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| radam.update(w, g, lr)), want, &config);
        }
    }

    #[test]
    fn rectified_from_the_sixth_step() {
        let radam = Radam::new(RadamConfig::defaults(Pytorch), 1).unwrap();
        let first = (1_u32..).find(|t| radam.rectification(f64::from(*t)).is_some());
        assert_eq!(first, Some(6));
        // r rises to 1, and so does √(1 − β₂ᵗ).
        assert!(radam.rectification(6.0).unwrap() < 0.005);
        assert!((radam.rectification(1e5).unwrap() - 1.0).abs() < 1e-9);
        // A short memory never suffices.
        let short = Radam::new(RadamConfig { beta2: 0.6, ..RadamConfig::defaults(Pytorch) }, 1).unwrap();
        assert!([1.0, 10.0, 1e5].into_iter().all(|t| short.rectification(t).is_none()));
    }
}
