//! The largest eigenvalue of a symmetric matrix of which only products with vectors are known.

use crate::rng::Rng;

/// Power iteration that remembers: it asks for one product at a time, so that the caller may pause between products.
///
/// Plain power iteration, x ← H·x / |H·x|, finds the eigenvalue of the largest *absolute* value and crawls where the
/// second one is near. This one (Knyazev 2001, "locally optimal conjugate gradient", here for a single vector and
/// without a preconditioner) takes for the next x the unit vector with the largest xᵀ·H·x among all combinations of
///
/// - x itself,
/// - the residual r = H·x − λ·x with λ = xᵀ·H·x, which is where plain power iteration goes,
/// - p, the last change of x.
///
/// It costs the same one product an iteration, needs about the square root of the iterations, and since it climbs xᵀ·H·x
/// it ends at the largest eigenvalue whatever the signs of the others. It stops once |r| is within a tolerance of |λ|:
/// some eigenvalue lies that close to λ for certain, and mostly much closer, about |r|² over the gap to the next one.
#[derive(Clone, Debug)]
pub(super) struct LargestEigenvalue {
    /// The unit vector so far, and its product.
    x: Pair,
    /// The last change of it; empty before there is one.
    p: Option<Pair>,
    /// The vector whose product is asked for: x at first, then the residual as a unit vector.
    pub(super) asked: Vec<f64>,
    /// The largest |H·v| seen, a lower bound of the largest absolute eigenvalue.
    scale: f64,
    /// The eigenvalue so far; NaN before the first product, and of what is not finite.
    pub(super) eigenvalue: f64,
    /// Products taken.
    pub(super) products: usize,
    end: Option<bool>,
    max_products: usize,
    tolerance: f64,
}

/// A vector and its product.
#[derive(Clone, Debug, Default)]
struct Pair {
    v: Vec<f64>,
    hv: Vec<f64>,
}

impl Pair {
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        add_scaled(&mut self.v, factor, &other.v);
        add_scaled(&mut self.hv, factor, &other.hv);
    }

    fn scale(&mut self, factor: f64) {
        self.v.iter_mut().chain(&mut self.hv).for_each(|x| *x *= factor);
    }
}

/// The share of random numbers in a start from a known vector: were it the eigenvector of an eigenvalue that something
/// else has overtaken, the iteration would rest on it.
const UNREST: f64 = 0.1;

impl LargestEigenvalue {
    /// A search from `start`, a unit vector that may be near, or from anywhere.
    pub(super) fn new(
        dimension: usize,
        start: Option<&[f64]>,
        rng: &mut Rng,
        max_products: usize,
        tolerance: f64,
    ) -> Self {
        let mut asked: Vec<f64> = (0..dimension).map(|_| f64::from(rng.uniform()) - 0.5).collect();
        normalize(&mut asked);
        if let Some(start) = start {
            asked.iter_mut().zip(start).for_each(|(x, start)| *x = UNREST * *x + start);
            normalize(&mut asked);
        }
        let x = Pair::default();
        Self { x, p: None, asked, scale: 0.0, eigenvalue: f64::NAN, products: 0, end: None, max_products, tolerance }
    }

    /// Takes the product that was asked for, and returns whether it was the last one.
    pub(super) fn give(&mut self, product: impl Iterator<Item = f64>) -> bool {
        let given = Pair { v: std::mem::take(&mut self.asked), hv: product.collect() };
        self.products += 1;
        let length = dot(&given.hv, &given.hv).sqrt();
        self.scale = if length > self.scale { length } else { self.scale };
        if self.products == 1 {
            self.x = given;
        } else {
            self.combine(given);
        }
        self.eigenvalue = dot(&self.x.v, &self.x.hv);
        self.asked = self.x.hv.iter().zip(&self.x.v).map(|(hv, v)| hv - self.eigenvalue * v).collect();
        let residual = dot(&self.asked, &self.asked).sqrt();
        // A loss that is not finite has no eigenvalue, a flat one has 0 at once. Relative to an eigenvalue of 0 among
        // others nothing is small: what is negligible beside the largest of them is small enough.
        let small = self.tolerance * self.eigenvalue.abs();
        let negligible = self.tolerance * self.tolerance * self.scale;
        self.end = if !residual.is_finite() {
            Some(false)
        } else if residual <= small || residual <= negligible {
            Some(true)
        } else {
            (self.products >= self.max_products).then_some(false)
        };
        // The residual of a unit vector is at right angles to it, but for rounding.
        let along = dot(&self.x.v, &self.asked);
        add_scaled(&mut self.asked, -along, &self.x.v);
        normalize(&mut self.asked);
        self.end.is_some()
    }

    /// The best of x, the residual `w` and p.
    fn combine(&mut self, mut w: Pair) {
        let x = &mut self.x;
        let p = self.p.take().and_then(|p| at_right_angles(p, x, &w));
        let p = p.as_ref();
        let with_p = |of: &Pair| p.map_or(0.0, |p| dot(&p.v, &of.hv));
        let (xx, xw, ww) = (dot(&x.v, &x.hv), dot(&w.v, &x.hv), dot(&w.v, &w.hv));
        let (xp, wp) = (with_p(x), with_p(&w));
        // Without p its place holds what is never the largest.
        let pp = p.map_or(xx, |p| dot(&p.v, &p.hv));
        let [of_x, of_w, of_p] = top_eigenvector([[xx, xw, xp], [xw, ww, wp], [xp, wp, pp]]);
        w.scale(of_w);
        if let Some(p) = p {
            w.add_scaled(of_p, p);
        }
        x.scale(of_x);
        x.add_scaled(1.0, &w);
        let length = dot(&x.v, &x.v).sqrt();
        x.scale(1.0 / length);
        self.p = Some(w);
    }

