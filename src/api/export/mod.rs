//! The experiment for elsewhere: as a script, and as the run that the script repeats.

mod code;
mod file;
mod run;

pub use code::*;
pub use run::*;

use crate::declare::Datum;
use crate::error::Result;
use crate::model::RowShape;
use crate::optimizer::OptimizerSpec;
use crate::request::{Experiment, Under as _, Value};
use crate::rng::{Rng, Stream};

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
