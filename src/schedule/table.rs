//! Given rates.

use crate::declare::{Datum, Declared, Setting};
use crate::error::{Error, Result};
use crate::kind;
use crate::range::Range;
use crate::sentence;

use super::Timing;
use super::curve::{Curve, Moment};

kind! {
    Table: Table { values },
    "table", "Table", "Given rates, one after another; the last one holds.",
    values: Setting::numbers(Range::NOT_NEGATIVE, "The rate of each step.").required().suits(|run| Datum::Numbers(vec![run.lr, run.lr / 10.0])),
}

/// lr(t) = values\[t\], and the last value from there on: what a JavaScript function becomes once it is sampled.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(crate) values: Vec<f64>,
}

impl Table {
    /// The rates in order.
    ///
    /// # Errors
    /// `values`: none; `values[i]`: negative or not finite.
    pub fn new(values: Vec<f64>) -> Result<Self> {
        Self::make(Self { values })
    }

    /// The rate at `t`.
    pub fn lr_at(&self, t: u64) -> f64 {
        let last = self.values.len() - 1;
        self.values[usize::try_from(t).map_or(last, |t| t.min(last))]
    }
}

impl Curve for Table {
    fn make(config: Self::Config) -> Result<Self> {
        if config.values.is_empty() {
            return Err(Error::new("values", sentence!("error.no-rate-given", "none; at least one rate")));
        }
        Self::check(&config)?;
        Ok(config)
    }

    fn config(&self) -> &Self::Config {
        self
    }

    fn formula(&self) -> String {
        "pick(t, values)".to_owned()
    }

    fn rate_at(&self, now: &Moment<'_>) -> f64 {
        self.lr_at(now.t)
    }

    fn timing(&self) -> Timing {
        let length = self.values.len() as u64;
        Timing { end: Some((length - 1) as f64), length: Some(length), ..Timing::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn holds_its_last_value() {
        let table = Table::new(vec![0.1, 0.3, 0.2]).unwrap();
        assert_eq!([0, 1, 2, 3, u64::MAX].map(|t| table.lr_at(t)), [0.1, 0.3, 0.2, 0.2, 0.2]);
    }

    #[test]
    fn refused_values() {
        for (values, field) in [
            (vec![], "values"),
            (vec![0.1, f64::NAN], "values[1]"),
            (vec![-0.1], "values[0]"),
            (vec![f64::INFINITY], "values[0]"),
        ] {
            assert_eq!(Table::new(values).unwrap_err().field(), field);
        }
    }
}
