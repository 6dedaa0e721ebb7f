//! Elementary functions that give the same bits natively, in Node and in every browser.
//!
//! `std`'s versions call the platform's libm and may not be used in the numeric path (clippy's
//! `disallowed-methods` holds that). Here the `f32` ones, for tensors, are polynomials made of single additions and
//! multiplications without a branch, so that they keep their bits when a compiler or a later hand puts four of them
//! into a SIMD register; the `f64` ones, for schedules, come from the pure-Rust `libm` crate.
//!
//! The coefficients are those of Moshier's Cephes library (single precision: `expf`, `logf`, `tanhf`, `erfcf`).

/// Adding and subtracting 1.5·2²³ rounds a small `f32` to the nearest integer, the same on every processor.
const ROUND: f32 = 12_582_912.0;

/// `2^n` for `n` in −126 ..= 127, any number for others.
#[inline]
fn exp2i(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) << 23) as u32)
}

/// e^x, within 2 units in the last place. Results below the smallest normal number are 0, since wasm computes with
/// denormals slowly and cannot flush them.
///
/// ```
/// assert_eq!(lr_lab_core::math::expf(0.0), 1.0);
/// assert!((lr_lab_core::math::expf(1.0) - std::f32::consts::E).abs() < 3e-7);
/// ```
#[inline]
pub fn expf(x: f32) -> f32 {
    let clamped = if x > 89.0 { 89.0 } else { x };
    let clamped = if clamped < -88.0 { -88.0 } else { clamped };
    let (y, n) = exp_parts(clamped);
    // NaN leaves any bits in `n`; the clamp keeps the two halves of 2^n in range and y carries the NaN on.
    let n = n.clamp(-127, 129);
    let half = n >> 1;
    let scaled = y * exp2i(half) * exp2i(n - half);
    if x < -87.336_54 { 0.0 } else { scaled }
}

/// (y, n) with e^x = y·2^n for |x| up to 89.
#[inline]
fn exp_parts(x: f32) -> (f32, i32) {
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let k = shifted - ROUND;
    let r = x - k * LN_2_HIGH - k * LN_2_LOW;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    (p * (r * r) + r + 1.0, n)
}

/// Natural logarithm, within 2 units in the last place; −∞ at 0, NaN below.
///
/// ```
/// assert_eq!(lr_lab_core::math::lnf(1.0), 0.0);
/// assert!(lr_lab_core::math::lnf(-1.0).is_nan());
/// ```
#[inline]
pub fn lnf(x: f32) -> f32 {
    const DENORMAL_SCALE: f32 = 33_554_432.0; // 2^25
    let (scaled, bias) = if x < f32::MIN_POSITIVE { (x * DENORMAL_SCALE, 25) } else { (x, 0) };
    let bits = scaled.to_bits();
    let mut exponent = ((bits >> 23) & 0xff) as i32 - 126 - bias;
    let mut m = f32::from_bits((bits & 0x007f_ffff) | 0x3f00_0000); // in [0.5, 1)
    if m < std::f32::consts::FRAC_1_SQRT_2 {
        exponent -= 1;
        m += m;
    }
    let r = m - 1.0;
    let e = exponent as f32;
    let z = r * r;
    let mut p = 7.037_683_6e-2;
    p = p * r - 1.151_461e-1;
    p = p * r + 1.167_699_9e-1;
    p = p * r - 1.242_014_1e-1;
    p = p * r + 1.424_932_3e-1;
    p = p * r - 1.666_805_7e-1;
    p = p * r + 2.000_071_5e-1;
    p = p * r - 2.499_999_4e-1;
    p = p * r + 3.333_333e-1;
    let mut y = r * z * p;
    y += e * -2.121_944_4e-4;
    y -= 0.5 * z;
    let finite = r + y + e * 0.693_359_4;
    if x == 0.0 {
        f32::NEG_INFINITY
    } else if x < 0.0 || x.is_nan() {
        f32::NAN
    } else if x == f32::INFINITY {
        x
    } else {
        finite
    }
}

/// Hyperbolic tangent, within 3 units in the last place.
///
/// ```
/// assert_eq!(lr_lab_core::math::tanhf(0.0), 0.0);
/// assert_eq!(lr_lab_core::math::tanhf(100.0), 1.0);
/// ```
#[inline]
pub fn tanhf(x: f32) -> f32 {
    let magnitude = x.abs();
    let z = x * x;
    let mut p = -5.704_988_7e-3;
    p = p * z + 2.063_908_8e-2;
    p = p * z - 5.373_971_6e-2;
    p = p * z + 1.333_144_2e-1;
    p = p * z - 3.333_328e-1;
    let near = p * z * x + x;
    // 1 − 2/(e^2|x| + 1) is 1 from e^20 on, which spares the exponential its extremes.
    let double = magnitude + magnitude;
    let (y, n) = exp_parts(if double > 20.0 { 20.0 } else { double });
    let far = (1.0 - 2.0 / (y * exp2i(n) + 1.0)).copysign(x);
    if magnitude < 0.625 { near } else { far }
}

/// Logistic function 1 / (1 + e^−x).
///
/// ```
/// assert_eq!(lr_lab_core::math::sigmoidf(0.0), 0.5);
/// assert_eq!(lr_lab_core::math::sigmoidf(-1e4), 0.0);
/// ```
#[inline]
pub fn sigmoidf(x: f32) -> f32 {
    1.0 / (1.0 + expf(-x))
}

