//! The finder's presets, rules, smoothers and stops.

use crate::declare::Datum;
use crate::finder::suggest::RULES;
use crate::finder::{Against, Smoothing, StopRule};
use crate::named::Named;
use crate::range::Range;
use crate::report::report;
use crate::request::{Length, Plan, Preset};
use crate::schedule::STEPS;

use super::field::{FieldInfo, KindInfo};
use super::texts::Text;

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
        pub title: Text,
        /// What it takes for the answer, what it assumes and when it fails.
        pub sentence: Text,
    }
}

pub(super) fn finder() -> FinderInfo {
    let rules = RULES.iter().map(|rule| RuleInfo {
        name: rule.name,
        system: rule.system,
        title: rule.title.into(),
        sentence: rule.sentence.into(),
    });
    FinderInfo {
        presets: Preset::ALL.iter().map(|preset| self::preset(*preset)).collect(),
        rules: rules.collect(),
        smoothers: Smoothing::ALL.iter().map(|smoother| KindInfo::of(smoother.kind(), &smoother.data())).collect(),
        stops: stops(),
    }
}

/// A preset with the rates that it tries. How many may depend on the data.
fn preset(preset: Preset) -> KindInfo {
    let Plan { start_lr, end_lr, length, .. } = preset.plan();
    let steps = if let Length::Steps(steps) = length { Some(steps as f64) } else { None };
    let count = "How many rates; if none is named, as many as the epochs of the system’s own sweep have.";
    let fields = vec![
        FieldInfo::number("startLr", Range::POSITIVE, start_lr, "The first rate."),
        FieldInfo::number("endLr", Range::POSITIVE, end_lr, "The last rate."),
        FieldInfo::number("steps", STEPS, steps, count),
    ];
    KindInfo { fields, ..KindInfo::of(preset.kind(), &[]) }
}

fn stops() -> Vec<KindInfo> {
    let StopRule::Diverged { factor, .. } = StopRule::default() else { return Vec::new() };
    let against = Against::ALL.iter().map(|against| KindInfo::of(against.kind(), &[Datum::Number(factor)]));
    against.chain([KindInfo::of(StopRule::NEVER, &[])]).collect()
}
