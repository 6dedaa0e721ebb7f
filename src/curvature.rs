//! The sharpest curvature of the loss: the largest eigenvalue of its Hessian, and the learning rates that it allows.
//!
//! Document 000 names the Hessian and gives up on it as too hard to estimate. Hessian-vector products need no Hessian:
//! the gradient is computed once over dual numbers whose derivatives are the vector (Pearlmutter 1994).

use crate::data::Part;
use crate::error::Result;
use crate::kernels::scalar::Dual;
use crate::model::Sequential;
use crate::range::Range;
use crate::rng::Rng;

/// Settings of [`sharpness`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharpnessConfig {
    /// Rows of the training part that are looked at, from the first; by default as many as keep the work bounded.
    pub rows: Option<usize>,
    /// The most Hessian-vector products of one iteration; there may be two.
    pub max_iterations: usize,
    /// Accepted length of H·v − λ·v, relative to λ, for the unit vector v that was found.
    pub tolerance: f64,
}

impl SharpnessConfig {
    /// Accepted numbers of iterations.
    pub const MAX_ITERATIONS: Range = Range::whole(1, 100_000);
    /// Accepted tolerances.
    pub const TOLERANCE: Range = Range { max_accepted: false, min_accepted: false, ..Range::FRACTION };
}

impl Default for SharpnessConfig {
    fn default() -> Self {
        Self { rows: None, max_iterations: 1000, tolerance: 1e-3 }
    }
}

/// The sharpest curvature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharpness {
    /// The largest eigenvalue of the Hessian of the mean loss; negative where the loss curves down in every direction.
    pub lambda_max: f64,
    /// Hessian-vector products taken.
    pub iterations: usize,
    /// Whether the tolerance was met.
    pub converged: bool,
    /// Rows that were looked at.
    pub rows: usize,
}

/// Parameters times rows that are looked at by default: about a second of work in a browser.
const DEFAULT_WORK: usize = 20_000_000;

/// λ_max of the mean loss of `network` over the rows of `part` at `parameters`, by power iteration on exact
/// Hessian-vector products.
///
/// Power iteration finds the eigenvalue of the largest *absolute* value. Where that one is negative, or where it comes
/// with both signs and the iteration cannot settle, a second one on H + |λ|·1, whose eigenvalues are all at least 0,
/// finds λ_max + |λ|.
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
    let SharpnessConfig { rows, max_iterations, tolerance } = config;
    let all = part.rows();
    let rows = rows.unwrap_or_else(|| (DEFAULT_WORK / parameters.len().max(1)).clamp(1, all));
    Range::whole(1, all as u64).check("rows", rows as f64)?;
    SharpnessConfig::MAX_ITERATIONS.check("maxIterations", max_iterations as f64)?;
    SharpnessConfig::TOLERANCE.check("tolerance", tolerance)?;

    let hessian = |v: &[f64]| hessian_vector_product(network, parameters, part, rows, v);
    let first = largest_absolute(&hessian, parameters.len(), max_iterations, tolerance, rng);
    if first.converged && first.eigenvalue >= 0.0 {
        let Found { eigenvalue: lambda_max, iterations, converged, .. } = first;
        return Ok(Sharpness { lambda_max, iterations, converged, rows });
    }
    let shift = first.magnitude;
    let shifted = |v: &[f64]| -> Vec<f64> { hessian(v).iter().zip(v).map(|(hv, v)| hv + shift * v).collect() };
    // The tolerance is relative to the shifted eigenvalue: it must hold for the unshifted one.
    let second = largest_absolute(&shifted, parameters.len(), max_iterations, tolerance * 1e-2, rng);
    Ok(Sharpness {
        lambda_max: second.eigenvalue - shift,
        iterations: first.iterations + second.iterations,
        converged: second.converged,
        rows,
    })
}

/// H·v, with H the Hessian of the mean loss of the first `rows` rows.
///
/// ```text
/// d/dε ∇L(w + ε·v) at ε = 0
/// ```
pub fn hessian_vector_product(
    network: &Sequential,
    parameters: &[f32],
    part: &Part,
    rows: usize,
    v: &[f64],
) -> Vec<f64> {
    let dual = |(w, v): (&f32, &f64)| Dual { value: f64::from(*w), derivative: *v };
    let parameters: Vec<Dual> = parameters.iter().zip(v).map(dual).collect();
    let mut gradient = vec![Dual::from(0.0); parameters.len()];
    for (x, y) in part.features.rows().into_iter().zip(part.targets.rows()).take(rows) {
        network.twin_loss_and_gradient(&parameters, &x.to_vec(), &y.to_vec(), &mut gradient);
    }
    gradient.into_iter().map(|g| g.derivative / rows as f64).collect()
}

struct Found {
    eigenvalue: f64,
    /// |H·v|: about the largest absolute eigenvalue, whatever its sign.
    magnitude: f64,
    iterations: usize,
    converged: bool,
}

/// Power iteration: v ← H·v / |H·v|, with the Rayleigh quotient vᵀ·H·v as the eigenvalue, until |H·v − λ·v| is within
/// `tolerance` of |λ|. For a symmetric matrix some eigenvalue lies that close, and mostly much closer.
fn largest_absolute(
    apply: &dyn Fn(&[f64]) -> Vec<f64>,
    dimension: usize,
    max_iterations: usize,
    tolerance: f64,
    rng: &mut Rng,
) -> Found {
    let mut v: Vec<f64> = (0..dimension).map(|_| f64::from(rng.uniform()) - 0.5).collect();
    normalize(&mut v);
    let (mut eigenvalue, mut magnitude) = (0.0, 0.0);
    for iteration in 1..=max_iterations {
        let mut image = apply(&v);
        eigenvalue = dot(&v, &image);
        magnitude = dot(&image, &image).sqrt();
        let residual = image.iter().zip(&v).map(|(hv, v)| (hv - eigenvalue * v) * (hv - eigenvalue * v)).sum::<f64>();
        // A flat loss has the eigenvalue 0 at once; a loss that is not finite has none.
        if residual.sqrt() <= tolerance * eigenvalue.abs() || !residual.is_finite() {
            let converged = residual.is_finite();
            return Found { eigenvalue, magnitude, iterations: iteration, converged };
        }
        normalize(&mut image);
        v = image;
    }
    Found { eigenvalue, magnitude, iterations: max_iterations, converged: false }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn normalize(v: &mut [f64]) {
    let length = dot(v, v).sqrt();
    if length > 0.0 {
        v.iter_mut().for_each(|x| *x /= length);
    }
}

/// The rates below which an optimizer is stable on a quadratic of curvature λ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityLimits {
    /// 2 / λ
    pub gradient_descent: f64,
    /// (2 + 2β) / λ, heavy ball.
    pub momentum: f64,
    /// (2 + 2β) / ((1 + 2β)·λ)
    pub nesterov: f64,
}

/// The limits for curvature `lambda` and momentum `beta`; infinite where the loss does not curve up.
///
/// ```
/// let limits = lr_lab::curvature::stability_limits(4.0, 0.9);
/// assert_eq!((limits.gradient_descent, limits.momentum), (0.5, 0.95));
/// ```
pub fn stability_limits(lambda: f64, beta: f64) -> StabilityLimits {
    let over = |numerator: f64| if lambda > 0.0 { numerator / lambda } else { f64::INFINITY };
    StabilityLimits {
        gradient_descent: over(2.0),
        momentum: over(2.0 + 2.0 * beta),
        nesterov: over((2.0 + 2.0 * beta) / (1.0 + 2.0 * beta)),
    }
}
