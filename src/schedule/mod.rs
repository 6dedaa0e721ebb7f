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
mod curve;
mod cyclic;
mod exponential;
mod expression;
mod flat_cosine;
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
#[cfg(feature = "specimens")]
mod specimen;
mod step_decay;
mod table;
mod warm_restarts;
mod warmup_stable_decay;

pub use constant::Constant;
pub use cosine::{Cosine, CosineConfig};
pub use curve::{Curve, Handle, Moment, Place, Timing};
pub use cyclic::{Cyclic, CyclicConfig, CyclicMode};
pub use exponential::{Exponential, ExponentialConfig};
pub(crate) use expression::power;
pub use expression::{Binary, Expression, ExpressionConfig, Formula, Function, Node, Variable};
pub use flat_cosine::{FlatCosine, FlatCosineConfig};
pub use geometric::Geometric;
pub use inverse_sqrt::{InverseSqrt, InverseSqrtConfig};
pub use inverse_time::{InverseTime, InverseTimeConfig};
pub use join::Join;
pub use linear::Linear;
pub use lint::{Finding, Severity, lint, lint_plateau};
pub use multi_step::MultiStep;
pub use natural_exponential::NaturalExponential;
pub use noam::{Noam, NoamConfig};
pub use one_cycle::{Anneal, OneCycle, OneCycleConfig, OneCycleConvention};
pub use piecewise::Piecewise;
pub use plateau::{Monitor, Plateau, PlateauConfig, PlateauConvention, PlateauRule, PlateauState, ThresholdMode};
pub use polynomial::{Polynomial, PolynomialConfig};
pub use product::Product;
#[cfg(feature = "specimens")]
pub use specimen::{Specimen, SpecimenConfig};
pub use step_decay::StepDecay;
pub use table::Table;
pub use warm_restarts::{WarmRestarts, WarmRestartsConfig};
pub use warmup_stable_decay::{Fall, WarmupStableDecay, WarmupStableDecayConfig};

use crate::declare::{Datum, Declared, Field, Given, Kind, Nested, Only, Run, Setting};
use crate::error::{Error, Result};
use crate::named;
use crate::range::Range;
use crate::sentence;

/// Counts of steps: a double holds each of them exactly.
pub const STEPS: Range = Range::whole(1, (1 << 53) - 1);

/// Counts of steps that may be none.
pub const STEPS_OR_NONE: Range = Range::whole(0, (1 << 53) - 1);

/// The most schedules in one, those within its pieces included: each of them may be asked for every rate.
pub const MAX_PIECES: usize = 256;

/// The deepest schedule within schedules.
pub const MAX_DEPTH: usize = 6;

