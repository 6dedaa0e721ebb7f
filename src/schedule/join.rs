//! Schedules one after another.

use crate::declare::{Datum, Declared, Run, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::sentence;

use super::curve::{Curve, Moment};
use super::{Horizon, STEPS_OR_NONE, Schedule, Unit, ascending, check_pieces};

kind! {
    Join: Join { schedules, boundaries },
    "join", "Join", "One schedule after another, each counting from its own beginning.",
    schedules: Setting::kinds("The pieces; one without a unit has this one's.").required().suits(warm_cosine),
    boundaries: Setting::numbers(STEPS_OR_NONE, "Where each piece but the first begins, ascending.").required().suits(|run| Datum::Numbers(vec![run.part(10.0)])),
}

/// Piece i from boundary i − 1 up to, not including, boundary i; each piece counts its steps from its own beginning
/// and takes the run to be as long as its own stretch.
///
/// lr(t) = schedules\[i\](t − boundaries\[i − 1\]), where i is the number of boundaries ≤ t. A warm-up is
/// join(linear, x).
///
/// Sources: optax `join_schedules`, PyTorch `SequentialLR`.
///
/// ```
/// use lr_lab::schedule::{Constant, Horizon, Join, Linear, Schedule, Shape, Unit};
///
/// let warmup = Schedule::new(Shape::Linear(Linear::new(0.0, 1.0, 4)?), Unit::Step);
/// let rest = Schedule::new(Shape::Constant(Constant::new(1.0)?), Unit::Step);
/// let joined = Schedule::new(Shape::Join(Join::new(vec![warmup, rest], vec![4])?), Unit::Step);
/// let horizon = Horizon::new(100, 1);
/// assert_eq!([0, 2, 4, 99].map(|step| joined.lr_at(step, &horizon)), [0.0, 0.5, 1.0, 1.0]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    schedules: Vec<Schedule>,
    pub(crate) boundaries: Vec<u64>,
}

/// Where a piece stands in its join.
pub(crate) struct Place {
    pub(super) index: usize,
    /// The first step of the piece.
    pub(crate) start: u64,
    pub(crate) horizon: Horizon,
}

impl Join {
    /// The pieces, and the boundaries between them in steps (or epochs).
    ///
    /// # Errors
    /// `schedules`: none, too many or too deep; `boundaries`: not one fewer; `boundaries[i]`: before the one in front
    /// of it.
    pub fn new(schedules: Vec<Schedule>, boundaries: Vec<u64>) -> Result<Self> {
        Self::make(Self { schedules, boundaries })
    }

    /// The piece at `step`, where a unit of the boundaries has `unit` steps.
    pub(super) fn place(&self, step: u64, unit: u64, horizon: &Horizon) -> Place {
        let at = |boundary: &u64| boundary.saturating_mul(unit);
        let index = self.boundaries.partition_point(|boundary| at(boundary) <= step);
        self.nth(index, unit, horizon)
    }

    /// Where the piece `index` stands.
    pub(crate) fn nth(&self, index: usize, unit: u64, horizon: &Horizon) -> Place {
        let at = |boundary: &u64| boundary.saturating_mul(unit);
        let start = index.checked_sub(1).and_then(|before| self.boundaries.get(before)).map_or(0, at);
        let end = self.boundaries.get(index).map_or(horizon.steps.max(start), at);
        let horizon = Horizon { steps: end - start, ..*horizon };
        Place { index, start, horizon }
    }
}

impl Join {
    /// Pieces without a unit count what `unit` counts.
    pub(super) fn within(&mut self, unit: Unit) {
        self.schedules = std::mem::take(&mut self.schedules).into_iter().map(|piece| piece.within(unit)).collect();
    }
}

/// A warm-up and a cosine.
fn warm_cosine(run: &Run) -> Datum {
    let (warmup, number) = (run.part(10.0), Datum::Number);
    Datum::Kinds(vec![
        ("linear", vec![("startLr", number(run.lr / 100.0)), ("endLr", number(run.lr)), ("steps", number(warmup))]),
        ("cosine", vec![("initLr", number(run.lr)), ("decaySteps", number(run.length - warmup))]),
    ])
}

