//! The boundary to JavaScript: nothing but conversion. Every function reads plain values, calls the crate and
//! writes plain values; every refusal is thrown as an `LrLabError`.

mod band;
mod canvas;
mod catalog;
mod draw;
mod error;
mod export;
mod link;
mod report;
mod run;
mod schedule;
mod sharpness;
mod suggest;
mod surface;
mod sweep;
mod value;

pub use band::{LrBand, merge_lr_bands};
pub use catalog::{catalog, datasets, describe_data, provide_data};
pub use draw::{
    decision_svg, draw_decision, draw_loss, draw_lr_band, draw_lr_epochs, draw_lr_find, draw_lr_sweep, draw_schedule,
    draw_sharpness, loss_svg, lr_band_svg, lr_epochs_svg, lr_find_svg, lr_sweep_svg, schedule_svg, sharpness_svg,
};
pub use export::{export_code, export_run};
pub use link::{decode_link, encode_link, link_keys, read_network, write_network};
pub use run::{Fit, LrFind, find_lr};
pub use schedule::{drag_schedule, lint_schedule, lr_at, sample_schedule, schedule_handles, suited_schedule};
pub use sharpness::{SharpnessRun, sharpness};
pub use suggest::{read_lr_find, smooth, suggest};
pub use sweep::{LrSweep, merge_lr_sweeps, sweep_regret};

use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the message of a panic, which is a bug, on the console before the instance dies.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
