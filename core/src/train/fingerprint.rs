//! A 64-bit hash of everything that decides how training goes on.

use std::fmt;
use std::hash::Hasher as _;

use fnv::FnvHasher;

/// Hash of weights, optimizer state and the positions of the random streams. Equal fingerprints mean that two
/// trainers, on whatever machines, will do the same from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    /// 16 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Collects what goes into a [`Fingerprint`], in a fixed byte order.
#[derive(Default)]
pub(super) struct Fingerprinter(FnvHasher);

impl Fingerprinter {
    pub(super) fn number(&mut self, number: u64) {
        self.0.write(&number.to_le_bytes());
    }

    /// NaN has many bit patterns and platforms differ in which they make: they all count as one.
    pub(super) fn numbers(&mut self, numbers: &[f32]) {
        for number in numbers {
            let canonical = if number.is_nan() { f32::NAN } else { *number };
            self.0.write(&canonical.to_bits().to_le_bytes());
        }
    }

    pub(super) fn finish(self) -> Fingerprint {
        Fingerprint(self.0.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprinter;

    fn of(numbers: &[f32]) -> String {
        let mut fingerprinter = Fingerprinter::default();
        fingerprinter.numbers(numbers);
        fingerprinter.finish().to_string()
    }

    #[test]
    fn every_bit_counts_except_nans() {
        assert_eq!(of(&[]), "cbf29ce484222325", "FNV-1a's offset basis");
        assert_ne!(of(&[0.0]), of(&[-0.0]));
        assert_ne!(of(&[1.0, 2.0]), of(&[2.0, 1.0]));
        assert_eq!(of(&[f32::NAN]), of(&[-f32::from_bits(0x7fc0_0001)]));
    }
}
