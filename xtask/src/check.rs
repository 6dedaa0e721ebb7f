//! Everything that can be said without running the project, cheapest first, so that a slip shows within seconds.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::project::{Project, WASM};
use crate::{build, shell, size, tools};

/// Runs the checks up to the first that fails.
pub(crate) fn run(project: &Project) -> Result<()> {
    tools::linters(&project.root)?;
    tools::wasm_target(&project.root)?;
    build::warn_of_rustflags();
    let cargo = |args: &[&str]| shell::run(&mut shell::cargo(&project.root, args));
    step("formatting", || cargo(&["fmt", "--all", "--check"]))?;
    // The core may not touch the web: only this lint, without the wasm crates, would notice.
    step("lints, native", || cargo(&["clippy", "--workspace", "--all-targets"]))?;
    step("lints, wasm", || cargo(&["clippy", "--lib", "--tests", "--target", WASM]))?;
    step("docs", || shell::run(&mut docs(project, &[])))?;
    step("docs, private", || shell::run(&mut docs(project, &["--document-private-items"])))?;
    step("types", || cargo(&["test", "--quiet", "--test", "types"]))?;
    step("build", || build::run(project))?;
    step("sizes", || size::check(project))
}

/// The published docs may not link to private items, which the second pass, for everything else, allows.
fn docs(project: &Project, flags: &[&str]) -> Command {
    let mut command = shell::cargo(&project.root, &["doc", "--no-deps", "--lib"]);
    command.args(flags).env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("{name}");
    let start = Instant::now();
    work().with_context(|| format!("the check `{name}` failed"))?;
    println!("  ok, {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
