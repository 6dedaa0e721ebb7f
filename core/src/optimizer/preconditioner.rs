//! What the adaptive rules divide the gradient by.

use super::Optimizer;

impl Optimizer {
    /// The diagonal of P in w ← w − lr·P⁻¹·(mean gradient), one number for each parameter, as the last step had it: √v̂ + ε
    /// for Adam, where v̂ is the mean square with its bias corrected and ε stands where the convention puts it. `None` for
    /// the rules that divide by nothing (gradient descent, Lion).
    ///
    /// The correction of the mean's own bias, 1 − β₁ᵗ, is left out; Cohen et al. (2022, arXiv:2207.14484) count it in. It
    /// is 1 after some fifty steps. Before a first step P is what the rule starts with, which may be 0 or NaN.
    ///
    /// ```
    /// use lr_lab_core::optimizer::{AdamConfig, Convention, OptimizerSpec};
    ///
    /// let mut adam = OptimizerSpec::Adam(AdamConfig { epsilon: 0.5, ..AdamConfig::defaults(Convention::Pytorch) }).build(2)?;
    /// adam.update(&mut [1.0, 1.0], &[2.0, -3.0], 0.1);
    /// let diagonal = adam.preconditioner().unwrap();
    /// assert!((diagonal[0] - 2.5).abs() < 1e-5 && (diagonal[1] - 3.5).abs() < 1e-5); // |g| + ε
    /// # Ok::<(), lr_lab_core::error::Error>(())
    /// ```
    pub fn preconditioner(&self) -> Option<Vec<f64>> {
        self.divisor()
    }
}

/// `divisor` of each number.
pub(super) fn diagonal(numbers: &[f32], divisor: impl Fn(f64) -> f64) -> Vec<f64> {
    numbers.iter().map(|x| divisor(f64::from(*x))).collect()
}

#[cfg(test)]
mod tests {
    use crate::optimizer::{
        AdadeltaConfig, AdagradConfig, AdamConfig, AdamaxConfig, Adamw, Convention, LionConfig, NadamConfig,
        OptimizerSpec, RadamConfig, RmspropConfig, SgdConfig,
    };
    use Convention::{Keras, Pytorch};

    /// A rule whose mean is the gradient alone (β₁ = 0) moves a weight by lr·g/P: the move tells P. The rules with a
    /// momentum of their own are tried without it.
    #[test]
    fn the_move_of_a_step_is_the_gradient_over_the_preconditioner() {
        let adam = |convention| AdamConfig { beta1: 0.0, beta2: 0.9, ..AdamConfig::defaults(convention) };
        let radam = |convention| RadamConfig { beta1: 0.0, beta2: 0.9, ..RadamConfig::defaults(convention) };
        for convention in [Keras, Pytorch] {
            let rmsprop = RmspropConfig { epsilon: 0.3, ..RmspropConfig::defaults(convention) };
            let adagrad = AdagradConfig { epsilon: 0.3, ..AdagradConfig::defaults(convention) };
            for rule in [
                OptimizerSpec::Adagrad(adagrad),
                OptimizerSpec::Rmsprop(rmsprop),
                OptimizerSpec::Rmsprop(RmspropConfig { centered: true, ..rmsprop }),
                OptimizerSpec::Adam(AdamConfig { epsilon: 0.3, ..adam(convention) }),
                OptimizerSpec::Adam(AdamConfig { amsgrad: true, ..adam(convention) }),
                OptimizerSpec::Adamw(AdamConfig { weight_decay: 0.0, epsilon: 0.3, ..Adamw::defaults(convention) }),
                OptimizerSpec::Nadam(NadamConfig { beta1: 0.0, epsilon: 0.3, ..NadamConfig::defaults(convention) }),
                OptimizerSpec::Adamax(AdamaxConfig { beta1: 0.0, epsilon: 0.3, ..AdamaxConfig::defaults(convention) }),
                OptimizerSpec::Radam(RadamConfig { epsilon: 0.3, ..radam(convention) }),
            ] {
                // Whatever keeps a mean has had the same gradient ten times: AdamW's mean is the gradient too.
                let (mut optimizer, gradient, lr) = (rule.build(2).unwrap(), [2.0, -0.5], 0.125);
                let mut w = [0.0_f32; 2];
                for step in 0..200 {
                    let before = w;
                    optimizer.update(&mut w, &gradient, lr);
                    let preconditioner = optimizer.preconditioner().unwrap();
                    for i in 0..2 {
                        let moved = f64::from(before[i] - w[i]);
                        let want = lr * f64::from(gradient[i]) / preconditioner[i];
                        assert!((moved / want - 1.0).abs() < 1e-3, "{rule:?}, step {step}: {moved} against {want}");
                    }
                }
            }
        }
    }

    /// PyTorch's γ lowers the rate, Adadelta's steps grow from √ε.
    #[test]
    fn what_changes_the_rate_belongs_to_it() {
        let adagrad = AdagradConfig { epsilon: 0.0, lr_decay: Some(0.5), ..AdagradConfig::defaults(Pytorch) };
        let mut adagrad = OptimizerSpec::Adagrad(adagrad).build(1).unwrap();
        for (w, want) in [(-0.1, 2.0), (-0.1 - 0.1 / 1.5 / 2_f64.sqrt(), 1.5 * 8_f64.sqrt())] {
            let mut moved = [w as f32];
            adagrad.update(&mut moved, &[2.0], 0.1);
            let got = adagrad.preconditioner().unwrap()[0];
            assert!((got - want).abs() < 1e-6, "{got} against {want}");
        }
        // √(a + ε)/√(d + ε) with a = 0.5, ε = 1, d = 1/6 after a gradient of 1 with ρ = 0.5: δ² = 1/1.5.
        let adadelta = AdadeltaConfig { rho: 0.5, epsilon: 1.0, ..AdadeltaConfig::defaults(Keras) };
        let mut adadelta = OptimizerSpec::Adadelta(adadelta).build(1).unwrap();
        adadelta.update(&mut [0.0], &[1.0], 0.1);
        let got = adadelta.preconditioner().unwrap()[0];
        let want = (1.5_f64 / (1.0 + 1.0 / 3.0)).sqrt();
        assert!((got - want).abs() < 1e-6, "{got} against {want}");
    }

    #[test]
    fn some_divide_by_nothing() {
        for rule in [OptimizerSpec::Sgd(SgdConfig::defaults(Keras)), OptimizerSpec::Lion(LionConfig::defaults(Keras))] {
            assert_eq!(rule.build(1).unwrap().preconditioner(), None);
        }
    }
}
