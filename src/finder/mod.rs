//! The learning-rate finder: a stepper that knows no model.
//!
//! Ask [`LrFinder::next_lr`], train a step at that rate, give its loss to [`LrFinder::record`], until there is no
//! next rate; [`LrFinder::report`] tells what the curve says. The rules that read it are pure functions in
//! [`suggest`].

pub(crate) mod answer;
mod band;
mod bounds;
pub(crate) mod excess;
pub(crate) mod fall;
mod lr_finder;
mod merge;
mod quantile;
pub(crate) mod race;
mod ramp;
mod report;
mod runs;
mod smoothed_already;
mod smoothing;
mod stop;
pub mod suggest;
mod truth;

pub use band::{BandRuns, LrBandReport, RuleAnswers};
pub use bounds::bounds;
pub use fall::clear_fall;
pub use lr_finder::{FinderConfig, LrFinder};
pub(crate) use quantile::lowest;
pub use race::{LrRacePlan, LrRaceReport, RaceAnswer, RaceLength};
pub use ramp::{MAX_STEPS, Ramp, RampConfig, RampShape};
pub use report::{Answer, Bounds, CurveReading, LrFindReport, Stop, StopReason, Suggestion, Unanswered};
pub use runs::RunsStop;
pub use smoothed_already::is_smoothed_already;
pub use smoothing::{Smoother, Smoothing};
pub use stop::{Against, StopRule};
pub(crate) use stop::{cancelled, every_step_taken, not_finite, stopped};
pub(crate) use truth::whole_rounds;
pub use truth::{AsGood, BestLr, Gain, JudgedBy, LrSweepPlan, LrSweepReport, Rounds};
