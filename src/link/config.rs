//! The types of a configuration, for TypeScript: it is read field by field, in `encode` and `ui`.

use crate::report::report;
use crate::request::{Experiment, FinderOptions, Value, array, options, texts};
use crate::run::Search;
use crate::schedule::Policy;
use crate::sentence::Sentence;
use crate::train::Vary;

use super::presets::PRESETS;
use super::state::VIEWS;
use super::ui::{OWN, PARTS};

options! {
    /// The whole state of a page: what a link can say. What is left out is as in version 1 of the defaults.
    #[derive(Default)]
    pub struct LinkConfig {
        /// What is on the page; default the page's own.
        pub view: Option<String> as (texts(VIEWS)),
        /// The experiment. A table of the user's own does not travel: `ui.own` names it, and the default set takes its place.
        pub experiment: Option<Experiment>,
        /// The range test.
        pub finder: Option<FinderOptions>,
        /// The rate over time; default constant at `ui.lr`, and absent where neither is known.
        pub schedule: Option<Policy>,
        /// The rest.
        pub ui: Option<LinkUi>,
    }
}

options! {
    /// What a link says of the page.
    #[derive(Default)]
    pub struct LinkUi {
        /// The starting point whose differences the link says; default none, which is version 1's.
        pub preset: Option<String> as (texts(PRESETS.iter().map(|(name, _)| name))),
        /// The lesson that is open: small letters, digits and hyphens.
        pub lesson: Option<String>,
        /// Whose suggestion is picked: `consensus` or a rule of the catalog.
        pub rule: Option<String>,
        /// The picked rate; default what the rule says.
        pub lr: Option<f64>,
        /// Optimizer steps of a training run; default 400.
        pub steps: Option<u64>,
        /// Up to three runs to compare with.
        pub runs: Option<Vec<LinkRun>>,
        /// Seeds of the band and of the truth; default 8.
        pub seeds: Option<u64>,
        /// What another seed of the band changes; default `both`.
        pub vary: Option<Vary>,
        /// The edge of stability in the finder's figure; default true.
        pub edge: Option<bool>,
        /// Number of rates that are trained for the truth; default 20.
        pub rates: Option<u64>,
        /// How those rates are chosen; default `grid`.
        pub search: Option<Search>,
        /// The parts that are shown; default all of the view.
        pub show: Option<Vec<String>> as (array(&texts(PARTS))),
        /// The keys of a link that the reader cannot change, or `all`.
        pub lock: Option<Vec<String>>,
        /// Whether the finder starts by itself; default `visible`.
        pub autorun: Option<String> as (texts(&["no", "visible", "yes"])),
        /// Colours; default the system's.
        pub theme: Option<String> as (texts(&["light", "dark"])),
        /// Language of the texts, as in BCP 47.
        pub lang: Option<String>,
        /// Height in CSS pixels.
        pub height: Option<u64> as ("number | \"auto\""),
        /// What computes; default the lab's choice.
        pub backend: Option<String> as (texts(&["cpu", "gpu"])),
        /// A title above the lab, of at most 200 characters.
        pub title: Option<String>,
        /// What was the maker's own and is not in the link.
        pub own: Option<Vec<String>> as (array(&texts(OWN))),
    }
}

options! {
    /// A run to compare with.
    pub struct LinkRun {
        /// Its rate.
        pub lr: f64,
        /// The rate over time; default constant.
        pub schedule: Option<Policy>,
    }
}

report! {
    /// What a link says, and what of it was not taken at its word.
    DecodedLink of it: (Value, Vec<Sentence>) {
        /// The configuration, with everything that the defaults of the link's version fill in.
        config: it.0
            => ("LinkConfig & { experiment: Experiment; finder: FinderOptions; ui: LinkUi & { steps: number } }"),
        /// Sentences for the reader, none for a link that encodeLink made.
        notes: it.1,
    }
}
