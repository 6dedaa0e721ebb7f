//! The contract in TypeScript, as it is committed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fs;
use std::path::Path;

use lr_lab::api::types;

#[test]
fn the_committed_types_are_those_of_the_declarations() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/types.d.ts");
    if std::env::var_os("LR_LAB_TYPES").is_some_and(|how| how == "write") {
        return fs::write(path, types()).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == types(),
        "src/web/types.d.ts is stale; LR_LAB_TYPES=write cargo test --test types renews it"
    );
}
