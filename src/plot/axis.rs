//! A linear or logarithmic axis: values to [0, 1], and ticks that don't collide.
//!
//! plotters' own log range has no ticks inside one decade and hangs on an infinite bound, so this is ours. Every pair
//! of bounds makes an axis: reversed ones are swapped, equal ones widened, unusable ones replaced.

use crate::math::log10;
use crate::number::{decade, fixed, number};

/// How values spread along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisKind {
    /// Equal differences take equal room.
    Linear,
    /// Equal ratios take equal room.
    Log,
}

impl AxisKind {
    /// The name in the JavaScript contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "log",
        }
    }
}

/// An axis with finite bounds, the lower one below the upper one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    kind: AxisKind,
    min: f64,
    max: f64,
}

/// A place on an axis that is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value there.
    pub value: f64,
    /// Where it lies, from 0 to 1.
    pub position: f64,
    /// What to write.
    pub label: String,
}

/// Far enough outside for any figure, near enough for exact arithmetic.
const OUTSIDE: f64 = 1e6;

/// Beyond these, sums and quotients of bounds overflow.
const LARGEST: f64 = 1e300;
const SMALLEST: f64 = 1e-300;

impl Axis {
    /// An axis of equal differences.
    pub fn linear(from: f64, to: f64) -> Self {
        let usable = |bound: f64| bound.is_finite().then(|| bound.clamp(-LARGEST, LARGEST));
        let (min, max) = ordered(usable(from), usable(to)).unwrap_or((0.0, 1.0));
        // A range at the edge of the precision has no ticks that differ.
        if max - min > 1e-9 * max.abs().max(min.abs()) && max - min > SMALLEST {
            return Self { kind: AxisKind::Linear, min, max };
        }
        let half = if max.abs() > SMALLEST { max.abs() / 2.0 } else { 0.5 };
        Self { kind: AxisKind::Linear, min: min - half, max: max + half }
    }

    /// An axis of equal ratios. Bounds that are not above zero count as absent.
    pub fn log(from: f64, to: f64) -> Self {
        let usable =
            |bound: f64| (bound.is_finite() && bound > 0.0).then(|| bound.clamp(SMALLEST * 1e3, LARGEST * 1e-3));
        let (min, max) = ordered(usable(from), usable(to)).unwrap_or((1e-5, 10.0));
        if max / min > 1.0 + 1e-6 {
            return Self { kind: AxisKind::Log, min, max };
        }
        Self { kind: AxisKind::Log, min: min / 3.0, max: max * 3.0 }
    }

    /// How values spread.
    pub const fn kind(&self) -> AxisKind {
        self.kind
    }

    /// The value at position 0.
    pub const fn min(&self) -> f64 {
        self.min
    }

    /// The value at position 1.
    pub const fn max(&self) -> f64 {
        self.max
    }

    /// Where `value` lies: 0 at the lower bound, 1 at the upper, NaN where it has no place.
    ///
    /// ```
    /// use lr_lab::plot::axis::Axis;
    ///
    /// assert!((Axis::log(1e-4, 1.0).position(1e-2) - 0.5).abs() < 1e-12);
    /// assert!(Axis::log(1e-4, 1.0).position(0.0).is_nan());
    /// ```
    pub fn position(&self, value: f64) -> f64 {
        if !value.is_finite() {
            return f64::NAN;
        }
        let position = match self.kind {
            AxisKind::Linear => (value - self.min) / (self.max - self.min),
            AxisKind::Log if value > 0.0 => (log10(value) - log10(self.min)) / (log10(self.max) - log10(self.min)),
            AxisKind::Log => return f64::NAN,
        };
        position.clamp(-OUTSIDE, OUTSIDE)
    }

    /// The value that lies at `position`.
    pub fn value(&self, position: f64) -> f64 {
        match self.kind {
            AxisKind::Linear => self.min + position * (self.max - self.min),
            AxisKind::Log => pow10(log10(self.min) + position * (log10(self.max) - log10(self.min))),
        }
    }

    /// The axis with more room below and above, as shares of its length.
    pub(super) fn with_room(&self, below: f64, above: f64) -> Self {
        let (from, to) = (self.value(-below), self.value(1.0 + above));
        match self.kind {
            AxisKind::Linear => Self::linear(from, to),
            AxisKind::Log => Self::log(from, to),
        }
    }

