//! A plateau written out, for a framework whose own has another rule.

use crate::schedule::{Monitor, Plateau, PlateauConfig, PlateauRule, ThresholdMode};

use super::python::{Lines, number};

/// `class Plateau` with `lr` and `after(metric)`.
pub(super) fn class(plateau: &Plateau) -> Lines {
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
    let mut start = Lines::default();
    start.add(format!("self.lr, self.best, self.waited, self.cooling = {}, math.inf, 0, 0", number(init_lr)));
    let mut after = Lines::default();
    after.add("\"\"\"The rate after an epoch that ended with this metric.\"\"\"");
    after.add(format!("improved = metric < {better}"));
    after.block("if improved:", Lines::from(["self.best = metric"]));
    let lower = format!("max(self.lr * {}, {})", number(factor), number(min_lr));
    let again = format!("self.cooling, self.waited = {cooldown}, 0");
    match rule {
        PlateauRule::Keras { .. } => {
            after.block("if self.cooling > 0:", Lines::from(["self.cooling, self.waited = self.cooling - 1, 0"]));
            after.block("if improved:", Lines::from(["self.waited = 0"]));
            let mut wait = Lines::from(["self.waited += 1"]);
            wait.block(
                format!("if self.waited >= {patience} and self.lr > {}:", number(min_lr)),
                Lines::from([format!("self.lr = {lower}").as_str(), &again]),
            );
            after.block("elif self.cooling == 0:", wait);
        }
        PlateauRule::Pytorch { .. } => {
            after.add("self.waited = 0 if improved else self.waited + 1");
            after.block("if self.cooling > 0:", Lines::from(["self.cooling, self.waited = self.cooling - 1, 0"]));
            let mut act = Lines::default();
            act.add(format!("lower = {lower}"));
            act.block("if self.lr - lower > 1e-8:", Lines::from(["self.lr = lower"]));
            act.add(again);
            after.block(format!("if self.waited > {patience}:"), act);
        }
    }
    after.add("return self.lr");
    let mut body = Lines::default();
    body.add(format!("\"\"\"Lowers the rate when a metric has stopped falling, by {whose}'s ReduceLROnPlateau.\"\"\""));
    body.blank();
    body.block("def __init__(self):", start);
    body.blank();
    body.block("def after(self, metric):", after);
    Lines::of_block("class Plateau:", body)
}

/// Whether the metric is the loss on the rows held out.
pub(super) fn watches_validation(plateau: &Plateau, validation: bool) -> bool {
    validation && plateau.config().monitor == Monitor::ValLoss
}

/// The metric at the end of an epoch in a loop over `step`, with `losses` so far.
pub(super) fn metric(plateau: &Plateau, validation: bool) -> Lines {
    if watches_validation(plateau, validation) {
        return Lines::from(["metric = validation_loss()"]);
    }
    Lines::from([
        "sizes = [len(rows) for rows in batches[step + 1 - STEPS_PER_EPOCH : step + 1]]",
        "metric = np.average(losses[-STEPS_PER_EPOCH:], weights=sizes)",
    ])
}
