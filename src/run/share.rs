//! Work that several instances divide among themselves.

use crate::error::{Error, Result};
use crate::range::Range;
use crate::sentence;

/// The most instances that share a work.
const MAX_SHARES: u64 = 1024;

/// One instance's share: of the items 0, 1, 2, …, those whose number leaves `index` when divided by `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which share, from 0.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    /// Everything.
    pub const ALL: Self = Self { index: 0, of: 1 };

    /// The items of this share among `count`.
    ///
    /// # Errors
    /// `part.of` outside 1 ..= 1024; `part.index` not below it.
    pub(super) fn items(self, count: usize) -> Result<Vec<usize>> {
        Range::whole(1, MAX_SHARES).check("part.of", self.of as f64)?;
        if self.index >= self.of {
            let accepted =
                sentence!("accepted.one-below-of", "a whole number from 0 to {last}, one below of", last = self.of - 1);
            return Err(Error::not_accepted("part.index", self.index, accepted));
        }
        Ok((self.index..count).step_by(self.of).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn shares_are_disjoint_and_complete() {
        for of in [1, 2, 3, 8, 20] {
            let mut items: Vec<usize> = (0..of).flat_map(|index| Share { index, of }.items(13).unwrap()).collect();
            items.sort_unstable();
            assert!(items.into_iter().eq(0..13), "{of} shares");
        }
    }
}
