//! Schedules multiplied.

use crate::error::Result;

use super::{Schedule, check_pieces};

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
        check_pieces(&schedules)?;
        Ok(Self { schedules })
    }

    pub(crate) fn schedules(&self) -> &[Schedule] {
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
