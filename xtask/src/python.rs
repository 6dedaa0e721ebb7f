//! The Python package: its wheel, and its tests from the built file in an environment of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{build, shell, tools};

/// Interpreters that have the libraries whose range tests and networks are tried; they cannot all share one.
const LIBRARIES: [(&str, &str); 2] = [
    ("LR_LAB_PYTHON_TORCH", "PyTorch, fastai, Lightning, torch-lr-finder and ignite"),
    ("LR_LAB_PYTHON_KERAS", "Keras"),
];

/// The tests of those libraries, in `python/tests/`.
const OF_LIBRARIES: [&str; 2] = ["tests/test_libraries.py", "tests/test_networks.py"];

/// Builds the wheel, installs it alone and tests it, then beside what it makes use of, then with the real libraries.
pub(crate) fn run(project: &Project) -> Result<()> {
    let python = tools::python()?;
    // The tests ask the core, which is in it.
    build::run(project)?;
    let (folder, work) = (project.root.join("python"), project.target.join("python"));
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot clear {}", work.display()))?;
    }
    let python = tools::python_environment(&python, &work.join("venv"))?;
    let pip = |args: &[&str]| {
        let mut command = Command::new(&python);
        command.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]).args(args);
        command
    };
    let in_folder = |program: &Path, args: &[&str]| {
        let mut command = Command::new(program);
        command.arg("-m").args(args).current_dir(&folder);
        command
    };

    let needed = ["install", "anywidget", "hatchling", "pytest"];
    tools::install(&mut pip(&needed), "what builds and tests the wheel, from PyPI")?;
    let wheels = work.join("wheels");
    let made = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir"];
    shell::run(pip(&made).arg(&wheels).arg(&folder))?;
    let wheel = fs::read_dir(&wheels)?.next().context("pip has made no wheel")??.path();
    shell::run(pip(&["install"]).arg(&wheel))?;
    shell::run(&mut in_folder(&python, &["pytest"]))?;

    let beside = format!("{}[test]", wheel.display());
    tools::install(&mut pip(&["install", &beside]), "what the package makes use of, from PyPI")?;
    shell::run(&mut in_folder(&python, &["ruff", "check"]))?;
    shell::run(&mut in_folder(&python, &["ruff", "format", "--check"]))?;
    shell::run(&mut in_folder(&python, &["pytest"]))?;

    let unpacked = work.join("unpacked");
    shell::run(pip(&["install", "--no-deps", "--target"]).arg(&unpacked).arg(&wheel))?;
    for (variable, libraries) in LIBRARIES {
        match std::env::var_os(variable) {
            Some(other) => {
                let mut tests = in_folder(Path::new(&other), &["pytest"]);
                shell::run(tests.args(OF_LIBRARIES).env("PYTHONPATH", &unpacked))?;
            }
            None => println!("  not tried with {libraries}: {variable} names no Python that has them"),
        }
    }
    Ok(())
}
