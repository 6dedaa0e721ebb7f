//! A rate written as a formula, by a person or by a schedule of its own.

mod formula;
mod node;
mod parse;

pub use formula::Formula;
pub(crate) use node::power;
pub use node::{Binary, Function, Node, Variable};

use crate::declare::{Datum, Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::range::Range;
use crate::sentence;

use super::Horizon;
use super::curve::{Curve, Moment};

/// The longest formula in characters; it also bounds how deep its tree grows to either side.
const MAX_LENGTH: usize = 1000;

kind! {
    Expression: ExpressionConfig { expression, init_lr },
    "expression", "Expression", "A formula of step, epoch, lr, totalSteps, stepsPerEpoch, pi and e.",
    expression: Setting::text("Such as epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch)).")
        .required()
        .suits(|_| Datum::Text("lr * (1 - step / totalSteps)".to_owned())),
    init_lr: Setting::number(Range::POSITIVE, "What the formula calls lr; needed only if it does.")
        .rate()
        .suits(|run| Datum::Number(run.lr)),
}

/// Settings of [`Expression`].
#[derive(Clone, Debug, PartialEq)]
pub struct ExpressionConfig {
    /// The formula.
    pub expression: String,
    /// What it calls `lr`.
    pub init_lr: Option<f64>,
}

/// lr(t) = a formula of `step`, `epoch` = ⌊step / stepsPerEpoch⌋, `lr` (the constant initLr), `totalSteps`,
/// `stepsPerEpoch`, `pi` and `e`.
///
/// From weakest to strongest: `? :`, the comparisons `< <= > >= == !=` (1 or 0, and no chains of them), `+ −`,
/// `* / %`, the sign, `^`. The last binds to the right and more strongly than a sign, so that −2^2 is −4 and 2^3^2 is
/// 2^9; % has the sign of its left side. Functions: exp, ln, log10, sqrt, abs, floor, ceil, round (halves away from
/// 0), sin, cos, tanh, pow(x, y), min and max of two or more, count(x, a, b, …): how many of a, b, … are ≤ x, and
/// pick(i, a, b, …): a for i < 1, b for 1 ≤ i < 2, and so on; the last one holds.
///
/// Whatever is no number stays none: a comparison, a choice or a pick by NaN is NaN, min, max and count of it too. A
/// formula may give a value that is no rate; [`Schedule::rate`](super::Schedule::rate) makes that an error before
/// anyone uses it.
///
/// We parse it ourselves: the crates for it compute with the platform's exp and ln, which differ between browsers.
///
/// ```
/// use lr_lab::schedule::{Expression, Horizon};
///
/// let document_004 = Expression::new("epoch < 5 ? 0.01 : 0.01 * exp(0.1 * (10 - epoch))", None)?;
/// let horizon = Horizon::new(50, 1);
/// assert_eq!(document_004.lr_at(4, &horizon), 0.01);
/// assert!((document_004.lr_at(5, &horizon) - 0.0164872).abs() < 1e-7);
///
/// let error = Expression::new("2 * stepp", None).unwrap_err();
/// assert!(error.problem().starts_with("column 5: \"stepp\" is unknown; did you mean step?"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    config: ExpressionConfig,
    root: Node,
}

impl Expression {
    /// The formula, and the rate that it calls `lr`.
    ///
    /// # Errors
    /// `expression`: what cannot be read, with its column; `initLr`: missing although the formula asks for `lr`, or
    /// not a finite number above 0.
    pub fn new(source: &str, init_lr: Option<f64>) -> Result<Self> {
        Self::make(ExpressionConfig { expression: source.to_owned(), init_lr })
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.config.expression
    }

    /// As it was understood.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The rate that it calls `lr`: NaN where none is given, which nothing asks for then.
    pub(crate) fn init_lr(&self) -> f64 {
        self.config.init_lr.unwrap_or(f64::NAN)
    }

    /// The value at `step`, which may be no rate.
    pub fn lr_at(&self, step: u64, horizon: &Horizon) -> f64 {
        let per_epoch = horizon.steps_per_epoch;
        self.root.value(&|variable| match variable {
            Variable::Step => step as f64,
            Variable::Epoch => (step / per_epoch) as f64,
            Variable::Lr => self.init_lr(),
            Variable::TotalSteps => horizon.steps as f64,
            Variable::StepsPerEpoch => per_epoch as f64,
            Variable::Pi => std::f64::consts::PI,
            Variable::E => std::f64::consts::E,
            // Those of schedules' own formulas.
            Variable::T | Variable::Piece(_) => f64::NAN,
        })
    }
}

impl Curve for Expression {
    fn make(config: ExpressionConfig) -> Result<Self> {
        let problem = |problem| Error::new("expression", problem);
        if config.expression.chars().count() > MAX_LENGTH {
            let beyond = MAX_LENGTH + 1;
            let long =
                sentence!("error.long-expression", "more than {most} characters are not accepted", most = MAX_LENGTH);
            return Err(problem(parse::at_column(beyond, &long)));
        }
        let root = parse::parse(&config.expression, &|_| None).map_err(problem)?;
        Self::check(&config)?;
        if config.init_lr.is_none() && root.uses(Variable::Lr) {
            return Err(Error::new("initLr", sentence!("error.no-lr", "missing; the expression asks for lr")));
        }
        Ok(Self { config, root })
    }

    fn config(&self) -> &ExpressionConfig {
        &self.config
    }

