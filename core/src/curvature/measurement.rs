//! The measurement of the sharpest curvature, in slices.

use crate::data::Part;
use crate::error::Result;
use crate::model::Sequential;
use crate::range::Range;
use crate::rng::Rng;

use super::hessian_vector_product::HessianVectorProduct;
use super::largest_eigenvalue::LargestEigenvalue;

/// Settings of [`sharpness`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharpnessConfig {
    /// Rows of the training part that are looked at, from the first; by default as many as keep the work bounded.
    pub rows: Option<usize>,
    /// The most Hessian-vector products of a measurement.
    pub max_iterations: usize,
    /// Accepted length of H·v − λ·v, relative to λ, for the unit vector v that was found.
    pub tolerance: f64,
}

impl SharpnessConfig {
    /// Accepted numbers of iterations.
    pub const MAX_ITERATIONS: Range = Range::whole(1, 100_000);
    /// Accepted tolerances.
    pub const TOLERANCE: Range = Range { max_accepted: false, min_accepted: false, ..Range::FRACTION };

    /// How many of `all` rows to look at, for a network with this many parameters.
    ///
    /// # Errors
    /// `rows` outside 1 ..= `all`; `maxIterations` or `tolerance` out of range.
    pub fn check(&self, all: usize, parameters: usize) -> Result<usize> {
        let rows = self.rows.unwrap_or_else(|| (DEFAULT_WORK / parameters.max(1)).clamp(1, all));
        Range::whole(1, all as u64).check("rows", rows as f64)?;
        Self::MAX_ITERATIONS.check("maxIterations", self.max_iterations as f64)?;
        Self::TOLERANCE.check("tolerance", self.tolerance)?;
        Ok(rows)
    }
}

impl Default for SharpnessConfig {
    fn default() -> Self {
        Self { rows: None, max_iterations: 1000, tolerance: 1e-3 }
    }
}

/// Parameters times rows that are looked at by default: about a second of work in a browser.
const DEFAULT_WORK: usize = 20_000_000;

/// The sharpest curvature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharpness {
    /// The largest eigenvalue of the Hessian of the mean loss; negative where the loss curves down in every direction,
    /// NaN where the loss is not finite.
    pub lambda_max: f64,
    /// The mean loss of the rows.
    pub loss: f64,
    /// Hessian-vector products taken.
    pub iterations: usize,
    /// Whether the tolerance was met.
    pub converged: bool,
    /// Rows that were looked at.
    pub rows: usize,
}

/// What the Hessian is measured with: how a rule sees distances. The plain Hessian is measured with none of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metric {
    /// The diagonal of P, by which the rule divides the gradient; empty for 1.
    pub preconditioner: Vec<f64>,
    /// δ of a weight decay that is added to the gradient: the rule descends the loss + δ/2·|w|².
    pub pull: f64,
}

/// A measurement of [`Sharpness`] in slices of rows, with the same bits however it is sliced.
///
/// Of P⁻¹·(H + δ), which need not be symmetric, the symmetric P^(−½)·(H + δ)·P^(−½) has the same eigenvalues.
#[derive(Clone, Debug)]
pub struct Measurement {
    product: HessianVectorProduct,
    search: LargestEigenvalue,
    /// P^(−½); empty for 1.
    scale: Vec<f64>,
    pull: f64,
    rows: usize,
    done: bool,
}

impl Measurement {
    /// A measurement at `parameters` over the first rows, as many as are given, from `start` where an eigenvector is
    /// known to be near.
    pub fn new(
        parameters: &[f32],
        metric: Metric,
        (rows, config): (usize, SharpnessConfig),
        start: Option<&[f64]>,
        rng: &mut Rng,
    ) -> Self {
        let Metric { preconditioner, pull } = metric;
        let SharpnessConfig { max_iterations, tolerance, .. } = config;
        let scale = preconditioner.into_iter().map(|p| 1.0 / p.sqrt()).collect();
        let search = LargestEigenvalue::new(parameters.len(), start, rng, max_iterations, tolerance);
        let product = HessianVectorProduct::new(parameters, rows);
        let mut measurement = Self { product, search, scale, pull, rows, done: false };
        measurement.ask();
        measurement
    }

    fn ask(&mut self) {
        let asked = &self.search.asked;
        self.product.start((0..asked.len()).map(|i| scaled(&self.scale, i, asked[i])));
    }

    /// Advances by at most `most` rows of Hessian-vector products and returns by how many.
    pub fn advance(&mut self, network: &Sequential, part: &Part, most: usize) -> usize {
        let mut used = 0;
        while !self.done && used < most {
            used += self.product.advance(network, part, most - used);
            if self.product.is_done() {
                let Self { product, search, scale, pull, .. } = self;
                let asked = search.asked.clone();
                let of_asked = |(i, hv)| scaled(scale, i, hv + *pull * scaled(scale, i, asked[i]));
                self.done = search.give(product.product().enumerate().map(of_asked));
                if !self.done {
                    self.ask();
                }
            }
        }
        used
    }

    /// Whether there is nothing left to do.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// What has been found.
    pub fn sharpness(&self) -> Sharpness {
        Sharpness {
            lambda_max: self.search.eigenvalue,
            loss: self.product.loss(),
            iterations: self.search.products,
            converged: self.search.converged(),
            rows: self.rows,
        }
    }

    /// The unit eigenvector, from which the next measurement may start; none of what is not finite.
    pub fn into_eigenvector(self) -> Option<Vec<f64>> {
        self.search.eigenvalue.is_finite().then(|| self.search.into_eigenvector())
    }
}

/// The number at `i` times its scale.
fn scaled(scale: &[f64], i: usize, x: f64) -> f64 {
    if scale.is_empty() { x } else { x * scale[i] }
}

/// λ_max of the mean loss of `network` over the rows of `part` at `parameters`, by exact Hessian-vector products.
///
/// Nothing is dropped by dropout. Kinks (relu, max-pool) count as the side on which each row lies: there the second
/// derivative of the kink itself is left out.
///
/// # Errors
/// `rows` outside 1 ..= rows of the part; `maxIterations` or `tolerance` out of range.
pub fn sharpness(
    network: &Sequential,
    parameters: &[f32],
    part: &Part,
    config: SharpnessConfig,
    rng: &mut Rng,
) -> Result<Sharpness> {
    let rows = config.check(part.rows(), parameters.len())?;
    let mut measurement = Measurement::new(parameters, Metric::default(), (rows, config), None, rng);
    measurement.advance(network, part, usize::MAX);
    Ok(measurement.sharpness())
}