/// Complementary error function 1 − erf x = 2/√π ∫ₓ^∞ e^−t² dt, which keeps its digits where erf x is all but 1: within
/// 8 units in the last place up to 2, 4e-6 relative at 9, and 0 from 9.4 on.
///
/// ```
/// assert_eq!(lr_lab_core::math::erfcf(0.0), 1.0);
/// assert!((lr_lab_core::math::erfcf(5.0) / 1.537_459_8e-12 - 1.0).abs() < 4e-6);
/// ```
#[inline]
pub fn erfcf(x: f32) -> f32 {
    let magnitude = x.abs();
    let z = x * x;
    // Up to 1 from the series of erf, which ends soon there.
    let mut p = 7.853_861_4e-5;
    p = p * z - 8.010_194e-4;
    p = p * z + 5.188_327_6e-3;
    p = p * z - 2.685_381_1e-2;
    p = p * z + 1.128_358_5e-1;
    p = p * z - 3.761_262_6e-1;
    p = p * z + std::f32::consts::FRAC_2_SQRT_PI;
    let near = 1.0 - x * p;
    // Beyond it e^−x²/x times a polynomial in 1/x², of which there are two.
    let q = 1.0 / if magnitude < 1.0 { 1.0 } else { magnitude };
    let r = q * q;
    let mut middle = 2.326_82e-2;
    middle = middle * r - 1.387_039_3e-1;
    middle = middle * r + 3.687_424_7e-1;
    middle = middle * r - 5.824_733e-1;
    middle = middle * r + 6.210_004_6e-1;
    middle = middle * r - 4.944_515_3e-1;
    middle = middle * r + 3.404_88e-1;
    middle = middle * r - 2.741_127e-1;
    middle = middle * r + 5.638_259_6e-1;
    let mut far = -1.047_766_4e1;
    far = far * r + 1.297_72e1;
    far = far * r - 7.495_518_7;
    far = far * r + 2.921_019;
    far = far * r - 1.015_265_2;
    far = far * r + 4.218_463_5e-1;
    far = far * r - 2.820_767_5e-1;
    far = far * r + 5.641_895e-1;
    let tail = expf(-z) * q * if magnitude < 2.0 { middle } else { far };
    let tail = if x < 0.0 { 2.0 - tail } else { tail };
    if magnitude < 1.0 { near } else { tail }
}

/// e^x in double precision.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm in double precision.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Decimal logarithm in double precision.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// x^y in double precision.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// e^x − 1 in double precision, exact to the last places near 0.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// ln(1 + x) in double precision, exact to the last places near 0.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Sine in double precision.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine in double precision.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Hyperbolic tangent in double precision.
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// The error function in double precision.
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

#[cfg(test)]
mod tests {
    use super::{erfcf, expf, lnf, sigmoidf, tanhf};

    /// Largest relative error of `f` against `reference` over a fine grid.
    fn worst(f: fn(f32) -> f32, reference: fn(f64) -> f64, from: f32, to: f32) -> f64 {
        let points = 200_001;
        (0..points)
            .map(|i| from + (to - from) * i as f32 / (points - 1) as f32)
            .map(|x| {
                let (got, want) = (f64::from(f(x)), reference(f64::from(x)));
                if want == 0.0 { got.abs() } else { ((got - want) / want).abs() }
            })
            .fold(0.0, |worst, error| if error > worst { error } else { worst })
    }

    #[test]
    fn accuracy() {
        const ULP: f64 = 1.2e-7;
        for (name, f, reference, from, to, ulps) in [
            ("exp", expf as fn(f32) -> f32, libm::exp as fn(f64) -> f64, -87.0, 88.7, 2.0),
            ("ln", lnf, libm::log, 1e-3, 0.99, 2.0),
            ("ln", lnf, libm::log, 1.01, 1e6, 2.0),
            ("tanh", tanhf, libm::tanh, -10.0, 10.0, 3.0),
            ("sigmoid", sigmoidf, |x| 1.0 / (1.0 + libm::exp(-x)), -80.0, 80.0, 3.0),
            ("erfc", erfcf, libm::erfc, -20.0, 0.5, 3.0),
            ("erfc", erfcf, libm::erfc, 0.5, 2.0, 9.0),
            ("erfc", erfcf, libm::erfc, 2.0, 9.0, 35.0), // x² is rounded before the exponential enlarges that
        ] {
            let error = worst(f, reference, from, to);
            assert!(error < ulps * ULP, "{name} on {from} ..= {to}: {error:e}");
        }
    }

    /// The shorter exponential inside has the same bits.
    #[test]
    fn tanh_is_made_of_exp() {
        for i in 0..400_000 {
            let x = 0.625 + i as f32 * 1e-4;
            let want = 1.0 - 2.0 / (expf(x + x) + 1.0);
            assert_eq!((tanhf(x), tanhf(-x)), (want, -want), "{x}");
        }
    }

    #[test]
    fn extremes() {
        assert_eq!(expf(f32::NEG_INFINITY), 0.0);
        assert_eq!(expf(f32::INFINITY), f32::INFINITY);
        assert_eq!(expf(1e9), f32::INFINITY);
        assert_eq!(expf(-1e9), 0.0);
        assert!(expf(f32::NAN).is_nan());
        assert!(expf(88.7) < f32::INFINITY);
        assert_eq!(lnf(0.0), f32::NEG_INFINITY);
        assert_eq!(lnf(f32::INFINITY), f32::INFINITY);
        assert!(lnf(f32::NAN).is_nan());
        assert!((lnf(1e-40) - -92.103_4).abs() < 1e-4);
        assert_eq!(tanhf(f32::NEG_INFINITY), -1.0);
        assert!(tanhf(f32::NAN).is_nan());
        assert_eq!(sigmoidf(1e4), 1.0);
        assert_eq!([f32::NEG_INFINITY, -1e30, 1e30, f32::INFINITY].map(erfcf), [2.0, 2.0, 0.0, 0.0]);
        assert!(erfcf(f32::NAN).is_nan());
    }
}
