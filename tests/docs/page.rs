//! A page with generated parts between marks, `<!-- name setting=… -->` and `<!-- end -->`, and the comparison of what is
//! made with what is committed.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use lr_lab::api::Value;
use lr_lab::named::Named;
use lr_lab::plot::chart::Chart;
use lr_lab::plot::svg::to_svg;
use lr_lab::plot::theme::Theme;
use serde_json::Value as Json;

const END: &str = "<!-- end -->";

/// A file under `docs/`.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// Whether the files are to be renewed rather than compared.
fn writes() -> bool {
    std::env::var_os("LR_LAB_DOCS").is_some_and(|how| how == "write")
}

/// Holds a generated file to what it should be.
pub(crate) fn hold(name: &str, made: &str) {
    let path = path(name);
    if writes() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/{name} is stale; LR_LAB_DOCS=write cargo test --test docs renews it");
}

/// The settings of a mark.
pub(crate) type Settings<'a> = HashMap<&'a str, &'a str>;

/// The page with each marked part made anew: `make(name, settings)`.
pub(crate) fn renewed(text: &str, mut make: impl FnMut(&str, &Settings) -> String) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("<!-- ") {
        let (mark, from) = from.split_once(" -->\n").expect("a mark ends its line");
        let (_, after) = from.split_once(END).unwrap_or_else(|| panic!("{mark}: no {END}"));
        let mut words = mark.split(' ');
        let name = words.next().unwrap_or_default();
        let settings = words.filter_map(|word| word.split_once('=')).collect();
        made += &format!("{before}<!-- {mark} -->\n{}\n{END}", make(name, &settings).trim_end());
        rest = after;
    }
    made + rest
}

/// The fenced blocks of `language`: what stands behind it on its line, and the text.
pub(crate) fn blocks<'a>(text: &'a str, language: &str) -> Vec<(&'a str, &'a str)> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once(&fence) {
        let (label, from) = from.split_once('\n').expect("a fence ends its line");
        let (block, after) = from.split_once("\n```").expect("a closed fence");
        blocks.push((label.trim(), block));
        rest = after;
    }
    blocks
}

/// Charts below one another as a light and a dark SVG, `docs/{folder}/{name}-{theme}.svg`, and the element that shows the
/// one that fits.
pub(crate) fn picture(folder: &str, name: &str, alt: &str, draw: impl Fn(Theme) -> Vec<Chart>) -> String {
    for theme in Theme::ALL {
        hold(&format!("{folder}/{name}-{}.svg", theme.name()), &stacked(&draw(*theme)));
    }
    format!(
        "<picture>\n  <source media=\"(prefers-color-scheme: dark)\" srcset=\"{name}-dark.svg\">\n  \
         <img alt=\"{alt}\" src=\"{name}-light.svg\">\n</picture>\n"
    )
}

fn stacked(charts: &[Chart]) -> String {
    if let [chart] = charts {
        return to_svg(chart).unwrap();
    }
    let (mut parts, mut height) = (String::new(), 0.0);
    for chart in charts {
        parts += &to_svg(chart).unwrap().replacen("<svg ", &format!("<svg y=\"{height}\" "), 1);
        height += chart.height;
    }
    let width = charts.iter().map(|chart| chart.width).fold(0.0, f64::max);
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\n{parts}</svg>\n")
}

/// A row of a table.
pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

/// A table: its head and its rows.
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = vec!["---".to_owned(); head.len()];
    [line(head), line(&rule)].into_iter().chain(rows.iter().map(|row| line(row))).collect()
}

pub(crate) fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}
