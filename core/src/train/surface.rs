//! What a network answers all over the plane of two features, or along one.

use ndarray::Array2;

use crate::data::Classes;
use crate::error::{Error, Result};
use crate::range::Range;
use crate::sentence;

use super::Trainer;

/// What a network answers on a grid of features, and the rows that it learns from. Features are in their own units, as
/// they were before the standardization.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionSurface {
    /// Number of classes; 0 where a quantity is predicted.
    pub classes: usize,
    /// The first feature at each column of the grid, ascending in even steps.
    pub xs: Vec<f64>,
    /// The second feature at each row of the grid, ascending in even steps; empty for a curve over one feature.
    pub ys: Vec<f64>,
    /// The class with the largest output, or the quantity, at each place of the grid, one row after the other; NaN for
    /// a class where an output is not finite.
    pub outputs: Vec<f32>,
    /// The probability of that class, as [`Classes::of_outputs`] has it; empty for a curve.
    pub probabilities: Vec<f32>,
    /// The rows of the data.
    pub points: DecisionPoints,
}

/// The rows of the data in columns, those to train on first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionPoints {
    /// The first feature.
    pub xs: Vec<f64>,
    /// The second feature; empty where there is none.
    pub ys: Vec<f64>,
    /// Number of the class, or the quantity.
    pub targets: Vec<f64>,
    /// Whether the row is held out.
    pub held_out: Vec<bool>,
}

impl DecisionSurface {
    /// Accepted numbers of columns and rows.
    pub const RESOLUTION: Range = Range::whole(2, 200);
    /// Columns and rows of a plane where no number is asked for.
    pub const DEFAULT_PLANE: usize = 80;
    /// Points of a curve where no number is asked for.
    pub const DEFAULT_CURVE: usize = 200;
}

/// How far the grid reaches past the rows of the data, as a part of their extent.
const MARGIN: f64 = 0.08;

/// The most rows, and about the most outputs, that are computed at once.
const ROWS: usize = 256;
const OUTPUTS: usize = 1 << 20;

impl Trainer {
    /// What the network answers as it stands: the class and its probability over the plane of two features, on
    /// `resolution` × `resolution` places, or a quantity along one feature. Training goes on as if it had not been asked.
    ///
    /// # Errors
    /// `resolution` outside 2 ..= 200; `data`: another number of features than two with classes, or one with a single
    /// quantity.
    pub fn surface(&mut self, resolution: Option<usize>) -> Result<DecisionSurface> {
        let (inputs, outputs) = (self.network().inputs(), self.network().outputs());
        let classes = Classes::of(self.data(), outputs);
        if !matches!((classes, inputs, outputs), (Some(_), 2, _) | (None, 1, 1)) {
            let features = match inputs {
                1 => sentence!("value.feature", "1 feature"),
                _ => sentence!("value.features", "{count} features", count = inputs),
            };
            let what = match (classes, outputs) {
                (Some(_), _) => sentence!("value.classes", "classes"),
                (None, 1) => sentence!("value.quantity", "1 quantity"),
                (None, _) => sentence!("value.quantities", "{count} quantities", count = outputs),
            };
            let given = sentence!("value.of-features", "{what} of {features}", what, features);
            let accepted = sentence!(
                "accepted.surface",
                "classes of two features, such as moons, or one quantity of one feature, such as sine"
            );
            return Err(Error::not_accepted("data", given, accepted));
        }
        let usual = if classes.is_some() { DecisionSurface::DEFAULT_PLANE } else { DecisionSurface::DEFAULT_CURVE };
        let resolution = resolution.unwrap_or(usual);
        DecisionSurface::RESOLUTION.check("resolution", resolution as f64)?;
        let points = self.points(classes);
        let axes: Vec<Vec<f32>> = (0..inputs).map(|feature| self.axis(feature, resolution)).collect();
        let own = |feature: usize| -> Vec<f64> {
            let prepared = axes.get(feature).into_iter().flatten();
            prepared.map(|x| self.data().in_own_unit(feature, f64::from(*x))).collect()
        };
        let (xs, ys) = (own(0), own(1));

        let count = resolution.pow(inputs as u32);
        let at_once = (OUTPUTS / outputs).clamp(1, ROWS);
        let (mut answers, mut probabilities) = (Vec::with_capacity(count), Vec::new());
        for start in (0..count).step_by(at_once) {
            let rows = at_once.min(count - start);
            let places = Array2::from_shape_fn((rows, inputs), |(row, feature)| {
                let at = start + row;
                axes[feature][if feature == 0 { at % resolution } else { at / resolution }]
            });
            for row in self.predict(places.view())?.rows() {
                let row = row.to_vec();
                match classes {
                    None => answers.extend(row),
                    Some(classes) => {
                        let named = classes.of_outputs(&row);
                        answers.push(named.map_or(f32::NAN, |(class, _)| class as f32));
                        probabilities.push(named.map_or(f32::NAN, |(_, probability)| probability));
                    }
                }
            }
        }
        let classes = classes.map_or(0, |classes| classes.count());
        Ok(DecisionSurface { classes, xs, ys, outputs: answers, probabilities, points })
    }

    fn points(&self, classes: Option<Classes>) -> DecisionPoints {
        let data = self.data();
        let mut points = DecisionPoints::default();
        for (part, held_out) in data.parts().zip([false, true]) {
            for (features, targets) in part.features.rows().into_iter().zip(part.targets.rows()) {
                let feature = |at: usize| features.get(at).map(|x| data.in_own_unit(at, f64::from(*x)));
                points.xs.extend(feature(0));
                points.ys.extend(feature(1));
                points.targets.push(match classes {
                    Some(classes) => classes.of_targets(&targets.to_vec()) as f64,
                    None => f64::from(targets[0]),
                });
                points.held_out.push(held_out);
            }
        }
        points
    }

    /// Even steps from a little below the least of a prepared feature to a little above its largest.
    fn axis(&self, feature: usize, resolution: usize) -> Vec<f32> {
        let column = self.data().parts().flat_map(|part| part.features.column(feature)).map(|x| f64::from(*x));
        let (low, high) = column.fold((f64::MAX, f64::MIN), |(low, high), x| (x.min(low), x.max(high)));
        let margin = if high > low { MARGIN * (high - low) } else { 0.5 * low.abs().max(1.0) };
        let (low, high) = (low - margin, high + margin);
        let last = (resolution - 1) as f64;
        // What is prepared fits into `f32`; the margin may not.
        let most = f64::from(f32::MAX);
        (0..resolution).map(|i| (low + (high - low) * i as f64 / last).clamp(-most, most) as f32).collect()
    }
}
