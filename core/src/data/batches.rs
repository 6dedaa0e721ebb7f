//! Which rows make up the next batch.

use crate::error::{Error, Result};
use crate::rng::Rng;
use crate::sentence;

/// Deals out row numbers, epoch by epoch; the last batch of an epoch may be smaller, as in Keras.
#[derive(Clone, Debug)]
pub struct Batches {
    order: Vec<u32>,
    next: usize,
    batch_size: usize,
    shuffle: Option<Rng>,
}

impl Batches {
    /// Batches of `batch_size` out of `rows` rows, in file order, or in a new random order each epoch when a
    /// generator is given.
    ///
    /// # Errors
    /// `batchSize` outside 1 ..= rows.
    pub fn new(rows: usize, batch_size: usize, shuffle: Option<Rng>) -> Result<Self> {
        if batch_size == 0 || batch_size > rows {
            let accepted =
                sentence!("accepted.rows-to-train-on", "a whole number from 1 to {rows}, the rows to train on", rows);
            return Err(Error::not_accepted("batchSize", batch_size, accepted));
        }
        Ok(Self { order: (0..rows as u32).collect(), next: 0, batch_size, shuffle })
    }

    /// The orders to come are drawn from `rng`; without shuffling there are none to draw.
    pub fn reshuffle(&mut self, rng: Rng) {
        self.shuffle = self.shuffle.is_some().then_some(rng);
    }

    /// Row numbers of the next batch.
    pub fn next_batch(&mut self) -> &[u32] {
        if self.next == 0
            && let Some(rng) = &mut self.shuffle
        {
            rng.shuffle(&mut self.order);
        }
        let start = self.next;
        let end = (start + self.batch_size).min(self.order.len());
        self.next = if end == self.order.len() { 0 } else { end };
        &self.order[start..end]
    }

    /// Rows of a full batch.
    pub fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// Batches in an epoch, the smaller last one included.
    pub fn per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.batch_size)
    }

    /// Everything that decides the batches to come, for the fingerprint.
    pub fn state(&self) -> impl Iterator<Item = u64> {
        let position = self.shuffle.as_ref().map_or(0, Rng::position);
        self.order.iter().map(|row| u64::from(*row)).chain([self.next as u64, position])
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.order.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Batches;
    use crate::rng::{Rng, Stream};

    #[test]
    fn the_last_batch_of_an_epoch_is_smaller() {
        // Document 001: 569 rows in batches of 12 are 48 batches, the last of 5 rows.
        let mut batches = Batches::new(569, 12, None).unwrap();
        assert_eq!(batches.per_epoch(), 48);
        let sizes: Vec<usize> = (0..49).map(|_| batches.next_batch().len()).collect();
        assert_eq!((sizes[46], sizes[47], sizes[48]), (12, 5, 12));
        assert_eq!(batches.next_batch()[0], 12);
    }

    #[test]
    fn every_epoch_sees_every_row_in_a_new_order() {
        let mut batches = Batches::new(10, 3, Some(Rng::new(1, Stream::Order))).unwrap();
        let mut epoch = || (0..4).flat_map(|_| batches.next_batch().to_vec()).collect::<Vec<_>>();
        let (first, second) = (epoch(), epoch());
        assert_ne!(first, second);
        for mut rows in [first, second] {
            rows.sort_unstable();
            assert!(rows.into_iter().eq(0..10));
        }
    }
}
