//! A formula as a tree.

use crate::math;
use crate::named;
use crate::named::Named;

/// What a formula may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// Optimizer steps from 0.
    Step,
    /// Whole epochs before this step.
    Epoch,
    /// The constant `initLr`.
    Lr,
    /// Steps of the run, or of the stretch of a join.
    TotalSteps,
    /// Steps in an epoch.
    StepsPerEpoch,
    /// π.
    Pi,
    /// Euler's number.
    E,
    /// In a schedule's own formula: what the schedule counts.
    T,
    /// In the formula of a schedule of schedules: the value of one of them, from 0.
    Piece(usize),
}

impl Named for Variable {
    const ALL: &'static [Self] =
        &[Self::Step, Self::Epoch, Self::Lr, Self::TotalSteps, Self::StepsPerEpoch, Self::Pi, Self::E];

    fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Epoch => "epoch",
            Self::Lr => "lr",
            Self::TotalSteps => "totalSteps",
            Self::StepsPerEpoch => "stepsPerEpoch",
            Self::Pi => "pi",
            Self::E => "e",
            Self::T => "t",
            Self::Piece(_) => "piece",
        }
    }
}

named! {
    /// Functions by name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Function {
        /// e^x.
        Exp = "exp",
        /// Natural logarithm.
        Ln = "ln",
        /// Decimal logarithm.
        Log10 = "log10",
        /// Square root.
        Sqrt = "sqrt",
        /// Magnitude.
        Abs = "abs",
        /// The next whole number below.
        Floor = "floor",
        /// The next whole number above.
        Ceil = "ceil",
        /// The nearest whole number, halves away from 0.
        Round = "round",
        /// Sine.
        Sin = "sin",
        /// Cosine.
        Cos = "cos",
        /// Hyperbolic tangent.
        Tanh = "tanh",
        /// The least of two or more.
        Min = "min",
        /// The greatest of two or more.
        Max = "max",
        /// x^y.
        Pow = "pow",
        /// How many of the numbers after the first are not above it.
        Count = "count",
        /// Of the numbers after the first the one that it says, from 0; the first or last of them beyond.
        Pick = "pick",
    }
}

named! {
    /// Operators between two values.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Binary {
        Add = "+",
        Subtract = "-",
        Multiply = "*",
        Divide = "/",
        /// With the sign of the left side.
        Remainder = "%",
        Power = "^",
        Less = "<",
        LessOrEqual = "<=",
        Greater = ">",
        GreaterOrEqual = ">=",
        Equal = "==",
        NotEqual = "!=",
    }
}

/// How strongly operators hold what stands beside them, here and in Python.
pub(crate) mod power {
    pub(crate) const CHOICE: u8 = 1;
    pub(crate) const COMPARISON: u8 = 2;
    pub(crate) const SUM: u8 = 3;
    pub(crate) const PRODUCT: u8 = 4;
    pub(crate) const SIGN: u8 = 5;
    pub(crate) const POWER: u8 = 6;
}

/// A formula or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A variable or constant.
    Variable(Variable),
    /// In a schedule's own formula: a setting or a part that has a name.
    Named(String, Box<Node>),
    /// In a schedule's own formula: a setting of several numbers, which are values of a function.
    Numbers(Vec<f64>),
    /// The opposite.
    Negate(Box<Node>),
    /// Two values and an operator.
    Binary(Binary, Box<Node>, Box<Node>),
    /// condition ? then : otherwise; only one of the two is evaluated.
    Choice(Box<Node>, Box<Node>, Box<Node>),
    /// A function of one value or more.
    Call(Function, Vec<Node>),
}

