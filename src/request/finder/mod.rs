//! The finder's options.

mod preset;

pub use preset::Preset;
pub(crate) use preset::{Length, Plan};

use crate::error::{Error, Result};
use crate::finder::{Against, FinderConfig, MAX_STEPS, RampConfig, RampShape, Smoothing, StopRule};
use crate::math::ln;
use crate::named;
use crate::run::{LossOn, LrFind, LrFindConfig, Per};
use crate::sentence;
use crate::train::Trainer;

use super::{Ask, Experiment, Options as _, Types, Under as _, Value, options, texts};
use preset::Growth;

options! {
    /// Options of a range test. What is left out comes from the preset or, without one, is: 1e-7 to 10 in 100 steps,
    /// exponentially, losses smoothed with a corrected average of β = 0.95, stopped at 4 times the lowest.
    #[derive(Default)]
    pub struct FinderOptions {
        /// The first rate.
        pub start_lr: Option<f64>,
        /// The last rate.
        pub end_lr: Option<f64>,
        /// How many rates.
        pub steps: Option<u64>,
        /// How many rates, as epochs of data; instead of `steps`.
        pub epochs: Option<f64>,
        /// How the rates rise.
        pub sweep: Option<RampKind>,
        /// How long a rate is kept; default: for a batch.
        pub per: Option<Per>,
        /// Which loss a rate is judged by; default: the batch's.
        pub loss_on: Option<LossOn>,
        /// How the losses are smoothed.
        pub smoothing: Option<Smoothing>,
        /// When the loss has diverged.
        pub stop: Option<StopRule>,
        /// A rate above which the test ends.
        pub lr_cap: Option<f64>,
        /// Act as this text or library does.
        pub preset: Option<Preset>,
    }
}

named! {
    /// How the rates rise.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum RampKind {
        /// By equal factors.
        Exponential = "exponential",
        /// By equal differences.
        Linear = "linear",
    }
}

options! {
    /// When the loss has diverged: past `factor` times a loss seen before.
    #[derive(Copy, Default)]
    pub struct StopOptions {
        /// How many times; default 4.
        pub factor: Option<f64>,
        /// Which loss; default `best-smoothed`.
        pub against: Option<Against>,
    }
}

/// A finder at its start: `new LrFind(experiment, options)`.
///
/// # Errors
/// A refused experiment by its path (`data.name`), a refused option under `finder` (`finder.startLr`).
pub fn lr_find(experiment: &Value, options: Option<&Value>) -> Result<LrFind> {
    let options = FinderOptions::read(options).under("finder")?;
    options.find(Experiment::read(experiment)?.trainer()?).under("finder")
}

impl FinderOptions {
    /// Reads options; absent ones are all left out.
    ///
    /// # Errors
    /// The first field that is unknown or of another type.
    pub fn read(value: Option<&Value>) -> Result<Self> {
        Self::asked(value)
    }

    /// What a race finds its start by: fine enough for the answer to be as good as a finder gets.
    pub(crate) fn for_race() -> Self {
        Self { start_lr: Some(1e-5), end_lr: Some(10.0), steps: Some(200), ..Self::default() }
    }

    /// The range test that these options ask for, with the lab's own answer.
    ///
    /// # Errors
    /// As [`config`](Self::config) and [`LrFind::new`].
    pub fn find(&self, trainer: Trainer) -> Result<LrFind> {
        let config = self.config(&trainer)?;
        LrFind::new(trainer, config).map(LrFind::with_held_out)
    }

