//! What `dist/` has, where others build with it: `tests/hosts` makes projects of theirs from `npm pack`.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::{dist, shell, tools};

/// Packs, and tests the package.
pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = project.root.join("tests/hosts");
    let chromium = tools::chromium()?;
    dist::run(project)?;
    tools::npm_packages(&folder)?;
    shell::run(
        Command::new("node")
            .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
            .current_dir(&folder)
            .env("CHROMIUM", chromium),
    )
}
