//! What `index.html` shows before any program has arrived: the default experiment's range test, as the page will draw it.

use std::fs;

use lr_lab::finder::LrFindReport;
use lr_lab::number::number;
use lr_lab::plot::figure::lr_find::{LrFindOptions, figure};
use lr_lab::plot::svg::to_svg;
use lr_lab::plot::{text::estimate, theme::Theme};
use serde_json::json;

use super::modules::preloads;
use super::page::{hold, path, renewed, value};
use super::truth::found;

/// Where the pages lie, seen from `docs/`.
const PAGE: &str = "../index.html";
const EMBED: &str = "../embed.html";

/// The page's defaults, version 1.
fn report() -> LrFindReport {
    let dense = |units: usize, activation: &str| json!({ "kind": "dense", "units": units, "activation": activation });
    let experiment = json!({
        "data": { "name": "breast-cancer", "validation": 0.2 },
        "model": { "layers": [dense(10, "relu"), dense(10, "relu"), dense(2, "softmax")] },
        "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": 32, "seed": 1,
    });
    found(&value(&experiment), &json!({ "startLr": 1e-5, "endLr": 10, "steps": 200 }))
}

#[test]
fn the_first_paint_is_not_stale() {
    let report = report();
    let text = fs::read_to_string(path(PAGE)).unwrap();
    let made = renewed(&text, |part, _| match part {
        "modules" => preloads(&["page.js"]),
        "first" => first(&report),
        "unloaded" => unloaded(&text),
        other => panic!("{PAGE} has a part {other}"),
    });
    hold(PAGE, &made);
    assert!(made.len() < 200_000, "{} bytes are too many for a first paint", made.len());
}

#[test]
fn the_embedded_page_asks_for_all_at_once() {
    let text = fs::read_to_string(path(EMBED)).unwrap();
    let made = renewed(&text, |part, _| match part {
        "modules" => preloads(&["home.js"]),
        "unloaded" => unloaded(&fs::read_to_string(path(PAGE)).unwrap()),
        other => panic!("{EMBED} has a part {other}"),
    });
    hold(EMBED, &made);
}

/// What is said where nothing loads: nothing could fetch it, so each page has it, the embedded one as the page words it.
fn unloaded(page: &str) -> String {
    let (_, from) = page.split_once("<!-- unloaded -->\n").unwrap();
    from.split_once("<!-- end -->").unwrap().0.to_owned()
}

fn first(report: &LrFindReport) -> String {
    let answer = report.answer.as_ref().unwrap();
    let lr = answer.lr;
    let picture = |theme: Theme, name: &str, (width, height): (f64, f64)| {
        let options = LrFindOptions {
            width,
            height,
            theme,
            lr: Some(lr),
            from: Some(1e-5),
            to: Some(10.0),
            ..LrFindOptions::default()
        };
        // The same text twice would be read twice.
        to_svg(&figure(report, &options, &estimate))
            .unwrap()
            .replace("<svg ", &format!("<svg class=\"{name}\" aria-hidden=\"true\" "))
    };
    // A wide figure on a phone would have letters too small to read.
    let pictures = [
        picture(Theme::Light, "light wide", (740.0, 300.0)),
        picture(Theme::Dark, "dark wide", (740.0, 300.0)),
        picture(Theme::Light, "light narrow", (360.0, 280.0)),
        picture(Theme::Dark, "dark narrow", (360.0, 280.0)),
    ];
    let rows: String = report
        .suggestions
        .iter()
        .map(|found| format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", found.rule, number(found.lr, 3)))
        .collect();
    format!(
        "<div class=\"early\">\n<h2>First guess: {}.</h2>\n<p>{}.</p>\n<figure aria-label=\"Loss over rate\">\n{}\n</figure>\n<table>\n<caption>What \
         each rule suggests</caption>\n<tbody>{rows}</tbody>\n</table>\n</div>",
        number(lr, 2),
        format_args!("{}{}", answer.reason[..1].to_uppercase(), &answer.reason[1..]),
        pictures.join("\n"),
    )
}
