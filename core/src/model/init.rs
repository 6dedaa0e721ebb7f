//! Initial weights.

use crate::declare::Kind;
use crate::family;
use crate::math::lnf;
use crate::rng::Rng;

/// Turns the list of initializers into everything that depends on it. Each states how it draws, and its variance for a
/// fan-in and a fan-out.
macro_rules! initializers {
    ($(
        $(#[doc = $about:expr])*
        $(#[cfg($when:meta)])?
        $init:ident: $draw:ident(|$fan_in:pat_param, $fan_out:pat_param| $variance:expr),
        $name:expr, $title:expr, $sentence:expr;
    )*) => {
        family! {
            /// How a kernel is drawn before training, by its fan-in (inputs of a unit) and fan-out; biases start at 0.
            /// As in Keras, where the normal ones are truncated at two deviations and rescaled to keep their variance.
            Init: $($(#[doc = $about])* $(#[cfg($when)])? $init = const { &Kind::plain($name, $title, $sentence) }),*
        }

        // Not derived: `#[default]` would stand among the attributes that go to all of a kind.
        impl Default for Init {
            fn default() -> Self {
                Self::GlorotUniform
            }
        }

        impl Init {
            /// Fills `kernel`.
            pub fn fill(self, kernel: &mut [f32], fan_in: usize, fan_out: usize, rng: &mut Rng) {
                let fans = (fan_in as f32, fan_out as f32);
                match self {
                    $($(#[cfg($when)])? Self::$init => {
                        let ($fan_in, $fan_out) = fans;
                        $draw(kernel, $variance, rng);
                    })*
                }
            }
        }
    };
}

// The order in which a person is shown them.
initializers! {
    /// Uniform, variance 2 / (in + out) (Glorot & Bengio 2010). Keras's default.
    GlorotUniform: uniform(|fan_in, fan_out| 2.0 / (fan_in + fan_out)),
    "glorot-uniform", "Glorot uniform",
    "Uniform with variance 2 / (inputs + outputs), so that signals keep their size both ways; Keras's default.";

    /// Normal, variance 2 / (in + out).
    GlorotNormal: normal(|fan_in, fan_out| 2.0 / (fan_in + fan_out)),
    "glorot-normal", "Glorot normal",
    "The same variance, 2 / (inputs + outputs), from a bell curve.";

    /// Uniform, variance 2 / in (He et al. 2015).
    HeUniform: uniform(|fan_in, _| 2.0 / fan_in),
    "he-uniform", "He uniform",
    "Uniform with variance 2 / inputs, which makes up for the half that a ReLU cuts off.";

    /// Normal, variance 2 / in.
    HeNormal: normal(|fan_in, _| 2.0 / fan_in),
    "he-normal", "He normal",
    "The same variance, 2 / inputs, from a bell curve; made for ReLU.";

    /// Normal, variance 1 / in (LeCun et al. 1998).
    LecunNormal: normal(|fan_in, _| 1.0 / fan_in),
    "lecun-normal", "LeCun normal",
    "A bell curve of variance 1 / inputs, which keeps the size of a sum.";

    /// All 0: a network that cannot break its symmetry, to show why the others exist.
    Zeros: zeros(|_, _| 0.0),
    "zeros", "Zeros",
    "All weights 0: every unit of a layer then learns the same, or nothing at all.";

    /// Uniform, variance 1 / in; for tests/recipe.rs.
    #[cfg(feature = "specimens")]
    Specimen: uniform(|fan_in, _| 1.0 / fan_in),
    "specimen", "Specimen",
    "A test's own: uniform with variance 1 / inputs.";
}

/// Standard deviation of a standard normal truncated at ±2.
const TRUNCATED_DEVIATION: f32 = 0.879_625_6;

fn uniform(kernel: &mut [f32], variance: f32, rng: &mut Rng) {
    let limit = (3.0 * variance).sqrt();
    kernel.fill_with(|| (2.0 * rng.uniform() - 1.0) * limit);
}

fn normal(kernel: &mut [f32], variance: f32, rng: &mut Rng) {
    let deviation = variance.sqrt() / TRUNCATED_DEVIATION;
    kernel.fill_with(|| truncated_normal(rng) * deviation);
}

/// Draws nothing.
fn zeros(kernel: &mut [f32], _: f32, _: &mut Rng) {
    kernel.fill(0.0);
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
