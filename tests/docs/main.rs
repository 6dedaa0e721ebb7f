//! The pages under `docs/` whose curves and tables our own code makes: they may not grow stale.
//!
//! `cargo test --test docs` compares; `LR_LAB_DOCS=write cargo test --test docs` renews.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap fails the test")]

mod link;
mod page;
mod schedules;
