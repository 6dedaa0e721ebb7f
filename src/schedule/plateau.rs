//! Down when a metric stops falling.

use crate::declare::{Datum, Declared, Setting};
use crate::error::Result;
use crate::kind;
use crate::named;
use crate::range::Range;

use super::STEPS_OR_NONE;
use super::curve::INIT_LR;

kind! {
    Plateau: PlateauConfig::new(init_lr, convention),
    "plateau", "Plateau", "Down by a factor when the loss has stopped falling, at the end of an epoch.",
    init_lr: INIT_LR,
    convention: Setting::choice::<PlateauConvention>("Whose rule."),
    // 1 and more would not reduce the rate.
    factor: Setting::number(Range { max: 1.0, ..Range::POSITIVE }, "What the rate is multiplied by.").suits(|_| Datum::Number(0.5)),
    patience: Setting::number(STEPS_OR_NONE, "Epochs without improvement that are tolerated.").suits(|_| Datum::Number(3.0)),
    min_delta: LEAST.only(&["keras"]),
    threshold: LEAST.only(&["pytorch"]),
    threshold_mode: Setting::choice::<ThresholdMode>("A share of the best, or a difference from it.").only(&["pytorch"]),
    cooldown: Setting::number(STEPS_OR_NONE, "Epochs after a change in which none are counted."),
    min_lr: Setting::number(Range::NOT_NEGATIVE, "The rate never falls below this."),
    monitor: Setting::choice::<Monitor>("Which metric a run watches; without validation rows it is the training loss."),
}

const LEAST: Setting = Setting::number(Range::NOT_NEGATIVE, "The least improvement.");

named! {
    /// Whose plateau it is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum PlateauConvention {
        /// `ReduceLROnPlateau` of Keras: an absolute difference; acts when `patience` epochs brought nothing.
        #[default]
        Keras = "keras",
        /// `ReduceLROnPlateau` of PyTorch: a share of the best; acts when more than `patience` epochs brought nothing.
        Pytorch = "pytorch",
    }
}

named! {
    /// What PyTorch's threshold is measured against.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum ThresholdMode {
        /// A share of the best metric.
        #[default]
        Rel = "rel",
        /// A difference from it.
        Abs = "abs",
    }
}

named! {
    /// Which metric a training run watches.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Monitor {
        /// The loss on the validation rows at the end of each epoch; without such rows, the training loss.
        #[default]
        ValLoss = "val-loss",
        /// The mean training loss of each epoch, every row counting once.
        Loss = "loss",
    }
}

/// What counts as better, and when not enough of it has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlateauRule {
    /// Keras: better is below best − `min_delta`.
    Keras {
        /// The least difference.
        min_delta: f64,
    },
    /// PyTorch: better is below best · (1 − `threshold`), or best − `threshold`.
    Pytorch {
        /// The least share or difference.
        threshold: f64,
        /// Which of the two.
        mode: ThresholdMode,
    },
}

impl PlateauRule {
    /// The least improvement where none is given, in both libraries.
    pub const LEAST: f64 = 1e-4;
}

/// Settings of [`Plateau`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateauConfig {
    /// The first rate.
    pub init_lr: f64,
    /// What the rate is multiplied by.
    pub factor: f64,
    /// Epochs without improvement that are tolerated.
    pub patience: u64,
    /// Epochs after a change in which none are counted.
    pub cooldown: u64,
    /// The rate never falls below this.
    pub min_lr: f64,
    /// Whose rule.
    pub convention: PlateauConvention,
    /// Keras only: the least improvement.
    pub min_delta: Option<f64>,
    /// PyTorch only: the least improvement.
    pub threshold: Option<f64>,
    /// PyTorch only: a share of the best, or a difference from it.
    pub threshold_mode: Option<ThresholdMode>,
    /// Which metric.
    pub monitor: Monitor,
}

impl PlateauConfig {
    /// The defaults, which the two libraries share.
    pub fn new(init_lr: f64, convention: PlateauConvention) -> Self {
        let keras = convention == PlateauConvention::Keras;
        Self {
            init_lr,
            factor: 0.1,
            patience: 10,
            cooldown: 0,
            min_lr: 0.0,
            convention,
            min_delta: keras.then_some(PlateauRule::LEAST),
            threshold: (!keras).then_some(PlateauRule::LEAST),
            threshold_mode: (!keras).then_some(ThresholdMode::Rel),
            monitor: Monitor::ValLoss,
        }
    }

