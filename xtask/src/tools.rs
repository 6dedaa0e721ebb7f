//! The tools that the tasks run, installed where they are missing and can be; else an error says what to install.
//!
//! Nothing that the user has is replaced: our own copies go to a cache folder, one folder a version.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{Project, WASM};
use crate::shell;

/// A tool that is not here and could not be installed: `test` skips what needs it, every other task fails.
#[derive(Debug)]
pub(crate) struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// The standard library for wasm, asked for explicitly: rustup may have been told to install nothing by itself.
pub(crate) fn wasm_target(root: &Path) -> Result<()> {
    let sysroot = shell::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    install(Command::new("rustup").args(["target", "add", WASM]).current_dir(root), &format!("Rust's target {WASM}"))
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn linters(root: &Path) -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if shell::output(&mut shell::cargo(root, &[subcommand, "--version"])).is_err() {
            install(Command::new("rustup").args(["component", "add", component]).current_dir(root), component)?;
        }
    }
    Ok(())
}

/// A `wasm-pack` command whose PATH leads to the wasm-bindgen that Cargo.lock asks for. wasm-pack would fetch that one by
/// itself, but as a prebuilt program and not from crates.io, which fails where only registries can be reached.
pub(crate) fn wasm_pack(project: &Project) -> Result<Command> {
    wasm_target(&project.root)?;
    let wasm_bindgen = wasm_bindgen(project)?;
    let wasm_pack = match shell::which("wasm-pack") {
        Some(program) => program,
        None => own_copy("wasm-pack", "wasm-pack", &["wasm-pack"])?.join("wasm-pack"),
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(wasm_bindgen).chain(std::env::split_paths(&path)))?;
    let mut command = Command::new(wasm_pack);
    command.current_dir(&project.root).env("PATH", path);
    Ok(command)
}

/// The folder of `wasm-bindgen` and its test runner in exactly the locked version: PATH's, else our own.
fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let version = project.wasm_bindgen_version()?;
    if let Some(folder) = shell::which("wasm-bindgen").as_deref().and_then(Path::parent)
        && ["wasm-bindgen", "wasm-bindgen-test-runner"].into_iter().all(|program| {
            let answer = shell::output(Command::new(folder.join(program)).arg("--version"));
            answer.is_ok_and(|line| line.split_whitespace().nth(1) == Some(&version))
        })
    {
        return Ok(folder.to_owned());
    }
    // Without its default features it has no TLS, which it needs for nothing here, and needs no C compiler.
    let crate_and_options = ["wasm-bindgen-cli", "--version", &version, "--no-default-features"];
    own_copy(&format!("wasm-bindgen-{version}"), "wasm-bindgen-test-runner", &crate_and_options)
}

/// The folder of a program from crates.io in our cache, compiled there on first use.
fn own_copy(folder: &str, program: &str, crate_and_options: &[&str]) -> Result<PathBuf> {
    let root = cache()?.join("tools").join(folder);
    let bin = root.join("bin");
    if !bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).is_file() {
        let command = |flags: &[&str]| {
            let mut command = Command::new("cargo");
            command.args(["install", "--root"]).arg(&root).args(flags).args(crate_and_options);
            command
        };
        // The crate's own lock is the surer way, but it may name what a lagging mirror of crates.io does not have yet.
        shell::run(&mut command(&["--locked"]))
            .or_else(|_| install(&mut command(&[]), &format!("{} without its lock", crate_and_options[0])))?;
    }
    Ok(bin)
}

fn cache() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || Some(set("HOME").or_else(|| set("USERPROFILE"))?.join(".cache"));
    Ok(set("XDG_CACHE_HOME").or_else(home).context("neither XDG_CACHE_HOME nor HOME is set")?.join("lr-lab"))
}

/// Chromium or Chrome, for the page. `CHROMIUM` overrides the search.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(program) = std::env::var_os("CHROMIUM") {
        return Ok(program.into());
    }
    let find = || {
        let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        names.into_iter().find_map(shell::which).or_else(|| mac.is_file().then_some(mac))
    };
    from_debian(find, &["chromium", "fonts-liberation"], "Chromium (or set CHROMIUM to a Chrome)")
}

/// Chromium's driver, for wasm-bindgen's test runner, together with the browser that it drives.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    chromium()?;
    from_debian(|| shell::which("chromedriver"), &["chromium-driver"], "chromedriver, of the browser's version")
}

/// What `find` finds, after installing Debian's packages where we may.
fn from_debian(find: impl Fn() -> Option<PathBuf>, packages: &[&str], what: &str) -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    let root = shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if root && shell::which("apt-get").is_some() {
        let apt = || {
            let mut command = Command::new("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        install(apt().arg("update"), what)?;
        install(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages), what)?;
    }
    let hint = format!("install {what}; on Debian: apt-get install {}", packages.join(" "));
    find().ok_or_else(|| Missing(hint).into())
}

/// Checks that Node is there and new enough for the tests.
pub(crate) fn node() -> Result<()> {
    const OLDEST: u32 = 20;
    let version = shell::output(Command::new("node").arg("--version")).unwrap_or_default();
    let major = version.strip_prefix('v').and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(()),
        Some(_) => bail!(Missing(format!("Node is {version}: install Node {OLDEST} or newer"))),
        None => bail!(Missing(format!("install Node {OLDEST} or newer"))),
    }
}

/// Python, new enough for the package.
pub(crate) fn python() -> Result<PathBuf> {
    const OLDEST: (u32, u32) = (3, 10);
    let program = shell::which("python3").or_else(|| shell::which("python"));
    let version = program.as_ref().and_then(|program| {
        let asked =
            shell::output(Command::new(program).args(["-c", "import sys; print(*sys.version_info[:2])"])).ok()?;
        let (major, minor) = asked.split_once(' ')?;
        Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?))
    });
    match (program, version) {
        (Some(program), Some(version)) if version >= OLDEST => Ok(program),
        _ => bail!(Missing(format!("install Python {}.{} or newer", OLDEST.0, OLDEST.1))),
    }
}

/// The interpreter of a fresh environment in `folder`.
pub(crate) fn python_environment(python: &Path, folder: &Path) -> Result<PathBuf> {
    let what = "a Python environment (on Debian: apt-get install python3-venv)";
    install(Command::new(python).args(["-m", "venv"]).arg(folder), what)?;
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    Ok(folder.join(scripts).join(format!("python{}", std::env::consts::EXE_SUFFIX)))
}

/// Installs the npm packages of `folder` as its lock names them, unless that was done already.
pub(crate) fn npm_packages(folder: &Path) -> Result<()> {
    let modified = |file: &str| fs::metadata(folder.join(file)).and_then(|metadata| metadata.modified()).ok();
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    let npm = shell::which("npm").ok_or_else(|| Missing("install npm".into()))?;
    let mut command = Command::new(npm);
    command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    install(&mut command, &format!("the npm packages of {}", folder.display()))
}

/// Runs an installer; its failure leaves `what` missing.
pub(crate) fn install(command: &mut Command, what: &str) -> Result<()> {
    println!("  installing {what}");
    shell::run(command).map_err(|error| Missing(format!("{what} cannot be installed: {error:#}")).into())
}
