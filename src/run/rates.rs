//! Which rates a sweep trains at.

use crate::error::{Error, Result};
use crate::math::{exp, ln};
use crate::named;
use crate::range::Range;
use crate::rng::{Rng, Stream};
use crate::schedule::Geometric;
use crate::sentence;

/// The most rates of a sweep.
pub const MAX_RATES: u64 = 1000;

/// The most seeds of a sweep or a band.
pub const MAX_SEEDS: u64 = 1000;

named! {
    /// How rates are searched.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Search {
        /// By equal factors, both ends included.
        #[default]
        Grid = "grid",
        /// Uniform in log rate, by chance: Bergstra and Bengio (2012).
        Random = "random",
    }
}

/// Rates between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateSearch {
    /// The lowest rate.
    pub from: f64,
    /// The highest rate.
    pub to: f64,
    /// How many.
    pub count: u64,
    /// How they are spread.
    pub search: Search,
}

impl RateSearch {
    /// The rates, rising; `seed` decides those of a random search.
    ///
    /// # Errors
    /// `from`: not a finite number above 0; `to`: not a finite number above `from`; `count` outside 2 ..= 1000.
    pub fn rates(&self, seed: u64) -> Result<Vec<f64>> {
        let from = Range::POSITIVE.check("from", self.from)?;
        let to = Range::above(from).check("to", self.to)?;
        Range::whole(2, MAX_RATES).check("count", self.count as f64)?;
        let mut lrs: Vec<f64> = match self.search {
            Search::Grid => {
                let grid = Geometric::new(from, to, self.count)?;
                (0..self.count).map(|i| grid.lr_at(i)).collect()
            }
            Search::Random => {
                let mut rng = Rng::new(seed, Stream::Rates);
                let (low, high) = (ln(from), ln(to));
                // Rounding may not lead past the ends.
                let draw = |share: f64| exp(low + (high - low) * share).clamp(from, to);
                (0..self.count).map(|_| draw(f64::from(rng.uniform()))).collect()
            }
        };
        sort(&mut lrs);
        Ok(lrs)
    }
}

/// `lrs` and `also`, rising, each once.
///
/// # Errors
/// `lrs[i]`, `also[i]`: not a finite number above 0; `lrs`: none, or with `also` more than 1000.
pub fn with_also(lrs: &[f64], also: &[f64]) -> Result<Vec<f64>> {
    for (field, list) in [("lrs", lrs), ("also", also)] {
        for (i, lr) in list.iter().enumerate() {
            Range::POSITIVE.check(&format!("{field}[{i}]"), *lr)?;
        }
    }
    let mut all = [lrs, also].concat();
    sort(&mut all);
    if lrs.is_empty() || all.len() as u64 > MAX_RATES {
        let given = sentence!("value.rates", "{count} rates", count = all.len());
        let accepted = sentence!("accepted.from-one-to", "from 1 to {most}", most = MAX_RATES);
        return Err(Error::not_accepted("lrs", given, accepted));
    }
    Ok(all)
}

fn sort(lrs: &mut Vec<f64>) {
    lrs.sort_unstable_by(f64::total_cmp);
    lrs.dedup();
}

#[cfg(test)]
mod tests {
    use super::{RateSearch, Search, with_also};

    const GRID: RateSearch = RateSearch { from: 1e-3, to: 10.0, count: 5, search: Search::Grid };

    #[test]
    fn grids_have_both_ends_and_equal_factors() {
        let lrs = GRID.rates(0).unwrap();
        assert_eq!((lrs.len(), lrs[0], lrs[4]), (5, 1e-3, 10.0));
        assert!(lrs.windows(2).all(|pair| (pair[1] / pair[0] - 10.0).abs() < 1e-9), "{lrs:?}");
        assert_eq!(lrs, GRID.rates(7).unwrap());
    }

    #[test]
    fn random_rates_are_uniform_in_log_rate_and_the_seeds_own() {
        let search = RateSearch { count: 1000, search: Search::Random, ..GRID };
        let lrs = search.rates(3).unwrap();
        assert!(lrs.is_sorted() && lrs[0] >= 1e-3 && lrs[999] <= 10.0);
        for decade in 0..4 {
            let low = [1e-3, 1e-2, 1e-1, 1.0][decade];
            let inside = lrs.iter().filter(|lr| (low..10.0 * low).contains(*lr)).count();
            assert!((200..300).contains(&inside), "{inside} of 1000 from {low}");
        }
        assert_eq!(lrs, search.rates(3).unwrap());
        assert_ne!(lrs, search.rates(4).unwrap());
    }

    #[test]
    fn more_rates_join_in_order() {
        assert_eq!(with_also(&[1.0, 0.1], &[0.5, 0.1]), Ok(vec![0.1, 0.5, 1.0]));
    }

    #[test]
    fn refusals() {
        for (lrs, also, field) in [
            (vec![], vec![0.1], "lrs"),
            (vec![0.1], vec![f64::NAN], "also[0]"),
            ((1..1002).map(f64::from).collect(), vec![], "lrs"),
        ] {
            assert_eq!(with_also(&lrs, &also).unwrap_err().field(), field);
        }
    }
}
