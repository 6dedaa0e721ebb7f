//! The matrix product that most passes of a layer are made of.
//!
//! It is cut into blocks of sums that stay in registers while they grow. Columns of the right factor are packed together
//! first, into panels that stay in the fastest cache; the left factor is read where it lies. Lanes of a register hold
//! different columns, so no cut changes a bit (see [`kernels`](super)).
//!
//! A block has 2×16 sums, eight registers of four lanes: with more than about nine, V8 begins to spill. Blocks of 4×8
//! would do as well, were it not for the addresses: each row of the left factor costs an addition a term. The last
//! columns go in narrower and higher blocks where they are few, so that layers of ten units waste little.

use std::iter;
use std::ops::Range;

/// Columns of the widest block.
pub(super) const WIDEST: usize = 16;

/// Numbers in the panels that are packed at once: 25 kB of them.
const ROOM: usize = 400 * WIDEST;

/// Rows of the left factor that are passed over for one panel after the other, and stay in the fastest cache meanwhile.
/// Every height of a block divides it.
const TILE: usize = 48;

/// Numbers in a register.
pub(super) const LANES: usize = 4;

/// Room for packed panels, which every product overwrites.
#[derive(Clone, Debug)]
pub struct Panels(Box<[f32]>);

impl Default for Panels {
    fn default() -> Self {
        Self(vec![0.0; ROOM].into())
    }
}

/// The left factor: where the element (i, k) of a segment lies, from the segment's start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Left<'a> {
    /// At i·`width` + k: a matrix of rows of `width`.
    Rows { numbers: &'a [f32], width: usize },
    /// At k·`width` + i: such a matrix transposed.
    Columns { numbers: &'a [f32], width: usize },
    /// At i·`step` + ⌊k / `run`⌋·`skip` + k mod `run`: windows of a picture, in which `run` terms lie side by side.
    Windows { numbers: &'a [f32], step: usize, run: usize, skip: usize },
}

/// The right factor, on rows of `width` numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Right<'a> {
    pub(super) numbers: &'a [f32],
    pub(super) width: usize,
    /// Whether those rows are the factor's columns.
    pub(super) transposed: bool,
}

/// What sums begin with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start<'a> {
    Zero,
    Bias(&'a [f32]),
    /// What is there already.
    Sums,
}

/// Sizes of a product.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Rows of each segment.
    pub(super) rows: usize,
    pub(super) terms: usize,
    pub(super) columns: usize,
}

/// y\[i, j\] = start\[j\] + Σₖ a\[i, k\]·b\[k, j\], summed over k in order. The rows may lie in several segments, each
/// with its starts in `a` and in `y`.
pub(super) fn product(
    a: Left<'_>,
    b: Right<'_>,
    start: Start<'_>,
    size: Size,
    segments: impl Iterator<Item = (usize, usize)> + Clone,
    panels: &mut Panels,
    y: &mut [f32],
) {
    let Size { terms, columns, .. } = size;
    // The first row of each panel is for the start. Without terms that is all there is.
    let most = ROOM / WIDEST - 1;
    let depth = if terms > most { terms.div_ceil(terms.div_ceil(most)) } else { terms.max(1) };
    for k in (0..terms.max(1)).step_by(depth) {
        let start = if k > 0 { Start::Sums } else { start };
        let mut part = Part { a, b, start, size, k, depth: depth.min(terms - k), first: 0 };
        while part.first < columns {
            part.first += match columns - part.first {
                0..=4 => part.strip::<4, 4>(segments.clone(), panels, y),
                5..=8 => part.strip::<4, 8>(segments.clone(), panels, y),
                9..=12 => part.strip::<3, 12>(segments.clone(), panels, y),
                _ => part.strip::<2, WIDEST>(segments.clone(), panels, y),
            };
        }
    }
}

/// The product of two matrices that lie in one piece.
pub(super) fn matrix_product(
    a: Left<'_>,
    b: Right<'_>,
    start: Start<'_>,
    size: Size,
    panels: &mut Panels,
    y: &mut [f32],
) {
    product(a, b, start, size, iter::once((0, 0)), panels, y);
}

