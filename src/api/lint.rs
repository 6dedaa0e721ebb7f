//! What the linter says.

use crate::error::Result;
use crate::named::Named;
use crate::report::{Said, report};
use crate::request::{Value, names};
use crate::schedule::{self, Finding, Policy, Severity};

use super::sample::{RunLength, policy};

report! {
    /// Something odd about a schedule.
    LintFinding of it: Finding {
        /// Which rule found it.
        rule: it.rule,
        /// `error`: it cannot do what it says; `warning`: it probably does something else than meant; `note`.
        severity: it.severity.name() => (names::<Severity>()),
        /// One sentence.
        message: it.message.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.message),
    }
}

/// What is odd about a schedule over a run: `lintSchedule(schedule, { steps, stepsPerEpoch? })`.
///
/// # Errors
/// A refused schedule under `schedule`; `steps` above 10 million; `stepsPerEpoch` of 0. An expression that gives no
/// rate is a finding.
pub fn lint_schedule(schedule: &Value, options: &Value) -> Result<Vec<Finding>> {
    let policy = policy(schedule)?;
    let horizon = RunLength::read(options)?;
    Ok(match policy {
        Policy::Schedule(schedule) => schedule::lint(&schedule, &horizon),
        Policy::Plateau(plateau) => schedule::lint_plateau(&plateau, &horizon),
    })
}
