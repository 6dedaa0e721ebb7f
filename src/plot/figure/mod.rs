//! One figure per file: `(report, options, measure) -> Chart`.

mod frame;
mod legend;
pub mod loss;
pub mod lr_find;
pub mod lr_sweep;
mod names;
mod range;
#[cfg(test)]
mod samples;
pub mod schedule;
mod words;
