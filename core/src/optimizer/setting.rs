//! The settings of the rules: their names and ranges, for the constructors and for the catalog.

use super::Convention;
use crate::error::{Error, Result};
use crate::range::Range;

/// A setting that is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Its name in a request.
    pub name: &'static str,
    /// What it may be.
    pub range: Range,
}

impl Setting {
    /// Share of the last velocity that is kept.
    pub const MOMENTUM: Self = Self::new("momentum", Range::FRACTION);
    /// Share of a new gradient that the velocity leaves out.
    pub const DAMPENING: Self = Self::new("dampening", Range { max_accepted: true, ..Range::FRACTION });
    /// Share of the mean gradient that is kept.
    pub const BETA1: Self = Self::new("beta1", Range::FRACTION);
    /// Share of the mean squared gradient that is kept.
    pub const BETA2: Self = Self::new("beta2", Range::FRACTION);
    /// Share of the mean squared gradient that is kept, where it is the only one.
    pub const RHO: Self = Self::new("rho", Range::FRACTION);
    /// What keeps the division apart from 0.
    pub const EPSILON: Self = Self::new("epsilon", Range::NOT_NEGATIVE);
    /// Pull of the weights towards 0.
    pub const WEIGHT_DECAY: Self = Self::new("weightDecay", Range::NOT_NEGATIVE);
    /// Where Adagrad's sum begins.
    pub const INITIAL_ACCUMULATOR_VALUE: Self = Self::new("initialAccumulatorValue", Range::NOT_NEGATIVE);
    /// How fast PyTorch's Adagrad lowers the rate by itself.
    pub const LR_DECAY: Self = Self::new("lrDecay", Range::NOT_NEGATIVE);
    /// How fast PyTorch's NAdam lets its momentum rise.
    pub const MOMENTUM_DECAY: Self = Self::new("momentumDecay", Range::NOT_NEGATIVE);

    pub(super) const fn new(name: &'static str, range: Range) -> Self {
        Self { name, range }
    }

    /// `value`, if it is accepted.
    pub(super) fn check(&self, value: f64) -> Result<f64> {
        self.range.check(self.name, value)
    }

    /// `value` of a setting that only PyTorch has; there `default` where it is absent.
    pub(super) fn check_pytorch_only(&self, convention: Convention, value: Option<f64>, default: f64) -> Result<f64> {
        match (convention, value) {
            (Convention::Keras, Some(value)) => {
                let problem = format!("{value} is not accepted; Keras has no such setting, only PyTorch has it");
                Err(Error::new(self.name, problem))
            }
            (_, value) => self.check(value.unwrap_or(default)),
        }
    }
}
