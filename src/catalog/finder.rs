//! The finder's presets, rules, smoothers and stops.

use crate::finder::suggest::RULES;
use crate::finder::{Against, Smoothing};
use crate::named::Named;
use crate::range::Range;
use crate::report::report;
use crate::request::FACTOR;
use crate::request::Preset;
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
        smoothers: Smoothing::ALL.iter().map(|smoother| KindInfo::of(smoother.kind(), &smoother.data())).collect(),
        stops: stops(),
    }
}

fn preset(preset: Preset) -> KindInfo {
    KindInfo { fields: sweep_fields(preset), ..KindInfo::of(preset.kind(), &[]) }
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
