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

#[doc(inline)]
pub use lr_lab_core::{
    camel, curvature, data, declare, error, family, kernels, kind, math, model, named, number, optimizer, range, rng,
    sentence, thin, train,
};

pub mod source;

pub mod schedule;

pub mod finder;
pub mod run;

pub mod export;

pub mod plot;

pub mod request;

pub mod catalog;

pub mod link;

pub mod report;

pub mod api;

#[cfg(target_arch = "wasm32")]
pub mod web;
