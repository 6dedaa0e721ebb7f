//! A plateau written out, for a framework whose own has another rule.

use crate::schedule::{Plateau, PlateauConfig, PlateauRule, ThresholdMode};

use super::Script;
use super::python::{Lines, number};

/// A class of this name, of a rate to start from, with `lr` and `after(metric)`.
pub(super) fn class(plateau: &Plateau, name: &str) -> Lines {
    let PlateauConfig { init_lr, factor, patience, cooldown, min_lr, .. } = *plateau.config();
    let rule = plateau.config().rule();
    let (whose, better) = match rule {
        PlateauRule::Keras { min_delta } => ("Keras", format!("self.best - {}", number(min_delta))),
        PlateauRule::Pytorch { threshold, mode: ThresholdMode::Rel } => {
            ("PyTorch", format!("self.best * (1 - {})", number(threshold)))
        }
        PlateauRule::Pytorch { threshold, mode: ThresholdMode::Abs } => {
            ("PyTorch", format!("self.best - {}", number(threshold)))
        }
    };
    let [start, factor, min_lr] = [init_lr, factor, min_lr].map(number);
    let lower = format!("max(self.lr * {factor}, {min_lr})");
    let again = format!("self.cooling, self.waited = {cooldown}, 0");
    let after = match rule {
        PlateauRule::Keras { .. } => format!(
            r#"
        if self.cooling > 0:
            self.cooling, self.waited = self.cooling - 1, 0
        if improved:
            self.waited = 0
        elif self.cooling == 0:
            self.waited += 1
            if self.waited >= {patience} and self.lr > {min_lr}:
                self.lr = {lower}
                {again}"#
        ),
        PlateauRule::Pytorch { .. } => format!(
            r#"
        self.waited = 0 if improved else self.waited + 1
        if self.cooling > 0:
            self.cooling, self.waited = self.cooling - 1, 0
        if self.waited > {patience}:
            lower = {lower}
            if self.lr - lower > 1e-8:
                self.lr = lower
            {again}"#
        ),
    };
    Lines::from(format!(
        r#"
class {name}:
    """Lowers the rate when a metric has stopped falling, by {whose}'s ReduceLROnPlateau."""

    def __init__(self, lr={start}):
        self.lr, self.best, self.waited, self.cooling = lr, math.inf, 0, 0

    def after(self, metric):
        """The rate after an epoch that ended with this metric."""
        improved = metric < {better}
        if improved:
            self.best = metric{after}
        return self.lr"#
    ))
}

/// The metric at the end of an epoch in a loop over `step`, with `losses` so far.
pub(super) fn metric(script: &Script) -> &'static str {
    if script.watches_validation() {
        "metric = validation_loss()"
    } else {
        r#"
sizes = [len(rows) for rows in batches[step + 1 - STEPS_PER_EPOCH : step + 1]]
metric = np.average(losses[-STEPS_PER_EPOCH:], weights=sizes)"#
    }
}
