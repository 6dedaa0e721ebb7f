//! `weights`: `2x1:0.1,-0.2;1:0`. The shape of each tensor and its numbers.

use crate::error::{Error, Result};
use crate::model::Weight;
use crate::request::Value;
use crate::sentence;
use crate::sentence::Sentence;

use super::kind::object;
use super::number;

/// As a link has them.
pub(super) fn write(weights: &[Weight]) -> String {
    let tensor = |weight: &Weight| {
        let shape: Vec<String> = weight.shape.iter().map(usize::to_string).collect();
        let values: Vec<String> = weight.values.iter().map(|value| number::write(double(*value))).collect();
        format!("{}:{}", shape.join("x"), values.join(","))
    };
    weights.iter().map(tensor).collect::<Vec<_>>().join(";")
}

/// The tensors of a link; refuses what is none.
pub(super) fn read(text: &str) -> Result<Vec<Weight>> {
    text.split(';').map(tensor).collect()
}

fn tensor(text: &str) -> Result<Weight> {
    let refused = || {
        let accepted = sentence!("accepted.weights", "a shape and numbers, such as 2x1:0.1,-0.2");
        Error::not_accepted("", Value::Text(text.to_owned()), accepted)
    };
    let (shape, values) = text.split_once(':').ok_or_else(refused)?;
    let shape = shape.split('x').map(|size| size.trim().parse().map_err(|_| refused())).collect::<Result<_>>()?;
    let values = values.split(',').map(|value| number::read(value).map(|value| value as f32).ok_or_else(refused));
    Ok(Weight { shape, values: values.collect::<Result<_>>()? })
}

/// As plain values.
pub(super) fn value(weights: &[Weight]) -> Value {
    let tensor = |weight: &Weight| {
        let shape = weight.shape.iter().map(|size| *size as f64).collect();
        let values = weight.values.iter().map(|value| double(*value)).collect();
        object([("shape", Some(Value::Numbers(shape))), ("values", Some(Value::Numbers(values)))])
    };
    Value::List(weights.iter().map(tensor).collect())
}

/// The double with the fewest digits among those that are this number in `f32`.
fn double(value: f32) -> f64 {
    let short = value.to_string().parse().unwrap_or(f64::from(value));
    if short as f32 == value { short } else { f64::from(value) }
}

/// What stands in for weights that were refused.
pub(super) fn drawn() -> Sentence {
    sentence!("link.drawn-weights", "weights drawn by the seed")
}
