//! One figure per file: `(report, options, measure) -> Chart`.

mod frame;
pub mod loss;
pub mod lr_find;
mod names;
mod range;
#[cfg(test)]
mod samples;
mod words;
