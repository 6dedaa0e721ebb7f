//! The page about links: its table of keys comes from the code, and its links are as the lab would write them.

use std::fs;

use lr_lab::api::{decode_link, encode_link, link_keys};

use super::page::{blocks, hold, path, renewed, table};

const PAGE: &str = "link.md";

#[test]
fn the_page_about_links_is_not_stale() {
    let made = renewed(&fs::read_to_string(path(PAGE)).unwrap(), |part, _| match part {
        "keys" => keys(),
        part => panic!("docs/{PAGE}: no part is called {part}"),
    });
    hold(PAGE, &made);
}

#[test]
fn its_links_are_in_their_shortest_form() {
    let text = fs::read_to_string(path(PAGE)).unwrap();
    let links = blocks(&text, "link ");
    assert!(links.len() > 3, "{links:?}");
    for (_, link) in links {
        let (config, notes) = decode_link(link);
        assert!(notes.is_empty(), "{link}: {notes:?}");
        assert_eq!(encode_link(&config).unwrap(), link);
    }
}

fn keys() -> String {
    let head = ["key", "default", "such as", ""].map(str::to_owned);
    let row = |key: &lr_lab::api::LinkKey| {
        vec![
            format!("`{}`", key.name),
            key.default.to_owned(),
            format!("`{}`", key.example),
            key.description.to_owned(),
        ]
    };
    table(&head, &link_keys().iter().map(row).collect::<Vec<_>>())
}