named! {
    /// What a schedule's `t` counts.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Unit {
        /// Optimizer steps, from 0.
        #[default]
        Step = "step",
        /// Epochs, from 0: the rate changes only where an epoch begins.
        Epoch = "epoch",
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

/// Makes of the list of schedules what everything else goes by.
macro_rules! schedules {
    (
        $($(#[$when:meta])* $shape:ident),*; $metric:ident; $($(#[$last_when:meta])* $last:ident),* $(,)?
    ) => {
        schedules! { @ [$($(#[$when])* $shape)* $($(#[$last_when])* $last)*] }

        /// Every schedule, in the order in which a person is shown them.
        pub const SCHEDULES: &[&Kind] =
            &[$($(#[$when])* $shape::KIND,)* $metric::KIND, $($(#[$last_when])* $last::KIND),*];
    };
    (@ [$($(#[$when:meta])* $shape:ident)*]) => {
        /// A shape of the rate over `t`.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Shape {
            $(#[doc = concat!("See [`", stringify!($shape), "`].")] $(#[$when])* $shape($shape)),*
        }

        impl Shape {
            /// The shape called `kind` with the settings of a request; none where no shape is called so.
            fn read(kind: &str, given: &mut dyn Given) -> Result<Option<Self>> {
                $($(#[$when])* if kind == $shape::KIND.name {
                    let config = $shape::read(given)?;
                    given.finish()?;
                    return $shape::make(config).map(|shape| Some(Self::$shape(shape)));
                })*
                Ok(None)
            }

            /// The defaults of the settings of `kind`, as far as they don't follow from others.
            fn usual(kind: &str, given: &mut dyn Given) -> Option<Vec<Datum>> {
                $($(#[$when])* if kind == $shape::KIND.name {
                    return $shape::usual(given).ok().map(|config| $shape::data(&config));
                })*
                None
            }

            /// Its declaration.
            pub fn kind(&self) -> &'static Kind {
                match self {
                    $($(#[$when])* Self::$shape(_) => $shape::KIND),*
                }
            }

            /// The value of each of its settings.
            pub fn data(&self) -> Vec<Datum> {
                match self {
                    $($(#[$when])* Self::$shape(shape) => $shape::data(shape.config())),*
                }
            }

            fn rate_at(&self, now: &Moment<'_>) -> f64 {
                match self {
                    $($(#[$when])* Self::$shape(shape) => shape.rate_at(now)),*
                }
            }

            /// Its formula.
            pub fn formula(&self) -> Formula {
                match self {
                    $($(#[$when])* Self::$shape(shape) => Formula::of(shape)),*
                }
            }

            fn stretch(&self, index: usize, unit: u64, horizon: &Horizon) -> (u64, Horizon) {
                match self {
                    $($(#[$when])* Self::$shape(shape) => shape.stretch(index, unit, horizon)),*
                }
            }

            fn timing(&self) -> Timing {
                match self {
                    $($(#[$when])* Self::$shape(shape) => shape.timing()),*
                }
            }

            fn rises_again(&self) -> bool {
                match self {
                    $($(#[$when])* Self::$shape(shape) => shape.rises_again()),*
                }
            }

            fn schedules(&self) -> &[Schedule] {
                match self {
                    $($(#[$when])* Self::$shape(shape) => shape.schedules()),*
                }
            }

            /// Where it can be taken hold of.
            pub fn handles(&self) -> Vec<Place> {
                match self {
                    $($(#[$when])* Self::$shape(shape) => curve::places(shape)),*
                }
            }

            /// The settings that change when the handle `index` goes to `t` and `lr`.
            pub fn dragged(&self, index: usize, t: f64, lr: f64) -> Vec<(&'static str, Datum)> {
                match self {
                    $($(#[$when])* Self::$shape(shape) => curve::dragged(shape, index, t, lr)),*
                }
            }
        }
    };
}

// The order in which a person is shown them. Plateau, which follows a metric, is no shape over t.
schedules! {
    Constant, InverseTime, StepDecay, MultiStep, Piecewise, Exponential, NaturalExponential, Geometric, Linear, Polynomial,
    Cosine, FlatCosine, WarmRestarts, Cyclic, OneCycle, InverseSqrt, Noam, WarmupStableDecay, Join, Product;
    Plateau;
    Expression, Table, #[cfg(feature = "specimens")] Specimen,
}

/// The declaration of the schedule called `kind`.
pub fn kind(kind: &str) -> Option<&'static Kind> {
    SCHEDULES.iter().copied().find(|known| known.name == kind)
}

/// The default of each setting of the schedule called `kind`, as far as it doesn't follow from others: of one that only
/// some conventions have, what it is there.
pub fn usual(kind: &'static Kind) -> Vec<Datum> {
    let datum = |(at, setting): (usize, &Setting)| {
        let mut given = Only(setting.only.first().copied().unwrap_or_default());
        usual_with(kind, &mut given).into_iter().nth(at).unwrap_or(Datum::None)
    };
    kind.settings.iter().enumerate().map(datum).collect()
}

/// The default of each setting of `kind` under the choices that are given, as far as it doesn't follow from other
/// settings; none where a choice is not accepted.
pub fn usual_with(kind: &Kind, given: &mut dyn Given) -> Vec<Datum> {
    let data = match Plateau::KIND.name {
        plateau if plateau == kind.name => Plateau::usual(given).ok().map(|config| Plateau::data(&config)),
        _ => Shape::usual(kind.name, given),
    };
    data.unwrap_or_default()
}

/// What suits `run` where nothing is typed: the settings of `kind` that have no default, or a better one.
pub fn suited(kind: &Kind, run: &Run) -> Vec<(&'static str, Datum)> {
    kind.settings.iter().filter_map(|setting| Some((setting.name, setting.suits?(run)))).collect()
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
    /// None until it is known what the schedule around it counts.
    unit: Option<Unit>,
}

impl Schedule {
    /// `shape` over `unit`. The boundaries of a join are in its unit; its pieces have their own. An expression is
    /// always told the step; by epochs it holds the value of an epoch's first one.
    pub fn new(shape: Shape, unit: Unit) -> Self {
        Self { shape, unit: Some(unit) }
    }

    /// The shape.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The unit.
    pub fn unit(&self) -> Unit {
        self.unit.unwrap_or_default()
    }

    /// The same schedule where `outer` counts: what has no unit takes it over.
    fn within(mut self, outer: Unit) -> Self {
        let unit = *self.unit.get_or_insert(outer);
        match &mut self.shape {
            Shape::Join(join) => join.within(unit),
            Shape::Product(product) => product.within(unit),
            _ => {}
        }
        self
    }

    /// Steps in one `t`.
    pub fn steps_per_unit(&self, horizon: &Horizon) -> u64 {
        match self.unit() {
            Unit::Step => 1,
            Unit::Epoch => horizon.steps_per_epoch,
        }
    }

    /// The rate of optimizer step `step`, from 0. Only where there is an expression can it be no rate: NaN, infinite or
    /// negative. Whoever uses the rate asks [`Schedule::rate`], or [`Schedule::check`] once.
    pub fn lr_at(&self, step: u64, horizon: &Horizon) -> f64 {
        let unit = self.steps_per_unit(horizon);
        self.shape.rate_at(&Moment { step, unit, t: step / unit, horizon })
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
        let problem = sentence!(
            "error.no-rate",
            "{value} at step {step} is no learning rate; use a formula that stays finite and from 0 up",
            value,
            step
        );
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
    pub(crate) fn schedules(&self) -> &[Self] {
        self.shape.schedules()
    }

    /// The schedules that it is made of, each with the step at which it begins and what it takes the run to be.
    pub fn stretches(&self, horizon: &Horizon) -> Vec<(&Self, u64, Horizon)> {
        let stretch = |(index, schedule)| {
            let (start, horizon) = self.shape.stretch(index, self.steps_per_unit(horizon), horizon);
            (schedule, start, horizon)
        };
        self.schedules().iter().enumerate().map(stretch).collect()
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

impl Policy {
    /// The schedule or plateau of a request: `{ kind: "cosine", initLr: 0.1, decaySteps: 100 }`.
    ///
    /// # Errors
    /// The first setting that is missing, unknown, of another type, or not accepted.
    pub fn read(given: &mut dyn Given) -> Result<Self> {
        let unit = Unit::read(given, "unit")?;
        let kind = given.text("kind")?.ok_or_else(|| Error::missing("kind"))?;
        if kind == Plateau::KIND.name {
            let config = Plateau::read(given)?;
            given.finish()?;
            if unit == Some(Unit::Step) {
                let problem =
                    sentence!("error.plateau-unit", "\"step\" is not accepted; plateau acts at the ends of epochs");
                return Err(Error::new("unit", problem));
            }
            return Plateau::new(config).map(Self::Plateau);
        }
        let shape = Shape::read(&kind, given)?;
        let shape = shape.ok_or_else(|| Error::unknown("kind", &kind, SCHEDULES.iter().map(|kind| kind.name)))?;
        Ok(Self::Schedule(Schedule { shape, unit }))
    }
}

impl Policy {
    /// The same, standing by itself: what has no unit counts steps.
    #[must_use]
    pub fn placed(self) -> Self {
        match self {
            Self::Schedule(schedule) => Self::Schedule(schedule.placed()),
            plateau => plateau,
        }
    }
}

impl Schedule {
    /// The same, standing by itself: what has no unit counts steps.
    #[must_use]
    pub fn placed(self) -> Self {
        self.within(Unit::default())
    }
}

impl Nested for Schedule {
    /// A schedule of the step alone.
    ///
    /// # Errors
    /// As [`Policy::read`]; `kind`: plateau, which follows a metric.
    fn read(given: &mut dyn Given) -> Result<Self> {
        match Policy::read(given)? {
            Policy::Schedule(schedule) => Ok(schedule),
            Policy::Plateau(_) => {
                let problem = sentence!(
                    "error.plateau-alone",
                    "\"plateau\" is not accepted here; it follows a metric, not the step, and stands alone"
                );
                Err(Error::new("kind", problem))
            }
        }
    }
}

fn is_rate(lr: f64) -> bool {
    lr.is_finite() && lr >= 0.0
}

/// Growth without an end would leave the numbers; it stays at the largest one.
fn finite(lr: f64) -> f64 {
    if lr < f64::MAX { lr } else { f64::MAX }
}

/// Steps none of which lies before the one in front of it.
fn ascending(field: &str, steps: &[u64]) -> Result<()> {
    match steps.windows(2).position(|pair| pair[1] < pair[0]) {
        None => Ok(()),
        Some(i) => {
            let accepted = sentence!(
                "accepted.not-before",
                "a whole number from {before}, the one in front of it",
                before = steps[i]
            );
            Err(Error::not_accepted(format!("{field}[{}]", i + 1), steps[i + 1], accepted))
        }
    }
}

/// That schedules may be put together.
fn check_pieces(schedules: &[Schedule]) -> Result<()> {
    let pieces: usize = schedules.iter().map(Schedule::pieces).sum();
    if schedules.is_empty() {
        return Err(Error::new("schedules", sentence!("error.no-schedule", "none; at least one schedule")));
    }
    if pieces >= MAX_PIECES {
        return Err(Error::not_accepted(
            "schedules",
            sentence!("value.schedules", "{count} schedules", count = pieces),
            sentence!("accepted.at-most", "at most {most}", most = MAX_PIECES - 1),
        ));
    }
    if schedules.iter().any(|schedule| schedule.depth() >= MAX_DEPTH) {
        let problem = sentence!(
            "error.deep-schedules",
            "schedules nested more than {most} deep are not accepted",
            most = MAX_DEPTH
        );
        return Err(Error::new("schedules", problem));
    }
    Ok(())
}
