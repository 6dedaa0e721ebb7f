//! The wasm against its peers: `benches/peers/` trains the same in other libraries, in the same browser and in turns.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::server::{self, Port};
use crate::tools::Missing;
use crate::{build, shell, tools};

/// Builds, serves and measures; without Chromium in Node.
pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = project.root.join("benches/peers");
    tools::node()?;
    tools::npm_packages(&folder)?;
    build::run(project)?;
    let mut command = Command::new("node");
    command.arg("run.mjs").current_dir(&folder);
    match tools::chromium() {
        Ok(chromium) => {
            // Stops with this process: its threads hold nothing that needs an orderly end.
            let server = server::start(&project.root, Port::Any, false)?;
            shell::run(command.env("LAB_URL", &server.url).env("CHROMIUM", chromium))
        }
        Err(error) if error.is::<Missing>() => {
            eprintln!("warning: {error:#}; measuring in Node");
            shell::run(&mut command)
        }
        Err(error) => Err(error),
    }
}
