//! Initial weights.

use crate::math::lnf;
use crate::named::Named;
use crate::rng::Rng;

/// How a kernel is drawn before training, by its fan-in (inputs of a unit) and fan-out; biases start at 0. As in
/// Keras, where the normal ones are truncated at two deviations and rescaled to keep their variance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Init {
    /// Uniform, variance 2 / (in + out) (Glorot & Bengio 2010). Keras's default.
    #[default]
    GlorotUniform,
    /// Normal, variance 2 / (in + out).
    GlorotNormal,
    /// Uniform, variance 2 / in (He et al. 2015).
    HeUniform,
    /// Normal, variance 2 / in.
    HeNormal,
    /// Normal, variance 1 / in (LeCun et al. 1998).
    LecunNormal,
    /// All 0: a network that cannot break its symmetry, to show why the others exist.
    Zeros,
}

impl Named for Init {
    const ALL: &'static [Self] =
        &[Self::GlorotUniform, Self::GlorotNormal, Self::HeUniform, Self::HeNormal, Self::LecunNormal, Self::Zeros];

    fn name(self) -> &'static str {
        match self {
            Self::GlorotUniform => "glorot-uniform",
            Self::GlorotNormal => "glorot-normal",
            Self::HeUniform => "he-uniform",
            Self::HeNormal => "he-normal",
            Self::LecunNormal => "lecun-normal",
            Self::Zeros => "zeros",
        }
    }
}

/// Standard deviation of a standard normal truncated at ±2.
const TRUNCATED_DEVIATION: f32 = 0.879_625_6;

impl Init {
    /// Fills `kernel`.
    pub fn fill(self, kernel: &mut [f32], fan_in: usize, fan_out: usize, rng: &mut Rng) {
        let (fan_in, fan_out) = (fan_in as f32, fan_out as f32);
        let variance = match self {
            Self::GlorotUniform | Self::GlorotNormal => 2.0 / (fan_in + fan_out),
            Self::HeUniform | Self::HeNormal => 2.0 / fan_in,
            Self::LecunNormal => 1.0 / fan_in,
            Self::Zeros => return kernel.fill(0.0),
        };
        match self {
            Self::GlorotUniform | Self::HeUniform => {
                let limit = (3.0 * variance).sqrt();
                kernel.fill_with(|| (2.0 * rng.uniform() - 1.0) * limit);
            }
            _ => {
                let deviation = variance.sqrt() / TRUNCATED_DEVIATION;
                kernel.fill_with(|| truncated_normal(rng) * deviation);
            }
        }
    }
}

/// A standard normal number within ±2, by Marsaglia's polar method (no sine, which would differ by platform).
fn truncated_normal(rng: &mut Rng) -> f32 {
    loop {
        let (u, v) = (2.0 * rng.uniform() - 1.0, 2.0 * rng.uniform() - 1.0);
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            let normal = u * (-2.0 * lnf(s) / s).sqrt();
            if normal.abs() <= 2.0 {
                return normal;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Init;
    use crate::rng::{Rng, Stream};

    #[test]
    fn variances_and_limits() {
        let (fan_in, fan_out) = (50, 30);
        for (init, variance, limit) in [
            (Init::GlorotUniform, 2.0 / 80.0, 0.273_862),
            (Init::GlorotNormal, 2.0 / 80.0, 0.359_511),
            (Init::HeUniform, 2.0 / 50.0, 0.346_411),
            (Init::HeNormal, 2.0 / 50.0, 0.454_739),
            (Init::LecunNormal, 1.0 / 50.0, 0.321_552),
            (Init::Zeros, 0.0, 0.0),
        ] {
            let mut kernel = vec![f32::NAN; 100_000];
            init.fill(&mut kernel, fan_in, fan_out, &mut Rng::new(1, Stream::Weights));
            let got = kernel.iter().map(|w| f64::from(w * w)).sum::<f64>() / kernel.len() as f64;
            assert!((got - variance).abs() <= 0.02 * variance, "{init:?}: variance {got}");
            assert!(kernel.iter().all(|w| f64::from(w.abs()) <= limit), "{init:?}: beyond {limit}");
        }
    }
}
