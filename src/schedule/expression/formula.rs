//! The formula that a schedule says of itself.

use std::fmt;

use super::node::{Node, Variable};
use super::parse::parse;
use crate::declare::Datum;
use crate::schedule::Curve;

/// A schedule's formula over its settings and t, as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    text: String,
    /// The settings that it asks for, and what each is.
    pub settings: Vec<(&'static str, Node)>,
    /// What it names on the way, in order.
    pub parts: Vec<(String, Node)>,
    /// The rate.
    pub rate: Node,
}

impl Formula {
    /// What `shape` says. A line that can't be read is a mistake of ours, and its value is NaN.
    pub(in super::super) fn of<T: Curve>(shape: &T) -> Self {
        let settings = T::KIND.settings.iter().zip(T::data(shape.config()));
        let settings = settings.filter_map(|(setting, datum)| match datum {
            Datum::Number(number) => Some((setting.name, Node::Number(number))),
            Datum::Numbers(numbers) => Some((setting.name, Node::Numbers(numbers))),
            _ => None,
        });
        let mut settings: Vec<_> = settings.collect();
        let mut parts: Vec<(String, Node)> = Vec::new();
        let mut rate = Node::Number(f64::NAN);
        let text = shape.formula();
        for line in text.lines() {
            let read = |source: &str| {
                let names = |name: &str| {
                    let part = parts.iter().find(|(part, _)| part == name).map(|(_, node)| node);
                    let setting = || settings.iter().find(|(setting, _)| *setting == name).map(|(_, node)| node);
                    if let Some(node) = part.or_else(setting) {
                        return Some(Node::Named(name.to_owned(), Box::new(node.clone())));
                    }
                    let piece =
                        name.strip_prefix("piece").and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
                    let variable = if name == "t" { Some(Variable::T) } else { piece.map(Variable::Piece) };
                    variable.map(Node::Variable)
                };
                parse(source, &names).unwrap_or(Node::Number(f64::NAN))
            };
            match line.split_once(" = ") {
                Some((name, source)) => {
                    let part = (name.trim().to_owned(), read(source));
                    parts.push(part);
                }
                None => rate = read(line),
            }
        }
        let used = |name: &str| {
            let named = |node: &Node| matches!(node, Node::Named(used, _) if used == name);
            parts.iter().map(|(_, part)| part).chain([&rate]).any(|node| node.any(&named))
        };
        settings.retain(|(name, _)| used(name));
        Self { text, settings, parts, rate }
    }
}

/// As an equation.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.lines().try_for_each(|line| match line.trim() {
            part if part.contains(" = ") => writeln!(f, "{part}"),
            rate => write!(f, "lr(t) = {rate}"),
        })
    }
}
