//! Lines of Python.

/// The widest line that a call is written in.
pub(super) const WIDTH: usize = 100;

/// Lines of code, without indentation of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// A line.
    pub(super) fn add(&mut self, line: impl Into<String>) {
        self.0.push(line.into());
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.0.push(String::new());
    }

    /// Further lines.
    pub(super) fn append(&mut self, lines: Self) {
        self.0.extend(lines.0);
    }

    /// A header and what belongs under it.
    pub(super) fn block(&mut self, header: impl Into<String>, body: Self) {
        self.0.push(header.into());
        self.0.extend(body.0.into_iter().map(|line| if line.is_empty() { line } else { format!("    {line}") }));
    }

    /// Nothing but a header and what belongs under it.
    pub(super) fn of_block(header: impl Into<String>, body: Self) -> Self {
        let mut lines = Self::default();
        lines.block(header, body);
        lines
    }

    /// A definition at the top level, with its two empty lines around it.
    pub(super) fn definition(&mut self, definition: Self) {
        self.section();
        self.0.extend(definition.0);
        self.section();
    }

    /// Two empty lines, where there are none yet.
    pub(super) fn section(&mut self) {
        while self.0.last().is_some_and(String::is_empty) {
            self.0.pop();
        }
        if !self.0.is_empty() {
            self.0.extend([String::new(), String::new()]);
        }
    }

    /// `head(arguments)tail` on one line, or with an argument a line where that would be too wide.
    pub(super) fn call(&mut self, head: &str, arguments: &[String], tail: &str) {
        let line = format!("{head}({}){tail}", arguments.join(", "));
        if line.len() <= WIDTH {
            return self.0.push(line);
        }
        self.0.push(format!("{head}("));
        self.0.extend(arguments.iter().map(|argument| format!("    {argument},")));
        self.0.push(format!("){tail}"));
    }

    /// A whole script: these lines under their docstring and imports, of the standard library only those that they use.
    pub(super) fn under(self, title: Self, standard: &[&str], others: &[&str]) -> Self {
        let mut script = title;
        script.blank();
        let used = |module: &&&str| self.0.iter().any(|line| line.contains(&format!("{module}.")));
        standard.iter().filter(used).for_each(|module| script.add(format!("import {module}")));
        script.blank();
        others.iter().for_each(|line| script.add(*line));
        script.blank();
        script.append(self);
        script
    }

    /// `name = ` in front of the first of these lines.
    pub(super) fn assigned(mut self, name: &str) -> Self {
        if let Some(first) = self.0.first_mut() {
            first.insert_str(0, &format!("{name} = "));
        }
        self
    }

    /// The lines one by one.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.0
    }

    pub(super) fn text(mut self) -> String {
        while self.0.last().is_some_and(String::is_empty) {
            self.0.pop();
        }
        self.0.iter().map(|line| format!("{line}\n")).collect()
    }
}

impl<const N: usize> From<[&str; N]> for Lines {
    fn from(lines: [&str; N]) -> Self {
        Self(lines.iter().map(|line| (*line).to_owned()).collect())
    }
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

/// Arguments by name.
pub(super) type Pairs = Vec<(&'static str, String)>;

/// `name=value` of each.
pub(super) fn keywords(pairs: &[(&str, String)]) -> Vec<String> {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// `head(arguments)` on one line.
pub(super) fn inline(head: &str, arguments: &[String]) -> String {
    format!("{head}({})", arguments.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Lines, count, flag, number};

    #[test]
    fn literals_as_python_reads_them() {
        assert_eq!([0.1, 1.0, 1e-7, 1e22].map(number), ["0.1", "1.0", "1e-7", "1e22"]);
        assert_eq!([12.0, 0.5].map(count), ["12", "0.5"]);
        assert_eq!([true, false].map(flag), ["True", "False"]);
    }

    #[test]
    fn wide_calls_are_broken() {
        let mut lines = Lines::default();
        lines.call("f", &["a=1".to_owned(), "b=2".to_owned()], "");
        lines.call("f", &["x".repeat(60), "y".repeat(60)], "[0]");
        let (x, y) = ("x".repeat(60), "y".repeat(60));
        assert_eq!(lines.text(), format!("f(a=1, b=2)\nf(\n    {x},\n    {y},\n)[0]\n"));
    }

    #[test]
    fn definitions_stand_apart() {
        let mut lines = Lines::from(["import json"]);
        let mut body = Lines::from(["a = 1", "", "return a"]);
        body.section();
        let mut definition = Lines::default();
        definition.block("def f():", body);
        lines.definition(definition);
        lines.add("f()");
        assert_eq!(lines.text(), "import json\n\n\ndef f():\n    a = 1\n\n    return a\n\n\nf()\n");
    }
}
