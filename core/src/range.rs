//! Which numbers a setting accepts: checked by the constructors, told by the errors and by the catalog.

use std::fmt;

use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;

/// An interval of accepted numbers. NaN and the infinities are never in it.
///
/// ```
/// use lr_lab_core::range::Range;
///
/// assert_eq!(Range::FRACTION.check("momentum", 0.9), Ok(0.9));
/// let error = Range::FRACTION.check("momentum", 1.0).unwrap_err();
/// assert_eq!(error.to_string(), "momentum: 1 is not accepted; use a number from 0 up to, not including, 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub min: f64,
    /// The upper end; infinite where there is none.
    pub max: f64,
    /// Whether the lower end itself is accepted.
    pub min_accepted: bool,
    /// Whether the upper end itself is accepted.
    pub max_accepted: bool,
    /// Whether only whole numbers are accepted.
    pub whole: bool,
}

impl Range {
    /// x > 0: rates, factors, spans.
    pub const POSITIVE: Self = Self::above(0.0);
    /// x ≥ 0.
    pub const NOT_NEGATIVE: Self =
        Self { min: 0.0, max: f64::INFINITY, min_accepted: true, max_accepted: false, whole: false };
    /// 0 ≤ x < 1: momenta, shares that are kept.
    pub const FRACTION: Self = Self { min: 0.0, max: 1.0, min_accepted: true, max_accepted: false, whole: false };

    /// x > `min`.
    pub const fn above(min: f64) -> Self {
        Self { min, max: f64::INFINITY, min_accepted: false, max_accepted: false, whole: false }
    }

    /// Whole numbers from `min` to `max`, both accepted.
    pub const fn whole(min: u64, max: u64) -> Self {
        Self { min: min as f64, max: max as f64, min_accepted: true, max_accepted: true, whole: true }
    }

    /// Whether `value` is in the interval.
    pub fn contains(&self, value: f64) -> bool {
        let above = value > self.min || (self.min_accepted && value == self.min);
        let below = value < self.max || (self.max_accepted && value == self.max);
        value.is_finite() && above && below && (!self.whole || value.fract() == 0.0)
    }

    /// `value`, if it is accepted.
    ///
    /// # Errors
    /// `field`, with the value and the interval in words.
    pub fn check(&self, field: &str, value: f64) -> Result<f64> {
        if self.contains(value) { Ok(value) } else { Err(Error::not_accepted(field, value, self)) }
    }
}

impl From<&Range> for Sentence {
    #[cold]
    #[inline(never)]
    fn from(range: &Range) -> Self {
        let endless = range.max.is_infinite();
        let number = match (range.whole, endless) {
            (true, _) => sentence!("range.whole-number", "a whole number"),
            (false, true) => sentence!("range.finite-number", "a finite number"),
            (false, false) => sentence!("range.number", "a number"),
        };
        let low = match range.min_accepted {
            true => sentence!("range.from", "{number} from {min}", number, min = range.min),
            false => sentence!("range.above", "{number} above {min}", number, min = range.min),
        };
        match (endless, range.max_accepted) {
            (true, _) => low,
            (false, true) => sentence!("range.to", "{low} to {max}", low, max = range.max),
            (false, false) => {
                sentence!("range.below", "{low} up to, not including, {max}", low, max = range.max)
            }
        }
    }
}

impl From<Range> for Sentence {
    fn from(range: Range) -> Self {
        Self::from(&range)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Sentence::from(self))
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ends_and_words() {
        for (range, accepted, refused, words) in [
            (Range::POSITIVE, vec![1e-300, 5.0], vec![0.0, -1.0], "a finite number above 0"),
            (Range::NOT_NEGATIVE, vec![0.0, -0.0, 1e300], vec![-1e-300], "a finite number from 0"),
            (Range::FRACTION, vec![0.0, 0.999], vec![1.0, -0.1], "a number from 0 up to, not including, 1"),
            (Range::above(1.0), vec![1.1], vec![1.0], "a finite number above 1"),
            (Range::whole(1, 9), vec![1.0, 9.0], vec![0.0, 10.0, 2.5], "a whole number from 1 to 9"),
        ] {
            assert_eq!(range.to_string(), words);
            assert!(accepted.iter().all(|value| range.contains(*value)), "{words}");
            let never = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
            assert!(refused.iter().chain(&never).all(|value| !range.contains(*value)), "{words}");
        }
    }
}
