//! The sharpest curvature of the loss: the largest eigenvalue λ of its Hessian, and the learning rate that it allows.
//!
//! *Why 2/λ.* Along an eigenvector of the Hessian the loss is locally a parabola, λ·x²/2. A step of gradient descent,
//! x ← x − lr·λ·x = (1 − lr·λ)·x, overshoots the bottom once lr·λ passes 1 and, once it passes 2, ends further from it
//! than it began: the next step is larger still. The sharpest direction decides: above 2/λ training leaves the place
//! where it is. Momentum and division by the size of the gradients move that edge ([`Stability`]).
//!
//! *The edge of stability.* One would expect the rate to have to fit the curvature. Cohen, Kaur, Li, Kolter and Talwalkar
//! (2021, arXiv:2103.00065) found the reverse for full-batch gradient descent: λ rises during training ("progressive
//! sharpening") until it meets 2/lr, and then hovers there, while the loss falls in the long run and jitters in the
//! short one. The rate decides how sharp a place training may enter. Cohen et al. (2022, arXiv:2207.14484) found the same
//! for adaptive rules, with the Hessian divided by the rule's own sizes of the gradients (the "preconditioned" Hessian):
//! Adam's hovers at 38/lr for β₁ = 0.9. `run::SharpnessRun` shows both.
//!
//! Document 000 names the Hessian and gives up on it as too hard to estimate. Products of it with vectors need no
//! Hessian ([`HessianVectorProduct`]), and they suffice to find its largest eigenvalue.

mod hessian_vector_product;
mod largest_eigenvalue;
mod limits;
mod measurement;
mod probe;

pub use hessian_vector_product::{HessianVectorProduct, hessian_vector_product};
pub use limits::{Edge, Stability, StabilityLimits, stability_limits};
pub use measurement::{Measurement, Metric, Sharpness, SharpnessConfig, sharpness};
pub use probe::{Curvature, Eigenvectors, Probe, ProbePlan};
