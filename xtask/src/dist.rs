//! `dist/`: the lab as it is delivered, a folder to deploy, an npm package, a widget for notebooks and a single file.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::size::files;
use crate::{build, shell, tools};

/// What is deployed: the files of a folder with these endings, or by these names.
const SITE: [(&str, &[&str]); 6] = [
    ("", &["index.html", "embed.html", "LICENSE-MIT", "LICENSE-APACHE"]),
    ("data", &["gz"]),
    ("pkg", &["js", "wasm"]),
    ("www", &["js", "css"]),
    ("www/lessons", &["json"]),
    ("www/texts", &["js", "json"]),
];
/// What of it only those need who write or pack the lab; messages.js has nothing but types.
const UNDEPLOYED: [&str; 3] = ["messages.js", "widget.js", "schema.json"];
/// The lines of README.md that list it.
const MARKS: [&str; 2] = ["<!-- site -->\n", "<!-- end -->"];

/// Builds, and writes all of `dist/`.
pub(crate) fn run(project: &Project) -> Result<()> {
    let tests = project.root.join("tests/e2e");
    tools::node()?;
    tools::npm_packages(&tests)?;
    build::run(project)?;
    let dist = project.root.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("cannot clear dist/")?;
    }
    let listing = site(project, &dist.join("site"))?;
    print!("{listing}");
    list(&project.root.join("README.md"), &listing)?;
    let node = || {
        let mut command = Command::new("node");
        command.current_dir(&project.root);
        command
    };
    for packer in ["one-file.mjs", "package.mjs"] {
        let mut command = node();
        command.arg(Path::new("xtask/bundle").join(packer)).args([Path::new("."), &dist]);
        // Cargo's facts of the package are npm's.
        shell::run(command.env("LR_LAB_PACKAGE", project.package.to_string()))?;
    }
    // The wheel takes it along.
    let wheel = project.root.join("python/src/lr_lab/static");
    fs::create_dir_all(&wheel)?;
    let widget = "lr-lab.anywidget.js";
    fs::copy(dist.join(widget), wheel.join(widget)).context("cannot give the widget to the Python package")?;
    let mut tsc = node();
    tsc.arg(tests.join("node_modules/typescript/bin/tsc")).args(["-p", "www", "--noEmit", "false", "--declaration"]);
    shell::run(tsc.args(["--emitDeclarationOnly", "--outDir"]).arg(dist.join("npm/types/www")))
}

/// Copies what is deployed, and gives its listing, a folder a line.
fn site(project: &Project, site: &Path) -> Result<String> {
    let mark = build::mark(&project.pkg().join(project.stem()?))?;
    let mut listing = String::from("| folder | files | size |\n|---|---|---|\n");
    let mut whole = (0, 0);
    for (folder, what) in SITE {
        let from = project.root.join(folder);
        let found: Vec<PathBuf> =
            if folder.is_empty() { what.iter().map(|name| from.join(name)).collect() } else { files(&from, what) };
        fs::create_dir_all(site.join(folder))?;
        let mut part = (0, 0);
        for file in found {
            let name = file.file_name().context("a file has no name")?;
            if UNDEPLOYED.iter().any(|other| *other == name) {
                continue;
            }
            let copy = site.join(folder).join(name);
            if name == "files.js" {
                fs::write(&copy, marked(&fs::read_to_string(&file)?, &mark)?)?;
            } else {
                fs::copy(&file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
            }
            part = (part.0 + 1, part.1 + fs::metadata(&copy)?.len());
        }
        whole = (whole.0 + part.0, whole.1 + part.1);
        let name = if folder.is_empty() {
            what.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        } else {
            format!("`{folder}/`")
        };
        writeln!(listing, "| {name} | {} | {} |", part.0, about(part.1))?;
    }
    writeln!(listing, "| all | {} | {} |", whole.0, about(whole.1))?;
    Ok(listing)
}

/// A size that stands in README.md, and so must not change with every word of the page.
fn about(bytes: u64) -> String {
    format!("{} KiB", (bytes + 5 * 1024) / 10240 * 10)
}

/// `www/files.js` with the mark of the build that it is deployed with.
fn marked(text: &str, mark: &str) -> Result<String> {
    const EMPTY: &str = "export const packedWith = \"\";";
    if !text.contains(EMPTY) {
        bail!("www/files.js has no line `{EMPTY}`");
    }
    Ok(text.replace(EMPTY, &format!("export const packedWith = \"{mark}\";")))
}

/// Puts the listing in its place.
fn list(readme: &Path, listing: &str) -> Result<()> {
    let text = fs::read_to_string(readme)?;
    let (before, rest) = text.split_once(MARKS[0]).context("README.md has no place for the listing")?;
    let (_, after) = rest.split_once(MARKS[1]).context("README.md's listing has no end")?;
    fs::write(readme, format!("{before}{}{listing}{}{after}", MARKS[0], MARKS[1])).context("cannot write README.md")
}
