//! The modules that a page will ask for, told to the browser at once: else it would learn of each from the one before.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Links for the program, its JavaScript, and every module that `www/lr-lab.js` and `others` import.
pub(crate) fn preloads(others: &[&str]) -> String {
    let mut modules = BTreeSet::new();
    for module in others.iter().chain(&["lr-lab.js"]) {
        gather(module, &mut modules);
    }
    let mut links = vec![
        r#"<link rel="preload" href="pkg/lr_lab_bg.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">"#
            .to_owned(),
        r#"<link rel="modulepreload" href="pkg/lr_lab.js">"#.to_owned(),
    ];
    links.extend(modules.iter().map(|module| format!(r#"<link rel="modulepreload" href="www/{module}">"#)));
    links.join("\n")
}

/// A module and all that it imports by a line such as `import { h } from "./dom.js";`.
fn gather(module: &str, modules: &mut BTreeSet<String>) {
    if !modules.insert(module.to_owned()) {
        return;
    }
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(module)).unwrap();
    // The names of a long list stand on lines of their own.
    let imported = text.lines().filter(|line| line.starts_with("import ") || line.starts_with("} from "));
    for line in imported {
        if let Some((_, rest)) = line.split_once("\"./") {
            gather(rest.split_once('"').unwrap().0, modules);
        }
    }
}
