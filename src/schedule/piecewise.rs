//! Given rates between given steps.

use crate::declare::{Datum, Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::range::Range;
use crate::sentence;

use super::curve::{Curve, Moment};
use super::{STEPS_OR_NONE, Timing, ascending};

kind! {
    Piecewise: Piecewise { boundaries, values },
    "piecewise", "Piecewise constant", "Given rates between given steps.",
    boundaries: Setting::numbers(STEPS_OR_NONE, "The last step of each rate but one, ascending.").required().suits(|run| Datum::Numbers(vec![run.part(2.0)])),
    values: Setting::numbers(Range::NOT_NEGATIVE, "The rates, one more than boundaries.").required().suits(|run| Datum::Numbers(vec![run.lr, run.lr / 10.0])),
}

/// lr(t) = values\[number of boundaries < t\]: as in Keras, the old value still holds at t = boundary.
///
/// Source: Keras `PiecewiseConstantDecay`. (PyTorch's `ConstantLR` and optax's `piecewise_constant_schedule`, which is
/// told factors, are expressible: their new value already holds at the boundary, so ours is one less.)
///
/// ```
/// use lr_lab::schedule::Piecewise;
///
/// let pieces = Piecewise::new(vec![10, 30], vec![0.1, 0.05, 0.01])?;
/// assert_eq!([0, 10, 11, 30, 31, 1000].map(|t| pieces.lr_at(t)), [0.1, 0.1, 0.05, 0.05, 0.01, 0.01]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Piecewise {
    pub(crate) boundaries: Vec<u64>,
    pub(crate) values: Vec<f64>,
}

impl Piecewise {
    /// One rate more than there are boundaries; these are in steps (or epochs).
    ///
    /// # Errors
    /// `boundaries[i]`: before the one in front of it; `values`: not one more; `values[i]`: negative or not finite.
    pub fn new(boundaries: Vec<u64>, values: Vec<f64>) -> Result<Self> {
        Self::make(Self { boundaries, values })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        self.values[self.boundaries.partition_point(|boundary| *boundary < t)]
    }
}

impl Curve for Piecewise {
    fn make(config: Self::Config) -> Result<Self> {
        ascending("boundaries", &config.boundaries)?;
        let wanted = config.boundaries.len() + 1;
        if config.values.len() != wanted {
            let accepted =
                sentence!("accepted.more-than-boundaries", "{count}, one more than boundaries", count = wanted);
            let given = sentence!("value.rates", "{count} rates", count = config.values.len());
            return Err(Error::not_accepted("values", given, accepted));
        }
        Self::check(&config)?;
        Ok(config)
    }

    fn config(&self) -> &Self::Config {
        self
    }

    fn formula(&self) -> String {
        "pick(count(t - 1, boundaries), values)".to_owned()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t)
    }

    fn timing(&self) -> Timing {
        Timing { end: self.boundaries.last().map(|last| *last as f64), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Piecewise;

    #[test]
    fn rates() {
        for (boundaries, values, t, want) in [
            (vec![], vec![0.1], u64::MAX, 0.1),
            (vec![0], vec![0.1, 0.2], 0, 0.1),
            (vec![0], vec![0.1, 0.2], 1, 0.2),
            (vec![3, 3], vec![0.1, 0.2, 0.3], 3, 0.1),
            (vec![3, 3], vec![0.1, 0.2, 0.3], 4, 0.3), // nothing lies between equal boundaries
        ] {
            assert_eq!(Piecewise::new(boundaries.clone(), values).unwrap().lr_at(t), want, "{boundaries:?} at {t}");
        }
    }

    #[test]
    fn refused_settings() {
        for (boundaries, values, field) in [
            (vec![], vec![], "values"),
            (vec![1], vec![0.1], "values"),
            (vec![2, 1], vec![0.1, 0.1, 0.1], "boundaries[1]"),
            (vec![1], vec![0.1, -0.1], "values[1]"),
            (vec![1], vec![f64::NAN, 0.1], "values[0]"),
        ] {
            assert_eq!(Piecewise::new(boundaries, values).unwrap_err().field(), field);
        }
    }
}
