//! TypeScript declarations, made of the same declarations as what they describe.

use crate::range::Range;

use super::options::Ask;

/// Declarations, each once, in the order in which they are met.
#[derive(Default)]
pub(crate) struct Types {
    names: Vec<&'static str>,
    texts: Vec<String>,
}

impl Types {
    /// Adds a declaration and what it refers to, unless it is there already; its name.
    pub(crate) fn declare(
        &mut self,
        name: &'static str,
        docs: &str,
        body: impl FnOnce(&mut Self, &'static str) -> String,
    ) -> String {
        if !self.names.contains(&name) {
            // Its place comes before what it refers to, which may be itself.
            let at = self.texts.len();
            self.names.push(name);
            self.texts.push(String::new());
            self.texts[at] = format!("{}export {}\n", comment(docs, ""), body(self, name));
        }
        name.to_owned()
    }

    /// Adds an interface with the fields that `lines` has.
    pub(crate) fn interface(
        &mut self,
        name: &'static str,
        docs: &[&str],
        lines: impl FnOnce(&mut Self) -> Vec<Line>,
    ) -> String {
        self.declare(name, &joined(docs), |types, name| {
            let (flat, own): (Vec<_>, Vec<_>) = lines(types).into_iter().partition(|line| line.flat);
            let flat: Vec<String> = flat.into_iter().map(|line| line.is).collect();
            let extends = if flat.is_empty() { String::new() } else { format!(" extends {}", flat.join(", ")) };
            format!("interface {name}{extends} {}", object(&own, ""))
        })
    }

    /// Adds a union of objects, each with its sentence.
    pub(crate) fn union(
        &mut self,
        name: &'static str,
        docs: &[&str],
        members: impl FnOnce(&mut Self) -> Vec<(String, Vec<Line>)>,
    ) -> String {
        self.declare(name, &joined(docs), |types, name| {
            let member =
                |(docs, lines): (String, Vec<Line>)| comment(&docs, "    ") + "    | " + &object(&lines, "    ");
            let members: Vec<String> = members(types).into_iter().map(member).collect();
            format!("type {name} =\n{};", members.join("\n"))
        })
    }

    /// All of them.
    pub(crate) fn text(&self) -> String {
        self.texts.join("\n")
    }
}

/// A field.
pub(crate) struct Line {
    name: &'static str,
    docs: String,
    is: String,
    optional: bool,
    /// Whether its own fields stand in its place.
    flat: bool,
}

impl Line {
    /// A field that is always there.
    pub(crate) fn new(name: &'static str, docs: &[&str], is: String) -> Self {
        Self { name, docs: joined(docs), is, optional: false, flat: false }
    }

    /// A field of a request.
    pub(crate) fn asked<T: Ask>(types: &mut Types, name: &'static str, docs: &[&str]) -> Self {
        Self { optional: T::OPTIONAL, flat: T::FLAT, ..Self::new(name, docs, T::ts(types)) }
    }

    /// The same field, which may be absent.
    pub(crate) fn optional(self, optional: bool) -> Self {
        Self { optional, ..self }
    }

    /// The same field with its range in words.
    pub(crate) fn within(mut self, range: &Range) -> Self {
        self.docs = format!("{} Accepted: {range}.", self.docs);
        self
    }

    /// The same field of another type.
    pub(crate) fn typed(self, is: impl Into<String>) -> Self {
        Self { is: is.into(), ..self }
    }
}

/// Names as a union of texts.
pub(crate) fn texts<'a>(names: impl IntoIterator<Item = &'a &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("\"{name}\"")).collect();
    quoted.join(" | ")
}

/// An array of `item`.
pub(crate) fn array(item: &str) -> String {
    // What stands between angle brackets holds together.
    if item.contains(" | ") && !item.ends_with('>') { format!("({item})[]") } else { format!("{item}[]") }
}

fn object(lines: &[Line], indent: &str) -> String {
    let line = |line: &Line| {
        let Line { name, docs, is, optional, .. } = line;
        let mark = if *optional { "?" } else { "" };
        format!("{}{indent}    {name}{mark}: {is};\n", comment(docs, &format!("{indent}    ")))
    };
    format!("{{\n{}{indent}}}", lines.iter().map(line).collect::<String>())
}

/// Lines of a Rust comment as one.
fn joined(docs: &[&str]) -> String {
    docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// A comment, broken where it is too long.
fn comment(docs: &str, indent: &str) -> String {
    const WIDTH: usize = 110;
    let mut lines = vec![String::new()];
    for word in docs.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => *line += &format!(" {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    match lines.as_slice() {
        [line] if line.is_empty() => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}
