//! What both exports need of a request.

use crate::error::Result;
use crate::model::RowShape;
use crate::optimizer::OptimizerSpec;
use crate::rng::{Rng, Stream};

use crate::request::{Experiment, Under as _, Value};

/// What a row of the experiment's data is to its network.
pub(super) fn input(request: &Experiment) -> Result<RowShape> {
    let mut rng = Rng::new(request.seed.unwrap_or(0), Stream::Data);
    let (table, _) = request.data.table(&mut rng).under("data")?;
    request.model.input(&table).under("data")
}

/// The rate that the optimizer's library takes where none is given.
pub(super) fn default_schedule(rule: OptimizerSpec) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    Value::Map(vec![("kind".to_owned(), text("constant")), ("lr".to_owned(), Value::Number(rule.default_lr()))])
}
