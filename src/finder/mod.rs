//! The learning-rate finder: a stepper that knows no model.

mod report;

pub use report::{Bounds, Consensus, LrFindReport, Stop, StopReason, Suggestion, Unanswered};