impl Node {
    /// The value for these variables.
    pub fn value(&self, variables: &dyn Fn(Variable) -> f64) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Variable(variable) => variables(*variable),
            Self::Named(_, of) => of.value(variables),
            Self::Numbers(_) => f64::NAN,
            Self::Negate(of) => -of.value(variables),
            Self::Binary(operator, left, right) => operator.value(left.value(variables), right.value(variables)),
            Self::Choice(condition, then, otherwise) => {
                let condition = condition.value(variables);
                match condition {
                    _ if condition.is_nan() => f64::NAN,
                    0.0 => otherwise.value(variables),
                    _ => then.value(variables),
                }
            }
            Self::Call(function, of) => {
                let several = of.iter().flat_map(|of| {
                    let numbers = of.numbers();
                    let one = if numbers.is_none() { Some(of.value(variables)) } else { None };
                    numbers.unwrap_or_default().iter().copied().chain(one)
                });
                function.value(&mut { several })
            }
        }
    }

    /// The numbers of a setting that has several.
    pub(crate) fn numbers(&self) -> Option<&[f64]> {
        match self {
            Self::Numbers(numbers) => Some(numbers),
            Self::Named(_, of) => of.numbers(),
            _ => None,
        }
    }

    /// Whether something holds of this node or of one within it.
    pub(crate) fn any(&self, holds: &dyn Fn(&Self) -> bool) -> bool {
        holds(self)
            || match self {
                Self::Number(_) | Self::Variable(_) | Self::Numbers(_) => false,
                Self::Named(_, of) | Self::Negate(of) => of.any(holds),
                Self::Binary(_, left, right) => left.any(holds) || right.any(holds),
                Self::Choice(condition, then, otherwise) => {
                    [condition, then, otherwise].iter().any(|node| node.any(holds))
                }
                Self::Call(_, of) => of.iter().any(|node| node.any(holds)),
            }
    }

    pub(crate) fn uses(&self, variable: Variable) -> bool {
        self.any(&|node| *node == Self::Variable(variable))
    }
}

impl Binary {
    /// How strongly it holds its sides.
    pub(crate) fn strength(self) -> u8 {
        match self {
            Self::Add | Self::Subtract => power::SUM,
            Self::Multiply | Self::Divide | Self::Remainder => power::PRODUCT,
            Self::Power => power::POWER,
            _ => power::COMPARISON,
        }
    }

    fn value(self, left: f64, right: f64) -> f64 {
        let truth = |holds: bool| match holds {
            _ if left.is_nan() || right.is_nan() => f64::NAN,
            true => 1.0,
            false => 0.0,
        };
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Remainder => left % right,
            Self::Power => math::pow(left, right),
            Self::Less => truth(left < right),
            Self::LessOrEqual => truth(left <= right),
            Self::Greater => truth(left > right),
            Self::GreaterOrEqual => truth(left >= right),
            Self::Equal => truth(left == right),
            Self::NotEqual => truth(left != right),
        }
    }
}

impl Function {
    fn value(self, of: &mut dyn Iterator<Item = f64>) -> f64 {
        // The parser counts the arguments.
        let first = of.next().unwrap_or(f64::NAN);
        match self {
            Self::Exp => math::exp(first),
            Self::Ln => math::ln(first),
            Self::Log10 => math::log10(first),
            Self::Sqrt => first.sqrt(),
            Self::Abs => first.abs(),
            Self::Floor => first.floor(),
            Self::Ceil => first.ceil(),
            Self::Round => first.round(),
            Self::Sin => math::sin(first),
            Self::Cos => math::cos(first),
            Self::Tanh => math::tanh(first),
            Self::Min => of.fold(first, |least, x| if x < least || x.is_nan() { x } else { least }),
            Self::Max => of.fold(first, |most, x| if x > most || x.is_nan() { x } else { most }),
            Self::Pow => math::pow(first, of.next().unwrap_or(f64::NAN)),
            _ if first.is_nan() => f64::NAN,
            Self::Count => {
                of.fold(0.0, |count, x| if x.is_nan() { x } else { count + f64::from(u8::from(x <= first)) })
            }
            Self::Pick => {
                let until = of.enumerate().take_while(|(i, _)| *i == 0 || *i as f64 <= first);
                until.last().map_or(f64::NAN, |(_, x)| x)
            }
        }
    }
}
