//! Finders as texts and libraries ship them.

use crate::finder::{Against, Smoothing, StopRule};
use crate::named::Named;
use crate::run::{LossOn, Per};

/// A finder as a text or a library has it. A preset sets what the options leave out; it never touches the experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// `Learner.lr_find` and its default rule, valley.
    Fastai,
    /// `Tuner.lr_find`: 1e-8 to 1, and an average that begins at half the loss.
    Lightning,
    /// `LRFinder.range_test`; its readme starts at 1e-7, the library itself at the optimizer's rate.
    TorchLrFinder,
    /// `FastaiLRFinder`. It has no rate and no number of steps of its own (the optimizer's, all of the run); here 1e-7
    /// and 100.
    Ignite,
    /// `lr_find`: from 1e-7, by 1 % a step until the rate would pass 10, on the running mean that Keras logs.
    Ktrain,
    /// Andrich van Wyk's callback for TensorFlow 2.0, which logged the batch: 101 rates, and the smoothed loss against
    /// the lowest raw one.
    VanWyk,
    /// Adrian Rosebrock's class, written when Keras logged the batch: at least 2048 steps in whole epochs, from 1e-10.
    Pyimagesearch,
    /// The text's: a rate for every epoch, 1e-3 to 1 in 10, nothing smoothed, no stop; read by eye. It prints neither
    /// ends nor number: with these, epoch 6 has the rate of 0.1 that it names. Its batches are the whole of the data.
    Document000,
    /// The notebook's: 0.05 to 100 over one epoch, each rate the last one times a factor in `f32`, nothing smoothed,
    /// no stop; read by eye.
    Document001,
}

impl Named for Preset {
    const ALL: &'static [Self] = &[
        Self::Fastai,
        Self::Lightning,
        Self::TorchLrFinder,
        Self::Ignite,
        Self::Ktrain,
        Self::VanWyk,
        Self::Pyimagesearch,
        Self::Document000,
        Self::Document001,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fastai => "fastai",
            Self::Lightning => "lightning",
            Self::TorchLrFinder => "torch-lr-finder",
            Self::Ignite => "ignite",
            Self::Ktrain => "ktrain",
            Self::VanWyk => "van-wyk",
            Self::Pyimagesearch => "pyimagesearch",
            Self::Document000 => "document-000",
            Self::Document001 => "document-001",
        }
    }
}

/// How many rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Length {
    /// So many.
    Steps(u64),
    /// As many as these epochs of data have batches.
    Epochs(f64),
    /// Whole epochs with at least so many batches.
    WholeEpochs(u64),
    /// As many as it takes until the next rate would pass the end, each the last one times this.
    Factor(f64),
}

/// How the rates rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    /// The end is the last rate.
    Exponential,
    /// One step short of the end.
    Short,
    /// One step ahead of the start.
    Ahead,
    /// One step ahead from the second rate on.
    Skipping,
    /// Multiplied in `f32`, as Keras keeps a rate.
    Product,
}

/// What a finder does where the options say nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) start_lr: f64,
    pub(crate) end_lr: f64,
    pub(crate) length: Length,
    pub(crate) growth: Growth,
    pub(crate) per: Per,
    pub(crate) loss_on: LossOn,
    pub(crate) smoothing: Smoothing,
    pub(crate) stop: StopRule,
    /// The rule that the system suggests by; the texts and callbacks without one are read by eye.
    pub(crate) rule: Option<&'static str>,
}

/// Past four times the lowest smoothed loss.
const FOUR_TIMES: StopRule = StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed };

impl Plan {
    /// The lab's own finder.
    pub(crate) const DEFAULT: Self = Self {
        start_lr: 1e-7,
        end_lr: 10.0,
        length: Length::Steps(100),
        growth: Growth::Exponential,
        per: Per::Batch,
        loss_on: LossOn::Batch,
        smoothing: Smoothing::Corrected { beta: 0.95 },
        stop: FOUR_TIMES,
        rule: None,
    };
}

impl Preset {
    /// What the preset does.
    pub(crate) fn plan(self) -> Plan {
        let five_times = StopRule::Diverged { factor: 5.0, against: Against::BestSmoothed };
        match self {
            Self::Fastai => Plan {
                growth: Growth::Short,
                smoothing: Smoothing::Corrected { beta: 0.98 },
                rule: Some("fastai-valley"),
                ..Plan::DEFAULT
            },
            Self::Lightning => Plan {
                start_lr: 1e-8,
                end_lr: 1.0,
                growth: Growth::Skipping,
                smoothing: Smoothing::Lightning { beta: 0.98 },
                rule: Some("lightning-steepest"),
                ..Plan::DEFAULT
            },
            Self::TorchLrFinder => Plan {
                smoothing: Smoothing::Seeded { beta: 0.95 },
                stop: five_times,
                rule: Some("torch-lr-finder-steepest"),
                ..Plan::DEFAULT
            },
            Self::Ignite => Plan {
                growth: Growth::Ahead,
                smoothing: Smoothing::Seeded { beta: 0.95 },
                stop: five_times,
                rule: Some("ignite-steepest"),
                ..Plan::DEFAULT
            },
            Self::Ktrain => Plan {
                length: Length::Factor(1.01),
                growth: Growth::Product,
                loss_on: LossOn::RunningMean,
                smoothing: Smoothing::Corrected { beta: 0.98 },
                rule: Some("ktrain-steepest"),
                ..Plan::DEFAULT
            },
            Self::VanWyk => Plan {
                length: Length::Steps(101),
                smoothing: Smoothing::Corrected { beta: 0.9 },
                stop: StopRule::Diverged { factor: 4.0, against: Against::BestRaw },
                ..Plan::DEFAULT
            },
            Self::Pyimagesearch => Plan {
                start_lr: 1e-10,
                length: Length::WholeEpochs(2048),
                growth: Growth::Product,
                smoothing: Smoothing::Corrected { beta: 0.98 },
                ..Plan::DEFAULT
            },
            Self::Document000 => Plan {
                start_lr: 1e-3,
                end_lr: 1.0,
                length: Length::Steps(10),
                per: Per::Epoch,
                smoothing: Smoothing::None,
                stop: StopRule::Never,
                ..Plan::DEFAULT
            },
            Self::Document001 => Plan {
                start_lr: 0.05,
                end_lr: 100.0,
                length: Length::Epochs(1.0),
                growth: Growth::Product,
                smoothing: Smoothing::None,
                stop: StopRule::Never,
                ..Plan::DEFAULT
            },
        }
    }

    /// The first rate, the last one, and how many, where that does not depend on the data.
    pub(crate) fn sweep(self) -> (f64, f64, Option<u64>) {
        let Plan { start_lr, end_lr, length, .. } = self.plan();
        (start_lr, end_lr, if let Length::Steps(steps) = length { Some(steps) } else { None })
    }

    /// How a finished curve is read: smoothing and stop of the preset, or of the lab's own finder without one.
    pub(crate) fn reading(preset: Option<Self>) -> (Smoothing, StopRule) {
        let plan = preset.map_or(Plan::DEFAULT, Self::plan);
        (plan.smoothing, plan.stop)
    }

    /// How the preset smooths.
    pub(crate) fn smoothing(self) -> Smoothing {
        self.plan().smoothing
    }
}
