//! The same rate for ever.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::range::Range;

use super::curve::{Curve, Handle, is_its_settings};

kind! {
    Constant: Constant { lr },
    "constant", "Constant", "The same rate for ever: the baseline.",
    lr: Setting::number(Range::POSITIVE, "The rate.").required().rate().suits(|run| Datum::Number(run.lr)),
}

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
        Self::make(Self { lr })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, _t: u64) -> f64 {
        self.lr
    }
}

impl Curve for Constant {
    const HANDLES: &'static [Handle<Self::Config>] =
        &[Handle::new("Rate", |config| (0.0, config.lr), |config, _, lr| config.lr = lr)];

    is_its_settings!();

    fn formula(&self) -> String {
        "lr".to_owned()
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
