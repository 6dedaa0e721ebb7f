//! Data sets that are computed: points with a known shape, moved by normal noise.
//!
//! Each is a function of the number of samples, the noise (a standard deviation, in the units of the coordinates)
//! and the seeded [`Stream::Data`](crate::rng::Stream::Data). They are drawn before the validation split, which
//! goes on with the same stream, so that another `validation` splits the same points. Another `noise` moves the
//! same points along the same directions, farther or less far; none leaves them exactly on their shape.
//!
//! Rows of the classes alternate: every class has as many as the others, give or take one, in any batch.

mod blobs;
mod circles;
mod line;
mod moons;
mod sine;
mod spirals;
mod xor;

use ndarray::Array2;

use crate::data::{Table, Target};
use crate::error::Result;
use crate::math;
use crate::range::Range;
use crate::rng::Rng;

/// A data set that is computed, as a person reads about it.
#[derive(Clone, Copy, Debug)]
pub struct Synthetic {
    /// Name in the contract, such as `moons`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Standard deviation of the noise where none is asked for.
    pub noise: f64,
    shape: Shape,
}

/// What the points are, before the noise.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Points of the plane in some classes, each where `point` has it; moved in both coordinates.
    Plane { classes: usize, point: fn(Place, &mut Rng) -> Point },
    /// y = f(x) at evenly spaced x from −`end` to `end`, ascending; y is moved.
    Curve { end: f64, f: fn(f64) -> f64 },
}

/// Every synthetic data set.
pub const SYNTHETIC: &[Synthetic] =
    &[moons::SET, circles::SET, spirals::SET, blobs::SET, xor::SET, sine::SET, line::SET];

impl Synthetic {
    /// Accepted numbers of samples. The most is what a batch may have; with fewer than the least a shape is none.
    pub const SAMPLES: Range = Range::whole(4, 100_000);
    /// Samples where no number is asked for.
    pub const DEFAULT_SAMPLES: usize = 200;
    /// Accepted noise. Every shape is a few units wide and drowned long before the end.
    pub const NOISE: Range = Range { min: 0.0, max: 10.0, min_accepted: true, max_accepted: true, whole: false };

    /// `samples` rows with normal noise of standard deviation `noise`.
    ///
    /// ```
    /// use lr_lab::source::synthetic::SYNTHETIC;
    /// use lr_lab::rng::{Rng, Stream};
    ///
    /// let moons = SYNTHETIC[0].table(100, 0.1, &mut Rng::new(1, Stream::Data))?;
    /// assert_eq!(moons.features().dim(), (100, 2));
    /// assert_eq!(moons.classes(), Some(2));
    /// # Ok::<(), lr_lab::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `samples` outside [`Synthetic::SAMPLES`], `noise` outside [`Synthetic::NOISE`].
    pub fn table(&self, samples: usize, noise: f64, rng: &mut Rng) -> Result<Table> {
        Self::SAMPLES.check("samples", samples as f64)?;
        let noise = Self::NOISE.check("noise", noise)?;
        let (features, target) = match self.shape {
            Shape::Plane { classes, point } => {
                let labels: Vec<usize> = (0..samples).map(|row| row % classes).collect();
                let mut features = Array2::zeros((samples, 2));
                for (row, class) in labels.iter().copied().enumerate() {
                    // Rows class, class + classes, … below samples.
                    let count = (samples - class).div_ceil(classes);
                    let [x, y] = point(Place { class, index: row / classes, count }, rng);
                    let [dx, dy] = normals(rng);
                    features[[row, 0]] = x + noise * dx;
                    features[[row, 1]] = y + noise * dy;
                }
                (features, Target::Classes { labels, count: classes })
            }
            Shape::Curve { end, f } => {
                let features = Array2::from_shape_fn((samples, 1), |(row, _)| even(-end, end, row, samples));
                let target = features.mapv(|x| f(x) + noise * normals(rng)[0]);
                (features, Target::Values(target))
            }
        };
        Table::new(features, target)
    }

    /// Number of classes; `None` for numbers to predict.
    pub(super) fn classes(&self) -> Option<usize> {
        match self.shape {
            Shape::Plane { classes, .. } => Some(classes),
            Shape::Curve { .. } => None,
        }
    }
}

/// A point of the plane.
type Point = [f64; 2];

/// Which point of its class a generator is asked for.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Class of the point.
    class: usize,
    /// Number of the point in its class, from 0.
    index: usize,
    /// Points of the class.
    count: usize,
}

/// The `index`-th of `count` ≥ 2 evenly spaced numbers, the first `from` and the last `to`.
fn even(from: f64, to: f64, index: usize, count: usize) -> f64 {
    from + (to - from) * (index as f64 / (count - 1) as f64)
}

/// Two independent standard normal numbers, by Marsaglia's polar method.
fn normals(rng: &mut Rng) -> Point {
    let mut draw = || 2.0 * f64::from(rng.uniform()) - 1.0;
    loop {
        let (u, v) = (draw(), draw());
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            let scale = (-2.0 * math::ln(s) / s).sqrt();
            return [u * scale, v * scale];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::normals;
    use crate::rng::{Rng, Stream};

    #[test]
    fn normals_are_standard() {
        let mut rng = Rng::new(1, Stream::Data);
        let draws: Vec<_> = (0..100_000).map(|_| normals(&mut rng)).collect();
        let mean = |f: &dyn Fn(&[f64; 2]) -> f64| draws.iter().map(f).sum::<f64>() / draws.len() as f64;
        for (name, got, want) in [
            ("mean", mean(&|[u, _]| *u), 0.0),
            ("variance", mean(&|[u, _]| u * u), 1.0),
            ("variance of the other", mean(&|[_, v]| v * v), 1.0),
            ("covariance", mean(&|[u, v]| u * v), 0.0),
            ("fourth moment", mean(&|[u, _]| u * u * u * u), 3.0),
        ] {
            assert!((got - want).abs() < 0.05, "{name}: {got}");
        }
    }
}
