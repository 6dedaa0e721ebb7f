//! The decision surface to JavaScript.

use js_sys::{Float32Array, Float64Array};
use serde::Serialize;
use tsify::Tsify;

use crate::train;

/// What a network answers on a grid of features, and the rows that it learns from. Features are in their own units, as
/// they were before the standardization.
#[derive(Serialize, Tsify)]
pub(super) struct DecisionSurface {
    /// Number of classes; 0 where a quantity is predicted.
    classes: usize,
    /// The first feature at each column of the grid, ascending in even steps.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    xs: Float64Array,
    /// The second feature at each row of the grid, ascending in even steps; empty for a curve over one feature.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    ys: Float64Array,
    /// The class with the largest output, or the quantity, at each place of the grid, one row after the other; NaN for a
    /// class where an output is not finite.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    outputs: Float32Array,
    /// The probability of that class; under a loss that makes none of the outputs, the output itself, cut to 0 … 1. Empty
    /// for a curve.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    probabilities: Float32Array,
    /// The rows of the data.
    points: DecisionPoints,
}

/// The rows of the data in columns, those to train on first.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct DecisionPoints {
    /// The first feature.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    xs: Float64Array,
    /// The second feature; empty where there is none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    ys: Float64Array,
    /// Number of the class, or the quantity.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    targets: Float64Array,
    /// Whether the row is held out.
    held_out: Vec<bool>,
}

impl From<train::DecisionSurface> for DecisionSurface {
    fn from(surface: train::DecisionSurface) -> Self {
        let column = |numbers: &Vec<f64>| Float64Array::from(numbers.as_slice());
        let points = surface.points;
        Self {
            classes: surface.classes,
            xs: column(&surface.xs),
            ys: column(&surface.ys),
            outputs: Float32Array::from(surface.outputs.as_slice()),
            probabilities: Float32Array::from(surface.probabilities.as_slice()),
            points: DecisionPoints {
                xs: column(&points.xs),
                ys: column(&points.ys),
                targets: column(&points.targets),
                held_out: points.held_out,
            },
        }
    }
}
