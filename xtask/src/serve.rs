//! The page on this machine.

use anyhow::{Context, Result};

use crate::build;
use crate::project::Project;
use crate::server::{self, Port};

const DEFAULT_PORT: u16 = 8080;

/// Builds `pkg/` and serves the repository's root until it is stopped.
pub(crate) fn run(project: &Project, port: Option<u16>, csp: bool) -> Result<()> {
    build::run(project)?;
    let port = port.map_or(Port::From(DEFAULT_PORT), Port::Exactly);
    let server = server::start(&project.root, port, csp)?;
    println!("Serving {} (stop with Ctrl+C)", server.url);
    server.join().context("the server stopped")
}
