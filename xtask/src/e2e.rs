//! The page in a real browser: tests/e2e drives Chromium against a server of ours that sends the strict policy.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::server::{self, Port};
use crate::{build, shell, tools};

/// Builds, serves and tests the page. Screenshots and figures go to `e2e/` in the target folder.
pub(crate) fn run(project: &Project) -> Result<()> {
    tested(project, &[])
}

/// Every view of the page in every width and theme, and nothing else.
pub(crate) fn pages(project: &Project) -> Result<()> {
    tested(project, &[("LR_LAB_PAGES", "all")])
}

fn tested(project: &Project, variables: &[(&str, &str)]) -> Result<()> {
    let folder = project.root.join("tests/e2e");
    tools::node()?;
    let chromium = tools::chromium()?;
    tools::npm_packages(&folder)?;
    build::run(project)?;
    let tsc = |args: &[&str]| {
        shell::run(Command::new("node").arg("node_modules/typescript/bin/tsc").args(args).current_dir(&folder))
    };
    // The core's types by themselves, which the page's check takes at their word: every name that they use is declared.
    let types = project.pkg().join(format!("{}.d.ts", project.stem()?));
    tsc(&["--noEmit", "--strict", "--lib", "esnext,dom", &types.to_string_lossy()])?;
    // The page's JavaScript against them: cheaper than a browser, and it names the line.
    tsc(&["-p", "../../www"])?;
    // Stops with this process: its threads hold nothing that needs an orderly end.
    let server = server::start(&project.root, Port::Any, true)?;
    let mut command = Command::new("node");
    command.args(["--test-reporter=spec", "run.mjs"]).current_dir(&folder);
    command.env("LAB_URL", &server.url).env("CHROMIUM", chromium).env("LAB_OUT", project.target.join("e2e"));
    command.envs(variables.iter().copied());
    shell::run(&mut command)
}
