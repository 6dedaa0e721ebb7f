//! The finder's options.

use crate::error::{Error, Result};
use crate::finder::{Against, FinderConfig, MAX_STEPS, Smoothing, StopRule, SweepConfig, SweepShape};
use crate::named::Named;
use crate::run::LrFind;
use crate::train::Trainer;

use super::fields::{self, Fields};
use super::{Experiment, Value};

/// Options of a range test. What is left out comes from the preset or, without one, is: 1e-7 to 10 in 100 steps,
/// exponentially, losses smoothed with a corrected average of β = 0.95, stopped at 4 times the lowest.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct FinderOptions {
    /// The first rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub start_lr: Option<f64>,
    /// The last rate.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub end_lr: Option<f64>,
    /// How many rates.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// How many rates, as epochs of data; instead of `steps`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub epochs: Option<f64>,
    /// How the rates rise.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"exponential\" | \"linear\""))]
    pub sweep: Option<SweepKind>,
    /// How the losses are smoothed.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub smoothing: Option<SmoothingOptions>,
    /// When the loss has diverged.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "StopOptions | \"never\""))]
    pub stop: Option<Stop>,
    /// A rate above which the test ends.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr_cap: Option<f64>,
    /// Act as this text or library does.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"document-001\""))]
    pub preset: Option<Preset>,
}

/// How the rates rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepKind {
    /// By equal factors.
    Exponential,
    /// By equal differences.
    Linear,
}

impl Named for SweepKind {
    const ALL: &'static [Self] = &[Self::Exponential, Self::Linear];

    fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Linear => "linear",
        }
    }
}

/// A finder as a text or a library has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The notebook's: 0.05 to 100 over one epoch, each rate the last one times a factor in `f32`, nothing smoothed,
    /// no stop.
    Document001,
}

impl Named for Preset {
    const ALL: &'static [Self] = &[Self::Document001];

    fn name(self) -> &'static str {
        match self {
            Self::Document001 => "document-001",
        }
    }
}

/// How the losses are smoothed; `beta` is the share of the last average that is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum SmoothingOptions {
    /// An exponential average with its start corrected (fastai).
    Corrected {
        /// Default 0.95.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta: Option<f64>,
    },
    /// An exponential average that starts at the first loss (torch-lr-finder).
    Seeded {
        /// Default 0.95.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta: Option<f64>,
    },
    /// Lightning's average, whose start is corrected by half too little.
    Lightning {
        /// Default 0.95.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        beta: Option<f64>,
    },
    /// The losses as they are.
    None,
}

/// When the loss has diverged: past `factor` times a loss seen before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StopOptions {
    /// How many times; default 4.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub factor: Option<f64>,
    /// Which loss; default `best-smoothed`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"best-smoothed\" | \"best-raw\" | \"initial\""))]
    pub against: Option<Against>,
}

/// When a test stops on its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stop {
    /// Once the loss has diverged.
    Diverged(StopOptions),
    /// Never.
    Never,
}

const BETA: f64 = 0.95;
const FACTOR: f64 = 4.0;

/// A finder at its start: `new LrFind(experiment, options)`.
///
/// # Errors
/// A refused experiment by its path (`data.name`), a refused option under `finder` (`finder.startLr`).
pub fn lr_find(experiment: &Value, options: Option<&Value>) -> Result<LrFind> {
    let options = FinderOptions::read(options).map_err(|error| error.under("finder"))?;
    let trainer = Experiment::read(experiment)?.trainer()?;
    let config = options.config(&trainer).map_err(|error| error.under("finder"))?;
    LrFind::new(trainer, config).map_err(|error| error.under("finder"))
}

