//! `class Training`: all that a range test or a race asks of a network, and what readers replace by their own.

use super::python::{Lines, number};
use super::{RangeTest, Script};

/// What a framework has to bring.
pub(super) struct Training {
    /// From `start`, what is needed to train: the end of `__init__`.
    pub(super) start: Lines,
    /// A step at `lr` on `self.rows`, and its loss.
    pub(super) step: Lines,
    /// The loss on `rows` of `self.x_val` and `self.y_val`.
    pub(super) held_out_loss: Lines,
}

impl Training {
    /// The class.
    pub(super) fn class(self, script: &Script) -> Lines {
        let held_out = match script.validation {
            true => "arrays(start[\"validation\"])",
            false => "self.x, self.y  # none are held out",
        };
        let floor = script.finder.as_ref().and_then(RangeTest::learned_nothing).map_or(String::new(), |loss| {
            format!(
                r#"
        # The same on the training rows: no loss up to it counts as diverged; -math.inf if you don't know it.
        self.learned_nothing = {}"#,
                number(loss)
            )
        });
        let mut lines = Lines::from(format!(
            r#"
class Training:
    """A training from its start, at a seed: its weights, its split and the order of its batches.

    The code below needs nothing else. To find a rate for a network of your own, put it here with its data and optimizer.
    """

    def __init__(self, seed=0):
        start = STARTS[seed]
        self.x, self.y = arrays(start["training"])
        self.x_val, self.y_val = {held_out}
        self.batches = iter(start["batches"])
        # The loss of the best constant answer on the held-out rows; math.inf if you don't know it.
        self.constant_loss = start["bestConstantLoss"]{floor}"#
        ));
        lines.add(self.start.indented(2));
        lines.add(
            r#"

    def step(self, lr):
        """Trains on the next batch at this rate; its loss before the update."""
        self.rows = next(self.batches)"#,
        );
        lines.add(self.step.indented(2));
        lines.add(
            r#"

    def held_out_loss(self, most=None):
        """The loss on the rows held out, or on `most` of them, evenly spread."""
        count = min(len(self.x_val), most or len(self.x_val))
        rows = [i * len(self.x_val) // count for i in range(count)]"#,
        );
        lines.add(self.held_out_loss.indented(2));
        lines
    }
}
