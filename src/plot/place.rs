//! Names over a plot, in rows, so that no two overlap and no leader strikes a name.

/// A name and the pixel columns that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Item {
    /// The column of its leader, or of the leftmost of several.
    pub(crate) x: f64,
    /// From the leftmost leader to the rightmost.
    pub(crate) reach: f64,
    pub(crate) width: f64,
}

/// Where a name went: its row, counted upward from the plot, and its left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) row: usize,
    pub(crate) left: f64,
}

/// Between two names of a row.
const GAP: f64 = 10.0;

/// Between a name and a leader that passes it.
const CLEAR: f64 = 4.0;

/// Enough for a dozen names; a figure is laid out again whenever something moves.
const MOST_TRIES: usize = 4_000;

/// Places all `items` within `left..right` in at most `rows` rows; none where they don't fit.
pub(crate) fn place(items: &[Item], rows: usize, (left, right): (f64, f64)) -> Option<Vec<Placed>> {
    let mut search = Search { items, rows, left, right, tries: 0, placed: Vec::with_capacity(items.len()) };
    search.next().then_some(search.placed)
}

struct Search<'a> {
    items: &'a [Item],
    rows: usize,
    left: f64,
    right: f64,
    tries: usize,
    placed: Vec<Placed>,
}

impl Search<'_> {
    /// Depth first: the preferred place of each name, and the next best when a later name finds none.
    fn next(&mut self) -> bool {
        let Some(&item) = self.items.get(self.placed.len()) else { return true };
        for shift in shifts(item.width) {
            let left = (item.x + item.reach / 2.0 + shift).clamp(self.left, (self.right - item.width).max(self.left));
            let touches = left - item.x - item.reach <= CLEAR + 1.0 && item.x - (left + item.width) <= CLEAR + 1.0;
            if left + item.width > self.right + 0.5 || !touches {
                continue;
            }
            for row in 0..self.rows {
                self.tries += 1;
                if self.tries > MOST_TRIES {
                    return false;
                }
                let candidate = Placed { row, left };
                if self.free(item, candidate) {
                    self.placed.push(candidate);
                    if self.next() {
                        return true;
                    }
                    self.placed.pop();
                }
            }
        }
        false
    }

    fn free(&self, item: Item, candidate: Placed) -> bool {
        self.items.iter().zip(&self.placed).all(|(other, placed)| {
            let apart =
                candidate.left + item.width + GAP <= placed.left || placed.left + other.width + GAP <= candidate.left;
            // A leader runs from the plot up to its name, through the rows below.
            let strikes = |leaders: Item, rows: usize, name: Placed, width: f64| {
                name.row <= rows
                    && leaders.x + leaders.reach > name.left - CLEAR
                    && leaders.x < name.left + width + CLEAR
            };
            (apart || candidate.row != placed.row)
                && !strikes(item, candidate.row, *placed, other.width)
                && !strikes(*other, placed.row, candidate, item.width)
        })
    }
}

/// Left edges relative to the middle of the leaders, the preferred one first: centred, then aside, then past it.
fn shifts(width: f64) -> [f64; 7] {
    [
        -width / 2.0,
        -0.25 * width,
        -0.75 * width,
        -8.0_f64.min(width),
        8.0_f64.min(width) - width,
        CLEAR + 0.5,
        -width - CLEAR - 0.5,
    ]
}

// proptest does not build for wasm32.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Item, Placed, place};
    use proptest::prelude::*;

    fn items(items: &[(f64, f64)]) -> Vec<Item> {
        items.iter().map(|&(x, width)| Item { x, reach: 0.0, width }).collect()
    }

    #[test]
    fn a_name_that_is_alone_is_centred() {
        assert_eq!(place(&items(&[(50.0, 40.0)]), 1, (0.0, 200.0)), Some(vec![Placed { row: 0, left: 30.0 }]));
        assert_eq!(place(&items(&[(5.0, 40.0)]), 1, (0.0, 200.0)), Some(vec![Placed { row: 0, left: 0.0 }]));
        assert_eq!(place(&items(&[(50.0, 400.0)]), 1, (0.0, 200.0)), None);
        assert_eq!(place(&[], 0, (0.0, 200.0)), Some(vec![]));
    }

    #[test]
    fn neighbours_take_rows_or_step_aside() {
        let close = items(&[(100.0, 60.0), (120.0, 60.0)]);
        let placed = place(&close, 1, (0.0, 300.0)).expect("one row: to either side of the leaders");
        assert!(placed[0].left + 60.0 + 10.0 <= placed[1].left, "{placed:?}");
        let close = items(&[(100.0, 60.0), (110.0, 60.0), (120.0, 60.0)]);
        assert_eq!(place(&close, 1, (0.0, 300.0)), None);
        assert!(place(&close, 3, (0.0, 300.0)).is_some());
    }

    proptest! {
        #[test]
        fn what_is_placed_is_free(xs in prop::collection::vec((0.0..800.0, 30.0..110.0), 0..9), rows in 0_usize..5) {
            let mut items = items(&xs);
            items.sort_by(|a, b| a.x.total_cmp(&b.x));
            let Some(placed) = place(&items, rows, (0.0, 800.0)) else { return Ok(()) };
            prop_assert_eq!(placed.len(), items.len());
            for (i, (item, name)) in items.iter().zip(&placed).enumerate() {
                prop_assert!(name.row < rows && name.left >= 0.0 && name.left + item.width <= 800.5);
                for (j, (other, its)) in items.iter().zip(&placed).enumerate() {
                    if i == j {
                        continue;
                    }
                    let apart = name.left + item.width <= its.left || its.left + other.width <= name.left;
                    prop_assert!(name.row != its.row || apart);
                    let struck = name.row <= its.row && other.x > name.left && other.x < name.left + item.width;
                    prop_assert!(!struck, "{item:?} at {name:?} is struck by {other:?}");
                }
            }
        }
    }
}
