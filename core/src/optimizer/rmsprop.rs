//! RMSprop: gradients divided by their recent size.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::preconditioner::diagonal;
use super::setting::{CONVENTION, EPSILON, MOMENTUM, RHO, WEIGHT_DECAY};
use super::update::{Update, number};
use super::{Convention, State};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;

kind! {
    Rmsprop: RmspropConfig::defaults(convention),
    "rmsprop", "RMSprop", "Divides each weight's gradient by its recent size, so that all weights move alike.",
    convention: CONVENTION,
    rho: RHO,
    momentum: MOMENTUM,
    epsilon: EPSILON,
    centered: Setting::flag("Divide by the gradient's deviation from its mean instead of its size."),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Rmsprop`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmspropConfig {
    /// Whose rule.
    pub convention: Convention,
    /// ρ, share of the mean square that is kept: 0 ≤ ρ < 1. PyTorch calls it alpha.
    pub rho: f64,
    /// μ, share of the last velocity that is kept: 0 ≤ μ < 1.
    pub momentum: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// Divide by the deviation from the mean gradient instead.
    pub centered: bool,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl RmspropConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            rho: convention.choose(0.9, 0.99),
            momentum: 0.0,
            epsilon: convention.choose(1e-7, 1e-8),
            centered: false,
            weight_decay: 0.0,
        }
    }
}

/// RMSprop (Hinton 2012): s ← ρ·s + (1 − ρ)·g², centered also m ← ρ·m + (1 − ρ)·g; then with q = s, centered s − m²,
///
/// | | Keras | PyTorch |
/// |---|---|---|
/// | size | r = √(q + ε) | r = √q + ε |
/// | plain | w ← w − lr·g/r | w ← w − lr·g/r |
/// | momentum | v ← μ·v + lr·g/r, w ← w − v | v ← μ·v + g/r, w ← w − lr·v |
/// | weight decay λ | w ← w − w·λ·lr first | g ← g + λ·w first |
///
/// Keras's velocity holds the rate, so a change of the rate reaches it slowly; PyTorch's does not.
///
/// Sources: `keras/src/optimizers/rmsprop.py` (3.15), `torch/optim/rmsprop.py` (2.15).
#[derive(Clone, Debug)]
pub struct Rmsprop {
    convention: Convention,
    rho: f32,
    rest: f32,
    momentum: f32,
    epsilon: f32,
    decay: Decay,
    squares: Vec<f32>,
    /// The mean gradient; empty unless centered.
    means: Vec<f32>,
    /// Empty without momentum.
    velocity: Vec<f32>,
}

impl Rmsprop {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range.
    pub fn new(config: RmspropConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let RmspropConfig { convention, rho, momentum, epsilon, centered, weight_decay } = config;
        let zeros = |wanted| if wanted { vec![0.0; parameters] } else { Vec::new() };
        Ok(Self {
            convention,
            rho: rho as f32,
            rest: (1.0 - rho) as f32,
            momentum: momentum as f32,
            epsilon: epsilon as f32,
            decay: Decay::new(convention, weight_decay),
            squares: zeros(true),
            means: zeros(centered),
            velocity: zeros(momentum > 0.0),
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        let (rho, rest, mu, lr) = (self.rho, self.rest, self.momentum, lr as f32);
        // The libraries differ in where ε and the rate stand; with 0 and 1 in the other place one loop serves both.
        let (inner, outer) = (self.convention.choose(self.epsilon, 0.0), self.convention.choose(0.0, self.epsilon));
        let (before, after) = (self.convention.choose(lr, 1.0), self.convention.choose(1.0, lr));
        let square = |s: &mut f32, g: f32| {
            *s = rho * *s + rest * (g * g);
            *s
        };
        let variance = |s: &mut f32, m: &mut f32, g: f32| {
            *m = rho * *m + rest * g;
            square(s, g) - *m * *m
        };
        let increment = |g: f32, q: f32| before * g / ((q + inner).sqrt() + outer);
        let velocity = |v: &mut f32, increment: f32| {
            *v = mu * *v + increment;
            *v
        };
        let all = parameters.iter_mut().zip(gradients).zip(&mut self.squares);
        match (self.means.is_empty(), self.velocity.is_empty()) {
            (true, true) => all.for_each(|((w, g), s)| {
                let (from, g) = decay.apply(*w, *g);
                *w = from - after * increment(g, square(s, g));
            }),
            (true, false) => all.zip(&mut self.velocity).for_each(|(((w, g), s), v)| {
                let (from, g) = decay.apply(*w, *g);
                *w = from - after * velocity(v, increment(g, square(s, g)));
            }),
            (false, true) => all.zip(&mut self.means).for_each(|(((w, g), s), m)| {
                let (from, g) = decay.apply(*w, *g);
                *w = from - after * increment(g, variance(s, m, g));
            }),
            (false, false) => {
                all.zip(&mut self.means).zip(&mut self.velocity).for_each(|((((w, g), s), m), v)| {
                    let (from, g) = decay.apply(*w, *g);
                    *w = from - after * velocity(v, increment(g, variance(s, m, g)));
                });
            }
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.squares), State::Array(&self.means), State::Array(&self.velocity)]
    }
}

impl Method for Rmsprop {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.001, 0.01)
    }

    fn swing(config: &RmspropConfig, _: u64) -> Swings {
        Ok(Swing::new(config.momentum, "β").divided())
    }

    /// r.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let epsilon = f64::from(self.epsilon);
        let (inner, outer) = (self.convention.choose(epsilon, 0.0), self.convention.choose(0.0, epsilon));
        let size = |q: f64| (q + inner).sqrt() + outer;
        if self.means.is_empty() {
            return Some(diagonal(&self.squares, size));
        }
        let variances = self.squares.iter().zip(&self.means).map(|(s, m)| s - m * m);
        Some(variances.map(|q| size(f64::from(q))).collect())
    }

    fn step_lines(config: &RmspropConfig, update: &mut Update) -> String {
        let xp = update.xp;
        let [rho, mu, epsilon] = [config.rho, config.momentum, config.epsilon].map(number);
        update.slot("s");
        update.add(format!("s = {rho} * s + (1 - {rho}) * g * g"));
        if config.centered {
            update.slot("m");
            update.add(format!("m = {rho} * m + (1 - {rho}) * g"));
        }
        let q = if config.centered { "s - m * m" } else { "s" };
        let scaled = match config.convention {
            Convention::Keras => format!("g / {xp}.sqrt({q} + {epsilon})"),
            Convention::Pytorch => format!("g / ({xp}.sqrt({q}) + {epsilon})"),
        };
        if config.momentum == 0.0 {
            return format!("lr * {scaled}");
        }
        update.slot("v");
        match config.convention {
            Convention::Keras => {
                update.add(format!("v = {mu} * v + lr * {scaled}"));
                "v".to_owned()
            }
            Convention::Pytorch => {
                update.add(format!("v = {mu} * v + {scaled}"));
                "lr * v".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Rmsprop, RmspropConfig};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    /// ρ = 0.5, so s = 0.5, 4.75 and m = 0.5, 1.75, s − m² = 0.25, 1.6875.
    #[test]
    fn two_steps_by_hand() {
        let keras = RmspropConfig { rho: 0.5, epsilon: 0.5, ..RmspropConfig::defaults(Keras) };
        let pytorch = RmspropConfig { rho: 0.5, epsilon: 0.5, ..RmspropConfig::defaults(Pytorch) };
        for (config, want) in [
            (keras, [0.9, 0.638_138_5]),                                             // r = 1, √5.25
            (RmspropConfig { momentum: 0.5, ..keras }, [0.9, 0.588_138_5]),          // v = 0.1, 0.05 + 0.6/√5.25
            (RmspropConfig { centered: true, ..keras }, [0.884_529_9, 0.478_855_9]), // r = √0.75, √2.1875
            (RmspropConfig { momentum: 0.5, centered: true, ..keras }, [0.884_529_9, 0.421_120_9]),
            (RmspropConfig { weight_decay: 0.5, ..keras }, [0.85, 0.503_138_5]), // from 0.95 and 0.9 of the first
            (pytorch, [0.917_157_3, 0.693_230_7]),                               // r = √0.5 + 0.5, √4.75 + 0.5
            (RmspropConfig { momentum: 0.5, ..pytorch }, [0.917_157_3, 0.610_388]), // − 0.2·0.5·v
            (RmspropConfig { centered: true, ..pytorch }, [0.9, 0.566_488_4]),   // r = 1, √1.6875 + 0.5
            (RmspropConfig { momentum: 0.5, centered: true, ..pytorch }, [0.9, 0.466_488_4]),
            (RmspropConfig { weight_decay: 0.5, ..pytorch }, [0.903_886_8, 0.677_790_7]),
        ] {
            let mut rmsprop = Rmsprop::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| rmsprop.update(w, g, lr)), want, &config);
        }
    }
}
