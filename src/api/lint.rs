//! What the linter says.

use crate::error::Result;
use crate::named::Named;
use crate::report::report;
use crate::request::{Value, names};
use crate::schedule::{self, Finding, Policy, Severity};

use super::sample::{RunLength, policy};

report! {
    /// Something odd about a schedule.
    pub struct LintFinding {
        /// Which rule found it.
        pub rule: &'static str,
        /// `error`: it cannot do what it says; `warning`: it probably does something else than meant; `note`.
        pub severity: &'static str as (names::<Severity>()),
        /// One sentence.
        pub message: String,
    }
}

impl From<Finding> for LintFinding {
    fn from(finding: Finding) -> Self {
        let Finding { rule, severity, message } = finding;
        Self { rule, severity: severity.name(), message: message.into() }
    }
}

/// What is odd about a schedule over a run: `lintSchedule(schedule, { steps, stepsPerEpoch? })`.
///
/// # Errors
/// A refused schedule under `schedule`; `steps` above 10 million; `stepsPerEpoch` of 0. An expression that gives no
/// rate is a finding.
pub fn lint_schedule(schedule: &Value, options: &Value) -> Result<Vec<LintFinding>> {
    let policy = policy(schedule)?;
    let horizon = RunLength::read(options)?;
    let findings = match policy {
        Policy::Schedule(schedule) => schedule::lint(&schedule, &horizon),
        Policy::Plateau(plateau) => schedule::lint_plateau(&plateau, &horizon),
    };
    Ok(findings.into_iter().map(Into::into).collect())
}
