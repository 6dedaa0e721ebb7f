//! The pages under `docs/` whose curves and tables our own code makes: they may not grow stale.
//!
//! `cargo test --test docs` compares; `LR_LAB_DOCS=write cargo test --test docs` renews.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap fails the test")]

mod arguments;
mod finder;
mod first;
mod link;
mod modules;
mod networks;
mod page;
mod rules;
mod schedules;
mod truth;

use std::fs;

/// What a page no longer shows is to be deleted.
#[test]
fn every_picture_is_shown() {
    for folder in ["schedules", "finder"] {
        let files = || fs::read_dir(page::path(folder)).unwrap().map(|file| file.unwrap().path());
        let of_kind =
            |kind: &'static str| files().filter(move |file| file.extension().is_some_and(|found| found == kind));
        let pages: String = of_kind("md").map(|page| fs::read_to_string(page).unwrap()).collect();
        for picture in of_kind("svg") {
            let name = picture.file_name().unwrap().to_string_lossy().into_owned();
            assert!(pages.contains(&format!("\"{name}\"")), "no page shows docs/{folder}/{name}");
        }
    }
}
