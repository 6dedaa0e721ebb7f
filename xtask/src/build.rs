//! `pkg/`: the wasm module, its JavaScript and its types, as `wasm-pack build --target web` would write them.
//!
//! wasm-bindgen runs as a library, so its version is the locked one and there is no second tool to install.

use std::fs;
use std::path::Path;

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
        // Names of functions are for profilers; they are a twentieth of what the page has to fetch.
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    if pkg.exists() {
        fs::remove_dir_all(&pkg).context("cannot clear pkg/")?;
    }
    output.emit(&pkg)?;
    make_publishable(project, &stem, &pkg)?;
    size::report(project)
}

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
