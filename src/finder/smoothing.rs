//! Smoothed losses.

use crate::error::Result;
use crate::math::pow;
use crate::range::Range;

/// How the losses are smoothed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Smoothing {
    /// aₖ = β·aₖ₋₁ + (1 − β)·lₖ with a₀ = 0, shown as aₖ / (1 − βᵏ): an exponential average whose start is corrected
    /// (Gugger; fastai with β = 0.98, van Wyk with 0.9).
    Corrected {
        /// Share of the last average that is kept, 0 ≤ β < 1.
        beta: f64,
    },
    /// sₖ = β·sₖ₋₁ + (1 − β)·lₖ with s₀ = l₀ (torch-lr-finder, ignite with β = 0.95).
    Seeded {
        /// Share of the last average that is kept, 0 ≤ β < 1.
        beta: f64,
    },
    /// As Lightning ships it: aₖ as in `Corrected`, shown as aₖ / (1 − βᵏ⁺¹). The correction is one step ahead of the
    /// average, so it starts at half the loss (for β close to 1) and four times the lowest is about twice.
    Lightning {
        /// Share of the last average that is kept, 0 ≤ β < 1.
        beta: f64,
    },
    /// The losses as they are.
    None,
}

/// Smooths one loss after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Smoother {
    kind: Smoothing,
    average: f64,
    count: u64,
}

impl Smoother {
    /// A smoother that has seen nothing.
    ///
    /// # Errors
    /// `beta` outside 0 ≤ β < 1.
    pub fn new(kind: Smoothing) -> Result<Self> {
        if let Smoothing::Corrected { beta } | Smoothing::Seeded { beta } | Smoothing::Lightning { beta } = kind {
            Range::FRACTION.check("beta", beta)?;
        }
        Ok(Self { kind, average: 0.0, count: 0 })
    }

    /// The smoothed loss after `loss`.
    pub fn smooth(&mut self, loss: f64) -> f64 {
        self.count += 1;
        match self.kind {
            Smoothing::Corrected { beta } => {
                self.average = beta * self.average + (1.0 - beta) * loss;
                self.average / (1.0 - pow(beta, self.count as f64))
            }
            Smoothing::Seeded { beta } => {
                self.average = if self.count == 1 { loss } else { beta * self.average + (1.0 - beta) * loss };
                self.average
            }
            Smoothing::Lightning { beta } => {
                self.average = beta * self.average + (1.0 - beta) * loss;
                self.average / (1.0 - pow(beta, self.count as f64 + 1.0))
            }
            Smoothing::None => loss,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Smoother, Smoothing};

    #[test]
    fn by_hand() {
        let losses = [4.0, 2.0, 8.0];
        for (kind, want) in [
            // a = 2, 2, 5; divided by 0.5, 0.75, 0.875
            (Smoothing::Corrected { beta: 0.5 }, [4.0, 2.0 / 0.75, 5.0 / 0.875]),
            (Smoothing::Seeded { beta: 0.5 }, [4.0, 3.0, 5.5]),
            // a = 2, 2, 5; divided by 0.75, 0.875, 0.9375
            (Smoothing::Lightning { beta: 0.5 }, [2.0 / 0.75, 2.0 / 0.875, 5.0 / 0.9375]),
            (Smoothing::Corrected { beta: 0.0 }, losses),
            (Smoothing::None, losses),
        ] {
            let mut smoother = Smoother::new(kind).unwrap();
            assert_eq!(losses.map(|loss| smoother.smooth(loss)), want, "{kind:?}");
        }
    }

    #[test]
    fn refused_betas() {
        for beta in [-0.1, 1.0, f64::NAN] {
            assert_eq!(Smoother::new(Smoothing::Corrected { beta }).unwrap_err().field(), "beta");
            assert_eq!(Smoother::new(Smoothing::Seeded { beta }).unwrap_err().field(), "beta");
            assert_eq!(Smoother::new(Smoothing::Lightning { beta }).unwrap_err().field(), "beta");
        }
    }
}
