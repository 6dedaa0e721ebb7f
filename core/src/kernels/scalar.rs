//! Numbers that the scalar twins of the kernels compute with: plain ones, and dual ones that carry a derivative along.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::math;

/// A number of the twins.
pub trait Scalar:
    Copy
    + From<f64>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The number without its derivative: what decides on which side of a kink it lies.
    fn value(self) -> f64;
    /// e^x
    #[must_use]
    fn exp(self) -> Self;
    /// Natural logarithm.
    #[must_use]
    fn ln(self) -> Self;
    /// Hyperbolic tangent.
    #[must_use]
    fn tanh(self) -> Self;
    /// The error function.
    #[must_use]
    fn erf(self) -> Self;
}

impl Scalar for f64 {
    fn value(self) -> f64 {
        self
    }

    fn exp(self) -> Self {
        math::exp(self)
    }

    fn ln(self) -> Self {
        math::ln(self)
    }

    fn tanh(self) -> Self {
        math::tanh(self)
    }

    fn erf(self) -> Self {
        math::erf(self)
    }
}

/// v + d·ε with ε² = 0: what is computed of v is computed of its derivative d along some direction too, exactly.
///
/// ```
/// use lr_lab_core::kernels::scalar::Dual;
///
/// let x = Dual { value: 3.0, derivative: 1.0 };
/// let square = x * x;
/// assert_eq!((square.value, square.derivative), (9.0, 6.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its derivative.
    pub derivative: f64,
}

impl Dual {
    /// f(x), where f has `value` and `slope` at x.
    fn chain(self, value: f64, slope: f64) -> Self {
        Self { value, derivative: slope * self.derivative }
    }
}

impl From<f64> for Dual {
    fn from(value: f64) -> Self {
        Self { value, derivative: 0.0 }
    }
}

/// The value and the derivative of each operation.
macro_rules! operations {
    ($($operator:ident, $name:ident: |$a:ident, $b:ident| $value:expr, $derivative:expr;)*) => {$(
        impl $operator for Dual {
            type Output = Self;

            fn $name(self, $b: Self) -> Self {
                let $a = self;
                Self { value: $value, derivative: $derivative }
            }
        }
    )*};
}

operations! {
    Add, add: |a, b| a.value + b.value, a.derivative + b.derivative;
    Sub, sub: |a, b| a.value - b.value, a.derivative - b.derivative;
    Mul, mul: |a, b| a.value * b.value, a.derivative * b.value + a.value * b.derivative;
    Div, div: |a, b| a.value / b.value, (a.derivative - a.value / b.value * b.derivative) / b.value;
}

impl Neg for Dual {
    type Output = Self;

    fn neg(self) -> Self {
        Self { value: -self.value, derivative: -self.derivative }
    }
}

impl Scalar for Dual {
    fn value(self) -> f64 {
        self.value
    }

    fn exp(self) -> Self {
        let value = math::exp(self.value);
        self.chain(value, value)
    }

    fn ln(self) -> Self {
        self.chain(math::ln(self.value), 1.0 / self.value)
    }

    fn tanh(self) -> Self {
        let value = math::tanh(self.value);
        self.chain(value, 1.0 - value * value)
    }

    fn erf(self) -> Self {
        let slope = std::f64::consts::FRAC_2_SQRT_PI * math::exp(-self.value * self.value);
        self.chain(math::erf(self.value), slope)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dual, Scalar};

    #[test]
    fn derivatives_agree_with_central_differences() {
        type Function<T> = fn(T) -> T;
        let functions: [(&str, Function<Dual>, Function<f64>); 6] = [
            ("exp", Scalar::exp, Scalar::exp),
            ("ln", Scalar::ln, Scalar::ln),
            ("tanh", Scalar::tanh, Scalar::tanh),
            ("erf", Scalar::erf, Scalar::erf),
            ("quotient", |x| (x * x - Dual::from(1.0)) / (x + Dual::from(2.0)), |x| (x * x - 1.0) / (x + 2.0)),
            ("negation", |x| -x, |x| -x),
        ];
        for (name, dual, plain) in functions {
            for x in [0.2, 0.9, 1.7] {
                let got = dual(Dual { value: x, derivative: 2.0 });
                let want = 2.0 * (plain(x + 1e-6) - plain(x - 1e-6)) / 2e-6;
                assert!((got.derivative - want).abs() < 1e-8, "{name} at {x}: {} against {want}", got.derivative);
                assert_eq!(got.value, plain(x), "{name} at {x}");
            }
        }
    }
}
