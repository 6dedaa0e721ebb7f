//! What is said of a shape beside its declaration, and the settings that several shapes share.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::range::Range;

use super::{Horizon, Schedule};

/// A shape of the rate over t: its declaration, and what the rest of the lab asks about it.
pub trait Curve: Declared<Config: Clone + 'static> {
    /// Where it can be taken hold of.
    const HANDLES: &'static [Handle<Self::Config>] = &[];

    /// The shape with these settings.
    ///
    /// # Errors
    /// The first setting that is not accepted.
    fn make(config: Self::Config) -> Result<Self>;

    /// Its settings.
    fn config(&self) -> &Self::Config;

    /// Its formula in the language of [`Expression`](super::Expression), over t and its settings by name: lines that name
    /// a part, `half = 0.5 * lr`, and the rate. The schedules that it is made of are `piece1`, `piece2`, ….
    fn formula(&self) -> String;

    /// The rate at a moment of a run.
    fn rate_at(&self, now: &Moment<'_>) -> f64;

    /// When things happen in it, in its own unit.
    fn timing(&self) -> Timing {
        Timing::default()
    }

    /// Whether rises after falls belong to it.
    fn rises_again(&self) -> bool {
        false
    }

    /// The schedules that it is made of.
    fn schedules(&self) -> &[Schedule] {
        &[]
    }

    /// The step at which one of them begins, and what it takes the run to be; a `t` has `unit` steps.
    fn stretch(&self, _index: usize, _unit: u64, horizon: &Horizon) -> (u64, Horizon) {
        (0, *horizon)
    }
}

/// What a shape over `t` alone that holds its settings says of them, within its `impl Curve`.
macro_rules! holds_settings {
    () => {
        fn make(config: Self::Config) -> Result<Self> {
            Self::new(config)
        }

        fn config(&self) -> &Self::Config {
            &self.0
        }

        fn rate_at(&self, now: &$crate::schedule::Moment<'_>) -> f64 {
            self.lr_at(now.t)
        }
    };
}
pub(super) use holds_settings;

/// The same of a shape that is its settings.
macro_rules! is_its_settings {
    () => {
        fn make(config: Self::Config) -> Result<Self> {
            Self::check(&config)?;
            Ok(config)
        }

        fn config(&self) -> &Self::Config {
            self
        }

        fn rate_at(&self, now: &$crate::schedule::Moment<'_>) -> f64 {
            self.lr_at(now.t)
        }
    };
}
pub(super) use is_its_settings;

/// A moment of a run.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The optimizer step, from 0.
    pub step: u64,
    /// Steps in one `t`.
    pub unit: u64,
    /// What the shape counts: ⌊step / unit⌋.
    pub t: u64,
    /// The run.
    pub horizon: &'a Horizon,
}

/// When things happen in a shape, in its own unit, for the linter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timing {
    /// Where the rate stops rising.
    pub warmup: Option<f64>,
    /// Where the last rate is reached.
    pub end: Option<f64>,
    /// Where there is no end: the steps in which the rate changes markedly.
    pub scale: Option<f64>,
    /// The number of steps that it is made for.
    pub length: Option<u64>,
}

/// A point of a curve that a person may drag.
#[derive(Debug)]
pub struct Handle<C> {
    pub(super) label: &'static str,
    /// Its t and its rate.
    pub(super) at: fn(&C) -> (f64, f64),
    /// Changes the settings so that it lies at a t and a rate.
    pub(super) drag: fn(&mut C, f64, f64),
}

impl<C> Handle<C> {
    pub(super) const fn new(label: &'static str, at: fn(&C) -> (f64, f64), drag: fn(&mut C, f64, f64)) -> Self {
        Self { label, at, drag }
    }
}

/// Where a handle lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// What it is called.
    pub label: &'static str,
    /// Where, in the unit of the schedule.
    pub t: f64,
    /// At which rate.
    pub lr: f64,
}

/// The handles of a shape.
pub(super) fn places<T: Curve>(shape: &T) -> Vec<Place> {
    let place = |handle: &Handle<T::Config>| {
        let (t, lr) = (handle.at)(shape.config());
        Place { label: handle.label, t, lr }
    };
    T::HANDLES.iter().map(place).collect()
}

/// The settings that change when the handle `index` goes to `t` and `lr`.
pub(super) fn dragged<T: Curve>(shape: &T, index: usize, t: f64, lr: f64) -> Vec<(&'static str, Datum)> {
    let Some(handle) = T::HANDLES.get(index) else { return Vec::new() };
    let mut config = shape.config().clone();
    (handle.drag)(&mut config, t, lr);
    let changed = T::data(shape.config()).into_iter().zip(T::data(&config)).zip(T::KIND.settings);
    changed.filter(|((old, new), _)| old != new).map(|((_, new), setting)| (setting.name, new)).collect()
}

/// A length that was dragged: whole, and at least 1.
pub(super) fn whole(t: f64) -> f64 {
    t.round().max(1.0)
}

/// The share of a rate that another is, never quite 0.
pub(super) fn share(lr: f64, of: f64) -> f64 {
    (lr / of).max(1e-6)
}

pub(super) const INIT_LR: Setting =
    Setting::number(Range::POSITIVE, "The first rate.").required().rate().suits(|run| Datum::Number(run.lr));

pub(super) const FACTOR: Setting =
    Setting::number(Range::POSITIVE, "What the rate is multiplied by.").required().suits(|_| Datum::Number(0.5));

pub(super) const STAIRCASE: Setting = Setting::flag("Change in jumps, at whole multiples of decaySteps.");
