//! A formula's tree as Python.

use crate::named::Named;
use crate::schedule::{Binary, Function, Node, Variable, power};

use super::python::{Lines, count, list, number};

/// What stands alone, and needs no parentheses anywhere.
const ATOM: u8 = power::POWER + 1;

/// Writes nodes.
pub(super) struct Writer<'a> {
    /// What a variable is in the script.
    pub(super) variable: &'a dyn Fn(Variable) -> String,
    /// Whether values may leave the numbers, as those of a user's own formula: NumPy gives infinities and NaN where
    /// Python raises.
    pub(super) careful: bool,
}

impl Writer<'_> {
    /// The lines that return the value: choices as `if`.
    pub(super) fn returned(&self, node: &Node) -> Lines {
        let mut lines = Lines::default();
        match node {
            Node::Choice(condition, then, otherwise) if !self.careful => {
                lines.block(&format!("if {}:", self.value(condition)), self.returned(then));
                lines.add(self.returned(otherwise));
            }
            node if self.careful => lines.add(format!("return float({})", self.value(node))),
            node => lines.add(format!("return {}", self.value(node))),
        }
        lines
    }

    /// The value as it may stand by itself.
    pub(super) fn value(&self, node: &Node) -> String {
        self.within(node, power::CHOICE)
    }

    /// The value beside operators of the strength `least`.
    fn within(&self, node: &Node, least: u8) -> String {
        let (text, strength) = self.written(node);
        if strength < least { format!("({text})") } else { text }
    }

    fn written(&self, node: &Node) -> (String, u8) {
        match node {
            Node::Number(value) if self.careful => (number(*value), ATOM),
            Node::Number(value) => (count(*value), ATOM),
            Node::Variable(variable) => ((self.variable)(*variable), ATOM),
            Node::Named(name, _) => (snake(name), ATOM),
            Node::Numbers(numbers) => (list(numbers.iter().copied().map(number)), ATOM),
            Node::Negate(of) => (format!("-{}", self.within(of, power::SIGN)), power::SIGN),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right),
            Node::Choice(condition, then, otherwise) => {
                let [then, condition] = [then, condition].map(|node| self.within(node, power::CHOICE + 1));
                (format!("{then} if {condition} else {}", self.value(otherwise)), power::CHOICE)
            }
            Node::Call(function, of) => (self.call(*function, of), ATOM),
        }
    }

    fn binary(&self, operator: Binary, left: &Node, right: &Node) -> (String, u8) {
        let function = match operator {
            Binary::Divide => Some("divide"),
            // With the sign of the left side, unlike Python's %, which is as good where nothing is below 0.
            Binary::Remainder => Some("fmod"),
            Binary::Power => Some("float_power"),
            _ => None,
        };
        if let Some(function) = function.filter(|_| self.careful) {
            return (format!("np.{function}({}, {})", self.value(left), self.value(right)), ATOM);
        }
        let sign = if operator == Binary::Power { "**" } else { operator.name() };
        let strength = operator.strength();
        // Powers go from right to left, comparisons don't chain.
        let (least_left, least_right) = match strength {
            power::POWER => (ATOM, power::SIGN),
            power::COMPARISON => (power::SUM, power::SUM),
            strength => (strength, strength + 1),
        };
        let text = format!("{} {sign} {}", self.within(left, least_left), self.within(right, least_right));
        if strength == power::COMPARISON && self.careful {
            return (format!("float({text})"), ATOM);
        }
        (text, strength)
    }

    fn call(&self, function: Function, of: &[Node]) -> String {
        let values: Vec<String> = of.iter().map(|node| self.value(node)).collect();
        let values = values.join(", ");
        let name = match function {
            Function::Ln => "log",
            Function::Pow if self.careful => "float_power",
            Function::Abs | Function::Min | Function::Max if !self.careful => {
                return format!("{}({values})", function.name());
            }
            // Halves away from 0, where NumPy goes to the even side.
            Function::Round => return format!("(np.sign({values}) * np.floor(np.abs({values}) + 0.5))"),
            Function::Min | Function::Max => return format!("np.{}([{values}])", function.name()),
            Function::Count => {
                let sum = format!("sum({} >= x for x in {})", self.within(&of[0], power::SUM), self.several(&of[1..]));
                return if self.careful { format!("float({sum})") } else { sum };
            }
            Function::Pick => return self.pick(&of[0], &of[1..]),
            function => function.name(),
        };
        format!("{}.{name}({values})", if self.careful { "np" } else { "math" })
    }

    /// The values of a function as a list.
    fn several(&self, of: &[Node]) -> String {
        match of {
            [node] if node.numbers().is_some() => self.value(node),
            nodes => list(nodes.iter().map(|node| self.value(node))),
        }
    }

    fn pick(&self, index: &Node, of: &[Node]) -> String {
        let last = length(of).saturating_sub(1);
        let (values, i) = (self.several(of), self.value(index));
        match most(index).filter(|_| !self.careful) {
            Some(most) if most <= last => format!("{values}[{i}]"),
            Some(_) => format!("{values}[min({i}, {last})]"),
            None => format!("{values}[int(np.clip({i}, 0, {last}))]"),
        }
    }
}

