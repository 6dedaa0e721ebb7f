//! LR Lab: find, shape and judge a learning rate by training real networks.
//!
//! Data flows one way:
//!
//! ```text
//! data::Dataset -> Batch -> model::Sequential.loss_and_gradient -> optimizer.update(lr) = train::Trainer.step(lr) -> loss
//!                            schedule::Schedule.lr_at(step) --- lr ---^                                               |
//!                            finder::LrFinder.next_lr() ------- lr ---^  <---------------- record(loss) -------------+
//! train::Trace, finder::LrFindReport -> api -> web -> worker -> page
//!                                    -> plot::figure -> canvas | SVG
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
pub mod plot;
pub mod run;

pub mod api;

#[cfg(target_arch = "wasm32")]
pub mod web;
