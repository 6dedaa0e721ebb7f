//! LR Lab: find, shape and judge a learning rate.

pub mod error;
pub mod finder;
pub mod plot;
pub mod train;

#[cfg(target_arch = "wasm32")]
mod web;