/// Some of the terms and columns of a product.
#[derive(Clone, Copy)]
struct Part<'a> {
    a: Left<'a>,
    b: Right<'a>,
    start: Start<'a>,
    size: Size,
    /// First term.
    k: usize,
    /// Number of terms.
    depth: usize,
    /// First column.
    first: usize,
}

impl Part<'_> {
    /// All rows of as many columns as fit into the panels, R×C sums at a time; returns how many columns.
    fn strip<const R: usize, const C: usize>(
        &self,
        segments: impl Iterator<Item = (usize, usize)>,
        panels: &mut Panels,
        y: &mut [f32],
    ) -> usize {
        let Self { depth, first, size: Size { rows, columns, .. }, .. } = *self;
        let panels = panels.0.as_chunks_mut::<C>().0;
        let last = columns.min(first + panels.len() / (depth + 1) * C);
        let starts = (first..last).step_by(C);
        for (j, panel) in starts.clone().zip(panels.chunks_mut(depth + 1)) {
            self.pack(j, panel);
        }
        for (from, to) in segments {
            let y = &mut y[to..to + rows * columns];
            for tile in (0..rows).step_by(TILE).map(|i| i..rows.min(i + TILE)) {
                let whole = tile.end - tile.len() % R;
                for (j, panel) in starts.clone().zip(panels.chunks(depth + 1)) {
                    self.tile::<R, C>(from, tile.start..whole, j, panel, y);
                    if whole < tile.end {
                        self.tile::<1, C>(from, whole..tile.end, j, panel, y);
                    }
                }
            }
        }
        last - first
    }

    /// Columns from `j` on: what sums begin with, then the right factor. What lies beyond the last column is not used.
    fn pack<const C: usize>(&self, j: usize, panel: &mut [[f32; C]]) {
        let Self { b: Right { numbers, width, transposed }, start, k, .. } = *self;
        let Some((first, panel)) = panel.split_first_mut() else { return };
        match start {
            Start::Zero => *first = [0.0; C],
            Start::Bias(bias) => copy(&bias[j..], first),
            Start::Sums => {}
        }
        if transposed {
            for (c, column) in numbers.chunks(width).skip(j).take(C).enumerate() {
                for (row, number) in panel.iter_mut().zip(&column[k..]) {
                    row[c] = *number;
                }
            }
        } else {
            for (n, row) in panel.iter_mut().enumerate() {
                copy(&numbers[(k + n) * width + j..], row);
            }
        }
    }

    /// Some rows of the segment that starts at `from`, and C columns from `j`, into its sums `y`; R rows at a time.
    #[inline(never)]
    fn tile<const R: usize, const C: usize>(
        &self,
        from: usize,
        rows: Range<usize>,
        j: usize,
        panel: &[[f32; C]],
        y: &mut [f32],
    ) {
        let Self { a, k, .. } = *self;
        let Some((first, panel)) = panel.split_first() else { return };
        match a {
            Left::Rows { numbers, width } => self.blocks::<R, C>(rows, j, first, y, |i, sums| {
                add_rows(sums, &numbers[from + i * width + k..], width, panel)
            }),
            Left::Windows { numbers, step, run, skip } => self.blocks::<R, C>(rows, j, first, y, |i, mut sums| {
                let (mut k, mut panel) = (k, panel);
                while !panel.is_empty() {
                    let (terms, rest) = panel.split_at(panel.len().min(run - k % run));
                    let start = from + i * step + k / run * skip + k % run;
                    sums = add_rows(sums, &numbers[start..], step, terms);
                    (k, panel) = (k + terms.len(), rest);
                }
                sums
            }),
            Left::Columns { numbers, width } => self.blocks::<R, C>(rows, j, first, y, |i, sums| {
                let rows = numbers[from + k * width + i..].windows(R).step_by(width).zip(panel);
                let factors = |row: &[f32]| std::array::from_fn(|r| row[r]);
                accumulate(sums, rows.map(|(row, terms)| (factors(row), *terms)))
            }),
        }
    }

    /// The sums of each block of R rows: `add` is given its first row and what its sums begin with.
    #[inline(always)]
    fn blocks<const R: usize, const C: usize>(
        &self,
        rows: Range<usize>,
        j: usize,
        first: &[f32; C],
        y: &mut [f32],
        add: impl Fn(usize, [[f32; C]; R]) -> [[f32; C]; R],
    ) {
        let Self { start, size: Size { columns, .. }, .. } = *self;
        let before = matches!(start, Start::Sums);
        // Of rows narrower than a block the surplus goes into the next ones, which are written later.
        let width = if columns < C && !before { C } else { C.min(columns - j) };
        for i in rows.step_by(R) {
            let places: [usize; R] = std::array::from_fn(|r| (i + r) * columns + j);
            let begin = if before { places.map(|at| read(&y[at..], width)) } else { [read(first, C); R] };
            for (at, sums) in places.into_iter().zip(add(i, begin)) {
                write(sums, &mut y[at..], width);
            }
        }
    }
}

