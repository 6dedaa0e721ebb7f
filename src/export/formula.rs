//! A formula as Python.
//!
//! NumPy's floats are used throughout, since they give infinities and NaN where Python's raise.

use crate::schedule::{Binary, Expression, Function, Horizon, Node, Unit, Variable};

use super::python::{Lines, number};

/// The lines of a function of the step, or of the epoch, that return the formula's value.
pub(super) fn body(expression: &Expression, unit: Unit, horizon: &Horizon) -> Lines {
    let per_epoch = horizon.steps_per_epoch;
    let mut lines = Lines::default();
    let source: Vec<&str> = expression.source().split_whitespace().collect();
    lines.add(format!("# {}", source.join(" ")));
    let used = Used::of(expression.root());
    match unit {
        Unit::Step => {
            if used.epoch {
                lines.add(format!("epoch = np.float64(step // {per_epoch})"));
            }
            if used.step {
                lines.add("step = np.float64(step)");
            }
        }
        Unit::Epoch => {
            if used.step {
                lines.add(format!("step = np.float64(epoch * {per_epoch})  # the first of the epoch"));
            }
            if used.epoch {
                lines.add("epoch = np.float64(epoch)");
            }
        }
    }
    lines.add(format!("return float({})", value(expression.root(), expression.init_lr(), horizon)));
    lines
}

/// Which of the variables that change a formula asks for.
#[derive(Clone, Copy, Default)]
struct Used {
    step: bool,
    epoch: bool,
}

impl Used {
    fn of(node: &Node) -> Self {
        match node {
            Node::Number(_) => Self::default(),
            Node::Variable(variable) => Self { step: *variable == Variable::Step, epoch: *variable == Variable::Epoch },
            Node::Negate(of) => Self::of(of),
            Node::Binary(_, left, right) => Self::of(left).and(Self::of(right)),
            Node::Choice(condition, then, otherwise) => {
                Self::of(condition).and(Self::of(then)).and(Self::of(otherwise))
            }
            Node::Call(_, of) => of.iter().map(Self::of).fold(Self::default(), Self::and),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { step: self.step || other.step, epoch: self.epoch || other.epoch }
    }
}

/// A node as an expression that may stand anywhere: with parentheses unless it is an atom.
fn value(node: &Node, init_lr: f64, horizon: &Horizon) -> String {
    let within = |node: &Node| value(node, init_lr, horizon);
    match node {
        Node::Number(number_) => number(*number_),
        Node::Variable(variable) => match variable {
            Variable::Step => "step".to_owned(),
            Variable::Epoch => "epoch".to_owned(),
            Variable::Lr => number(init_lr),
            Variable::TotalSteps => horizon.steps.to_string(),
            Variable::StepsPerEpoch => horizon.steps_per_epoch.to_string(),
            Variable::Pi => "np.pi".to_owned(),
            Variable::E => "np.e".to_owned(),
        },
        Node::Negate(of) => format!("(-{})", within(of)),
        Node::Binary(operator, left, right) => binary(*operator, &within(left), &within(right)),
        Node::Choice(condition, then, otherwise) => {
            format!("({} if {} else {})", within(then), within(condition), within(otherwise))
        }
        Node::Call(function, of) => call(*function, &of.iter().map(within).collect::<Vec<_>>()),
    }
}

fn binary(operator: Binary, left: &str, right: &str) -> String {
    let sign = match operator {
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => return format!("np.divide({left}, {right})"),
        // With the sign of the left side, unlike Python's %.
        Binary::Remainder => return format!("np.fmod({left}, {right})"),
        Binary::Power => return format!("np.float_power({left}, {right})"),
        Binary::Less => return format!("float({left} < {right})"),
        Binary::LessOrEqual => return format!("float({left} <= {right})"),
        Binary::Greater => return format!("float({left} > {right})"),
        Binary::GreaterOrEqual => return format!("float({left} >= {right})"),
        Binary::Equal => return format!("float({left} == {right})"),
        Binary::NotEqual => return format!("float({left} != {right})"),
    };
    format!("({left} {sign} {right})")
}

fn call(function: Function, of: &[String]) -> String {
    let of = of.join(", ");
    let name = match function {
        Function::Exp => "exp",
        Function::Ln => "log",
        Function::Log10 => "log10",
        Function::Sqrt => "sqrt",
        Function::Abs => "abs",
        Function::Floor => "floor",
        Function::Ceil => "ceil",
        Function::Sin => "sin",
        Function::Cos => "cos",
        Function::Tanh => "tanh",
        Function::Pow => "float_power",
        // Halves away from 0, where NumPy goes to the even side.
        Function::Round => return format!("(np.sign({of}) * np.floor(np.abs({of}) + 0.5))"),
        Function::Min => return format!("np.min([{of}])"),
        Function::Max => return format!("np.max([{of}])"),
    };
    format!("np.{name}({of})")
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::schedule::{Expression, Horizon};

    #[test]
    fn formulas_in_python() {
        for (source, want) in [
            ("2 * step + 1", "((2.0 * step) + 1.0)"),
            ("-step % 3", "np.fmod((-step), 3.0)"),
            ("epoch < 5 ? lr : lr / 2", "(0.1 if float(epoch < 5.0) else np.divide(0.1, 2.0))"),
            ("min(pi, 2 ^ step, totalSteps)", "np.min([np.pi, np.float_power(2.0, step), 100])"),
        ] {
            let expression = Expression::new(source, Some(0.1)).unwrap();
            assert_eq!(value(expression.root(), 0.1, &Horizon::new(100, 10)), want, "{source}");
        }
    }
}
