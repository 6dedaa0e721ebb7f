//! Schedules multiplied.

use crate::declare::{Datum, Run, Setting};
use crate::error::Result;
use crate::kind;

use super::curve::{Curve, Moment};
use super::{Schedule, Unit, check_pieces, finite, is_rate};

kind! {
    Product: Product { schedules },
    "product", "Product", "Schedules multiplied: one carries the rate, the others are factors.",
    schedules: Setting::kinds("The factors; one without a unit has this one's.").required().suits(falling_restarts),
}

/// lr(t) = schedules\[0\](t) · schedules\[1\](t) · …: one of them carries the rate, the others are factors.
///
/// Source: PyTorch `ChainedScheduler`, whose schedulers multiply one rate by their factors.
///
/// ```
/// use lr_lab::schedule::{Constant, Horizon, Product, Schedule, Shape, StepDecay, Unit};
///
/// let rate = Schedule::new(Shape::Constant(Constant::new(0.5)?), Unit::Step);
/// let factor = Schedule::new(Shape::StepDecay(StepDecay::new(1.0, 0.5, 10.0)?), Unit::Step);
/// let product = Schedule::new(Shape::Product(Product::new(vec![rate, factor])?), Unit::Step);
/// assert_eq!([0, 10].map(|step| product.lr_at(step, &Horizon::new(20, 1))), [0.5, 0.25]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    schedules: Vec<Schedule>,
}

impl Product {
    /// The factors, each a schedule of its own.
    ///
    /// # Errors
    /// `schedules`: none, too many or too deep.
    pub fn new(schedules: Vec<Schedule>) -> Result<Self> {
        Self::make(Self { schedules })
    }
}

impl Product {
    /// Pieces without a unit count what `unit` counts.
    pub(super) fn within(&mut self, unit: Unit) {
        self.schedules = std::mem::take(&mut self.schedules).into_iter().map(|piece| piece.within(unit)).collect();
    }
}

/// Restarts that begin lower each time.
fn falling_restarts(run: &Run) -> Datum {
    let (span, number) = (run.part(4.0), Datum::Number);
    Datum::Kinds(vec![
        ("warm-restarts", vec![("initLr", number(run.lr)), ("firstDecaySteps", number(span)), ("tMul", number(1.0))]),
        ("exponential", vec![("initLr", number(1.0)), ("decayRate", number(0.5)), ("decaySteps", number(span))]),
    ])
}

impl Curve for Product {
    fn make(config: Self::Config) -> Result<Self> {
        check_pieces(&config.schedules)?;
        Ok(config)
    }

    fn config(&self) -> &Self::Config {
        self
    }

    fn formula(&self) -> String {
        let pieces = (1..=self.schedules.len()).map(|i| format!("piece{i}"));
        pieces.collect::<Vec<_>>().join(" * ")
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        let rates = self.schedules.iter().map(|schedule| schedule.lr_at(now.step, now.horizon));
        let product = rates.fold(1.0, |product, lr| if is_rate(lr) { product * lr } else { f64::NAN });
        if product.is_nan() { product } else { finite(product) }
    }

    fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Constant, Expression, Horizon, Schedule, Shape, Unit};
    use super::Product;

    fn constant(lr: f64) -> Schedule {
        Schedule::new(Shape::Constant(Constant::new(lr).unwrap()), Unit::Step)
    }

    #[test]
    fn what_is_no_rate_makes_no_rate() {
        let horizon = Horizon::new(1, 1);
        let product = |schedules| Schedule::new(Shape::Product(Product::new(schedules).unwrap()), Unit::Step);
        assert_eq!(product(vec![constant(f64::MAX); 2]).lr_at(0, &horizon), f64::MAX);
        // Two negative factors would pass for a rate.
        let negative = Schedule::new(Shape::Expression(Expression::new("-1", None).unwrap()), Unit::Step);
        let product = product(vec![negative.clone(), constant(1.0), negative]);
        assert!(product.lr_at(0, &horizon).is_nan());
        assert_eq!(product.rate(0, &horizon).unwrap_err().field(), "schedules[0].expression");
    }

    #[test]
    fn refused_settings() {
        assert_eq!(Product::new(vec![]).unwrap_err().field(), "schedules");
        assert_eq!(Product::new(vec![constant(1.0); 300]).unwrap_err().field(), "schedules");
    }
}
