//! The Python package: its wheel, and its tests from the built file in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{build, dist, shell, tools};

/// Interpreters that have the libraries whose range tests and networks are tried; they cannot all share one.
const LIBRARIES: [(&str, &str); 2] = [
    ("LR_LAB_PYTHON_TORCH", "PyTorch, fastai, Lightning, torch-lr-finder and ignite"),
    ("LR_LAB_PYTHON_KERAS", "Keras"),
];

/// The tests of those libraries, in `python/tests/`.
const OF_LIBRARIES: [&str; 2] = ["tests/test_libraries.py", "tests/test_networks.py"];

/// Where the wheel looks for the widget.
const WIDGET: &str = "src/lr_lab/static";

/// Builds the wheel, installs it alone and tests it, then beside what it makes use of, then with the real libraries.
pub(crate) fn run(project: &Project) -> Result<()> {
    let python = tools::python()?;
    // The tests ask the core, which is in it.
    build::run(project)?;
    let (folder, work) = (project.root.join("python"), project.target.join("python"));
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot clear {}", work.display()))?;
    }
    let wheel = wheel(project, &dist::widget(project, &work.join("widget"))?, &work.join("wheels"))?;
    let python = tools::python_environment(&python, &work.join("venv"))?;
    let pip = |args: &[&str]| pip(&python, args);
    let in_folder = |program: &Path, args: &[&str]| {
        let mut command = Command::new(program);
        command.arg("-m").args(args).current_dir(&folder);
        command
    };

    tools::install(&mut pip(&["install", "anywidget", "pytest"]), "what the wheel needs and what tests it, from PyPI")?;
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

/// Builds the wheel with `widget` in it, in an environment of its own; gives its path, which lies in `out`.
///
/// # Errors
/// [`Missing`](tools::Missing): no Python, or no PyPI.
pub(crate) fn wheel(project: &Project, widget: &Path, out: &Path) -> Result<PathBuf> {
    let folder = project.root.join("python");
    let python = tools::python_environment(&tools::python()?, &project.target.join("wheel-venv"))?;
    tools::install(&mut pip(&python, &["install", "hatchling"]), "what builds the wheel, from PyPI")?;
    let inside = folder.join(WIDGET);
    fs::create_dir_all(&inside)?;
    fs::copy(widget, inside.join(widget.file_name().context("the widget has no name")?))?;
    shell::run(pip(&python, &["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir"]).arg(out).arg(&folder))?;
    let is_wheel = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "whl");
    let made = fs::read_dir(out)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).find(is_wheel);
    made.context("pip has made no wheel")
}

fn pip(python: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]).args(args);
    command
}
