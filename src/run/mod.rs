//! Resumable drivers: `advance(n)` does at most `n` steps and returns, so that whoever owns the clock decides how
//! long a slice lasts. A run in slices gives the same bits as a run in one piece.

mod epoch_mean;
mod fit;
mod lr_band;
mod lr_find;
mod lr_race;
mod lr_sweep;
mod pace;
mod plateau_watch;
mod queue;
mod rates;
mod share;
mod sharpness;

pub use fit::{Fit, Length, MAX_STEPS};
pub use lr_band::{LrBand, LrBandConfig};
pub use lr_find::{LossOn, LrFind, LrFindConfig, Per};
pub use lr_race::{LrRace, LrRaceConfig, RaceFrom};
pub use lr_sweep::{LrSweep, LrSweepConfig};
pub(crate) use pace::highest;
pub use rates::{MAX_RATES, MAX_SEEDS, RateSearch, Search, with_also};
pub use share::Share;
pub use sharpness::{SharpnessRun, SharpnessRunConfig, SharpnessTrace};

use crate::error::Error;
use crate::sentence;

fn nothing_held_out(field: &str, instead: &str) -> Error {
    let problem = sentence!(
        "error.no-rows-held-out",
        "no rows are held out; use {instead}, or set data.validation above 0",
        instead
    );
    Error::new(field, problem)
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Whether it has ended.
    pub done: bool,
    /// Steps taken.
    pub step: usize,
    /// Steps planned.
    pub total: usize,
    /// The last loss; NaN before the first.
    pub loss: f64,
    /// The last rate; NaN before the first.
    pub lr: f64,
}