    /// As many ticks as fit on `length` pixels, where a label takes `extent` pixels along the axis and neighbours
    /// keep `gap` pixels between them.
    pub fn ticks(&self, length: f64, gap: f64, extent: impl Fn(&str) -> f64) -> Vec<Tick> {
        let fit = |a: &Tick, b: &Tick| {
            (b.position - a.position) * length >= (extent(&a.label) + extent(&b.label)) / 2.0 + gap
        };
        let sets = match self.kind {
            AxisKind::Linear => self.linear_sets(),
            AxisKind::Log => self.log_sets(),
        };
        let free = |set: &&Vec<Tick>| set.windows(2).all(|pair| fit(&pair[0], &pair[1]));
        if let Some(set) = sets.iter().filter(|set| set.len() >= 2).find(free) {
            return set.clone();
        }
        // No set of two fits: keep of the coarsest what doesn't collide.
        let mut kept: Vec<Tick> = Vec::new();
        for tick in sets.into_iter().rfind(|set| !set.is_empty()).unwrap_or_default() {
            if kept.last().is_none_or(|last| fit(last, &tick)) {
                kept.push(tick);
            }
        }
        kept
    }

    /// Ticks at 1, 2 and 5 times a power of ten, the densest set first.
    fn linear_sets(&self) -> Vec<Vec<Tick>> {
        let top = log10(self.max - self.min).floor() as i32;
        let steps = (top - 2..=top).flat_map(|exponent| [1, 2, 5].map(|mantissa| (mantissa, exponent)));
        steps.map(|(mantissa, exponent)| self.linear_set(mantissa, exponent)).collect()
    }

    fn linear_set(&self, mantissa: u32, exponent: i32) -> Vec<Tick> {
        let step = f64::from(mantissa) * pow10(f64::from(exponent));
        let (first, last) = ((self.min / step - 1e-9).ceil(), (self.max / step + 1e-9).floor());
        let count = last - first;
        if !(0.0..=200.0).contains(&count) {
            return Vec::new();
        }
        let largest = self.max.abs().max(self.min.abs());
        let label = |value: f64| {
            if largest >= 1e5 || exponent < -4 {
                let digits = log10(largest / step).floor() as i32 + 2;
                number(value, digits.max(1) as usize)
            } else {
                fixed(value, (-exponent).max(0) as usize)
            }
        };
        (0..=count as u32)
            .map(|k| (first + f64::from(k)) * step)
            .map(|value| Tick { value, position: self.position(value).clamp(0.0, 1.0), label: label(value) })
            .collect()
    }

    /// Decades, every second decade and so on; inside a decade or two, 1-2-5 steps or even linear ones come first.
    fn log_sets(&self) -> Vec<Vec<Tick>> {
        let span = log10(self.max) - log10(self.min);
        let mut sets = Vec::new();
        if span < 0.7 {
            sets.extend(self.linear_sets());
        }
        if span <= 2.0 {
            sets.push(self.log_set(&[1, 2, 5], 1));
            sets.push(self.log_set(&[1, 3], 1));
        }
        sets.extend([1, 2, 3, 5, 10, 20, 50, 100, 200].map(|stride| self.log_set(&[1], stride)));
        sets
    }

    fn log_set(&self, mantissas: &[u32], stride: i32) -> Vec<Tick> {
        let (low, high) = (log10(self.min), log10(self.max));
        let decades = (low.floor() as i32..=high.ceil() as i32).filter(|exponent| exponent.rem_euclid(stride) == 0);
        decades
            .flat_map(|exponent| mantissas.iter().map(move |&mantissa| (mantissa, exponent)))
            .map(|(mantissa, exponent)| {
                let value = f64::from(mantissa) * pow10(f64::from(exponent));
                Tick { value, position: self.position(value), label: decade(mantissa, exponent) }
            })
            .filter(|tick| (-1e-9..=1.0 + 1e-9).contains(&tick.position))
            .map(|tick| Tick { position: tick.position.clamp(0.0, 1.0), ..tick })
            .collect()
    }
}

/// The lower and the higher one of two bounds, of which either may be absent.
fn ordered(from: Option<f64>, to: Option<f64>) -> Option<(f64, f64)> {
    let (from, to) = (from.or(to)?, to.or(from)?);
    Some((from.min(to), from.max(to)))
}

fn pow10(x: f64) -> f64 {
    crate::math::pow(10.0, x)
}

