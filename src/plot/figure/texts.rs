//! What several figures say.

use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

/// An axis without a title.
pub(super) fn nothing() -> Sentence {
    Sentence::given("")
}

pub(super) fn loss() -> Sentence {
    sentence!("figure.loss", "loss")
}

/// On the rows held out.
pub(super) fn held_out_loss() -> Sentence {
    sentence!("figure.held-out-loss", "held-out loss")
}

/// That something lies above the plot.
pub(super) fn off_the_scale() -> Sentence {
    sentence!("figure.off-the-scale", "off the scale")
}

pub(super) fn step() -> Sentence {
    sentence!("figure.step", "step")
}

pub(super) fn learning_rate() -> Sentence {
    sentence!("figure.learning-rate", "learning rate")
}

/// The title of a log axis of rates. Where there is no room for it, the part alone is shown.
pub(super) fn log_rate() -> Sentence {
    sentence!("figure.log-scale", "{quantity}, log scale", quantity = learning_rate())
}

pub(super) fn my_rate(lr: f64) -> Sentence {
    sentence!("figure.my-rate", "my rate {lr}", lr = number(lr, 3))
}

pub(super) fn diverged() -> Sentence {
    sentence!("figure.diverged", "diverged")
}

/// That it diverged, and at which step or epoch.
pub(super) fn diverged_at(unit: &Sentence, index: usize) -> Sentence {
    sentence!("figure.diverged-at", "diverged at {unit} {index}", unit, index)
}

pub(super) fn seeds(count: usize) -> Sentence {
    match count {
        1 => sentence!("figure.one-seed", "1 seed"),
        _ => sentence!("figure.seeds", "{count} seeds", count),
    }
}
