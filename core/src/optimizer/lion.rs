//! Lion: the sign of a momentum.

use super::decay::Decay;
use super::method::{Method, Swings};
use super::setting::{BETA2, CONVENTION, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State, sign};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;
use crate::sentence;

kind! {
    Lion: LionConfig::defaults(convention),
    "lion", "Lion", "Moves every weight by exactly the rate, along the sign of a momentum: use a small rate. The rule is Keras's under both conventions.",
    convention: CONVENTION,
    // 0, the sign of the gradient alone, is refused by Keras.
    beta1: Setting::number(Range { min_accepted: false, ..Range::FRACTION }, "Share of the mean gradient in the direction of a step; the rest is the new gradient.").short("b1"),
    beta2: BETA2.says("Share of the mean gradient that is kept: near 1 the memory is long."),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Lion`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LionConfig {
    /// Whose weight decay.
    pub convention: Convention,
    /// β₁, share of the mean gradient in the direction: 0 < β₁ < 1.
    pub beta1: f64,
    /// β₂, share of the mean gradient that is kept: 0 ≤ β₂ < 1.
    pub beta2: f64,
    /// λ ≥ 0, decoupled in Keras, added to the gradient under PyTorch's convention.
    pub weight_decay: f64,
}

impl LionConfig {
    /// Keras's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self { convention, beta1: 0.9, beta2: 0.99, weight_decay: 0.0 }
    }
}

/// Lion (Chen et al. 2023): w ← w − lr·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.
///
/// PyTorch has no Lion: under its convention Keras's rule and defaults hold, with PyTorch's weight decay.
///
/// | Keras | PyTorch |
/// |---|---|
/// | weight decay: w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// Source: `keras/src/optimizers/lion.py` (3.15).
#[derive(Clone, Debug)]
pub struct Lion {
    beta1: f32,
    beta2: f32,
    decay: Decay,
    means: Vec<f32>,
}

impl Lion {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: LionConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let LionConfig { convention, beta1, beta2, weight_decay } = config;
        Ok(Self {
            beta1: beta1 as f32,
            beta2: beta2 as f32,
            decay: Decay::new(convention, weight_decay),
            means: vec![0.0; parameters],
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        let (beta1, beta2, lr) = (self.beta1, self.beta2, lr as f32);
        for ((w, g), m) in parameters.iter_mut().zip(gradients).zip(&mut self.means) {
            let (from, g) = decay.apply(*w, *g);
            *w = from - lr * sign(*m * beta1 + g * (1.0 - beta1));
            *m = *m * beta2 + g * (1.0 - beta2);
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.means)]
    }
}

impl Method for Lion {
    fn default_lr(_: Convention) -> f64 {
        0.001
    }

    fn swing(_: &LionConfig, _: u64) -> Swings {
        Err(sentence!(
            "edge.circling",
            "Lion moves every weight by the whole rate whatever the slope, so no rate lets it come to rest: it ends up \
             circling a minimum at about that distance."
        ))
    }

    fn step_lines(config: &LionConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [beta1, beta2] = [config.beta1, config.beta2].map(number);
        update.slot("m");
        update.add(format!("direction = {xp}.sign({beta1} * m + (1 - {beta1}) * g)"));
        update.add(format!("m = {beta2} * m + (1 - {beta2}) * g"));
        "lr * direction".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Lion, LionConfig, sign};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    #[test]
    fn two_steps_by_hand() {
        for (convention, weight_decay, want) in [
            (Keras, 0.0, [0.9, 0.7]),
            (Pytorch, 0.0, [0.9, 0.7]),
            (Keras, 0.5, [0.85, 0.565]), // from 0.95 and 0.9 of the first
            (Pytorch, 0.5, [0.9, 0.7]),  // a longer gradient of the same sign
        ] {
            let config = LionConfig { weight_decay, ..LionConfig::defaults(convention) };
            let mut lion = Lion::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| lion.update(w, g, lr)), want, &config);
        }
    }

    /// β₁ = β₂ = 0.5: m = 2, so a gradient of −1 still goes the way of the 4, one of −3 does not.
    #[test]
    fn momentum_decides_the_sign() {
        for (second, want) in [(-1.0, 0.8), (-3.0, 1.0), (-2.0, 0.9)] {
            let config = LionConfig { beta1: 0.5, beta2: 0.5, ..LionConfig::defaults(Keras) };
            let mut lion = Lion::new(config, 1).unwrap();
            let mut w = [1.0];
            for gradient in [4.0, second] {
                lion.update(&mut w, &[gradient], 0.1);
            }
            assert_close([w[0], w[0]], [want, want], &config);
        }
    }

    #[test]
    fn signs() {
        for (x, want) in [(-3.0, -1.0), (1e-45, 1.0), (0.0, 0.0), (-0.0, 0.0), (f32::INFINITY, 1.0)] {
            assert_eq!(sign(x), want);
        }
        assert!(sign(f32::NAN).is_nan());
    }
}
