//! The two means that Adam and its relatives keep.

use super::State;

/// m ← m + (1 − β₁)·(g − m), the mean gradient, and v ← v + (1 − β₂)·(g² − v), the mean square.
///
/// Both fade towards 0 where a gradient stays 0 and become denormal after some 800 (β₁ = 0.9) or 87,000 steps; wasm
/// computes with those slowly and cannot flush them, and flushing by hand would part from the libraries.
#[derive(Clone, Debug)]
pub(super) struct Moments {
    pub(super) mean: Vec<f32>,
    pub(super) square: Vec<f32>,
    /// Steps taken.
    pub(super) steps: u64,
}

/// 1 − β₁ and 1 − β₂.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest(pub(super) f32, pub(super) f32);

impl Moments {
    pub(super) fn new(parameters: usize) -> Self {
        Self { mean: vec![0.0; parameters], square: vec![0.0; parameters], steps: 0 }
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&mut f32, &mut f32)> {
        self.mean.iter_mut().zip(&mut self.square)
    }

    pub(super) fn state(&self) -> Vec<State<'_>> {
        vec![State::Array(&self.mean), State::Array(&self.square), State::Number(self.steps)]
    }
}

impl Rest {
    pub(super) fn of(beta1: f64, beta2: f64) -> Self {
        Self((1.0 - beta1) as f32, (1.0 - beta2) as f32)
    }

    /// Takes a gradient into both means.
    #[inline]
    pub(super) fn take(self, m: &mut f32, v: &mut f32, g: f32) {
        *m += (g - *m) * self.0;
        *v += (g * g - *v) * self.1;
    }
}
