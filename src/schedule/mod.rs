//! Learning-rate schedules: functions of the step, one in each file.
//!
//! A schedule has no state, no clock and no randomness: `lr_at(t)` may be asked in any order, and past its end it
//! holds its last value unless it is cyclic. Each file has the shape's equation, the units of its settings and its
//! source; whatever a constructor accepts gives a finite rate from 0 at every t. [`Expression`] alone may not, since a
//! formula may be anything: [`Schedule::rate`] and [`Schedule::check`] make that an error before the rate is used.
//!
//! [`Plateau`] follows a metric. It is no function of the step and a type of its own.

mod constant;
mod cosine;
mod cyclic;
mod exponential;
mod expression;
mod geometric;
mod inverse_sqrt;
mod inverse_time;
mod join;
mod linear;
mod lint;
mod multi_step;
mod natural_exponential;
mod noam;
mod one_cycle;
mod piecewise;
mod plateau;
mod polynomial;
mod product;
mod shape;
mod step_decay;
mod table;
mod warm_restarts;
mod warmup_stable_decay;

pub use constant::Constant;
pub use cosine::{Cosine, CosineConfig};
pub use cyclic::{Cyclic, CyclicConfig, CyclicMode};
pub use exponential::{Exponential, ExponentialConfig};
pub use expression::{Binary, Expression, Function, Node, Variable};
pub use geometric::Geometric;
pub use inverse_sqrt::{InverseSqrt, InverseSqrtConfig};
pub use inverse_time::{InverseTime, InverseTimeConfig};
pub use join::Join;
pub use linear::Linear;
pub use lint::{Finding, Severity, lint, lint_plateau};
pub use multi_step::MultiStep;
pub use natural_exponential::NaturalExponential;
pub use noam::Noam;
pub use one_cycle::{Anneal, OneCycle, OneCycleConfig, OneCycleConvention};
pub use piecewise::Piecewise;
pub use plateau::{Monitor, Plateau, PlateauConfig, PlateauConvention, PlateauRule, PlateauState, ThresholdMode};
pub use polynomial::{Polynomial, PolynomialConfig};
pub use product::Product;
pub use shape::Shape;
pub use step_decay::StepDecay;
pub use table::Table;
pub use warm_restarts::{WarmRestarts, WarmRestartsConfig};
pub use warmup_stable_decay::{Fall, WarmupStableDecay, WarmupStableDecayConfig};

use crate::error::{Error, Result};
use crate::named::Named;
use crate::range::Range;

/// Counts of steps: a double holds each of them exactly.
pub const STEPS: Range = Range::whole(1, (1 << 53) - 1);

/// Counts of steps that may be none.
pub const STEPS_OR_NONE: Range = Range::whole(0, (1 << 53) - 1);

/// The most schedules in one, those within its pieces included: each of them may be asked for every rate.
pub const MAX_PIECES: usize = 256;

/// The deepest schedule within schedules.
pub const MAX_DEPTH: usize = 6;

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

/// What a schedule may know of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// Steps of the run, or of the stretch of a [`Join`].
    pub steps: u64,
    /// Steps in an epoch; at least 1.
    pub steps_per_epoch: u64,
}

impl Horizon {
    /// A run of `steps` steps, `steps_per_epoch` to an epoch; none counts as one.
    pub fn new(steps: u64, steps_per_epoch: u64) -> Self {
        Self { steps, steps_per_epoch: steps_per_epoch.max(1) }
    }
}

/// A shape and the unit of its `t`.
///
/// ```
/// use lr_lab::schedule::{Exponential, ExponentialConfig, Horizon, Schedule, Shape, Unit};
///
/// let decay = Exponential::new(ExponentialConfig::new(0.1, 0.5))?;
/// let schedule = Schedule::new(Shape::Exponential(decay), Unit::Epoch);
/// let horizon = Horizon::new(100, 10);
/// assert_eq!(schedule.lr_at(9, &horizon), 0.1);
/// assert_eq!(schedule.lr_at(10, &horizon), 0.05);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    shape: Shape,
    unit: Unit,
}

impl Schedule {
    /// `shape` over `unit`. The boundaries of a join are in its unit; its pieces have their own. An expression is
    /// always told the step; by epochs it holds the value of an epoch's first one.
    pub fn new(shape: Shape, unit: Unit) -> Self {
        Self { shape, unit }
    }

    /// The shape.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The unit.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Steps in one `t`.
    pub(crate) fn steps_per_unit(&self, horizon: &Horizon) -> u64 {
        match self.unit {
            Unit::Step => 1,
            Unit::Epoch => horizon.steps_per_epoch,
        }
    }

    /// The rate of optimizer step `step`, from 0. Only where there is an expression can it be no rate: NaN, infinite or
    /// negative. Whoever uses the rate asks [`Schedule::rate`], or [`Schedule::check`] once.
    pub fn lr_at(&self, step: u64, horizon: &Horizon) -> f64 {
        let unit = self.steps_per_unit(horizon);
        let t = step / unit;
        match &self.shape {
            Shape::Expression(shape) => shape.lr_at(t * unit, horizon),
            Shape::Join(join) => {
                let place = join.place(step, unit, horizon);
                join.schedules()[place.index].lr_at(step - place.start, &place.horizon)
            }
            Shape::Product(product) => {
                let rates = product.schedules().iter().map(|schedule| schedule.lr_at(step, horizon));
                let product = rates.fold(1.0, |product, lr| if is_rate(lr) { product * lr } else { f64::NAN });
                if product.is_nan() { product } else { finite(product) }
            }
            shape => shape.lr_at(t),
        }
    }