    /// What counts as better.
    pub fn rule(&self) -> PlateauRule {
        let least = |given: Option<f64>| given.unwrap_or(PlateauRule::LEAST);
        match self.convention {
            PlateauConvention::Keras => PlateauRule::Keras { min_delta: least(self.min_delta) },
            PlateauConvention::Pytorch => {
                let mode = self.threshold_mode.unwrap_or_default();
                PlateauRule::Pytorch { threshold: least(self.threshold), mode }
            }
        }
    }
}

/// The rate falls by `factor` when the metric, seen at the end of each epoch, has stopped falling.
///
/// It is no function of the step and therefore no [`Schedule`](super::Schedule): what is pure is the step from one
/// [`PlateauState`] and a metric to the next. A metric that is NaN is no improvement.
///
/// Sources: Keras and PyTorch, both `ReduceLROnPlateau`; document 004 uses the first.
///
/// ```
/// use lr_lab::schedule::{Plateau, PlateauConfig, PlateauConvention};
///
/// let config = PlateauConfig { patience: 2, ..PlateauConfig::new(1.0, PlateauConvention::Keras) };
/// let plateau = Plateau::new(config)?;
/// assert_eq!(plateau.sample(&[0.9, 0.8, 0.8, 0.8, 0.7]), [1.0, 1.0, 1.0, 0.1, 0.1]);
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plateau(PlateauConfig);

/// How far a plateau has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlateauState {
    lr: f64,
    best: f64,
    waited: u64,
    cooling: u64,
}

impl PlateauState {
    /// The rate from here on.
    pub fn lr(&self) -> f64 {
        self.lr
    }
}

/// PyTorch leaves smaller changes of the rate out.
const LEAST_CHANGE: f64 = 1e-8;

impl Plateau {
    /// The plateau.
    ///
    /// # Errors
    /// `initLr`: not a finite number above 0; `factor`: not between 0 and 1; `minDelta`, `threshold`, `minLr`: negative
    /// or not finite; `patience`, `cooldown`: more than 2⁵³ − 1.
    pub fn new(config: PlateauConfig) -> Result<Self> {
        Self::check(&config)?;
        Ok(Self(config))
    }

    /// The settings.
    pub fn config(&self) -> &PlateauConfig {
        &self.0
    }

    /// Before the first epoch.
    pub fn start(&self) -> PlateauState {
        self.start_at(self.0.init_lr)
    }

    /// Before the first epoch, with another first rate.
    pub fn start_at(&self, lr: f64) -> PlateauState {
        PlateauState { lr, best: f64::INFINITY, waited: 0, cooling: 0 }
    }

    /// The same for a run of `taken` steps instead of `planned`: its waits are shorter by as much, to the nearest epoch,
    /// but no wait is left out.
    #[must_use]
    pub fn compressed(&self, taken: u64, planned: u64) -> Self {
        let scaled = |epochs: u64| {
            let [epochs, taken, planned] = [epochs, taken, planned].map(u128::from);
            ((2 * epochs * taken + planned) / (2 * planned)).max(epochs.min(1)) as u64
        };
        Self(PlateauConfig { patience: scaled(self.0.patience), cooldown: scaled(self.0.cooldown), ..self.0 })
    }

    /// After an epoch that ended with `metric`.
    pub fn after(&self, state: PlateauState, metric: f64) -> PlateauState {
        let PlateauConfig { factor, patience, cooldown, min_lr, .. } = self.0;
        let rule = self.0.rule();
        let PlateauState { mut lr, mut best, mut waited, mut cooling } = state;
        let improved = match rule {
            PlateauRule::Keras { min_delta } => metric < best - min_delta,
            PlateauRule::Pytorch { threshold, mode: ThresholdMode::Rel } => metric < best * (1.0 - threshold),
            PlateauRule::Pytorch { threshold, mode: ThresholdMode::Abs } => metric < best - threshold,
        };
        if improved {
            best = metric;
        }
        match rule {
            // Keras ends a cool-down before it looks, so that the last epoch of it already counts.
            PlateauRule::Keras { .. } => {
                if cooling > 0 {
                    cooling -= 1;
                    waited = 0;
                }
                if improved {
                    waited = 0;
                } else if cooling == 0 {
                    waited += 1;
                    if waited >= patience && lr > min_lr {
                        lr = at_least(min_lr, lr * factor);
                        (cooling, waited) = (cooldown, 0);
                    }
                }
            }
            PlateauRule::Pytorch { .. } => {
                waited = if improved { 0 } else { waited + 1 };
                if cooling > 0 {
                    cooling -= 1;
                    waited = 0;
                }
                if waited > patience {
                    let lower = at_least(min_lr, lr * factor);
                    if lr - lower > LEAST_CHANGE {
                        lr = lower;
                    }
                    (cooling, waited) = (cooldown, 0);
                }
            }
        }
        PlateauState { lr, best, waited, cooling }
    }

