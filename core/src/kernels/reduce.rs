//! Reductions along a row, in a fixed order.

/// Elements that are summed side by side: one SIMD register of `f32`.
const LANES: usize = 4;

/// Sum of a row in four lanes: lane j adds the elements j, j + 4, j + 8, …; then (l₀ + l₁) + (l₂ + l₃).
///
/// ```
/// assert_eq!(lr_lab_core::kernels::reduce::sum(&[1.0, 2.0, 3.0, 4.0, 5.0]), 15.0);
/// ```
pub fn sum(row: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for chunk in row.chunks(LANES) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Largest element of a row; NaN when one of them is NaN, −∞ when there is none.
pub fn max(row: &[f32]) -> f32 {
    // Written out because the standard `max` drops a NaN.
    row.iter().fold(f32::NEG_INFINITY, |max, &value| if value > max || value.is_nan() { value } else { max })
}

#[cfg(test)]
mod tests {
    use super::{max, sum};

    #[test]
    fn the_order_of_the_sum_is_fixed() {
        let row: Vec<f32> = (0..11).map(|i| 1.0 / (i as f32 + 0.3)).collect();
        let lane = |j: usize| row.iter().skip(j).step_by(4).fold(0.0, |sum, value| sum + value);
        assert_eq!(sum(&row), (lane(0) + lane(1)) + (lane(2) + lane(3)));
        assert_eq!(sum(&[]), 0.0);
    }

    #[test]
    fn max_sees_nan() {
        assert_eq!(max(&[-3.0, -1.0, -2.0]), -1.0);
        assert!(max(&[1.0, f32::NAN, 2.0]).is_nan());
    }
}