    /// The unit vector of the eigenvalue.
    pub(super) fn into_eigenvector(self) -> Vec<f64> {
        self.x.v
    }

    /// Whether the tolerance was met.
    pub(super) fn converged(&self) -> bool {
        self.end == Some(true)
    }
}

/// `p` as a unit vector at right angles to both others, if anything but rounding is left of it.
fn at_right_angles(mut p: Pair, x: &Pair, w: &Pair) -> Option<Pair> {
    const ROUNDING: f64 = 1e-8;
    let before = dot(&p.v, &p.v).sqrt();
    for other in [x, w] {
        let along = dot(&p.v, &other.v);
        p.add_scaled(-along, other);
    }
    let length = dot(&p.v, &p.v).sqrt();
    (length > ROUNDING * before).then(|| {
        p.scale(1.0 / length);
        p
    })
}

/// The unit eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi's rotations.
fn top_eigenvector(mut a: [[f64; 3]; 3]) -> [f64; 3] {
    const SWEEPS: usize = 12;
    let mut vectors = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for _ in 0..SWEEPS {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if a[p][q] == 0.0 {
                continue;
            }
            let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
            let t = 1_f64.copysign(theta) / (theta.abs() + (theta * theta + 1.0).sqrt());
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            let turn = |x: &mut f64, y: &mut f64| (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
            for row in a.iter_mut().chain(&mut vectors) {
                let (left, right) = row.split_at_mut(q);
                turn(&mut left[p], &mut right[0]);
            }
            let (above, below) = a.split_at_mut(q);
            above[p].iter_mut().zip(&mut below[0]).for_each(|(x, y)| turn(x, y));
        }
    }
    let top = (1..3).fold(0, |top, i| if a[i][i] > a[top][top] { i } else { top });
    vectors.map(|vector| vector[top])
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_scaled(sums: &mut [f64], factor: f64, terms: &[f64]) {
    sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += factor * term);
}

fn normalize(v: &mut [f64]) {
    let length = dot(v, v).sqrt();
    if length > 0.0 {
        v.iter_mut().for_each(|x| *x /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::LargestEigenvalue;
    use crate::rng::{Rng, Stream};

    /// Searches the diagonal matrix of `eigenvalues`.
    fn search(eigenvalues: &[f64], start: Option<&[f64]>, tolerance: f64) -> LargestEigenvalue {
        let rng = &mut Rng::new(1, Stream::Probe);
        let mut search = LargestEigenvalue::new(eigenvalues.len(), start, rng, 1000, tolerance);
        loop {
            let product: Vec<f64> = search.asked.iter().zip(eigenvalues).map(|(v, d)| v * d).collect();
            if search.give(product.into_iter()) {
                return search;
            }
        }
    }

    #[test]
    fn the_largest_whatever_the_signs() {
        for (eigenvalues, want) in [
            (vec![3.0, 2.999, 1.0, 0.0], 3.0),
            (vec![2.0, -2.0, 1.0], 2.0),
            (vec![-100.0, 0.5, 0.25], 0.5),
            (vec![-5.0, -1.0, -3.0], -1.0),
            (vec![7.0], 7.0),
            (vec![1e-100, 1e-101], 1e-100),
        ] {
            let found = search(&eigenvalues, None, 1e-6);
            assert!(found.converged(), "{eigenvalues:?}: {found:?}");
            assert!((found.eigenvalue / want - 1.0).abs() < 1e-4, "{eigenvalues:?}: {found:?}");
        }
    }

    #[test]
    fn an_eigenvalue_of_0_ends_too() {
        assert_eq!(search(&[0.0, 0.0], None, 1e-3).products, 1, "a flat loss");
        let found = search(&[0.0, -1.0, -2.0, -0.5], None, 1e-3);
        assert!(found.converged() && found.eigenvalue.abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_near_start_saves_products_and_a_wrong_one_does_no_harm() {
        let eigenvalues: Vec<f64> = (0..200).map(|i| 10.0 / f64::from(i + 1)).collect();
        let unit = |at: usize| (0..200).map(|i| f64::from(u8::from(i == at))).collect::<Vec<f64>>();
        let cold = search(&eigenvalues, None, 1e-3).products;
        assert!(search(&eigenvalues, Some(&unit(0)), 1e-3).products < cold);
        let wrong = search(&eigenvalues, Some(&unit(1)), 1e-3);
        assert!((wrong.eigenvalue - 10.0).abs() < 1e-4, "{wrong:?}");
    }

    #[test]
    fn what_is_not_finite_has_none() {
        let found = search(&[1.0, f64::NAN], None, 1e-3);
        assert!(!found.converged() && found.eigenvalue.is_nan());
    }
}
