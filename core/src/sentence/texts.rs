//! What is said in another language than the code's: a template for each id, handed over once.

use std::cell::RefCell;

thread_local! {
    /// Templates by id, in its order. On the web there is one thread to an instance of the core.
    static TEXTS: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Makes these templates what this thread says from now on, by the ids of their sentences; what has none, and all of it
/// after an empty list, stays English. A template's places have to be those of the English.
pub fn set_texts(mut texts: Vec<(String, String)>) {
    texts.sort();
    TEXTS.set(texts);
}

/// The template of `id`, where one was handed over.
pub fn translated(id: &str) -> Option<String> {
    TEXTS.with_borrow(|texts| {
        let at = texts.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok()?;
        Some(texts[at].1.clone())
    })
}

/// A template's first place: what stands before it, its name, and the rest.
pub fn place(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, rest) = rest.split_once('}')?;
    Some((before, name, rest))
}
