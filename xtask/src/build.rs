//! `pkg/`: the wasm module, its JavaScript and its types, as `wasm-pack build --target web` would write them.
//!
//! wasm-bindgen runs as a library, so its version is the locked one and there is no second tool to install.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{Project, WASM};
use crate::{shell, size, tools};

/// Builds `pkg/`.
pub(crate) fn run(project: &Project) -> Result<()> {
    tools::wasm_target(&project.root)?;
    warn_of_rustflags();
    shell::run(&mut shell::cargo(&project.root, &["build", "--release", "--lib", "--target", WASM]))?;

    let stem = project.stem()?;
    let module = project.target.join(WASM).join("release").join(format!("{stem}.wasm"));
    let pkg = project.pkg();
    // Everything that can fail comes before the old package goes, and nothing stale stays in the new one.
    // Unlike the command-line tool, the library leaves out the module's default address unless told not to.
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        // After a trap the page begins again with the same module, which a bundler could not import twice.
        .reset_state_function(true)
        // Names of functions are for profilers; they are a twentieth of what the page has to fetch.
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    if pkg.exists() {
        fs::remove_dir_all(&pkg).context("cannot clear pkg/")?;
    }
    output.emit(&pkg)?;
    stamp(&pkg.join(&stem))?;
    make_publishable(project, &stem, &pkg)?;
    size::report(project)
}

/// Marks module, JavaScript and types with a hash of the first two: a browser may have kept one of them from an earlier build, which
/// the page then notices (`www/wasm.js`).
fn stamp(stem: &Path) -> Result<()> {
    let file = |ending: &str| PathBuf::from(format!("{}{ending}", stem.display()));
    let mut module = fs::read(file("_bg.wasm"))?;
    let mut script = fs::read_to_string(file(".js"))?;
    let mut types = fs::read_to_string(file(".d.ts"))?;
    let mut hasher = DefaultHasher::new();
    (&module, &script).hash(&mut hasher);
    let build = format!("{:016x}", hasher.finish());
    // A custom section may follow all others: its id, 0, its length, then its name and what is in it, with the name's length before it.
    module.extend([0, (1 + NAME.len() + build.len()) as u8, NAME.len() as u8]);
    module.extend(NAME.bytes().chain(build.bytes()));
    writeln!(script, "\n/** Which build this is; the module has the same. */\nexport const {NAME} = \"{build}\";")?;
    writeln!(types, "\n/** Which build this is; the module has the same. */\nexport const {NAME}: string;")?;
    fs::write(file("_bg.wasm"), module)?;
    fs::write(file(".js"), script)?;
    fs::write(file(".d.ts"), types).context("cannot write the build's mark")
}

/// The mark of the build at `stem`.
pub(crate) fn mark(stem: &Path) -> Result<String> {
    let script = fs::read_to_string(stem.with_extension("js"))?;
    let (_, rest) = script.split_once(&format!("export const {NAME} = \"")).context("pkg/ carries no mark")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// What the mark of a build is called.
const NAME: &str = "build";

/// Says so when the environment silently undoes `.cargo/config.toml`: without its flags there is no SIMD.
pub(crate) fn warn_of_rustflags() {
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"] {
        if std::env::var_os(name).is_some_and(|flags| !flags.is_empty()) {
            eprintln!("warning: {name} is set and replaces or alters the wasm32 rustflags in .cargo/config.toml");
        }
    }
}

/// Adds what makes `pkg/` an npm package by itself.
fn make_publishable(project: &Project, stem: &str, pkg: &Path) -> Result<()> {
    let cargo = &project.package;
    let mut manifest = json!({
        "name": cargo["name"],
        "type": "module",
        "description": cargo["description"],
        "version": cargo["version"],
        "license": cargo["license"],
        "files": [format!("{stem}_bg.wasm"), format!("{stem}.js"), format!("{stem}.d.ts")],
        "main": format!("{stem}.js"),
        "types": format!("{stem}.d.ts"),
        "sideEffects": ["./snippets/*"],
        "keywords": cargo["keywords"],
    });
    if pkg.join("snippets").exists()
        && let Some(files) = manifest["files"].as_array_mut()
    {
        files.push(json!("snippets"));
    }
    let text = serde_json::to_string_pretty(&manifest)?;
    fs::write(pkg.join("package.json"), text + "\n").context("cannot write pkg/package.json")?;

    for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"].map(|name| project.root.join(name)) {
        if let Some(name) = file.file_name().filter(|_| file.exists()) {
            fs::copy(&file, pkg.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
        }
    }
    Ok(())
}
