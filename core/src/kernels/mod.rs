//! The arithmetic of training: `f32` slices in, `f32` slices out, row-major, batch first.
//!
//! **Summation order.** Every element of a matrix product is the sum of its products in index order, one addition
//! after the other, starting from the bias or from 0; products and sums are rounded separately (never fused). Lanes
//! of a SIMD register therefore hold *different* elements, never parts of one sum, and blocking or vectorizing a
//! kernel cannot change a bit. Sums that run along a row ([`reduce::sum`]) are fixed in four lanes instead.

pub mod conv;
pub mod dense;
mod gather;
pub mod max_pool;
mod product;
pub mod reduce;
pub mod scalar;
pub mod twin;

pub use gather::gather;
pub use product::Panels;

#[cfg(test)]
mod testing {
    /// Numbers whose sums round, so that a changed order of summation shows.
    pub(super) fn numbers(count: usize, salt: u32) -> Vec<f32> {
        (0..count as u32).map(|i| (i.wrapping_mul(2_654_435_761) ^ salt) as f32 / 3e9 - 0.7).collect()
    }
}