    /// The rate after each of the metrics.
    pub fn sample(&self, metrics: &[f64]) -> Vec<f64> {
        let seen = metrics.iter().scan(self.start(), |state, metric| {
            *state = self.after(*state, *metric);
            Some(state.lr)
        });
        seen.collect()
    }
}

fn at_least(floor: f64, lr: f64) -> f64 {
    if lr < floor { floor } else { lr }
}

#[cfg(test)]
mod tests {
    use super::{Monitor, Plateau, PlateauConfig, PlateauConvention, ThresholdMode};

    fn sample(config: PlateauConfig, metrics: &[f64]) -> Vec<f64> {
        Plateau::new(config).unwrap().sample(metrics)
    }

    fn config(convention: PlateauConvention, patience: u64, cooldown: u64) -> PlateauConfig {
        PlateauConfig { factor: 0.5, patience, cooldown, ..PlateauConfig::new(1.0, convention) }
    }

    #[test]
    fn the_two_libraries_differ_by_an_epoch() {
        use PlateauConvention::{Keras, Pytorch};
        let stuck = [1.0; 6];
        for (config, want) in [
            (config(Keras, 2, 0), [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]),
            (config(Pytorch, 2, 0), [1.0, 1.0, 1.0, 0.5, 0.5, 0.5]),
            (config(Keras, 1, 2), [1.0, 0.5, 0.5, 0.25, 0.25, 0.125]),
            (config(Pytorch, 0, 2), [1.0, 0.5, 0.5, 0.5, 0.25, 0.25]),
            (config(Keras, 0, 0), [1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125]),
            (PlateauConfig { min_lr: 0.4, ..config(Keras, 1, 0) }, [1.0, 0.5, 0.4, 0.4, 0.4, 0.4]),
            // Document 004: a floor at the first rate.
            (PlateauConfig { min_lr: 1.0, ..config(Keras, 1, 0) }, [1.0; 6]),
            (PlateauConfig { min_lr: 2.0, ..config(Pytorch, 1, 0) }, [1.0; 6]),
        ] {
            assert_eq!(sample(config, &stuck), want, "{config:?}");
        }
    }

    #[test]
    fn shorter_runs_wait_for_fewer_epochs() {
        for ((patience, cooldown), (taken, planned), want) in [
            ((10, 4), (400, 400), (10, 4)),
            ((10, 4), (200, 400), (5, 2)),
            ((10, 4), (100, 400), (3, 1)),
            ((3, 1), (100, 400), (1, 1)),
            ((0, 0), (100, 400), (0, 0)),
            ((u64::MAX >> 11, 0), (1, 1), (u64::MAX >> 11, 0)),
        ] {
            let plateau = Plateau::new(config(PlateauConvention::Keras, patience, cooldown)).unwrap();
            let PlateauConfig { patience, cooldown, .. } = *plateau.compressed(taken, planned).config();
            assert_eq!((patience, cooldown), want, "{taken} of {planned}");
        }
    }

    #[test]
    fn what_counts_as_better() {
        let keras = config(PlateauConvention::Keras, 1, 0);
        let torch = |mode| PlateauConfig {
            threshold: Some(0.1),
            threshold_mode: Some(mode),
            ..config(PlateauConvention::Pytorch, 0, 0)
        };
        for (config, metrics, want) in [
            (keras, [1.0, 0.99995], 0.5),
            (keras, [1.0, 0.9998], 1.0),
            (keras, [1.0, f64::NAN], 0.5),
            (keras, [f64::NAN, 1.0], 0.5),
            (keras, [-1.0, -1.5], 1.0),
            (torch(ThresholdMode::Rel), [10.0, 9.5], 0.5),
            (torch(ThresholdMode::Rel), [10.0, 8.5], 1.0),
            (torch(ThresholdMode::Abs), [10.0, 9.5], 1.0),
        ] {
            assert_eq!(sample(config, &metrics)[1], want, "{config:?} {metrics:?}");
        }
        assert_eq!(Monitor::default(), Monitor::ValLoss);
    }

    #[test]
    fn pytorch_leaves_tiny_changes_out() {
        let tiny = PlateauConfig { init_lr: 1.5e-8, ..config(PlateauConvention::Pytorch, 0, 0) };
        assert_eq!(sample(tiny, &[1.0, 1.0]), [1.5e-8; 2]);
        let tiny = PlateauConfig { init_lr: 1.5e-8, ..config(PlateauConvention::Keras, 1, 0) };
        assert_eq!(sample(tiny, &[1.0, 1.0]), [1.5e-8, 0.75e-8]);
    }
}
