//! Stochastic gradient descent, with momentum.

use super::Convention;
use crate::error::{Error, Result};
use crate::range::Range;

/// Settings of [`Sgd`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SgdConfig {
    /// Share of the last velocity that is kept, 0 ≤ μ < 1.
    pub momentum: f64,
    /// Look ahead along the velocity (Nesterov 1983).
    pub nesterov: bool,
    /// Whose rule.
    pub convention: Convention,
}

/// Gradient descent: w ← w − lr·g; with momentum μ
///
/// | | Keras | PyTorch |
/// |---|---|---|
/// | velocity | v ← μ·v − lr·g | v ← μ·v + g |
/// | momentum | w ← w + v | w ← w − lr·v |
/// | Nesterov | w ← w + μ·v − lr·g | w ← w − lr·(g + μ·v) |
///
/// Keras's velocity holds the rate, so a change of the rate reaches it slowly; PyTorch's does not.
///
/// Sources: `keras/src/optimizers/sgd.py` (3.15), `torch/optim/sgd.py` (2.15).
#[derive(Clone, Debug)]
pub struct Sgd {
    momentum: f32,
    nesterov: bool,
    convention: Convention,
    /// Empty without momentum.
    velocity: Vec<f32>,
}

impl Sgd {
    /// The rule for `parameters` parameters, its velocity 0.
    ///
    /// # Errors
    /// `momentum` outside 0 ≤ μ < 1; `nesterov` without momentum, which PyTorch refuses and which does nothing in
    /// Keras.
    pub fn new(config: SgdConfig, parameters: usize) -> Result<Self> {
        let SgdConfig { momentum, nesterov, convention } = config;
        Range::FRACTION.check("momentum", momentum)?;
        if nesterov && momentum == 0.0 {
            return Err(Error::new("nesterov", "true without momentum does nothing; set momentum above 0"));
        }
        let velocity = if momentum > 0.0 { vec![0.0; parameters] } else { Vec::new() };
        Ok(Self { momentum: momentum as f32, nesterov, convention, velocity })
    }

    pub(super) fn update(&mut self, parameters: &mut [f32], gradients: &[f32], lr: f32) {
        let (mu, nesterov) = (self.momentum, self.nesterov);
        if self.velocity.is_empty() {
            return parameters.iter_mut().zip(gradients).for_each(|(w, g)| *w -= lr * g);
        }
        let all = parameters.iter_mut().zip(gradients).zip(&mut self.velocity);
        match self.convention {
            Convention::Keras => all.for_each(|((w, g), v)| {
                *v = mu * *v - lr * g;
                *w += if nesterov { mu * *v - lr * g } else { *v };
            }),
            Convention::Pytorch => all.for_each(|((w, g), v)| {
                *v = mu * *v + g;
                *w -= lr * if nesterov { g + mu * *v } else { *v };
            }),
        }
    }

    pub(super) fn state(&self) -> &[f32] {
        &self.velocity
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Sgd, SgdConfig};

    /// Two steps on one weight with gradients 1 and 3 at rates 0.1 and 0.2, μ = 0.5, from the table above by hand.
    #[test]
    fn two_steps_by_hand() {
        for (momentum, nesterov, convention, want) in [
            (0.0, false, Convention::Keras, [0.9, 0.3]),
            (0.5, false, Convention::Keras, [0.9, 0.25]), // v = −0.1, −0.65
            (0.5, true, Convention::Keras, [0.85, -0.075]), // + 0.5·v − lr·g
            (0.5, false, Convention::Pytorch, [0.9, 0.2]), // v = 1, 3.5
            (0.5, true, Convention::Pytorch, [0.85, -0.1]), // − lr·(g + 0.5·v)
        ] {
            let mut sgd = Sgd::new(SgdConfig { momentum, nesterov, convention }, 1).unwrap();
            let mut w = [1.0];
            for ((gradient, lr), want) in [(1.0, 0.1), (3.0, 0.2)].into_iter().zip(want) {
                sgd.update(&mut w, &[gradient], lr);
                assert!((w[0] - want).abs() < 1e-6, "μ {momentum}, Nesterov {nesterov}, {convention:?}: {w:?}");
            }
        }
    }

    #[test]
    fn refused_settings() {
        for momentum in [-0.1, 1.0, f64::NAN, f64::INFINITY] {
            let config = SgdConfig { momentum, ..SgdConfig::default() };
            assert_eq!(Sgd::new(config, 1).unwrap_err().field(), "momentum");
        }
        let config = SgdConfig { nesterov: true, ..SgdConfig::default() };
        assert_eq!(Sgd::new(config, 1).unwrap_err().field(), "nesterov");
    }
}