fn length(of: &[Node]) -> usize {
    of.iter().map(|node| node.numbers().map_or(1, <[f64]>::len)).sum()
}

/// The most that a value comes to, if it counts something.
fn most(node: &Node) -> Option<usize> {
    use Binary::{Add, Greater, GreaterOrEqual, Less, LessOrEqual};
    match node {
        Node::Named(_, of) => most(of),
        Node::Binary(Add, left, right) => Some(most(left)?.saturating_add(most(right)?)),
        Node::Binary(Less | LessOrEqual | Greater | GreaterOrEqual, ..) => Some(1),
        Node::Call(Function::Count, of) => Some(length(&of[1..])),
        Node::Variable(Variable::T) => Some(usize::MAX),
        _ => None,
    }
}

/// `initLr` as Python has it, `init_lr`.
pub(super) fn snake(camel: &str) -> String {
    let letter = |c: char| if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.to_string() };
    camel.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::schedule::Expression;

    #[test]
    fn formulas_in_python() {
        for (source, plain, careful) in [
            ("2 * step + 1", "2 * step + 1", "2.0 * step + 1.0"),
            ("2 * (step + 1)", "2 * (step + 1)", "2.0 * (step + 1.0)"),
            ("1 - (2 - (3 - 4))", "1 - (2 - (3 - 4))", "1.0 - (2.0 - (3.0 - 4.0))"),
            ("-step % 3", "-step % 3", "np.fmod(-step, 3.0)"),
            ("(-2) ^ -2 ^ 3", "(-2) ** -2 ** 3", "np.float_power(-2.0, -np.float_power(2.0, 3.0))"),
            ("(2 ^ 3) ^ 4", "(2 ** 3) ** 4", "np.float_power(np.float_power(2.0, 3.0), 4.0)"),
            ("(1 < 2) == 1", "(1 < 2) == 1", "float(float(1.0 < 2.0) == 1.0)"),
            ("step < 5 ? lr : lr / 2", "lr if step < 5 else lr / 2", "lr if float(step < 5.0) else np.divide(lr, 2.0)"),
            ("(1 ? 2 : 3) + 4", "(2 if 1 else 3) + 4", "(2.0 if 1.0 else 3.0) + 4.0"),
            ("min(pi, exp(step))", "min(pi, math.exp(step))", "np.min([pi, np.exp(step)])"),
            ("count(step, 3, 5)", "sum(step >= x for x in [3, 5])", "float(sum(step >= x for x in [3.0, 5.0]))"),
            (
                "pick(count(step, 3, 5), 1, 2, 3)",
                "[1, 2, 3][sum(step >= x for x in [3, 5])]",
                "[1.0, 2.0, 3.0][int(np.clip(float(sum(step >= x for x in [3.0, 5.0])), 0, 2))]",
            ),
            ("pick(step, 1, 2)", "[1, 2][int(np.clip(step, 0, 1))]", "[1.0, 2.0][int(np.clip(step, 0, 1))]"),
        ] {
            let expression = Expression::new(source, Some(0.1)).unwrap();
            let written = |careful| {
                let variable = |variable| crate::named::Named::name(variable).to_owned();
                Writer { variable: &variable, careful }.value(expression.root())
            };
            assert_eq!((written(false), written(true)), (plain.to_owned(), careful.to_owned()), "{source}");
        }
    }
}
