//! The loops of LR Lab: what computes with every number of a batch. A crate of its own, since it is compiled for speed
//! and everything around it for size.
//!
//! ```text
//! data::Dataset -> Batch -> model::Sequential.loss_and_gradient -> optimizer.update(lr) = train::Trainer.step(lr) -> loss
//! ```

pub mod declare;
pub mod error;
mod family;
pub mod math;
pub mod named;
pub mod number;
pub mod range;
pub mod rng;
pub mod sentence;
pub mod thin;

pub mod data;
pub mod kernels;

pub mod model;
pub mod optimizer;

pub mod train;

pub mod curvature;
