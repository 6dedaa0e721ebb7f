//! The pages under `docs/` whose curves and tables our own code makes: they may not grow stale.
//!
//! `cargo test --test docs` compares; `LR_LAB_DOCS=write cargo test --test docs` renews.

mod page;
mod schedules;
