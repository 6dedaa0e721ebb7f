//! Training: one step at a time, recorded.

mod fingerprint;
mod surface;
mod trace;
mod trainer;

pub use fingerprint::Fingerprint;
pub use surface::{DecisionPoints, DecisionSurface};
pub use trace::{Trace, TraceStop, TraceStopReason, Validation};
pub use trainer::{Evaluation, Trainer, Vary};
