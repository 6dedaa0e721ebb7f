//! The numbers of LR Lab, which know nothing of the web: a crate of its own, since they are compiled for speed and
//! everything around them for size.
//!
//! Data flows one way:
//!
//! ```text
//! data::Dataset -> Batch -> model::Sequential.loss_and_gradient -> optimizer.update(lr) = train::Trainer.step(lr) -> loss
//!                            schedule::Schedule.lr_at(step) --- lr ---^                                               |
//!                            finder::LrFinder.next_lr() ------- lr ---^  <---------------- record(loss) -------------+
//! ```

pub mod error;
pub mod math;
pub mod named;
pub mod number;
pub mod range;
pub mod rng;
pub mod thin;

pub mod data;
pub mod kernels;

pub mod model;
pub mod optimizer;
pub mod schedule;

pub mod finder;
pub mod train;

pub mod curvature;
pub mod export;
pub mod run;
