//! Every test, in the five places where the code runs. A part that cannot run here is skipped aloud.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::project::Project;
use crate::tools::Missing;
use crate::{build, e2e, hosts, python, shell, tools};

type Part = fn(&Project) -> Result<()>;

const PARTS: [(&str, Part); 5] =
    [("native", native), ("node", node), ("chromium", chromium), ("page", e2e::run), ("python", python::run)];
/// What takes too long for every run.
const LONG: [(&str, Part); 2] = [("pages", e2e::pages), ("hosts", hosts::run)];

/// Runs all parts, or only the one that is named, also after one failed, and ends with a table and a line that counts
/// them; whether all is well.
pub(crate) fn run(project: &Project, only: Option<&str>, allow_skips: bool) -> Result<bool> {
    build::warn_of_rustflags();
    let asked = PARTS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name));
    let asked = asked.chain(LONG.iter().filter(|(name, _)| only == Some(name)));
    let judge = |(name, part): &(&'static str, Part)| {
        println!("\n== {name}");
        let start = Instant::now();
        let (outcome, reason) = judged(part(project));
        println!("{outcome}{reason}");
        (*name, outcome, reason, start.elapsed())
    };
    let results: Vec<_> = asked.map(judge).collect();

    println!();
    for (name, outcome, reason, time) in &results {
        println!("{name:18} {outcome:8} {:>7.1} s{reason}", Duration::as_secs_f64(time));
    }
    let [passed, failed, skipped] =
        [PASSED, FAILED, SKIPPED].map(|word| results.iter().filter(|(_, outcome, ..)| *outcome == word).count());
    let counts = match skipped {
        0 => format!("{passed} passed, {failed} failed"),
        _ => format!("{passed} passed, {failed} failed, {skipped} skipped"),
    };
    let good = failed == 0 && (skipped == 0 || allow_skips);
    if failed == 0 && !good {
        println!("A skipped part fails the run; --allow-skips accepts it.");
    }
    println!("{counts}");
    Ok(good)
}

const PASSED: &str = "passed";
const FAILED: &str = "failed";
const SKIPPED: &str = "skipped";

/// The outcome and, unless it passed, the reason behind a colon.
fn judged(result: Result<()>) -> (&'static str, String) {
    match result {
        Ok(()) => (PASSED, String::new()),
        Err(error) if error.is::<Missing>() => (SKIPPED, format!(": {error:#}")),
        Err(error) => (FAILED, format!(": {error:#}")),
    }
}

fn native(project: &Project) -> Result<()> {
    shell::run(&mut shell::cargo(&project.root, &["test", "--workspace"]))?;
    // The specimens are for this test alone: with them, docs and types would be others.
    shell::run(&mut shell::cargo(&project.root, &["test", "--quiet", "--features", "specimens", "--test", "recipe"]))
}

fn node(project: &Project) -> Result<()> {
    tools::node()?;
    shell::run(tools::wasm_pack(project)?.args(["test", "--node"]))
}

fn chromium(project: &Project) -> Result<()> {
    let driver = tools::chromedriver()?;
    let mut command = tools::wasm_pack(project)?;
    // webdriver.json holds the browser's flags.
    command.args(["test", "--headless", "--chrome", "--chromedriver"]).arg(driver);
    // The runner gives up after 20 s, which unoptimised training on a busy machine may need.
    if std::env::var_os("WASM_BINDGEN_TEST_TIMEOUT").is_none() {
        command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    }
    shell::run(&mut command)
}