    /// The finder that these options ask for on `trainer`, whose epochs may decide the number of steps.
    ///
    /// # Errors
    /// `epochs`: not a finite number above 0, too many, or beside `steps`.
    pub fn config(&self, trainer: &Trainer) -> Result<LrFindConfig> {
        let plan = self.preset.map_or(Plan::DEFAULT, Preset::plan);
        let per = self.per.unwrap_or(plan.per);
        let (start_lr, end_lr) = (self.start_lr.unwrap_or(plan.start_lr), self.end_lr.unwrap_or(plan.end_lr));
        let length = match (self.steps, self.epochs) {
            (Some(_), Some(_)) => return Err(Error::given_beside("epochs", "steps")),
            (Some(steps), None) => Length::Steps(steps),
            (None, Some(epochs)) => Length::Epochs(epochs),
            (None, None) => plan.length,
        };
        let steps = steps(length, per, trainer, end_lr / start_lr)?;
        let shape = match (self.sweep, plan.growth) {
            // As the libraries count the steps of their linear sweeps.
            (Some(RampKind::Linear), Growth::Ahead) => RampShape::LinearShort,
            (Some(RampKind::Linear), Growth::Skipping) => RampShape::LinearSkipping,
            (Some(RampKind::Linear), _) => RampShape::Linear,
            (_, growth) => growth.of_whole_steps().unwrap_or_else(|| RampShape::Product {
                iterations: match (length, per) {
                    // As the notebook divides: rows by batch size, which leaves a fraction.
                    (Length::Epochs(epochs), Per::Batch) => {
                        epochs * (trainer.rows() as f64 / trainer.batch_size() as f64)
                    }
                    (Length::Factor(factor), _) => ln(end_lr / start_lr) / ln(factor),
                    _ => steps as f64,
                },
            }),
        };
        let finder = FinderConfig {
            sweep: RampConfig { start_lr, end_lr, steps, shape },
            smoothing: self.smoothing.unwrap_or(plan.smoothing),
            stop: self.stop.unwrap_or(plan.stop),
            lr_cap: self.lr_cap,
            rule: plan.rule,
            // A library stops as it ships.
            diverged_above: self.preset.is_none().then(|| knowing_nothing(trainer)),
        };
        Ok(LrFindConfig { finder, per, loss_on: self.loss_on.unwrap_or(plan.loss_on) })
    }
}

/// What a network loses that has learned nothing, on a sample of the rows to train on: large data sets would take longer
/// to look at than a sweep.
fn knowing_nothing(trainer: &Trainer) -> f64 {
    const ROWS: usize = 256;
    trainer.best_constant_loss(&trainer.data().training.sample(ROWS))
}

/// How many rates `length` is, where `rise` is the quotient of the last and the first.
fn steps(length: Length, per: Per, trainer: &Trainer, rise: f64) -> Result<u64> {
    let per_epoch = match per {
        Per::Batch => trainer.steps_per_epoch() as u64,
        Per::Epoch => 1,
    };
    match length {
        Length::Steps(steps) => Ok(steps),
        Length::Epochs(epochs) => {
            let most = MAX_STEPS as f64 / per_epoch as f64;
            if epochs > 0.0 && epochs <= most {
                Ok((epochs * per_epoch as f64).ceil() as u64)
            } else {
                let accepted = sentence!("accepted.above-zero-to", "a number above 0, at most {most}", most);
                Err(Error::not_accepted("epochs", epochs, accepted))
            }
        }
        Length::WholeEpochs(least) => Ok(least.div_ceil(per_epoch) * per_epoch),
        // The first rate and one for every further factor. Ends that make no sense are refused by the sweep.
        Length::Factor(factor) => Ok(((ln(rise) / ln(factor)) as u64).saturating_add(1).min(MAX_STEPS)),
    }
}

impl Ask for StopRule {
    fn ask(value: &Value) -> Result<Self> {
        let never = Self::NEVER.name;
        match value {
            Value::Text(text) if text == never => Ok(Self::Never),
            Value::Text(text) => Err(Error::unknown("", text, [never])),
            options => {
                let StopOptions { factor, against } = StopOptions::ask(options)?;
                let Self::Diverged { factor: usual, against: first } = Self::default() else { return Ok(Self::Never) };
                Ok(Self::Diverged { factor: factor.unwrap_or(usual), against: against.unwrap_or(first) })
            }
        }
    }

    fn ts(types: &mut Types) -> String {
        format!("{} | {}", StopOptions::ts(types), texts(&[Self::NEVER.name]))
    }
}
