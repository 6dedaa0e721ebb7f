//! A straight line, for which everything can be worked out by hand.

use super::{Shape, Synthetic};

/// y = 2·x + 1 + noise, x evenly from −1 to 1.
///
/// For one linear unit, the mean squared error and a full batch, the Hessian is 2·mean(x²) for the weight and 2 for
/// the bias, since mean(x) = 0; standardized, both are 2, and gradient descent diverges above a rate of 2/2 = 1.
pub(super) const SET: Synthetic = Synthetic {
    name: "line",
    title: "Line",
    description: "A noisy straight line: one linear unit learns it, and the largest rate that works is known in \
                  advance.",
    noise: 0.1,
    shape: Shape::Curve { end: 1.0, f: |x| SLOPE * x + INTERCEPT },
};

const SLOPE: f64 = 2.0;
const INTERCEPT: f64 = 1.0;