    fn formula(&self) -> String {
        self.source().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t * now.unit, now.horizon)
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, Horizon};

    fn value(source: &str) -> f64 {
        Expression::new(source, Some(0.5)).unwrap().lr_at(25, &Horizon::new(100, 10))
    }

    #[test]
    fn precedence() {
        for (source, want) in [
            ("-2^2", -4.0),
            ("2^3^2", 512.0),
            ("2^-1", 0.5),
            ("-2^-2", -0.25),
            ("(-2)^2", 4.0),
            ("--2", 2.0),
            ("2*-3", -6.0),
            ("-2*3", -6.0),
            ("1-2-3", -4.0),
            ("8/4/2", 1.0),
            ("7%4*2", 6.0),
            ("-7%4", -3.0),
            ("7%-4", 3.0),
            ("1+2*3^2", 19.0),
            ("1+1<3", 1.0),
            ("1<2==1", f64::NAN), // refused, see below
            ("1 ? 2 : 3", 2.0),
            ("0 ? 1 : 0 ? 2 : 3", 3.0),
            ("1 ? 0 ? 4 : 5 : 6", 5.0),
            ("1 > 2 ? 3 : 4 + 1", 5.0),
            ("+3", 3.0),
            (".5 + 5. + 1e-3 + 2E+1", 25.501),
            ("1e3", 1000.0),
            ("2 * e", 2.0 * std::f64::consts::E),
            ("cos(pi)", -1.0),
            ("step", 25.0),
            ("epoch", 2.0),
            ("lr", 0.5),
            ("totalSteps", 100.0),
            ("stepsPerEpoch", 10.0),
            ("min(3, 1, 2)", 1.0),
            ("max(3, 1 ? 4 : 0, -2)", 4.0),
            ("pow(2, 10) + sqrt(9) + abs(-1)", 1028.0),
            ("round(2.5) + round(-2.5) + floor(-0.5) + ceil(0.5)", 0.0),
            ("log10(1000) + ln(exp(2)) + tanh(0) + sin(0)", 5.0),
            ("count(5, 3, 5, 7) + 10 * count(step, 25, 25.5)", 12.0),
            ("pick(-1, 4, 5, 6) + 10 * pick(1.9, 4, 5, 6) + 100 * pick(1/0, 4, 5, 6)", 654.0),
            ("1 == 1.0", 1.0),
            ("1 != 1", 0.0),
            ("2 >= 2", 1.0),
            ("2 <= 1", 0.0),
            ("0^0", 1.0),
            ("1 ? 1 : 1/0", 1.0),
        ] {
            if want.is_nan() {
                assert!(Expression::new(source, None).is_err(), "{source}");
            } else {
                assert!((value(source) - want).abs() < 1e-12, "{source}: {}", value(source));
            }
        }
    }

    #[test]
    fn what_is_no_number_stays_none() {
        for source in [
            "0/0",
            "ln(-1)",
            "min(0/0, 1)",
            "max(1, 0/0)",
            "0/0 < 1",
            "1 != 0/0",
            "0/0 ? 1 : 2",
            "5 % 0",
            "count(0/0, 1)",
            "count(1, 0/0)",
            "pick(0/0, 1)",
        ] {
            assert!(value(source).is_nan(), "{source}: {}", value(source));
        }
        assert_eq!(value("1/0"), f64::INFINITY);
    }

    #[test]
    fn errors_name_the_column() {
        let deep = "(".repeat(2000);
        let nested = format!("{}1{}", "(".repeat(100), ")".repeat(100));
        let signs = "-".repeat(500) + "1";
        for (source, column, words) in [
            ("", 1, "ends"),
            ("   ", 4, "ends"),
            ("1 +", 4, "ends"),
            ("1 + * 2", 5, "'*'"),
            ("(1 + 2", 7, "')'"),
            ("1 + 2)", 6, "')'"),
            ("1 2", 3, "\"2\""),
            ("exp", 4, "'('"),
            ("exp(1, 2)", 9, "one"),
            ("pow(1)", 6, "two"),
            ("min(1)", 6, "two"),
            ("count(1)", 8, "two"),
            ("exp()", 5, "')'"),
            ("foo(1)", 1, "unknown"),
            ("stepp", 1, "did you mean step?"),
            ("step(1)", 5, "'('"),
            ("1 ? 2", 6, "':'"),
            ("1 < 2 < 3", 7, "chain"),
            ("lr = 3", 4, "'='"),
            ("\"a\"", 1, "'\"'"),
            ("1e", 1, "\"1e\""),
            ("1.2.3", 4, "\".3\""),
            ("1e999", 1, "\"1e999\""),
            ("..", 1, "'.'"),
            ("é + 1", 1, "'é'"),
            ("1 + é", 5, "'é'"),
            (deep.as_str(), 1001, "1000"),
            (nested.as_str(), 65, "nested"),
            (signs.as_str(), 65, "nested"),
        ] {
            let error = Expression::new(source, Some(0.1)).unwrap_err();
            assert_eq!(error.field(), "expression");
            let start = format!("column {column}: ");
            assert!(error.problem().starts_with(&start) && error.problem().contains(words), "{source:.20}: {error}");
        }
    }

    #[test]
    fn the_constant_lr_must_be_given() {
        assert_eq!(Expression::new("lr * 0.5", None).unwrap_err().field(), "initLr");
        assert_eq!(Expression::new("1", Some(-1.0)).unwrap_err().field(), "initLr");
        assert!(Expression::new("exp(1)", None).is_ok());
    }

    #[test]
    fn long_formulas_are_evaluated() {
        let (sum, choice) = ("1+".repeat(499) + "1", "0?1:".repeat(249) + "2");
        assert_eq!([value(&sum), value(&choice)], [500.0, 2.0]);
    }
}
