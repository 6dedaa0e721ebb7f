//! A formula's tree as Python.

use crate::schedule::{Binary, Function, Node, Variable};

use super::python::{Lines, count, list, number};

/// How strongly Python's operators hold what stands beside them.
mod power {
    pub(super) const CHOICE: u8 = 1;
    pub(super) const COMPARISON: u8 = 2;
    pub(super) const SUM: u8 = 3;
    pub(super) const PRODUCT: u8 = 4;
    pub(super) const SIGN: u8 = 5;
    pub(super) const POWER: u8 = 6;
    pub(super) const ATOM: u8 = 7;
}

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
                lines.block(format!("if {}:", self.value(condition)), self.returned(then));
                lines.append(self.returned(otherwise));
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
            Node::Number(value) if self.careful => (number(*value), power::ATOM),
            Node::Number(value) => (count(*value), power::ATOM),
            Node::Variable(variable) => ((self.variable)(*variable), power::ATOM),
            Node::Named(name, _) => (snake(name), power::ATOM),
            Node::Numbers(numbers) => (list(numbers.iter().copied().map(number)), power::ATOM),
            Node::Negate(of) => (format!("-{}", self.within(of, power::SIGN)), power::SIGN),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right),
            Node::Choice(condition, then, otherwise) => {
                let [then, condition] = [then, condition].map(|node| self.within(node, power::CHOICE + 1));
                (format!("{then} if {condition} else {}", self.value(otherwise)), power::CHOICE)
            }
            Node::Call(function, of) => (self.call(*function, of), power::ATOM),
        }
    }

    fn binary(&self, operator: Binary, left: &Node, right: &Node) -> (String, u8) {
        let (sign, strength, function) = match operator {
            Binary::Add => ("+", power::SUM, None),
            Binary::Subtract => ("-", power::SUM, None),
            Binary::Multiply => ("*", power::PRODUCT, None),
            Binary::Divide => ("/", power::PRODUCT, Some("np.divide")),
            // With the sign of the left side, unlike Python's %: a schedule's own has none.
            Binary::Remainder => ("%", power::PRODUCT, Some("np.fmod")),
            Binary::Power => ("**", power::POWER, Some("np.float_power")),
            Binary::Less => ("<", power::COMPARISON, None),
            Binary::LessOrEqual => ("<=", power::COMPARISON, None),
            Binary::Greater => (">", power::COMPARISON, None),
            Binary::GreaterOrEqual => (">=", power::COMPARISON, None),
            Binary::Equal => ("==", power::COMPARISON, None),
            Binary::NotEqual => ("!=", power::COMPARISON, None),
        };
        if let Some(function) = function.filter(|_| self.careful) {
            return (format!("{function}({}, {})", self.value(left), self.value(right)), power::ATOM);
        }
        // Powers go from right to left, comparisons don't chain.
        let (least_left, least_right) = match strength {
            power::POWER => (power::ATOM, power::SIGN),
            power::COMPARISON => (power::SUM, power::SUM),
            strength => (strength, strength + 1),
        };
        let text = format!("{} {sign} {}", self.within(left, least_left), self.within(right, least_right));
        if strength == power::COMPARISON && self.careful {
            return (format!("float({text})"), power::ATOM);
        }
        (text, strength)
    }

    fn call(&self, function: Function, of: &[Node]) -> String {
        let values: Vec<String> = of.iter().map(|node| self.value(node)).collect();
        let values = values.join(", ");
        let name = match function {
            Function::Exp => "exp",
            Function::Ln => "log",
            Function::Log10 => "log10",
            Function::Sqrt => "sqrt",
            Function::Floor => "floor",
            Function::Ceil => "ceil",
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Tanh => "tanh",
            Function::Pow if self.careful => "float_power",
            Function::Pow => "pow",
            Function::Abs => return format!("abs({values})"),
            // Halves away from 0, where NumPy goes to the even side.
            Function::Round => return format!("(np.sign({values}) * np.floor(np.abs({values}) + 0.5))"),
            Function::Min if self.careful => return format!("np.min([{values}])"),
            Function::Max if self.careful => return format!("np.max([{values}])"),
            Function::Min => return format!("min({values})"),
            Function::Max => return format!("max({values})"),
            Function::Count => {
                let sum = format!("sum({} >= x for x in {})", self.within(&of[0], power::SUM), self.several(&of[1..]));
                return if self.careful { format!("float({sum})") } else { sum };
            }
            Function::Pick => return self.pick(&of[0], &of[1..]),
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
