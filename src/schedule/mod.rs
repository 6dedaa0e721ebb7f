//! Learning-rate schedules: functions of the step, one in each file.
//!
//! A schedule has no state, no clock and no randomness: `lr_at(t)` may be asked in any order, and past its end it
//! holds its last value.

mod constant;
mod exponential;
mod geometric;
mod table;

pub use constant::Constant;
pub use exponential::{Exponential, ExponentialConfig};
pub use geometric::Geometric;
pub use table::Table;

use crate::named::Named;

/// What a schedule's `t` counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Optimizer steps, from 0.
    #[default]
    Step,
    /// Epochs, from 0: the rate changes only where an epoch begins.
    Epoch,
}

impl Named for Unit {
    const ALL: &'static [Self] = &[Self::Step, Self::Epoch];

    fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Epoch => "epoch",
        }
    }
}

/// A shape of the rate over `t`.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The same rate for ever.
    Constant(Constant),
    /// Decay or growth by a factor.
    Exponential(Exponential),
    /// From one rate to another by equal factors.
    Geometric(Geometric),
    /// Given rates.
    Table(Table),
}

/// A shape and the unit of its `t`.
///
/// ```
/// use lr_lab::schedule::{Exponential, ExponentialConfig, Schedule, Shape, Unit};
///
/// let decay = Exponential::new(ExponentialConfig::new(0.1, 0.5))?;
/// let schedule = Schedule::new(Shape::Exponential(decay), Unit::Epoch);
/// assert_eq!(schedule.lr_at(9, 10), 0.1);
/// assert_eq!(schedule.lr_at(10, 10), 0.05);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    shape: Shape,
    unit: Unit,
}

impl Schedule {
    /// `shape` over `unit`.
    pub fn new(shape: Shape, unit: Unit) -> Self {
        Self { shape, unit }
    }

    /// The rate of optimizer step `step`, from 0, where an epoch has `steps_per_epoch` steps.
    pub fn lr_at(&self, step: u64, steps_per_epoch: usize) -> f64 {
        let t = match self.unit {
            Unit::Step => step,
            Unit::Epoch => step / (steps_per_epoch.max(1) as u64),
        };
        match &self.shape {
            Shape::Constant(constant) => constant.lr_at(t),
            Shape::Exponential(exponential) => exponential.lr_at(t),
            Shape::Geometric(geometric) => geometric.lr_at(t),
            Shape::Table(table) => table.lr_at(t),
        }
    }
}
