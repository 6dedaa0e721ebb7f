//! Finders as texts and libraries ship them.

use crate::declare::Kind;
use crate::family;
use crate::finder::{Against, RampShape, Smoothing, StopRule};
use crate::run::{LossOn, Per};

/// How many rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Length {
    /// This many rates.
    Steps(u64),
    /// As many as these epochs of data have batches.
    Epochs(f64),
    /// Whole epochs with at least this many batches.
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

impl Growth {
    /// The shape of a sweep whose number of steps is all that it needs; none of one that hangs on the data.
    pub(crate) fn of_whole_steps(self) -> Option<RampShape> {
        match self {
            Self::Exponential => Some(RampShape::Exponential),
            Self::Short => Some(RampShape::Short),
            Self::Ahead => Some(RampShape::Ahead),
            Self::Skipping => Some(RampShape::Skipping),
            Self::Product => None,
        }
    }
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

/// Past four times the lowest smoothed loss, as [`StopRule::default`].
const FOUR_TIMES: StopRule = StopRule::Diverged { factor: 4.0, against: Against::BestSmoothed };

/// Past five times the lowest smoothed loss.
const FIVE_TIMES: StopRule = StopRule::Diverged { factor: 5.0, against: Against::BestSmoothed };

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

/// Makes of the list of presets what everything else goes by.
macro_rules! presets {
    ($(
        $(#[doc = $about:expr])*
        $(#[cfg($when:meta)])?
        $preset:ident: $plan:expr, $name:expr, $title:expr, $sentence:expr;
    )*) => {
        family! {
            /// A finder as a text or a library has it. A preset sets what the options leave out; it never touches the
            /// experiment.
            Preset: $(
                $(#[doc = $about])*
                $(#[cfg($when)])?
                $preset = const { &Kind::plain($name, $title, $sentence) }
            ),*
        }

        impl Preset {
            /// What the preset does.
            pub(crate) fn plan(self) -> Plan {
                match self {
                    $($(#[cfg($when)])? Self::$preset => $plan),*
                }
            }
        }
    };
}

// The order in which a person is shown them.
presets! {
    /// `Learner.lr_find` and its default rule, valley.
    Fastai: Plan {
        growth: Growth::Short,
        smoothing: Smoothing::Corrected { beta: 0.98 },
        rule: Some("fastai-valley"),
        ..Plan::DEFAULT
    },
    "fastai", "fastai",
    "1e-7 to 10 in 100 batches, an average of β = 0.98, a stop at 4 times its lowest, and the valley rule.";

    /// `Tuner.lr_find`: 1e-8 to 1, and an average that begins at half the loss.
    Lightning: Plan {
        start_lr: 1e-8,
        end_lr: 1.0,
        growth: Growth::Skipping,
        smoothing: Smoothing::Lightning { beta: 0.98 },
        rule: Some("lightning-steepest"),
        ..Plan::DEFAULT
    },
    "lightning", "Lightning",
    "1e-8 to 1 in 100 batches; its average begins at half the loss, so its stop at 4 times the lowest is one at \
     about twice.";

    /// `LRFinder.range_test`; its readme starts at 1e-7, the library itself at the optimizer's rate.
    TorchLrFinder: Plan {
        smoothing: Smoothing::Seeded { beta: 0.95 },
        stop: FIVE_TIMES,
        rule: Some("torch-lr-finder-steepest"),
        ..Plan::DEFAULT
    },
    "torch-lr-finder", "torch-lr-finder",
    "1e-7 to 10 in 100 batches, an average of β = 0.95 that begins at the first loss, a stop at 5 times its \
     lowest, and the steepest fall per step.";

    /// `FastaiLRFinder`. It has no rate and no number of steps of its own (the optimizer's, all of the run); here 1e-7
    /// and 100.
    Ignite: Plan {
        growth: Growth::Ahead,
        smoothing: Smoothing::Seeded { beta: 0.95 },
        stop: FIVE_TIMES,
        rule: Some("ignite-steepest"),
        ..Plan::DEFAULT
    },
    "ignite", "ignite",
    "torch-lr-finder's sweep and stop, one step ahead, and the steepest fall before the minimum; start and \
     length, which it takes from the run, are 1e-7 and 100 here.";

    /// `lr_find`: from 1e-7, by 1 % a step until the rate would pass 10, on the running mean that Keras logs.
    Ktrain: Plan {
        length: Length::Factor(1.01),
        growth: Growth::Product,
        loss_on: LossOn::RunningMean,
        smoothing: Smoothing::Corrected { beta: 0.98 },
        rule: Some("ktrain-steepest"),
        ..Plan::DEFAULT
    },
    "ktrain", "ktrain",
    "From 1e-7 by 1 % a batch up to 10, 1852 in all, on the mean over the epoch that Keras logs.";

    /// Andrich van Wyk's callback for TensorFlow 2.0, which logged the batch: 101 rates, and the smoothed loss against
    /// the lowest raw one.
    VanWyk: Plan {
        length: Length::Steps(101),
        smoothing: Smoothing::Corrected { beta: 0.9 },
        stop: StopRule::Diverged { factor: 4.0, against: Against::BestRaw },
        ..Plan::DEFAULT
    },
    "van-wyk", "van Wyk",
    "1e-7 to 10 in 101 batches, an average of β = 0.9, a stop at 4 times the lowest raw loss; read by eye.";

    /// Adrian Rosebrock's class, written when Keras logged the batch: at least 2048 steps in whole epochs, from 1e-10.
    Pyimagesearch: Plan {
        start_lr: 1e-10,
        length: Length::WholeEpochs(2048),
        growth: Growth::Product,
        smoothing: Smoothing::Corrected { beta: 0.98 },
        ..Plan::DEFAULT
    },
    "pyimagesearch", "PyImageSearch",
    "1e-10 to 10 in at least 2048 batches, an average of β = 0.98, a stop at 4 times its lowest; read by eye.";

    /// The text's: a rate for every epoch, 1e-3 to 1 in 10, nothing smoothed, no stop; read by eye. It prints neither
    /// ends nor number: with these, epoch 6 has the rate of 0.1 that it names. Its batches are the whole of the data.
    Document000: Plan {
        start_lr: 1e-3,
        end_lr: 1.0,
        length: Length::Steps(10),
        per: Per::Epoch,
        smoothing: Smoothing::None,
        stop: StopRule::Never,
        ..Plan::DEFAULT
    },
    "document-000", "Document 000",
    "A rate for every epoch, 1e-3 to 1 in 10, nothing smoothed; meant for the full batch and read by eye.";

    /// The notebook's: 0.05 to 100 over one epoch, each rate the last one times a factor in `f32`, nothing smoothed,
    /// no stop; read by eye.
    Document001: Plan {
        start_lr: 0.05,
        end_lr: 100.0,
        length: Length::Epochs(1.0),
        growth: Growth::Product,
        smoothing: Smoothing::None,
        stop: StopRule::Never,
        ..Plan::DEFAULT
    },
    "document-001", "Document 001",
    "The notebook’s own sweep: one epoch, one rate for each batch, from 0.05; nothing smoothed, read by eye.";

    /// For tests/recipe.rs: 1e-4 to 1 in 20.
    #[cfg(feature = "specimens")]
    Specimen: Plan {
        start_lr: 1e-4,
        end_lr: 1.0,
        length: Length::Steps(20),
        smoothing: Smoothing::Specimen,
        stop: StopRule::Never,
        rule: Some("specimen"),
        ..Plan::DEFAULT
    },
    "specimen", "Specimen",
    "A test's own: 1e-4 to 1 in 20 batches, its smoother, no stop, and its rule.";
}
