//! How a number of runs ended.

use super::report::StopReason;
use super::stop;
use crate::sentence;
use crate::sentence::Sentence;

/// Why no further run is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunsStop {
    /// Completed or cancelled.
    pub reason: StopReason,
    /// One sentence for a person.
    pub message: Sentence,
}

impl RunsStop {
    /// After `ended` of `planned` runs; `None` while some are to come and nobody cancelled.
    pub fn of(ended: usize, planned: usize, cancelled: bool) -> Option<Self> {
        let (reason, why) = match (ended < planned, cancelled) {
            (false, _) => (StopReason::Completed, sentence!("stop.all-made", "all were made")),
            (true, true) => (StopReason::Cancelled, stop::cancelled()),
            (true, false) => return None,
        };
        let message =
            sentence!("stop.after-runs", "Stopped after {ended} of {planned} runs: {why}.", ended, planned, why);
        Some(Self { reason, message })
    }

    /// The same of several parts: cancelled where one was.
    pub(super) fn of_parts<'a>(
        ended: usize,
        planned: usize,
        parts: impl IntoIterator<Item = &'a Option<Self>>,
    ) -> Option<Self> {
        let mut stops = parts.into_iter().flatten();
        Self::of(ended, planned, stops.any(|stop| stop.reason == StopReason::Cancelled))
    }
}

#[cfg(test)]
mod tests {
    use super::RunsStop;

    #[test]
    fn messages() {
        for (ended, planned, cancelled, want) in [
            (3, 8, false, None),
            (3, 8, true, Some("Stopped after 3 of 8 runs: it was cancelled.")),
            (8, 8, false, Some("Stopped after 8 of 8 runs: all were made.")),
            (8, 8, true, Some("Stopped after 8 of 8 runs: all were made.")),
            // A part of more parts than there are runs.
            (0, 0, false, Some("Stopped after 0 of 0 runs: all were made.")),
        ] {
            assert_eq!(RunsStop::of(ended, planned, cancelled).map(|stop| stop.message).as_deref(), want);
        }
    }
}
