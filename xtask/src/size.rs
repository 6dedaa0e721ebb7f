//! The size of the wasm module, raw and as a server would compress it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shell;

/// Prints both sizes, the compressed one also without the bundled data sets of the folder `data`. They inform and gate
/// nothing, so a missing compressor costs no more than its number.
pub(crate) fn report(file: &Path, data: &Path) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let raw = match fs::metadata(file) {
        Ok(raw) => kib(raw.len()),
        Err(error) => return println!("  {name}: {error}"),
    };
    match gzipped(&[file.to_owned()]).zip(gzipped(&bundled(data))) {
        Some((all, bundled)) => {
            let (all, rest, bundled) = (kib(all), kib(all.saturating_sub(bundled)), kib(bundled));
            println!("  {name}: {raw}, {all} gzipped: {rest} program, {bundled} bundled data");
        }
        None => println!("  {name}: {raw} (neither gzip nor node here to compress it)"),
    }
}

/// The tables that the program carries; pictures are fetched apart.
fn bundled(data: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(data).into_iter().flatten().flatten().map(|entry| entry.path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "csv" || extension == "txt")).collect()
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
