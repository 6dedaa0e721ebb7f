//! What the tasks need to know of the project, read from Cargo so that nothing is written twice.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// The wasm target's name.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The project on disk.
pub(crate) struct Project {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Where Cargo puts what it builds; `CARGO_TARGET_DIR` and Cargo's configuration may have moved it.
    pub(crate) target: PathBuf,
    /// The root package, as `cargo metadata` tells it.
    pub(crate) package: Value,
}

impl Project {
    /// Asks Cargo about the workspace that it runs this program in; checkouts with a common target folder share the program.
    pub(crate) fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask has no parent folder")?.to_owned();
        let answer = shell::output(&mut shell::cargo(&root, &["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: Value = serde_json::from_str(&answer)?;
        let target = metadata["target_directory"].as_str().context("no target directory in cargo metadata")?.into();
        let manifest = root.join("Cargo.toml");
        let package = metadata["packages"]
            .as_array()
            .and_then(|packages| {
                packages.iter().find(|p| p["manifest_path"].as_str().map(Path::new) == Some(&*manifest))
            })
            .context("no root package in cargo metadata")?
            .clone();
        Ok(Self { root, target, package })
    }

    /// The generated package that the page loads.
    pub(crate) fn pkg(&self) -> PathBuf {
        self.root.join("pkg")
    }

    /// The package's name as the stem of file names: `lr_lab`.
    pub(crate) fn stem(&self) -> Result<String> {
        Ok(self.package["name"].as_str().context("the package has no name")?.replace('-', "_"))
    }

    /// The version of wasm-bindgen that Cargo.lock names, which the command-line tools must match exactly.
    pub(crate) fn wasm_bindgen_version(&self) -> Result<String> {
        let lock = std::fs::read_to_string(self.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
        locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_version_from_the_lock() {
        let lock =
            "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"0.2.1\"\n";
        assert_eq!(locked_version(lock, "a").as_deref(), Some("0.2.1"));
        assert_eq!(locked_version(lock, "b"), None);
    }
}
