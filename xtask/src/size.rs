//! The size of the wasm module, raw and as a server would compress it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell;

/// Prints both sizes. They inform and gate nothing, so a missing compressor costs no more than its number.
pub(crate) fn report(file: &Path) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match fs::metadata(file) {
        Ok(raw) => match gzipped(file) {
            Some(small) => println!("  {name}: {}, {} gzipped", kib(raw.len()), kib(small)),
            None => println!("  {name}: {} (neither gzip nor node here to compress it)", kib(raw.len())),
        },
        Err(error) => println!("  {name}: {error}"),
    }
}

fn kib(bytes: u64) -> String {
    format!("{}.{} KiB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

/// The system compresses: a compressor for one printed number is not worth its compile time.
fn gzipped(file: &Path) -> Option<u64> {
    let gzip = shell::which("gzip").map(|gzip| {
        let mut command = Command::new(gzip);
        command.arg("-9c").arg(file);
        command
    });
    let node = shell::which("node").map(|node| {
        let mut command = Command::new(node);
        let script = "const fs = require('fs'), zlib = require('zlib'); \
                      fs.writeSync(1, zlib.gzipSync(fs.readFileSync(process.argv[1]), { level: 9 }))";
        command.args(["-e", script]).arg(file);
        command
    });
    let output = gzip.or(node)?.stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout.len() as u64)
}
