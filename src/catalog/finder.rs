//! The finder's presets, rules, smoothers and stops.

use crate::finder::Against;
use crate::finder::suggest::RULES;
use crate::named::Named;
use crate::range::Range;
use crate::report::report;
use crate::request::Preset;
use crate::request::{BETA, FACTOR};
use crate::schedule::STEPS;

use super::field::{FieldInfo, KindInfo};

report! {
    /// What the finder's options and `suggest` may name.
    pub struct FinderInfo {
        /// What `preset` may be, with the defaults that it sets.
        pub presets: Vec<KindInfo>,
        /// The rules of `suggest` and of the report, fastai's default first.
        pub rules: Vec<RuleInfo>,
        /// What `smoothing.kind` may be, the default first.
        pub smoothers: Vec<KindInfo>,
        /// What `stop.against` may be, the default first, and `never`, which is a `stop` by itself.
        pub stops: Vec<KindInfo>,
    }
}

report! {
    /// A rule that reads a rate from a curve.
    #[derive(Eq)]
    pub struct RuleInfo {
        /// Its name in a request.
        pub name: &'static str,
        /// The library that ships it.
        pub system: &'static str,
        /// Its name for people.
        pub title: &'static str,
        /// What it takes for the answer, what it assumes and when it fails.
        pub sentence: &'static str,
    }
}

pub(super) fn finder() -> FinderInfo {
    let rules = RULES.iter().map(|rule| RuleInfo {
        name: rule.name,
        system: rule.system,
        title: rule.title,
        sentence: rule.sentence,
    });
    FinderInfo {
        presets: Preset::ALL.iter().map(|preset| self::preset(*preset)).collect(),
        rules: rules.collect(),
        smoothers: smoothers(),
        stops: stops(),
    }
}

fn preset(preset: Preset) -> KindInfo {
    let (title, description) = match preset {
        Preset::Fastai => (
            "fastai",
            "1e-7 to 10 in 100 batches, an average of β = 0.98, a stop at 4 times its lowest, and the valley rule.",
        ),
        Preset::Lightning => (
            "Lightning",
            "1e-8 to 1 in 100 batches; its average begins at half the loss, so its stop at 4 times the lowest is one at \
             about twice.",
        ),
        Preset::TorchLrFinder => (
            "torch-lr-finder",
            "1e-7 to 10 in 100 batches, an average of β = 0.95 that begins at the first loss, a stop at 5 times its \
             lowest, and the steepest fall per step.",
        ),
        Preset::Ignite => (
            "ignite",
            "torch-lr-finder's sweep and stop, one step ahead, and the steepest fall before the minimum; start and \
             length, which it takes from the run, are 1e-7 and 100 here.",
        ),
        Preset::Ktrain => {
            ("ktrain", "From 1e-7 by 1 % a batch up to 10, 1852 in all, on the mean over the epoch that Keras logs.")
        }
        Preset::VanWyk => (
            "van Wyk",
            "1e-7 to 10 in 101 batches, an average of β = 0.9, a stop at 4 times the lowest raw loss; read by eye.",
        ),
        Preset::Pyimagesearch => (
            "PyImageSearch",
            "1e-10 to 10 in at least 2048 batches, an average of β = 0.98, a stop at 4 times its lowest; read by eye.",
        ),
        Preset::Document000 => (
            "Document 000",
            "A rate for every epoch, 1e-3 to 1 in 10, nothing smoothed; meant for the full batch and read by eye.",
        ),
        Preset::Document001 => (
            "Document 001",
            "The notebook’s own sweep: one epoch, one rate for each batch, from 0.05; nothing smoothed, read by eye.",
        ),
    };
    KindInfo { kind: preset.name(), title, description, fields: sweep_fields(preset) }
}

/// The rates that a preset tries. How many may depend on the data.
fn sweep_fields(preset: Preset) -> Vec<FieldInfo> {
    let (start_lr, end_lr, steps) = preset.sweep();
    let rate = |name, lr, description| FieldInfo::number(name, Range::POSITIVE, lr, description);
    let count = "How many rates; if none is named, as many as the epochs of the system’s own sweep have.";
    vec![
        rate("startLr", start_lr, "The first rate."),
        rate("endLr", end_lr, "The last rate."),
        FieldInfo::number("steps", STEPS, steps.map(|steps| steps as f64), count),
    ]
}

fn smoothers() -> Vec<KindInfo> {
    let beta = || {
        vec![FieldInfo::number(
            "beta",
            Range::FRACTION,
            BETA,
            "Share of the last average that is kept: near 1 it is slow.",
        )]
    };
    let smoother = |kind, title, description, fields| KindInfo { kind, title, description, fields };
    vec![
        smoother(
            "corrected",
            "Corrected average",
            "An exponential average whose start is corrected: the first loss is itself (fastai).",
            beta(),
        ),
        smoother(
            "seeded",
            "Seeded average",
            "An exponential average that begins at the first loss and is slow to leave it (torch-lr-finder, ignite).",
            beta(),
        ),
        smoother(
            "lightning",
            "Lightning’s average",
            "The corrected average with the correction one step ahead: it begins at half the first loss.",
            beta(),
        ),
        smoother("none", "None", "The losses as they are.", Vec::new()),
    ]
}

fn stops() -> Vec<KindInfo> {
    let factor =
        || vec![FieldInfo::number("factor", Range::above(1.0), FACTOR, "How many times that loss is too much.")];
    let against = Against::ALL.iter().map(|against| {
        let (title, description) = match against {
            Against::BestSmoothed => (
                "Lowest smoothed loss",
                "Once the smoothed loss passes a multiple of its lowest so far (most libraries).",
            ),
            Against::BestRaw => {
                ("Lowest raw loss", "Once the smoothed loss passes a multiple of the lowest single loss (van Wyk).")
            }
            Against::Initial => (
                "First loss",
                "Once the smoothed loss passes a multiple of the first one: the least hasty, for noisy losses.",
            ),
        };
        KindInfo { kind: against.name(), title, description, fields: factor() }
    });
    let never = KindInfo {
        kind: "never",
        title: "Never",
        description: "The sweep goes on to its end, or to a loss that is no number.",
        fields: Vec::new(),
    };
    against.chain([never]).collect()
}
