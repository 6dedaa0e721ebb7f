//! One figure per file: `(report, options, measure) -> Chart`.

mod behind;
pub mod decision;
mod frame;
mod legend;
pub mod loss;
pub mod lr_band;
pub mod lr_epochs;
pub mod lr_find;
pub mod lr_sweep;
mod marker;
mod names;
mod range;
#[cfg(test)]
mod samples;
pub mod schedule;
pub mod sharpness;
mod texts;
mod truth;
mod words;
