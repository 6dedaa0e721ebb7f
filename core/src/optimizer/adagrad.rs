//! Adagrad: a rate for each weight that only falls.

use super::decay::Decay;
use super::method::{Method, Swing, Swings};
use super::preconditioner::diagonal;
use super::setting::{CONVENTION, EPSILON, PYTORCH, WEIGHT_DECAY};
use super::update::{Slot, Update, number};
use super::{Convention, State};
use crate::declare::{Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

kind! {
    Adagrad: AdagradConfig::defaults(convention),
    "adagrad", "Adagrad", "Divides each weight's steps by all the gradients it has had: its own rate only falls.",
    convention: CONVENTION,
    initial_accumulator_value: Setting::number(Range::NOT_NEGATIVE, "Where the sum of squared gradients begins: a larger one makes the first steps smaller.").short("acc"),
    epsilon: EPSILON,
    lr_decay: Setting::number(Range::NOT_NEGATIVE, "Lowers the rate by itself: after t steps it is divided by 1 + t times this.").only(PYTORCH),
    weight_decay: WEIGHT_DECAY,
}

/// Settings of [`Adagrad`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdagradConfig {
    /// Whose rule.
    pub convention: Convention,
    /// Where the sum of squares begins, at least 0.
    pub initial_accumulator_value: f64,
    /// ε ≥ 0.
    pub epsilon: f64,
    /// γ ≥ 0, by which the rate falls by itself. PyTorch only, there 0 where absent.
    pub lr_decay: Option<f64>,
    /// λ ≥ 0, decoupled in Keras, added to the gradient in PyTorch.
    pub weight_decay: f64,
}

impl AdagradConfig {
    /// The library's defaults.
    pub const fn defaults(convention: Convention) -> Self {
        Self {
            convention,
            initial_accumulator_value: convention.choose(0.1, 0.0),
            epsilon: convention.choose(1e-7, 1e-10),
            lr_decay: convention.choose(None, Some(0.0)),
            weight_decay: 0.0,
        }
    }
}

/// Adagrad (Duchi, Hazan and Singer 2011): a ← a + g², then
///
/// | Keras | PyTorch |
/// |---|---|
/// | w ← w − lr·g / √(a + ε) | w ← w − lr/(1 + (t − 1)·γ) · g / (√a + ε) |
///
/// with t = 1 in the first step. Weight decay comes before: w ← w − w·λ·lr in Keras, g ← g + λ·w in PyTorch.
///
/// Sources: `keras/src/optimizers/adagrad.py` (3.15), `torch/optim/adagrad.py` (2.15).
#[derive(Clone, Debug)]
pub struct Adagrad {
    /// ε under the root: Keras's.
    inner: f32,
    /// ε beside the root: PyTorch's.
    outer: f32,
    lr_decay: f64,
    decay: Decay,
    steps: u64,
    squares: Vec<f32>,
}

impl Adagrad {
    /// The rule for `parameters` parameters.
    ///
    /// # Errors
    /// A setting out of its range; `lrDecay` in Keras.
    pub fn new(config: AdagradConfig, parameters: usize) -> Result<Self> {
        Self::check(&config)?;
        let AdagradConfig { convention, initial_accumulator_value, epsilon, lr_decay, weight_decay } = config;
        let lr_decay = lr_decay.unwrap_or(0.0);
        Ok(Self {
            inner: convention.choose(epsilon, 0.0) as f32,
            outer: convention.choose(0.0, epsilon) as f32,
            lr_decay,
            decay: Decay::new(convention, weight_decay),
            steps: 0,
            squares: vec![initial_accumulator_value as f32; parameters],
        })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f64) {
        let decay = self.decay.at(lr);
        let (inner, outer) = (self.inner, self.outer);
        let lr = (lr / (1.0 + self.steps as f64 * self.lr_decay)) as f32;
        self.steps += 1;
        for ((w, g), a) in parameters.iter_mut().zip(gradients).zip(&mut self.squares) {
            let (from, g) = decay.apply(*w, *g);
            *a += g * g;
            *w = from - lr * g / ((*a + inner).sqrt() + outer);
        }
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.squares), State::Number(self.steps)]
    }
}

impl Method for Adagrad {
    fn default_lr(convention: Convention) -> f64 {
        convention.choose(0.001, 0.01)
    }

    fn swing(_: &AdagradConfig, _: u64) -> Swings {
        Ok(Swing::new(0.0, "").divided())
    }

    /// (1 + (t − 1)·γ)·(√(a + ε) + ε): what lowers the rate is counted in.
    fn preconditioner(&self) -> Option<Vec<f64>> {
        let slowed = 1.0 + self.steps.saturating_sub(1) as f64 * self.lr_decay;
        let (inner, outer) = (f64::from(self.inner), f64::from(self.outer));
        Some(diagonal(&self.squares, |a| slowed * ((a + inner).sqrt() + outer)))
    }

    fn step_lines(config: &AdagradConfig, update: &mut Update) -> String {
        let xp = update.xp;
        update.slots.push(Slot { name: "a", start: config.initial_accumulator_value, scalar: false });
        update.add("a = a + g * g");
        let epsilon = number(config.epsilon);
        match (config.convention, config.lr_decay.filter(|decay| *decay > 0.0)) {
            (Convention::Keras, _) => format!("lr * g / {xp}.sqrt(a + {epsilon})"),
            (Convention::Pytorch, None) => format!("lr * g / ({xp}.sqrt(a) + {epsilon})"),
            (Convention::Pytorch, Some(decay)) => {
                format!("lr / (1 + (t - 1) * {}) * g / ({xp}.sqrt(a) + {epsilon})", number(decay))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Adagrad, AdagradConfig, Convention};
    use crate::optimizer::testing::{assert_close, two_steps};
    use Convention::{Keras, Pytorch};

    #[test]
    fn two_steps_by_hand() {
        let keras = AdagradConfig { initial_accumulator_value: 3.0, epsilon: 0.0, ..AdagradConfig::defaults(Keras) };
        let pytorch = AdagradConfig { initial_accumulator_value: 3.0, ..AdagradConfig::defaults(Pytorch) };
        for (config, want) in [
            (keras, [0.95, 0.783_589_9]),                                          // a = 4, 13
            (AdagradConfig { epsilon: 12.0, ..keras }, [0.975, 0.855]),            // √16, √25
            (AdagradConfig { weight_decay: 0.5, ..keras }, [0.9, 0.643_589_9]),    // from 0.95, 0.81
            (AdagradConfig { epsilon: 2.0, ..pytorch }, [0.975, 0.867_963_2]),     // 2 + 2, √13 + 2
            (AdagradConfig { lr_decay: Some(1.0), ..pytorch }, [0.95, 0.866_795]), // the second rate is 0.1
        ] {
            let mut adagrad = Adagrad::new(config, 1).unwrap();
            assert_close(two_steps(|w, g, lr| adagrad.update(w, g, lr)), want, &config);
        }
    }
}
