//! Reports as they leave and, for drawing, come back.

mod finder;
mod plain;
mod read;
mod runs;
mod train;

pub use finder::{FingerprintsReport, LrFindCurve};
pub use plain::Plain;
pub use read::{read_lr_find_report, read_trace};

pub(crate) use finder::Found;
pub(crate) use plain::{Said, Tell, called, report, told};
pub(crate) use read::{read_rule, read_sentence, same_length};
