//! Points, rectangles and polylines in CSS pixels, y downward.

/// A point, x then y.
pub type Point = (f64, f64);

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle from its left and right, top and bottom edges.
    pub const fn new((left, right): (f64, f64), (top, bottom): (f64, f64)) -> Self {
        Self { left, top, right, bottom }
    }

    /// Horizontal extent.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Vertical extent.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The rectangle with every edge moved outward.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the column `x` lies within, edges included.
    pub(super) fn spans(&self, x: f64) -> bool {
        (self.left..=self.right).contains(&x)
    }

    /// Whether the point lies within, edges included.
    pub(super) fn holds(&self, (x, y): Point) -> bool {
        self.spans(x) && (self.top..=self.bottom).contains(&y)
    }

    /// The line from its top to its bottom in column `x`.
    pub(super) fn upright(&self, x: f64) -> Vec<Point> {
        vec![(x, self.top), (x, self.bottom)]
    }

    /// Whether `other` lies within, edges included.
    pub fn contains(&self, other: &Self) -> bool {
        self.left <= other.left && self.right >= other.right && self.top <= other.top && self.bottom >= other.bottom
    }

    /// The part of the segment inside, as fractions of its length (Liang and Barsky's algorithm).
    pub fn inside(&self, from: Point, to: Point) -> Option<(f64, f64)> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (step, room) in
            [(-dx, from.0 - self.left), (dx, self.right - from.0), (-dy, from.1 - self.top), (dy, self.bottom - from.1)]
        {
            if step == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if step < 0.0 {
                enter = enter.max(room / step);
            } else {
                leave = leave.min(room / step);
            }
        }
        (enter <= leave).then_some((enter, leave))
    }

    /// Whether the polyline passes through.
    pub fn struck_by(&self, line: &[Point]) -> bool {
        segments(line).any(|(from, to)| self.inside(from, to).is_some())
    }
}

fn segments(line: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    line.iter().copied().zip(line.iter().copied().skip(1))
}

fn along((a, b): (Point, Point), t: f64) -> Point {
    // The ends exactly: neighbours must join.
    if t <= 0.0 {
        a
    } else if t >= 1.0 {
        b
    } else {
        (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
    }
}

/// The curve through `points` as it is drawn: broken where a coordinate is not finite, thinned to its extremes in
/// each pixel column, cut at the edges of `plot`.
pub fn curve(points: impl IntoIterator<Item = Point>, plot: &Rect) -> Vec<Vec<Point>> {
    let pieces = unbroken(points, |(x, y)| x.is_finite() && y.is_finite());
    pieces.iter().map(|piece| thinned(piece)).flat_map(|piece| clipped(&piece, plot)).collect()
}

fn unbroken<P: Copy>(points: impl IntoIterator<Item = P>, finite: impl Fn(P) -> bool) -> Vec<Vec<P>> {
    let mut pieces = vec![Vec::new()];
    for point in points {
        match pieces.last_mut() {
            Some(piece) if finite(point) => piece.push(point),
            _ => pieces.push(Vec::new()),
        }
    }
    pieces
}

/// The area between two curves, given as (x, one y, the other y), as it is drawn: broken where a coordinate is not finite,
/// thinned as [`curve`] is, cut at the edges of `plot`.
pub fn area(points: impl IntoIterator<Item = (f64, f64, f64)>, plot: &Rect) -> Vec<Vec<Point>> {
    let pieces = unbroken(points, |(x, one, other)| x.is_finite() && one.is_finite() && other.is_finite());
    let closed = pieces.iter().map(|piece| {
        let (there, back): (Vec<_>, Vec<_>) = piece.iter().map(|&(x, one, other)| ((x, one), (x, other))).unzip();
        cut([thinned(&there), thinned(&back).into_iter().rev().collect()].concat(), plot)
    });
    // What lies outside but for an edge of the plot has no extent.
    let filled = |polygon: &[Point]| {
        polygon.iter().any(|point| point.0 != polygon[0].0) && polygon.iter().any(|point| point.1 != polygon[0].1)
    };
    closed.filter(|polygon| filled(polygon)).collect()
}

/// The part of the polygon inside (Sutherland and Hodgman's algorithm).
fn cut(mut polygon: Vec<Point>, plot: &Rect) -> Vec<Point> {
    let depths: [&dyn Fn(Point) -> f64; 4] =
        [&|p| p.0 - plot.left, &|p| plot.right - p.0, &|p| p.1 - plot.top, &|p| plot.bottom - p.1];
    for depth in depths {
        let mut kept = Vec::with_capacity(polygon.len() + 4);
        let before = polygon.last().copied().into_iter().chain(polygon.iter().copied());
        for (from, &to) in before.zip(&polygon) {
            let (left, reached) = (depth(from), depth(to));
            if (left < 0.0) != (reached < 0.0) {
                kept.push(along((from, to), left / (left - reached)));
            }
            if reached >= 0.0 {
                kept.push(to);
            }
        }
        polygon = kept;
    }
    polygon
}

/// At most the first, lowest, highest and last point of each pixel column, in their order.
fn thinned(points: &[Point]) -> Vec<Point> {
    let mut kept = Vec::new();
    for column in points.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        // A column of a long run keeps its extremes; a sparse one keeps everything.
        if column.len() <= 2 {
            kept.extend(column);
            continue;
        }
        let by_height = |&a: &usize, &b: &usize| column[a].1.total_cmp(&column[b].1);
        let low = (0..column.len()).min_by(by_height).unwrap_or(0);
        let high = (0..column.len()).max_by(by_height).unwrap_or(0);
        kept.push(column[low.min(high)]);
        kept.extend((low != high).then(|| column[low.max(high)]));
    }
    // The ends of the curve carry meaning: where a run began and where it stopped.
    if let (Some(&first), true) = (points.first(), kept.first() != points.first()) {
        kept.insert(0, first);
    }
    if let (Some(&last), true) = (points.last(), kept.last() != points.last()) {
        kept.push(last);
    }
    kept
}