/// The first numbers, `width` of them; others are 0.
#[inline(always)]
pub(super) fn read<const C: usize>(from: &[f32], width: usize) -> [f32; C] {
    match from.first_chunk::<C>() {
        Some(from) if width == C => std::array::from_fn(|c| from[c]),
        _ => {
            let mut some = [0.0; C];
            copy_some(&from[..width], &mut some);
            std::array::from_fn(|c| some[c])
        }
    }
}

/// Writes the first numbers, `width` of them, or as many as there is room for.
#[inline(always)]
pub(super) fn write<const C: usize>(numbers: [f32; C], to: &mut [f32], width: usize) {
    match to.first_chunk_mut::<C>() {
        Some(to) if width == C => to.iter_mut().zip(numbers).for_each(|(to, number)| *to = number),
        _ => {
            // Another array: one that is lent must lie in memory, and on the usual way it should not.
            let some: [f32; C] = std::array::from_fn(|c| numbers[c]);
            copy_some(&some[..width], to);
        }
    }
}

/// Adds to a block's sums the terms, times the factors that lie side by side for each row of the block.
#[inline(always)]
fn add_rows<const R: usize, const C: usize>(
    sums: [[f32; C]; R],
    factors: &[f32],
    step: usize,
    terms: &[[f32; C]],
) -> [[f32; C]; R] {
    let rows: [&[f32]; R] = std::array::from_fn(|r| &factors[r * step..][..terms.len()]);
    let factors = |k: usize| std::array::from_fn(|r| rows[r][k]);
    accumulate(sums, terms.iter().enumerate().map(|(k, terms)| (factors(k), *terms)))
}

/// Adds to a block's sums one row of terms after the other, each times a factor for each row of the block.
#[inline(always)]
pub(super) fn accumulate<const R: usize, const C: usize>(
    mut sums: [[f32; C]; R],
    terms: impl Iterator<Item = ([f32; R], [f32; C])>,
) -> [[f32; C]; R] {
    for (factors, terms) in terms {
        for (sums, factor) in sums.iter_mut().zip(factors) {
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += factor * term;
            }
        }
    }
    sums
}

/// Copies as many numbers as both have, [`WIDEST`] at most. The standard copy of a few is a slow call in wasm.
#[inline(always)]
pub(super) fn copy<const C: usize>(from: &[f32], to: &mut [f32; C]) {
    match from.first_chunk() {
        Some(from) => *to = *from,
        None => copy_some(from, to),
    }
}

/// Copies as many numbers as both have, [`WIDEST`] at most.
#[inline(never)]
pub(super) fn copy_some(from: &[f32], to: &mut [f32]) {
    for start in (0..WIDEST).step_by(LANES) {
        match (from.get(start..start + LANES), to.get_mut(start..start + LANES)) {
            (Some(from), Some(to)) => to.copy_from_slice(from),
            _ => {
                for at in start..start + LANES - 1 {
                    if let (Some(from), Some(to)) = (from.get(at), to.get_mut(at)) {
                        *to = *from;
                    }
                }
                return;
            }
        }
    }
}
