//! The same rate for ever.

use crate::error::Result;
use crate::range::Range;

use super::Timing;

/// lr(t) = lr: the baseline of document 002.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    pub(crate) lr: f64,
}

impl Constant {
    /// The constant rate `lr`.
    ///
    /// # Errors
    /// `lr`: not a finite number above 0.
    pub fn new(lr: f64) -> Result<Self> {
        Ok(Self { lr: Range::POSITIVE.check("lr", lr)? })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, _t: u64) -> f64 {
        self.lr
    }

    pub(super) fn timing(&self) -> Timing {
        Timing::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Constant;

    #[test]
    fn stays_and_refuses() {
        let constant = Constant::new(0.1).unwrap();
        assert!([0, 1, 1_000_000_000, u64::MAX].iter().all(|t| constant.lr_at(*t) == 0.1));
        for lr in [0.0, -0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Constant::new(lr).unwrap_err().field(), "lr");
        }
    }
}
