//! Weight decay, which the libraries understand differently.

use super::Convention;

/// Weight decay of rate λ.
///
/// | Keras | PyTorch | PyTorch's AdamW |
/// |---|---|---|
/// | w ← w − w·λ·lr, then the rule | g ← g + λ·w, then the rule | w ← w·(1 − lr·λ), then the rule |
///
/// Decoupled decay (Loshchilov and Hutter 2019) shrinks every weight by the same share; a pull that is added to the
/// gradient passes through the rule, and the adaptive ones divide it away where gradients are large. In `f32` a
/// decoupled decay below 3e-8 a step is lost in rounding, here as in the libraries.
///
/// Sources: `_apply_weight_decay` in `keras/src/optimizers/base_optimizer.py` (3.15); `torch/optim/*.py` (2.15).
#[derive(Clone, Copy, Debug)]
pub(super) enum Decay {
    /// Keras's.
    Decoupled(f64),
    /// PyTorch's.
    Gradient(f64),
    /// PyTorch's for AdamW.
    DecoupledFactor(f64),
}

/// [`Decay`] in one step, as numbers that leave alone what they don't concern: a loop over parameters needs no case.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepDecay {
    factor: f32,
    share: f32,
    lr: f32,
    pull: f32,
}

impl Decay {
    pub(super) fn new(convention: Convention, rate: f64) -> Self {
        match convention {
            Convention::Keras => Self::Decoupled(rate),
            Convention::Pytorch => Self::Gradient(rate),
        }
    }

    pub(super) fn at(self, lr: f64) -> StepDecay {
        let none = StepDecay { factor: 1.0, share: 0.0, lr: lr as f32, pull: 0.0 };
        match self {
            Self::Decoupled(rate) => StepDecay { share: rate as f32, ..none },
            Self::Gradient(rate) => StepDecay { pull: rate as f32, ..none },
            Self::DecoupledFactor(rate) => StepDecay { factor: (1.0 - lr * rate) as f32, ..none },
        }
    }
}

impl StepDecay {
    /// The weight from which, and the gradient along which, the rule steps.
    #[inline]
    pub(super) fn apply(self, w: f32, g: f32) -> (f32, f32) {
        // Without decay the bits stay, also those of −0 and of what has blown up.
        let pulled = if self.pull == 0.0 { g } else { g + self.pull * w };
        let w = w * self.factor;
        let shrunk = if self.share == 0.0 { w } else { w - w * self.share * self.lr };
        (shrunk, pulled)
    }
}

#[cfg(test)]
mod tests {
    use super::{Convention, Decay};

    #[test]
    fn one_step_by_hand() {
        for (decay, want) in [
            (Decay::new(Convention::Keras, 0.5), (1.9, 3.0)),
            (Decay::new(Convention::Pytorch, 0.5), (2.0, 4.0)),
            (Decay::DecoupledFactor(0.5), (1.9, 3.0)),
        ] {
            assert_eq!(decay.at(0.1).apply(2.0, 3.0), want, "{decay:?}");
        }
    }

    #[test]
    fn no_decay_changes_no_bit() {
        for decay in
            [Decay::new(Convention::Keras, 0.0), Decay::new(Convention::Pytorch, 0.0), Decay::DecoupledFactor(0.0)]
        {
            for x in [-0.0, f32::INFINITY, 1e-40, f32::MAX] {
                let (w, g) = decay.at(0.1).apply(x, -x);
                assert_eq!((w.to_bits(), g.to_bits()), (x.to_bits(), (-x).to_bits()), "{decay:?}, {x}");
            }
        }
    }
}