impl FinderOptions {
    /// Reads options; absent ones are all left out.
    ///
    /// # Errors
    /// The first field that is unknown or of another type.
    pub fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let options = Self {
            start_lr: fields.optional("startLr", fields::number)?,
            end_lr: fields.optional("endLr", fields::number)?,
            steps: fields.optional("steps", fields::whole)?,
            epochs: fields.optional("epochs", fields::number)?,
            sweep: fields.optional("sweep", fields::named)?,
            smoothing: fields.optional("smoothing", SmoothingOptions::read)?,
            stop: fields.optional("stop", Stop::read)?,
            lr_cap: fields.optional("lrCap", fields::number)?,
            preset: fields.optional("preset", fields::named)?,
        };
        fields.finish()?;
        Ok(options)
    }

    /// The finder that these options ask for on `trainer`, whose epochs may decide the number of steps.
    ///
    /// # Errors
    /// `epochs`: not a finite number above 0, too many, or beside `steps`.
    pub fn config(&self, trainer: &Trainer) -> Result<FinderConfig> {
        let preset = match self.preset {
            Some(Preset::Document001) => Self {
                start_lr: Some(0.05),
                end_lr: Some(100.0),
                epochs: Some(1.0),
                smoothing: Some(SmoothingOptions::None),
                stop: Some(Stop::Never),
                ..Self::default()
            },
            None => Self::default(),
        };
        let (steps, epochs) = match (self.steps, self.epochs) {
            (Some(_), Some(_)) => return Err(Error::new("epochs", "given beside steps; give one of them")),
            (None, None) => (preset.steps, preset.epochs),
            given => given,
        };
        let per_epoch = trainer.steps_per_epoch() as f64;
        let steps = match epochs {
            Some(epochs) if epochs > 0.0 && epochs * per_epoch <= MAX_STEPS as f64 => {
                (epochs * per_epoch).ceil() as u64
            }
            Some(epochs) => {
                let most = MAX_STEPS as f64 / per_epoch;
                return Err(Error::not_accepted("epochs", epochs, format!("a number above 0, at most {most}")));
            }
            None => steps.unwrap_or(100),
        };
        let shape = match (self.sweep, self.preset) {
            (None, Some(Preset::Document001)) => {
                // As the notebook divides: rows by batch size, which leaves a fraction.
                let per_epoch = trainer.rows() as f64 / trainer.batch_size() as f64;
                SweepShape::Product { iterations: epochs.map_or(steps as f64, |epochs| epochs * per_epoch) }
            }
            (Some(SweepKind::Linear), _) => SweepShape::Linear,
            (Some(SweepKind::Exponential) | None, _) => SweepShape::Exponential,
        };
        Ok(FinderConfig {
            sweep: SweepConfig {
                start_lr: self.start_lr.or(preset.start_lr).unwrap_or(1e-7),
                end_lr: self.end_lr.or(preset.end_lr).unwrap_or(10.0),
                steps,
                shape,
            },
            smoothing: self.smoothing.or(preset.smoothing).map_or(Smoothing::Corrected { beta: BETA }, Into::into),
            stop: self.stop.or(preset.stop).unwrap_or(Stop::Diverged(StopOptions::default())).into(),
            lr_cap: self.lr_cap,
            rule: None,
        })
    }
}

impl SmoothingOptions {
    fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let smoothing = match fields.required("kind", fields::text)? {
            "corrected" => Self::Corrected { beta: fields.optional("beta", fields::number)? },
            "seeded" => Self::Seeded { beta: fields.optional("beta", fields::number)? },
            "lightning" => Self::Lightning { beta: fields.optional("beta", fields::number)? },
            "none" => Self::None,
            kind => return Err(Error::unknown("kind", kind, ["corrected", "seeded", "lightning", "none"])),
        };
        fields.finish()?;
        Ok(smoothing)
    }
}

impl From<SmoothingOptions> for Smoothing {
    fn from(options: SmoothingOptions) -> Self {
        match options {
            SmoothingOptions::Corrected { beta } => Self::Corrected { beta: beta.unwrap_or(BETA) },
            SmoothingOptions::Seeded { beta } => Self::Seeded { beta: beta.unwrap_or(BETA) },
            SmoothingOptions::Lightning { beta } => Self::Lightning { beta: beta.unwrap_or(BETA) },
            SmoothingOptions::None => Self::None,
        }
    }
}

impl Stop {
    fn read(value: &Value) -> Result<Self> {
        if let Value::Text(text) = value {
            return if text == "never" { Ok(Self::Never) } else { Err(Error::unknown("", text, ["never"])) };
        }
        let mut fields = Fields::of(value)?;
        let factor = fields.optional("factor", fields::number)?;
        let against = fields.optional("against", fields::named)?;
        fields.finish()?;
        Ok(Self::Diverged(StopOptions { factor, against }))
    }
}

impl From<Stop> for StopRule {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Diverged(StopOptions { factor, against }) => {
                let against = against.unwrap_or(Against::BestSmoothed);
                Self::Diverged { factor: factor.unwrap_or(FACTOR), against }
            }
            Stop::Never => Self::Never,
        }
    }
}
