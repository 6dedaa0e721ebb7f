//! The project tasks: `cargo xtask` is the whole toolchain. One job a file; `tools` alone installs things.

mod args;
mod bench;
mod build;
mod check;
mod dist;
mod e2e;
mod hosts;
mod project;
mod python;
mod serve;
mod server;
mod shell;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

use args::Task;
use project::Project;

fn main() -> ExitCode {
    let task = match args::parse(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(message) => {
            eprintln!("{message}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    let good = Project::find().and_then(|project| {
        match task {
            Task::Help => println!("{}", args::USAGE),
            Task::Serve { port, csp } => serve::run(&project, port, csp)?,
            Task::Build => build::run(&project)?,
            Task::Dist => dist::run(&project)?,
            Task::Check => check::run(&project)?,
            Task::Bench => bench::run(&project)?,
            Task::Test { part, allow_skips } => return test::run(&project, part.as_deref(), allow_skips),
        }
        Ok(true)
    });
    match good {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
