//! The size of what a reader fetches, raw and as a server would compress it, and the limits that it keeps.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::project::Project;
use crate::shell;

/// The limits in bytes, by part.
const LIMITS: &str = "xtask/limits.json";

/// A part of what is fetched.
struct Part {
    name: &'static str,
    raw: u64,
    /// None where nothing here can compress it.
    gzipped: Option<u64>,
}

/// Prints the size of each part.
pub(crate) fn report(project: &Project) -> Result<()> {
    for Part { name, raw, gzipped } in parts(project)? {
        let gzipped = gzipped
            .map_or("neither gzip nor node here to compress it".to_owned(), |size| format!("{} gzipped", kib(size)));
        println!("  {name}: {}, {gzipped}", kib(raw));
    }
    Ok(())
}

/// Whether each part keeps its limits.
///
/// # Errors
/// The parts that are too large. Who needs more raises the limit in the same commit, and says why.
pub(crate) fn check(project: &Project) -> Result<()> {
    let text = fs::read_to_string(project.root.join(LIMITS)).with_context(|| format!("cannot read {LIMITS}"))?;
    let limits: Value = serde_json::from_str(&text).with_context(|| format!("{LIMITS} is no JSON"))?;
    let mut over = Vec::new();
    for Part { name, raw, gzipped } in parts(project)? {
        let sizes = json!({ "raw": raw, "gzipped": gzipped });
        for how in ["raw", "gzipped"] {
            let limit =
                limits[name][how].as_u64().with_context(|| format!("{LIMITS} has no limit for {name}, {how}"))?;
            if let Some(size) = sizes[how].as_u64().filter(|size| *size > limit) {
                over.push(format!("{name}: {} {how}, limit {}", kib(size), kib(limit)));
            }
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("larger than {LIMITS} allows: {}", over.join("; ")) }
}

fn parts(project: &Project) -> Result<Vec<Part>> {
    let stem = project.stem()?;
    let module = project.pkg().join(format!("{stem}_bg.wasm"));
    let data = files(&project.root.join("data"), &["csv", "txt"]);
    let glue = project.pkg().join(format!("{stem}.js"));
    let www = project.root.join("www");
    let sources = files(&www, &["js", "css"]).into_iter().filter(|file| !file.ends_with("widget.js"));
    let (later, mut page) = sources.partition::<Vec<_>, _>(|file| is_later(file));
    page.push(www.join("texts/en.js"));
    let lessons = [later, files(&www.join("lessons"), &["json"])].concat();
    let german = ["de.js", "core-de.json"].map(|name| www.join("texts").join(name));
    let whole = part("module", &[module])?;
    // The tables that the program carries; pictures are fetched apart.
    let bundled = part("data", &data)?;
    let program = Part {
        name: "program",
        raw: whole.raw.saturating_sub(bundled.raw),
        gzipped: whole.gzipped.zip(bundled.gzipped).map(|(whole, bundled)| whole.saturating_sub(bundled)),
    };
    Ok(vec![
        whole,
        program,
        bundled,
        part("glue", &[glue])?,
        part("page", &page)?,
        part("lessons", &lessons)?,
        part("german", &german)?,
    ])
}

/// Whether a file of the page comes with the first lesson, or the first word of the glossary: all but the way in.
fn is_later(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    (name.starts_with("lesson") && name != "lesson-menu.js") || name == "glossary.js"
}

fn part(name: &'static str, files: &[PathBuf]) -> Result<Part> {
    let size = |file: &PathBuf| fs::metadata(file).map(|data| data.len()).with_context(|| file.display().to_string());
    let raw = files.iter().map(size).sum::<Result<u64>>()?;
    Ok(Part { name, raw, gzipped: gzipped(files) })
}

/// The files of a folder with one of these endings, in the order of their names.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let ends = |file: &PathBuf| endings.iter().any(|ending| file.extension().is_some_and(|own| own == *ending));
    let mut files: Vec<PathBuf> = files.filter(ends).collect();
    files.sort();
    files
}

fn kib(bytes: u64) -> String {
    format!("{}.{} KiB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

/// The system compresses: a compressor for one printed number is not worth its compile time.
fn gzipped(files: &[PathBuf]) -> Option<u64> {
    let gzip = shell::which("gzip").map(|gzip| {
        let mut command = Command::new(gzip);
        command.arg("-9c").args(files);
        command
    });
    let node = shell::which("node").map(|node| {
        let mut command = Command::new(node);
        let script = "const fs = require('fs'), zlib = require('zlib'); \
                      for (const file of process.argv.slice(1)) \
                      fs.writeSync(1, zlib.gzipSync(fs.readFileSync(file), { level: 9 }))";
        command.args(["-e", script]).args(files);
        command
    });
    let output = gzip.or(node)?.stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout.len() as u64)
}
