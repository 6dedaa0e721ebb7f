//! The pages about optimizers and about networks: what there is to choose from, with its settings, comes from the code.

use std::fs;

use lr_lab::api::{FieldInfo, KindInfo, catalog};
use lr_lab::number::number;

use super::arguments;
use super::page::{hold, path, renewed, table};

#[test]
fn the_page_about_optimizers_is_not_stale() {
    let name = "optimizers.md";
    let made = renewed(&fs::read_to_string(path(name)).unwrap(), |_, _| {
        let section = |info: lr_lab::api::OptimizerInfo| {
            let [keras, pytorch] = [info.default_lr.keras, info.default_lr.pytorch].map(|lr| number(lr, 6));
            let rate = if keras == pytorch { keras } else { format!("{keras}, PyTorch's {pytorch}") };
            let rate = format!("The library's own rate is {rate}.");
            section(&info.title, info.kind, &format!("{} {rate}", info.description), &info.fields)
        };
        catalog().optimizers.into_iter().map(section).collect::<Vec<_>>().join("\n")
    });
    hold(name, &made);
}

#[test]
fn the_page_about_networks_is_not_stale() {
    let name = "networks.md";
    let made = renewed(&fs::read_to_string(path(name)).unwrap(), |part, _| {
        let catalog = catalog();
        match part {
            "layers" => {
                let section = |info: KindInfo| section(&info.title, info.kind, &info.description, &info.fields);
                catalog.layers.into_iter().map(section).collect::<Vec<_>>().join("\n")
            }
            "activations" => plain(
                catalog.activations.iter().map(|info| [info.title.as_ref(), info.kind, info.description.as_ref()]),
            ),
            "losses" => {
                plain(catalog.losses.iter().map(|info| [info.title.as_ref(), info.kind, info.description.as_ref()]))
            }
            "initializers" => plain(
                catalog.initializers.iter().map(|info| [info.title.as_ref(), info.kind, info.description.as_ref()]),
            ),
            part => panic!("docs/{name}: no part is called {part}"),
        }
    });
    hold(name, &made);
}

fn section(title: &str, kind: &str, sentence: &str, fields: &[FieldInfo]) -> String {
    let arguments = if fields.is_empty() {
        String::new()
    } else {
        format!("\n{}", table(&arguments::head(), &arguments::rows(fields)))
    };
    format!("### {title}: `{kind}`\n\n{sentence}\n{arguments}")
}

fn plain<'a>(rows: impl Iterator<Item = [&'a str; 3]>) -> String {
    let row = |[title, kind, sentence]: [&str; 3]| vec![title.to_owned(), format!("`{kind}`"), sentence.to_owned()];
    table(&["", "name", ""].map(str::to_owned), &rows.map(row).collect::<Vec<_>>())
}
