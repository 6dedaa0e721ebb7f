//! Lines of Python.

use crate::declare::{Datum, Kind, Setting};

/// The widest line that a call is written in.
pub(super) const WIDTH: usize = 100;

/// Lines of code, without indentation of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// Further lines, or every line of a text.
    pub(super) fn add(&mut self, lines: impl Into<Self>) {
        self.0.extend(lines.into().0);
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.0.push(String::new());
    }

    /// A header and what belongs under it.
    pub(super) fn block(&mut self, header: &str, body: impl Into<Self>) {
        self.add(header);
        self.add(body.into().indented(1));
    }

    /// The lines this many levels deep.
    pub(super) fn indented(mut self, levels: usize) -> Self {
        for line in self.0.iter_mut().filter(|line| !line.is_empty()) {
            line.insert_str(0, &"    ".repeat(levels));
        }
        self
    }

    /// A definition at the top level, with its two empty lines around it.
    pub(super) fn definition(&mut self, definition: impl Into<Self>) {
        self.section();
        self.add(definition);
        self.section();
    }

    /// Two empty lines, where there are none yet.
    pub(super) fn section(&mut self) {
        self.cut();
        if !self.0.is_empty() {
            self.0.extend([String::new(), String::new()]);
        }
    }

    /// Leaves out the empty lines at the end.
    fn cut(&mut self) {
        while self.0.last().is_some_and(String::is_empty) {
            self.0.pop();
        }
    }

    /// A whole script: these lines under their docstring and imports, of the standard library only those that they use.
    pub(super) fn under(self, title: Self, standard: &[&str], others: &str) -> Self {
        let mut script = title;
        script.blank();
        let used = |module: &&&str| self.0.iter().any(|line| line.contains(&format!("{module}.")));
        standard.iter().filter(used).for_each(|module| script.add(format!("import {module}")));
        script.blank();
        script.add(others);
        script.blank();
        script.add(self);
        script
    }

    pub(super) fn text(mut self) -> String {
        self.cut();
        self.0.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// The lines of a text, which may begin below its quote.
impl<T: AsRef<str>> From<T> for Lines {
    fn from(text: T) -> Self {
        let text = text.as_ref();
        Self(text.strip_prefix('\n').unwrap_or(text).lines().map(str::to_owned).collect())
    }
}

/// A call on one line or, where that would be too wide or an argument is not, with an argument a line.
pub(super) fn call(call: &str) -> String {
    let wide = call.len() > WIDTH || call.contains('\n');
    let Some((head, arguments)) = call.split_once('(').filter(|_| wide) else { return call.to_owned() };
    let mut depth = 0;
    let separates = |c: char| {
        depth += i32::from("([".contains(c)) - i32::from(")]".contains(c));
        c == ',' && depth == 0
    };
    let arguments = arguments.strip_suffix(')').unwrap_or(arguments).split(separates);
    let mut lines = Lines::default();
    let each: String = arguments.map(|argument| format!("{},\n", argument.trim_start())).collect();
    lines.block(&format!("{head}("), each);
    format!("{})", lines.text())
}

/// A float in the fewest digits that give it back.
pub(super) fn number(value: f64) -> String {
    format!("{value:?}")
}

/// A number that Python may read as an integer, where it is one.
pub(super) fn count(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9e15 { format!("{value:.0}") } else { number(value) }
}

/// `True` or `False`.
pub(super) fn flag(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// `[1, 2]`
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

/// `template` with a kind's settings in place of their names, `{initLr}`; `{steps:d}` is an integer where it is one. An
/// argument, from the comma before it, is left out where its setting is absent.
pub(super) fn filled(template: &str, kind: &Kind, data: Vec<Datum>) -> String {
    let mut text = template.to_owned();
    for (Setting { name, .. }, datum) in kind.settings.iter().zip(data) {
        let [float, integer] = match datum {
            Datum::Number(value) => [number(value), count(value)],
            Datum::Numbers(values) => [number, count].map(|literal| list(values.iter().copied().map(literal))),
            Datum::Flag(value) => [flag(value); 2].map(str::to_owned),
            Datum::Name(name) => [format!("\"{}\"", name.replace('-', "_")), name.to_owned()],
            Datum::None => {
                if let Some(at) = text.find(&format!("{{{name}}}")) {
                    let comma = text[..at].rfind(',').unwrap_or(at);
                    text.replace_range(comma..at + name.len() + 2, "");
                }
                continue;
            }
            Datum::Text(_) | Datum::Kinds(_) => continue,
        };
        text = text.replace(&format!("{{{name}}}"), &float).replace(&format!("{{{name}:d}}"), &integer);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Lines, call, count, flag, number};

    #[test]
    fn literals_as_python_reads_them() {
        assert_eq!([0.1, 1.0, 1e-7, 1e22].map(number), ["0.1", "1.0", "1e-7", "1e22"]);
        assert_eq!([12.0, 0.5].map(count), ["12", "0.5"]);
        assert_eq!([true, false].map(flag), ["True", "False"]);
    }

    #[test]
    fn wide_calls_are_broken() {
        let (x, y) = ("x".repeat(60), "y".repeat(60));
        assert_eq!(call("f(a=1, b=2)"), "f(a=1, b=2)");
        let wide = call(&format!("f({x}, ({y}, 1), [2, 3])"));
        assert_eq!(wide, format!("f(\n    {x},\n    ({y}, 1),\n    [2, 3],\n)"));
        assert_eq!(call(&format!("g({wide}, 1)")).lines().nth(2), Some(&*format!("        {x},")));
    }

    #[test]
    fn definitions_stand_apart() {
        let mut lines = Lines::from("import json");
        let mut definition = Lines::default();
        definition.block("def f():", "a = 1\n\nreturn a\n");
        lines.definition(definition);
        lines.add("f()");
        assert_eq!(lines.text(), "import json\n\n\ndef f():\n    a = 1\n\n    return a\n\n\nf()\n");
    }
}
