//! What the linter says.

use serde::Serialize;

use crate::error::Result;
use crate::named::Named;
use crate::schedule::{self, Finding, Policy};

use super::sample::{RunLength, policy};
use crate::request::Value;

/// Something odd about a schedule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LintFinding {
    /// Which rule found it.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = "\"upward-jump\" | \"plateau-floor\" | \"zero-first-step\" | \"zero-rate\" | \"length-mismatch\" | \"never-ends\" | \"epochs-as-steps\" | \"not-a-rate\""
        )
    )]
    pub rule: &'static str,
    /// `error`: it cannot do what it says; `warning`: it probably does something else than meant; `note`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"error\" | \"warning\" | \"note\""))]
    pub severity: &'static str,
    /// One sentence.
    pub message: String,
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
