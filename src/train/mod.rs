//! Training: one step at a time, recorded.

mod trace;

pub use trace::{Trace, TraceStop, TraceStopReason, Validation};
