//! The boundary to JavaScript: nothing but conversion. Every function reads plain values, calls the crate and
//! writes plain values; every refusal is thrown as an `LrLabError`.

mod canvas;
mod draw;
mod error;
mod functions;
mod report;
mod run;
mod value;

pub use draw::*;
pub use functions::*;
pub use run::*;

use wasm_bindgen::prelude::wasm_bindgen;

/// What [`types`](crate::api::types) prints: a test holds the file to it.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Puts the message of a panic, which is a bug, on the console before the instance dies.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
