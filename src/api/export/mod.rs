//! The experiment for elsewhere: as a script, and as the run that the script repeats.

mod code;
mod file;
mod run;

pub use code::*;
pub use run::*;

use crate::declare::Datum;
use crate::error::Result;
use crate::export::Race;
use crate::finder::RaceLength;
use crate::model::RowShape;
use crate::optimizer::OptimizerSpec;
use crate::range::Range;
use crate::request::{Experiment, Under as _, Value, options};
use crate::rng::{Rng, Stream};
use crate::run::highest;
use crate::schedule::{Horizon, Policy};

options! {
    /// A race that looks for a rate in front of a run.
    pub struct RaceOptions {
        /// `long`: seven rates, two seeds, half of the steps; `short`: six rates, one seed, a quarter. Default `long`.
        pub length: Option<RaceLength>,
        /// The rate to start from; default: what the range test answers.
        pub from: Option<f64>,
    }
}

impl RaceOptions {
    /// The race, for a run by this policy.
    fn read(self, policy: &Policy, horizon: Horizon) -> Result<Race> {
        if let Some(lr) = self.from {
            Range::POSITIVE.check("from", lr).under("race")?;
        }
        if let Policy::Schedule(schedule) = policy {
            highest(schedule, &horizon)?;
        }
        Ok(Race { length: self.length.unwrap_or_default(), from: self.from })
    }
}

/// Steps of a run that says nothing of its length.
const STEPS: u64 = 400;

/// What a row of the experiment's data is to its network.
fn input(request: &Experiment) -> Result<RowShape> {
    let mut rng = Rng::new(request.seed.unwrap_or(0), Stream::Data);
    let (table, _) = request.data.table(&mut rng).under("data")?;
    request.model.input(&table).under("data")
}

/// The rate that the optimizer's library takes where none is given.
fn default_schedule(rule: OptimizerSpec) -> Value {
    [("kind", Datum::Name("constant")), ("lr", Datum::Number(rule.default_lr()))].into_iter().collect()
}
