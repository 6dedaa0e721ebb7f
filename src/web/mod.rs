//! The boundary to JavaScript: nothing but conversion. Every function reads plain values, calls the crate and
//! writes plain values; every refusal is thrown as an `LrLabError`.

mod canvas;
mod catalog;
mod draw;
mod error;
mod export;
mod report;
mod run;
mod schedule;
mod sharpness;
mod suggest;
mod value;

pub use catalog::{catalog, datasets, provide_data};
pub use draw::{draw_loss, draw_lr_find, draw_schedule, loss_svg, lr_find_svg, schedule_svg};
pub use export::{export_code, export_run};
pub use run::{Fit, LrFind, find_lr};
pub use schedule::{lint_schedule, lr_at, sample_schedule};
pub use sharpness::{SharpnessRun, sharpness};
pub use suggest::{smooth, suggest};

use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the message of a panic, which is a bug, on the console before the instance dies.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
