//! What a network answers all over its features, as it is asked for and, for drawing, comes back.

use crate::error::{Error, Result};
use crate::range::Range;
use crate::run::Fit;
use crate::sentence;
use crate::train::{DecisionPoints, DecisionSurface};

use crate::report::same_length;
use crate::request::fields::{self, Fields};
use crate::request::{Options as _, Value, options};

options! {
    /// How finely a decision surface is computed.
    #[derive(Copy, Default, Eq)]
    pub struct SurfaceOptions {
        /// Columns, and as many rows, of the grid: 2 to 200; default 80, and 200 for the curve over a single feature.
        pub resolution: Option<usize>,
    }
}

/// What the network of `fit` answers where it stands: `fit.surface(options?)`.
///
/// # Errors
/// `resolution`; `data`, as [`Trainer::surface`](crate::train::Trainer::surface) refuses it.
pub fn surface(fit: &mut Fit, options: Option<&Value>) -> Result<DecisionSurface> {
    fit.trainer_mut().surface(SurfaceOptions::asked(options)?.resolution)
}

/// Reads a surface back, for drawing.
///
/// # Errors
/// The first field that is missing or of another type, or columns whose lengths do not fit.
pub(super) fn read_decision_surface(value: &Value) -> Result<DecisionSurface> {
    let mut fields = Fields::of(value)?;
    let classes = fields.required("classes", fields::size)?;
    let xs = fields.required("xs", fields::numbers)?;
    let ys = fields.required("ys", fields::numbers)?;
    let most = DecisionSurface::RESOLUTION.max as u64;
    Range::whole(0, most).check("xs.length", xs.len() as f64)?;
    Range::whole(0, if classes > 0 { most } else { 0 }).check("ys.length", ys.len() as f64)?;
    let places = if classes > 0 { xs.len() * ys.len() } else { xs.len() };
    let column = |value: &Value| Ok(fields::numbers(value)?.into_iter().map(|number| number as f32).collect());
    let outputs: Vec<f32> = fields.required("outputs", column)?;
    let probabilities: Vec<f32> = fields.required("probabilities", column)?;
    let wanted = if classes > 0 { places } else { 0 };
    for (field, expected, length) in
        [("outputs", places, outputs.len()), ("probabilities", wanted, probabilities.len())]
    {
        if length != expected {
            let problem = sentence!(
                "error.other-count-of-places",
                "{count} numbers; the grid has {places} places",
                count = length,
                places = expected
            );
            return Err(Error::new(field, problem));
        }
    }
    let points = fields.required("points", |points| read_points(points, classes > 0))?;
    Ok(DecisionSurface { classes, xs, ys, outputs, probabilities, points })
}

fn read_points(value: &Value, is_plane: bool) -> Result<DecisionPoints> {
    let mut fields = Fields::of(value)?;
    let xs = fields.required("xs", fields::numbers)?;
    let ys = fields.required("ys", fields::numbers)?;
    let targets = fields.required("targets", fields::numbers)?;
    let held_out = fields.required("heldOut", |column| fields::list(column, fields::flag))?;
    same_length("ys", if is_plane { xs.len() } else { 0 }, ys.len())?;
    same_length("targets", xs.len(), targets.len())?;
    same_length("heldOut", xs.len(), held_out.len())?;
    Ok(DecisionPoints { xs, ys, targets, held_out })
}