// proptest does not build for wasm32.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Axis, AxisKind};
    use proptest::prelude::*;

    #[test]
    fn ticks_with_their_labels() {
        for (axis, length, expected) in [
            (Axis::log(1e-5, 10.0), 1000.0, "1e−5 1e−4 0.001 0.01 0.1 1 10"),
            (Axis::log(1e-5, 10.0), 130.0, "1e−4 0.01 1"),
            (Axis::log(1e-7, 10.0), 90.0, "1e−6 0.001 1"),
            (Axis::log(2e-4, 500.0), 1000.0, "0.001 0.01 0.1 1 10 100"),
            (Axis::log(0.02, 0.9), 600.0, "0.02 0.05 0.1 0.2 0.5"),
            (Axis::log(1.0, 10.0), 600.0, "1 2 5 10"),
            (Axis::log(0.2, 0.3), 600.0, "0.20 0.21 0.22 0.23 0.24 0.25 0.26 0.27 0.28 0.29 0.30"),
            (Axis::log(10.0, 1000.0), 90.0, "10 100 1e3"),
            (Axis::linear(0.0, 1.0), 200.0, "0.0 0.2 0.4 0.6 0.8 1.0"),
            (Axis::linear(0.0, 0.3), 200.0, "0.00 0.05 0.10 0.15 0.20 0.25 0.30"),
            (Axis::linear(-1.0, 1.0), 200.0, "−1.0 −0.5 0.0 0.5 1.0"),
            (Axis::linear(0.0, 400.0), 300.0, "0 50 100 150 200 250 300 350 400"),
            (Axis::linear(0.0, 2e6), 300.0, "0 5e5 1e6 1.5e6 2e6"),
            (Axis::linear(0.0, 2e-6), 300.0, "0 5e−7 1e−6 1.5e−6 2e−6"),
        ] {
            let ticks = axis.ticks(length, 8.0, |label| 5.0 * label.chars().count() as f64);
            let labels: Vec<_> = ticks.into_iter().map(|tick| tick.label).collect();
            assert_eq!(labels.join(" "), expected, "{axis:?} on {length}");
        }
    }

    #[test]
    fn every_pair_of_bounds_makes_an_axis() {
        let (nan, inf, most, next) = (f64::NAN, f64::INFINITY, f64::MAX, 1.0 + f64::EPSILON);
        let bounds = [nan, inf, -inf, 0.0, -0.0, -3.0, 5e-324, 1e-310, 1e-30, 1.0, next, 7.0, 1e30, most, -most];
        for from in bounds {
            for to in bounds {
                for length in [f64::NAN, -1.0, 0.0, 1.0, 1000.0] {
                    check(Axis::linear(from, to), length);
                    check(Axis::log(from, to), length);
                }
            }
        }
    }

    #[test]
    fn bounds_are_repaired() {
        for (axis, bounds) in [
            (Axis::linear(3.0, 1.0), (1.0, 3.0)),
            (Axis::linear(4.0, 4.0), (2.0, 6.0)),
            (Axis::linear(0.0, 0.0), (-0.5, 0.5)),
            (Axis::linear(f64::NAN, f64::INFINITY), (0.0, 1.0)),
            (Axis::log(0.0, f64::NAN), (1e-5, 10.0)),
            (Axis::log(10.0, 0.1), (0.1, 10.0)),
            (Axis::log(-1.0, 3.0), (1.0, 9.0)),
        ] {
            assert_eq!((axis.min(), axis.max()), bounds);
        }
    }

    /// What holds for every axis: ordered finite bounds, ordered ticks inside them.
    fn check(axis: Axis, length: f64) {
        assert!(axis.min().is_finite() && axis.max().is_finite() && axis.min() < axis.max(), "{axis:?}");
        assert!(axis.kind() == AxisKind::Linear || axis.min() > 0.0, "{axis:?}");
        let ticks = axis.ticks(length, 4.0, |label| 7.0 * label.chars().count() as f64);
        assert!(ticks.len() <= 500);
        assert!(ticks.windows(2).all(|pair| pair[0].position < pair[1].position), "{axis:?}: {ticks:?}");
        assert!(ticks.iter().all(|tick| (0.0..=1.0).contains(&tick.position)), "{axis:?}: {ticks:?}");
        if length >= 1000.0 {
            assert!(ticks.len() >= 2, "{axis:?} has {} ticks on {length} pixels", ticks.len());
        }
    }

    proptest! {
        #[test]
        fn no_bits_upset_an_axis(from in any::<u64>(), to in any::<u64>(), value in any::<u64>(), length in 0.0..4000.0) {
            let [from, to, value] = [from, to, value].map(f64::from_bits);
            for axis in [Axis::linear(from, to), Axis::log(from, to)] {
                check(axis, length);
                let position = axis.position(value);
                prop_assert!(position.is_nan() || position.abs() <= 1e6);
            }
        }

        #[test]
        fn value_undoes_position(low in -30.0..30.0, span in 0.01..20.0, position in 0.0..=1.0) {
            let from = crate::math::pow(10.0, low);
            for axis in [Axis::log(from, from * crate::math::pow(10.0, span)), Axis::linear(low, low + span)] {
                prop_assert!((axis.position(axis.value(position)) - position).abs() < 1e-9);
            }
        }
    }
}