impl Curve for Join {
    fn make(config: Self::Config) -> Result<Self> {
        check_pieces(&config.schedules)?;
        let wanted = config.schedules.len() - 1;
        if config.boundaries.len() != wanted {
            let accepted =
                sentence!("accepted.fewer-than-schedules", "{count}, one fewer than schedules", count = wanted);
            return Err(Error::not_accepted("boundaries", config.boundaries.len(), accepted));
        }
        ascending("boundaries", &config.boundaries)?;
        Self::check(&config)?;
        Ok(config)
    }

    fn config(&self) -> &Self::Config {
        self
    }

    fn formula(&self) -> String {
        let pieces =
            self.boundaries.iter().enumerate().map(|(i, boundary)| format!("t < {boundary} ? piece{} : ", i + 1));
        pieces.chain([format!("piece{}", self.schedules.len())]).collect()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        let place = self.place(now.step, now.unit, now.horizon);
        self.schedules[place.index].lr_at(now.step - place.start, &place.horizon)
    }

    fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    fn stretch(&self, index: usize, unit: u64, horizon: &Horizon) -> (u64, Horizon) {
        let place = self.nth(index, unit, horizon);
        (place.start, place.horizon)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Constant, Exponential, ExponentialConfig, Horizon, Schedule, Shape, Unit};
    use super::Join;

    fn constant(lr: f64) -> Schedule {
        Schedule::new(Shape::Constant(Constant::new(lr).unwrap()), Unit::Step)
    }

    fn halving(unit: Unit) -> Schedule {
        Schedule::new(Shape::Exponential(Exponential::new(ExponentialConfig::new(1.0, 0.5)).unwrap()), unit)
    }

    fn rates(schedules: Vec<Schedule>, boundaries: Vec<u64>, unit: Unit, count: u64) -> Vec<f64> {
        let joined = Schedule::new(Shape::Join(Join::new(schedules, boundaries).unwrap()), unit);
        (0..count).map(|step| joined.lr_at(step, &Horizon::new(count, 2))).collect()
    }

    #[test]
    fn each_piece_counts_from_its_own_boundary() {
        let half = || halving(Unit::Step);
        for (schedules, boundaries, unit, want) in [
            (vec![half(), half()], vec![2], Unit::Step, vec![1.0, 0.5, 1.0, 0.5, 0.25]),
            (vec![half()], vec![], Unit::Step, vec![1.0, 0.5, 0.25]),
            (vec![constant(9.0), half()], vec![0], Unit::Step, vec![1.0, 0.5]),
            (vec![constant(9.0), constant(8.0), half()], vec![1, 1], Unit::Step, vec![9.0, 1.0, 0.5]),
            // An epoch has 2 steps; a piece has its own unit.
            (vec![constant(9.0), half()], vec![1], Unit::Epoch, vec![9.0, 9.0, 1.0, 0.5]),
            (vec![constant(9.0), halving(Unit::Epoch)], vec![1], Unit::Step, vec![9.0, 1.0, 1.0, 0.5, 0.5, 0.25]),
        ] {
            assert_eq!(rates(schedules, boundaries.clone(), unit, want.len() as u64), want, "{boundaries:?} {unit:?}");
        }
    }

    #[test]
    fn refused_settings() {
        for (schedules, boundaries, field) in [
            (vec![], vec![], "schedules"),
            (vec![constant(1.0)], vec![1], "boundaries"),
            (vec![constant(1.0); 2], vec![], "boundaries"),
            (vec![constant(1.0); 3], vec![2, 1], "boundaries[1]"),
            (vec![constant(1.0); 300], (0..299).collect(), "schedules"),
        ] {
            assert_eq!(Join::new(schedules, boundaries).unwrap_err().field(), field);
        }
        let mut deep = constant(1.0);
        let error = loop {
            match Join::new(vec![deep], vec![]) {
                Ok(join) => deep = Schedule::new(Shape::Join(join), Unit::Step),
                Err(error) => break error,
            }
        };
        assert_eq!(error.field(), "schedules");
    }
}
