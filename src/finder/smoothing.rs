//! Smoothed losses.

use crate::declare::{Datum, Given, Kind, Setting};
use crate::error::{Error, Result};
use crate::math::pow;
use crate::range::Range;

/// The share of the last average that is kept, where nothing is said.
const USUAL_BETA: f64 = 0.95;

const BETA: Setting =
    Setting::number(Range::FRACTION, "Share of the last average that is kept: near 1 it is slow.").named("beta");

/// Makes of the list of smoothers what everything else goes by. Each has how the average before and the `k`th loss, from
/// 1, give the new average and what is shown, and the same in Python.
macro_rules! smoothers {
    ($(
        $(#[doc = $about:expr])*
        $(#[cfg($when:meta)])?
        $smoother:ident $({ $beta:ident })?: |$average:pat_param, $loss:pat_param, $k:pat_param| $next:expr,
        [$($python:literal),+],
        $name:literal, $title:literal, $sentence:literal;
    )*) => {
        /// How the losses are smoothed.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum Smoothing {
            $(
                $(#[doc = $about])*
                $(#[cfg($when)])?
                $smoother $({
                    /// Share of the last average that is kept, 0 ≤ β < 1.
                    $beta: f64,
                })?
            ),*
        }

        impl Smoothing {
            /// Every smoother as it is usually, the default first.
            pub const ALL: &'static [Self] = &[$($(#[cfg($when)])? Self::$smoother $({ $beta: USUAL_BETA })?),*];

            /// Its declaration.
            pub fn kind(&self) -> &'static Kind {
                match self {
                    $($(#[cfg($when)])? Self::$smoother $({ $beta: _ })? => const {
                        const BETAS: &[Setting] = &[$({ let $beta = BETA; $beta })?];
                        &Kind { name: $name, title: $title, sentence: $sentence, settings: BETAS }
                    }),*
                }
            }

            /// The value of each of its settings.
            pub fn data(&self) -> Vec<Datum> {
                match self {
                    $($(#[cfg($when)])? Self::$smoother $({ $beta })? => vec![$(Datum::Number(*$beta))?]),*
                }
            }

            /// The smoother called `kind` with the settings of a request. What the numbers may be is [`Smoother::new`]'s
            /// to say.
            ///
            /// # Errors
            /// `kind`: unknown; a setting of another type.
            pub fn read(kind: &str, given: &mut dyn Given) -> Result<Self> {
                $($(#[cfg($when)])? if kind == $name {
                    return Ok(Self::$smoother $({ $beta: given.number(BETA.name)?.unwrap_or(USUAL_BETA) })?);
                })*
                Err(Error::unknown("kind", kind, [$($(#[cfg($when)])? $name),*]))
            }

            /// The step that [`Smoother::smooth`] takes in Python: from `self.average`, at first 0, `loss` and `count` it
            /// makes the new average and `smoothed`. `{beta}` stands for the setting.
            pub(crate) fn python(&self) -> &'static [&'static str] {
                match self {
                    $($(#[cfg($when)])? Self::$smoother $({ $beta: _ })? => &[$($python),+]),*
                }
            }

            fn next(&self, average: f64, loss: f64, count: u64) -> (f64, f64) {
                match *self {
                    $($(#[cfg($when)])? Self::$smoother $({ $beta })? => {
                        let ($average, $loss, $k) = (average, loss, count as f64);
                        $next
                    })*
                }
            }
        }
    };
}

// The order in which a person is shown them.
smoothers! {
    /// aₖ = β·aₖ₋₁ + (1 − β)·lₖ with a₀ = 0, shown as aₖ / (1 − βᵏ): an exponential average whose start is corrected
    /// (Gugger; fastai with β = 0.98, van Wyk with 0.9).
    Corrected { beta }: |average, loss, k| {
        let average = beta * average + (1.0 - beta) * loss;
        (average, average / (1.0 - pow(beta, k)))
    },
    ["self.average = {beta} * self.average + (1 - {beta}) * loss", "smoothed = self.average / (1 - {beta}**count)"],
    "corrected", "Corrected average",
    "An exponential average whose start is corrected: the first loss is itself (fastai).";

    /// sₖ = β·sₖ₋₁ + (1 − β)·lₖ with s₀ = l₀ (torch-lr-finder, ignite with β = 0.95).
    Seeded { beta }: |average, loss, k| {
        let average = if k == 1.0 { loss } else { beta * average + (1.0 - beta) * loss };
        (average, average)
    },
    ["smoothed = self.average = loss if count == 1 else {beta} * self.average + (1 - {beta}) * loss"],
    "seeded", "Seeded average",
    "An exponential average that begins at the first loss and is slow to leave it (torch-lr-finder, ignite).";

    /// As Lightning ships it: aₖ as in `Corrected`, shown as aₖ / (1 − βᵏ⁺¹). The correction is one step ahead of the
    /// average, so it starts at half the loss (for β close to 1) and four times the lowest is about twice.
    Lightning { beta }: |average, loss, k| {
        let average = beta * average + (1.0 - beta) * loss;
        (average, average / (1.0 - pow(beta, k + 1.0)))
    },
    [
        "# As Lightning ships it: the correction is a step ahead of the average.",
        "self.average = {beta} * self.average + (1 - {beta}) * loss",
        "smoothed = self.average / (1 - {beta}**(count + 1))"
    ],
    "lightning", "Lightning’s average",
    "The corrected average with the correction one step ahead: it begins at half the first loss.";

    /// The losses as they are.
    None: |_, loss, _| (loss, loss),
    ["smoothed = loss"],
    "none", "None", "The losses as they are.";

    /// Halfway between the last average and the loss, from a₀ = l₀; for tests/recipe.rs.
    #[cfg(feature = "specimens")]
    Specimen: |average, loss, k| {
        let average = if k == 1.0 { loss } else { 0.5 * (average + loss) };
        (average, average)
    },
    ["smoothed = self.average = loss if count == 1 else (self.average + loss) / 2"],
    "specimen", "Specimen", "A test's own: halfway between the last average and the loss.";
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
        for (setting, datum) in kind.kind().settings.iter().zip(kind.data()) {
            setting.check(&datum)?;
        }
        Ok(Self { kind, average: 0.0, count: 0 })
    }

    /// A corrected average that has seen nothing; `beta` is known to be one.
    pub(super) const fn corrected(beta: f64) -> Self {
        Self { kind: Smoothing::Corrected { beta }, average: 0.0, count: 0 }
    }

    /// The smoothed loss after `loss`.
    pub fn smooth(&mut self, loss: f64) -> f64 {
        self.count += 1;
        let (average, shown) = self.kind.next(self.average, loss, self.count);
        self.average = average;
        shown
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
}
