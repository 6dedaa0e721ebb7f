//! The boundary to JavaScript: nothing but conversion. Every function reads plain values, calls the crate and
//! writes plain values; every refusal is thrown as an `LrLabError`.

mod canvas;
mod catalog;
mod draw;
mod error;
mod export;
mod link;
mod report;
mod run;
mod schedule;
mod suggest;
mod value;

pub use catalog::{catalog, datasets, describe_data, provide_data};
pub use draw::{
    decision_svg, draw_decision, draw_loss, draw_lr_band, draw_lr_epochs, draw_lr_find, draw_lr_sweep, draw_schedule,
    draw_sharpness, loss_svg, lr_band_svg, lr_epochs_svg, lr_find_svg, lr_sweep_svg, schedule_svg, sharpness_svg,
};
pub use export::{export_code, export_run};
pub use link::{decode_link, encode_link, link_keys, read_network, write_network};
pub use run::{
    Fit, LrBand, LrFind, LrSweep, SharpnessRun, find_lr, merge_lr_bands, merge_lr_sweeps, sharpness, sweep_regret,
};
pub use schedule::{drag_schedule, lint_schedule, lr_at, sample_schedule, schedule_handles, suited_schedule};
pub use suggest::{read_lr_find, smooth, suggest};

use wasm_bindgen::prelude::wasm_bindgen;

/// What [`types`](crate::api::types) prints: a test holds the file to it.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Puts the message of a panic, which is a bug, on the console before the instance dies.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
