//! What is said in another language than the code's: a template for each id, handed over once.

use std::cell::RefCell;

thread_local! {
    /// Ids and templates. On the web there is one thread to an instance of the core.
    static TEXTS: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Makes these templates what this thread says from now on, by the ids of their sentences; what has none, and all of it
/// after an empty list, stays English. A template's places have to be those of the English.
pub fn set_texts(texts: Vec<(String, String)>) {
    TEXTS.set(texts);
}

/// The template of `id`, where one was handed over.
pub fn translated(id: &str) -> Option<String> {
    // Some hundred, of which most differ in length already: a search in order is quick, and less code than a map.
    TEXTS.with_borrow(|texts| texts.iter().find(|(known, _)| known == id).map(|(_, template)| template.clone()))
}

/// A template's first place: what stands before it, its name, and the rest.
pub fn place(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, rest) = rest.split_once('}')?;
    Some((before, name, rest))
}
