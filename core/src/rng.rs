//! The only randomness of the crate: seeded, with one stream for each purpose.
//!
//! A stream never sees what another one drew, so a change of the batch size leaves the initial weights alone. The
//! generator is ChaCha8, whose output is fixed by its specification; the conversions to numbers are written out
//! here because those of the `rand` crate may change between its versions.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// What the numbers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Initial weights.
    Weights = 1,
    /// The order of the rows in each epoch.
    Order = 2,
    /// Dropout masks.
    Dropout = 3,
    /// Synthetic data and the validation split.
    Data = 4,
    /// Directions in which the loss is probed.
    Probe = 5,
    /// Learning rates to try.
    Rates = 6,
}

/// A seeded stream of random numbers.
///
/// ```
/// use lr_lab_core::rng::{Rng, Stream};
///
/// let (mut a, mut b) = (Rng::new(7, Stream::Order), Rng::new(7, Stream::Order));
/// assert_eq!(a.uniform(), b.uniform());
/// assert_ne!(Rng::new(7, Stream::Data).uniform(), Rng::new(7, Stream::Order).uniform());
/// ```
#[derive(Clone, Debug)]
pub struct Rng(ChaCha8Rng);

impl Rng {
    /// The stream for `purpose` under `seed`.
    pub fn new(seed: u64, purpose: Stream) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(purpose as u64);
        Self(generator)
    }

    /// Uniform in [0, 1), a multiple of 2⁻²⁴.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32
    }

    /// Uniform in 0 .. `bound`, without bias; 0 for a bound of 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound < 2 {
            return 0;
        }
        // The values below 2³² mod bound would make small numbers more likely.
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let draw = self.0.next_u32();
            if draw >= unfair {
                return draw % bound;
            }
        }
    }

    /// Puts `items` into a random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end as u32 + 1) as usize);
        }
    }

    /// How many 32-bit words were drawn: with the seed, the whole state.
    pub fn position(&self) -> u64 {
        self.0.get_word_pos() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{Rng, Stream};

    /// The streams are part of every shared link: these numbers may never change. They were computed from ChaCha's
    /// specification by another program.
    #[test]
    fn the_streams_are_fixed() {
        for (stream, want) in [
            (Stream::Weights, [660, 444, 546]),
            (Stream::Order, [90, 282, 480]),
            (Stream::Dropout, [913, 559, 58]),
            (Stream::Data, [752, 384, 354]),
            (Stream::Probe, [18, 619, 214]),
            (Stream::Rates, [905, 446, 261]),
        ] {
            let mut rng = Rng::new(1, stream);
            assert_eq!([(); 3].map(|()| rng.below(1000)), want, "{stream:?}");
        }
    }

    #[test]
    fn below_is_uniform_and_in_range() {
        let mut rng = Rng::new(0, Stream::Data);
        let mut counts = [0; 6];
        for _ in 0..60_000 {
            counts[rng.below(6) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        assert_eq!((rng.below(0), rng.below(1)), (0, 0));
    }

    #[test]
    fn shuffle_permutes() {
        let mut items: Vec<u32> = (0..100).collect();
        Rng::new(3, Stream::Order).shuffle(&mut items);
        assert_ne!(items[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        items.sort_unstable();
        assert!(items.iter().copied().eq(0..100));
    }
}