    /// [`Schedule::lr_at`], if it is a rate: finite and not negative.
    ///
    /// # Errors
    /// `expression`, by its path: the value and the step at which it is no rate.
    pub fn rate(&self, step: u64, horizon: &Horizon) -> Result<f64> {
        let lr = self.lr_at(step, horizon);
        if is_rate(lr) {
            return Ok(lr);
        }
        let (path, value) = self.fault(step, horizon).unwrap_or((String::new(), lr));
        let problem =
            format!("{value} at step {step} is no learning rate; use a formula that stays finite and from 0 up");
        Err(Error::new(path, problem))
    }

    /// Whether every step of the run has a rate. Costs nothing where there is no expression.
    ///
    /// # Errors
    /// As [`Schedule::rate`], at the first step that has none.
    pub fn check(&self, horizon: &Horizon) -> Result<()> {
        if !self.has_expression() {
            return Ok(());
        }
        (0..horizon.steps).try_for_each(|step| self.rate(step, horizon).map(drop))
    }

    /// The path and value of the expression that gives no rate.
    fn fault(&self, step: u64, horizon: &Horizon) -> Option<(String, f64)> {
        let within = |index: usize, schedule: &Self, step, horizon: &Horizon| {
            let (path, value) = schedule.fault(step, horizon)?;
            Some((format!("schedules[{index}].{path}"), value))
        };
        match &self.shape {
            Shape::Expression(_) => {
                let value = self.lr_at(step, horizon);
                (!is_rate(value)).then(|| ("expression".to_owned(), value))
            }
            Shape::Join(join) => {
                let place = join.place(step, self.steps_per_unit(horizon), horizon);
                within(place.index, &join.schedules()[place.index], step - place.start, &place.horizon)
            }
            Shape::Product(product) => {
                let mut factors = product.schedules().iter().enumerate();
                factors.find_map(|(index, schedule)| within(index, schedule, step, horizon))
            }
            _ => None,
        }
    }

    /// The schedules that it is made of.
    fn schedules(&self) -> &[Self] {
        match &self.shape {
            Shape::Join(join) => join.schedules(),
            Shape::Product(product) => product.schedules(),
            _ => &[],
        }
    }

    fn has_expression(&self) -> bool {
        matches!(self.shape, Shape::Expression(_)) || self.schedules().iter().any(Self::has_expression)
    }

    fn pieces(&self) -> usize {
        1 + self.schedules().iter().map(Self::pieces).sum::<usize>()
    }

    fn depth(&self) -> usize {
        1 + self.schedules().iter().map(Self::depth).max().unwrap_or(0)
    }
}

/// What decides the rates of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Policy {
    /// The step alone.
    Schedule(Schedule),
    /// A metric at the end of each epoch.
    Plateau(Plateau),
}

impl From<Schedule> for Policy {
    fn from(schedule: Schedule) -> Self {
        Self::Schedule(schedule)
    }
}

impl From<Plateau> for Policy {
    fn from(plateau: Plateau) -> Self {
        Self::Plateau(plateau)
    }
}

/// When things happen in a shape, in its own unit, for the linter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Timing {
    /// Where the rate stops rising.
    warmup: Option<f64>,
    /// Where the last rate is reached.
    end: Option<f64>,
    /// Where there is no end: the steps in which the rate changes markedly.
    scale: Option<f64>,
    /// The number of steps that it is made for.
    length: Option<u64>,
}

fn is_rate(lr: f64) -> bool {
    lr.is_finite() && lr >= 0.0
}

/// Growth without an end would leave the numbers; it stays at the largest one.
fn finite(lr: f64) -> f64 {
    if lr < f64::MAX { lr } else { f64::MAX }
}

/// Steps none of which lies before the one in front of it.
fn ascending(field: &str, steps: Vec<u64>) -> Result<Vec<u64>> {
    match steps.windows(2).position(|pair| pair[1] < pair[0]) {
        None => Ok(steps),
        Some(i) => {
            let accepted = format!("a whole number from {}, the one in front of it", steps[i]);
            Err(Error::not_accepted(format!("{field}[{}]", i + 1), steps[i + 1], accepted))
        }
    }
}

/// That schedules may be put together.
fn check_pieces(schedules: &[Schedule]) -> Result<()> {
    let pieces: usize = schedules.iter().map(Schedule::pieces).sum();
    if schedules.is_empty() {
        return Err(Error::new("schedules", "none; at least one schedule"));
    }
    if pieces >= MAX_PIECES {
        return Err(Error::not_accepted(
            "schedules",
            format!("{pieces} schedules"),
            format!("at most {}", MAX_PIECES - 1),
        ));
    }
    if schedules.iter().any(|schedule| schedule.depth() >= MAX_DEPTH) {
        return Err(Error::new("schedules", format!("schedules nested more than {MAX_DEPTH} deep are not accepted")));
    }
    Ok(())
}
