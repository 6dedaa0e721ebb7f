//! The experiment for elsewhere: as a script, and as the run that the script repeats.

mod code;
mod file;
mod run;
mod spec;

pub use code::{ExportCodeOptions, export_code};
pub use run::{ExportRunOptions, export_run};