fn clipped(points: &[Point], plot: &Rect) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut joined = false;
    for (from, to) in segments(points) {
        let Some((enter, leave)) = plot.inside(from, to) else {
            joined = false;
            continue;
        };
        let (start, end) = (along((from, to), enter), along((from, to), leave));
        match pieces.last_mut() {
            Some(piece) if joined && enter <= 0.0 => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
        joined = leave >= 1.0;
    }
    pieces
}

/// What is left of the segment outside every one of `holes`.
pub fn outside(from: Point, to: Point, holes: &[Rect]) -> Vec<Vec<Point>> {
    let mut cuts: Vec<_> = holes.iter().filter_map(|hole| hole.inside(from, to)).collect();
    cuts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = Vec::new();
    let mut reached = 0.0;
    for (enter, leave) in cuts.into_iter().chain([(1.0, 1.0)]) {
        if enter > reached {
            left.push(vec![along((from, to), reached), along((from, to), enter)]);
        }
        reached = leave.max(reached);
    }
    left
}

/// The line cut into dashes: `pattern` holds the lengths of a dash and of the gap after it.
///
/// A noisy line is longer than it is wide by far. Measured along itself it would fall into thousands of specks, so
/// there the pattern is measured along x.
pub fn dashed(points: &[Point], (dash, gap): (f64, f64)) -> Vec<Vec<Point>> {
    let usable = dash > 0.0 && gap > 0.0;
    let straight = |(a, b): (Point, Point)| ((b.0 - a.0) * (b.0 - a.0) + (b.1 - a.1) * (b.1 - a.1)).sqrt();
    let horizontal = |(a, b): (Point, Point)| (b.0 - a.0).abs();
    let length: f64 = segments(points).map(straight).sum();
    let width: f64 = segments(points).map(horizontal).sum();
    let across = length > 4.0 * width && width > dash;
    if !usable || !length.is_finite() || length > 1e6 {
        return vec![points.to_vec()];
    }
    let mut dashes: Vec<Vec<Point>> = Vec::new();
    let (mut on, mut left) = (true, dash);
    let mut current: Vec<Point> = points.iter().copied().take(1).collect();
    for (from, to) in segments(points) {
        let total = if across { horizontal((from, to)) } else { straight((from, to)) };
        let mut done = 0.0;
        while total - done > left {
            done += left;
            let here = along((from, to), done / total);
            current.push(here);
            if on {
                dashes.push(std::mem::take(&mut current));
            }
            current = vec![here];
            on = !on;
            left = if on { dash } else { gap };
        }
        left -= total - done;
        current.push(to);
    }
    if on && current.len() > 1 {
        dashes.push(current);
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::{Rect, area, curve, dashed, outside};

    const PLOT: Rect = Rect::new((0.0, 100.0), (0.0, 50.0));

    #[test]
    fn curves_break_at_what_is_not_finite() {
        let nan = f64::NAN;
        let points = [(0.0, 1.0), (10.0, 2.0), (20.0, nan), (30.0, 3.0), (40.0, 4.0), (50.0, f64::INFINITY)];
        assert_eq!(curve(points, &PLOT), [[(0.0, 1.0), (10.0, 2.0)], [(30.0, 3.0), (40.0, 4.0)]]);
        assert!(curve([(1.0, nan)], &PLOT).is_empty());
        assert!(curve([], &PLOT).is_empty());
    }

    #[test]
    fn curves_end_at_the_edge_of_the_plot() {
        let spike = [(0.0, 25.0), (10.0, 25.0), (20.0, -25.0), (30.0, 25.0), (40.0, 25.0)];
        assert_eq!(
            curve(spike, &PLOT),
            [vec![(0.0, 25.0), (10.0, 25.0), (15.0, 0.0)], vec![(25.0, 0.0), (30.0, 25.0), (40.0, 25.0)]]
        );
        assert!(curve([(0.0, -5.0), (100.0, -5.0)], &PLOT).is_empty());
    }

    #[test]
    fn areas_break_and_end_as_curves_do() {
        let nan = f64::NAN;
        let points = [(0.0, 10.0, 20.0), (10.0, 10.0, 30.0), (20.0, nan, 1.0), (30.0, 1.0, 2.0)];
        assert_eq!(area(points, &PLOT), [[(0.0, 10.0), (10.0, 10.0), (10.0, 30.0), (0.0, 20.0)]]);
        let cut = area([(-10.0, 0.0, 20.0), (10.0, 0.0, 60.0), (200.0, 0.0, 60.0)], &PLOT);
        assert_eq!(cut, [[(0.0, 0.0), (10.0, 0.0), (100.0, 0.0), (100.0, 50.0), (5.0, 50.0), (0.0, 40.0)]]);
        for outside in [[(0.0, -5.0, -1.0), (9.0, -5.0, 0.0)], [(-9.0, 0.0, 9.0), (0.0, 0.0, 9.0)]] {
            assert!(area(outside, &PLOT).is_empty(), "{outside:?} only touches an edge");
        }
        assert!(area([], &PLOT).is_empty());
    }

    #[test]
    fn a_long_run_keeps_the_extremes_of_each_column() {
        let points = (0..10_000).map(|i| {
            let x = f64::from(i) / 100.0;
            (x, if i % 100 == 37 { 1.0 } else { 20.0 + f64::from(i % 7) })
        });
        let drawn = curve(points, &PLOT);
        let points: Vec<_> = drawn.concat();
        assert!(points.len() <= 2 * 100 + 2, "{}", points.len());
        assert_eq!(points.iter().filter(|p| p.1 == 1.0).count(), 100);
        assert!(points.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        assert_eq!((points[0].0, points[points.len() - 1].0), (0.0, 99.99));
    }

    #[test]
    fn segments_step_around_holes() {
        let holes = [Rect::new((20.0, 30.0), (-5.0, 5.0)), Rect::new((25.0, 40.0), (-5.0, 5.0))];
        assert_eq!(outside((0.0, 0.0), (100.0, 0.0), &holes), [[(0.0, 0.0), (20.0, 0.0)], [(40.0, 0.0), (100.0, 0.0)]]);
        assert_eq!(outside((0.0, 9.0), (1.0, 9.0), &holes), [[(0.0, 9.0), (1.0, 9.0)]]);
        assert!(outside((22.0, 0.0), (28.0, 0.0), &holes).is_empty());
    }

    #[test]
    fn dashes_follow_the_line_and_noise_is_dashed_across() {
        let straight = dashed(&[(0.0, 0.0), (10.0, 0.0)], (3.0, 2.0));
        assert_eq!(straight, [[(0.0, 0.0), (3.0, 0.0)], [(5.0, 0.0), (8.0, 0.0)]]);
        let noise: Vec<_> = (0..1000).map(|i| (f64::from(i) / 10.0, f64::from(i % 2) * 50.0)).collect();
        assert!(dashed(&noise, (3.0, 2.0)).len() <= 21);
        assert_eq!(dashed(&noise, (0.0, 0.0)).len(), 1);
    }
}
