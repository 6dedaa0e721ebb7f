//! ARCHITECTURE.md's table of modules, and the invariants that no compiler holds.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What every module may use; `kind` and `camel` are macros of `declare`.
const BASE: &[&str] =
    &["camel", "declare", "error", "family", "kind", "math", "named", "number", "range", "rng", "sentence", "thin"];

/// What each module may use besides, in the order of the data's flow.
const LAYERS: &[(&str, &[&str])] = &[
    ("declare", &[]),
    ("error", &[]),
    ("family", &[]),
    ("math", &[]),
    ("named", &[]),
    ("number", &[]),
    ("range", &[]),
    ("rng", &[]),
    ("sentence", &[]),
    ("thin", &[]),
    ("data", &[]),
    ("kernels", &[]),
    ("model", &["data", "kernels"]),
    ("optimizer", &["kernels"]),
    ("train", &["data", "kernels", "model", "optimizer"]),
    ("curvature", &["data", "kernels", "model", "optimizer", "train"]),
    ("source", &["data"]),
    ("schedule", &[]),
    ("finder", &["schedule"]),
    ("run", &["data", "train", "schedule", "finder", "curvature", "optimizer"]),
    ("export", &["model", "optimizer", "schedule", "finder"]),
    ("plot", &["finder", "train"]),
    ("request", &["data", "source", "model", "optimizer", "schedule", "finder", "train", "run"]),
    ("report", &["model", "finder", "train", "run", "request"]),
    ("catalog", &["data", "source", "model", "optimizer", "schedule", "finder", "request", "report"]),
    ("link", &["data", "source", "model", "optimizer", "schedule", "finder", "train", "run", "request", "report"]),
    (
        "api",
        &[
            "curvature",
            "data",
            "source",
            "model",
            "optimizer",
            "schedule",
            "finder",
            "train",
            "run",
            "export",
            "plot",
            "request",
            "catalog",
            "link",
            "report",
        ],
    ),
    ("web", &["run", "plot", "report", "api"]),
];

/// Every source file with the module it belongs to and its code, comments left out.
fn sources() -> Vec<(PathBuf, String, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let roots = ["core/src", "src"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let mut files = Vec::new();
    roots.iter().for_each(|root| collect(root, &mut files));
    files
        .into_iter()
        .map(|path| {
            let inside = roots.iter().find_map(|root| path.strip_prefix(root).ok()).unwrap();
            let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (path, module, code.join("\n"))
        })
        .filter(|(_, module, _)| module != "lib")
        .collect()
}

/// The modules that `code` names as `crate::module` or in `crate::{…}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names =
            rest.strip_prefix('{').map_or(rest, |group| group.split_once('}').map_or(group, |(inside, _)| inside));
        for name in names.split(',') {
            modules.insert(name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            if !rest.starts_with('{') {
                break;
            }
        }
    }
    modules
}

#[test]
fn modules_use_only_what_lies_below_them() {
    for (path, module, code) in sources() {
        let (_, allowed) = LAYERS.iter().find(|(name, _)| *name == module).expect("a module that the table lacks");
        for name in used(&code) {
            let known = name == module || BASE.contains(&name.as_str()) || allowed.contains(&name.as_str());
            assert!(known, "{} uses {name}; {module} may use {allowed:?}", path.display());
        }
    }
}

#[test]
fn the_table_has_no_way_back() {
    for (i, (module, allowed)) in LAYERS.iter().enumerate() {
        for name in *allowed {
            assert!(LAYERS[..i].iter().any(|(below, _)| below == name), "{module} uses {name}, which comes after it");
        }
    }
}

#[test]
fn serde_and_the_web_stay_where_they_belong() {
    for (path, module, code) in sources() {
        let refuse = |word: &str, allowed: &[&str]| {
            let named = code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word);
            assert!(!named || allowed.contains(&module.as_str()), "{} names {word}", path.display());
        };
        for word in ["wasm_bindgen", "js_sys", "web_sys", "plotters_canvas", "serde_wasm_bindgen"] {
            refuse(word, &["web"]);
        }
        refuse("serde", &["request", "catalog", "link", "report", "api", "web"]);
        refuse("plotters", &["plot", "web"]);
        for clock in ["Instant", "SystemTime", "performance"] {
            refuse(clock, &[]);
        }
    }
}

#[test]
fn schedules_and_rules_draw_no_random_numbers() {
    for (path, module, code) in sources() {
        if module == "schedule" || module == "finder" {
            assert!(!used(&code).contains("rng"), "{} uses rng", path.display());
        }
    }
}

/// What a kind is called is its own file's to say, its list's, and the exporters', whose native lines name what a library
/// has. Whatever else asks for one by name is a mention that a new kind would need, too.
#[test]
fn kinds_are_named_where_they_are_declared_alone() {
    // Plateau follows a metric, an expression comes with its language, and the linter looks into what is made of others.
    const OWN_WAYS: &[&str] = &["Plateau", "Expression", "Join", "Product"];
    // The optimizer of a request that names none.
    const DEFAULTS: &[&str] = &["Sgd"];
    let sources = sources();
    let mut declared = 0;
    for (home, module, code) in &sources {
        let Some((_, rest)) = code.split_once("\nkind! {") else { continue };
        let kind = rest.split(':').next().unwrap().trim();
        // A specimen has the same name in every family.
        let exempt = home.ends_with("specimen.rs") || OWN_WAYS.contains(&kind) || DEFAULTS.contains(&kind);
        if exempt || !["schedule", "optimizer"].contains(&module.as_str()) {
            continue;
        }
        declared += 1;
        let config = format!("{kind}Config");
        for (path, module, code) in &sources {
            let code = code.split("#[cfg(test)]").next().unwrap();
            let listed = path.ends_with("mod.rs") && path.parent() == home.parent();
            // One kind may be made of another: AdamW has Adam's settings.
            if code.contains("\nkind! {") || listed || module == "export" {
                continue;
            }
            let words: Vec<&str> =
                code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
            // A kind by itself, or as a variant; other things may share its name (`Function::Cosine`).
            let named = words.windows(2).any(|pair| {
                pair[1] == config || pair[1] == kind && ["Shape", "OptimizerSpec", "Optimizer"].contains(&pair[0])
            });
            assert!(!named, "{} names {kind}", path.display());
        }
    }
    assert!(declared > 25, "{declared} kinds are declared");
}
