//! The same experiment gives the same bits natively and, under `wasm-pack test --node`, in wasm.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod common;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn stored_fingerprints() {
    common::check_stored_fingerprints();
}

#[test]
fn stored_range_test() {
    common::check_stored_range_test();
}

#[test]
fn stored_curvature() {
    common::check_stored_curvature();
}

#[test]
fn all_kinds_are_stored() {
    common::check_that_all_kinds_are_stored();
}
