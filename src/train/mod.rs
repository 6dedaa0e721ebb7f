//! Training: one step at a time, recorded.

mod fingerprint;
mod trace;
mod trainer;

pub use fingerprint::Fingerprint;
pub use trace::{Trace, TraceStop, TraceStopReason, Validation};
pub use trainer::{Evaluation, Trainer, Vary};
