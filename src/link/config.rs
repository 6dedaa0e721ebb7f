//! The types of a configuration, for TypeScript: it is read field by field, in `encode` and `ui`.

use crate::request::{Experiment, FinderOptions};
use crate::schedule::Policy;

/// The whole state of a page: what a link can say. What is left out is as in version 1 of the defaults.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LinkConfig {
    /// What is on the page; default the page's own.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(optional, type = "\"finder\" | \"schedule\" | \"train\" | \"compare\" | \"full\"")
    )]
    pub view: Option<String>,
    /// The experiment. A table of the user's own does not travel: `ui.own` names it, and the default set takes its place.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub experiment: Option<Experiment>,
    /// The range test.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub finder: Option<FinderOptions>,
    /// The rate over time; default constant at `ui.lr`, and absent where neither is known.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Schedule"))]
    pub schedule: Option<Policy>,
    /// The rest.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub ui: Option<LinkUi>,
}

/// What a link says of the page.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LinkUi {
    /// The starting point whose differences the link says; default none, which is version 1's.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(optional, type = "\"document-000\" | \"document-001\" | \"document-003\"")
    )]
    pub preset: Option<String>,
    /// The lesson that is open: small letters, digits and hyphens.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lesson: Option<String>,
    /// Whose suggestion is picked: `consensus` or a rule of the catalog.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rule: Option<String>,
    /// The picked rate; default what the rule says.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lr: Option<f64>,
    /// Optimizer steps of a training run; default 400.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// Up to three runs to compare with.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub runs: Option<Vec<LinkRun>>,
    /// Seeds of the band and of the truth; default 8.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seeds: Option<u64>,
    /// What another seed of the band changes; default `both`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"weights\" | \"order\" | \"both\""))]
    pub vary: Option<String>,
    /// The edge of stability in the finder's figure; default true.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub edge: Option<bool>,
    /// Number of rates that are trained for the truth; default 20.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rates: Option<u64>,
    /// How those rates are chosen; default `grid`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"grid\" | \"random\""))]
    pub search: Option<String>,
    /// The parts that are shown; default all of the view.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            optional,
            type = "(\"headline\" | \"settings\" | \"finder\" | \"truth\" | \"band\" | \"edge\" | \"rules\" | \
                    \"schedule\" | \"loss\" | \"surface\" | \"table\" | \"code\" | \"export\")[]"
        )
    )]
    pub show: Option<Vec<String>>,
    /// The keys of a link that the reader cannot change, or `all`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lock: Option<Vec<String>>,
    /// Whether the finder starts by itself; default `visible`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"no\" | \"visible\" | \"yes\""))]
    pub autorun: Option<String>,
    /// Colours; default the system's.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"light\" | \"dark\""))]
    pub theme: Option<String>,
    /// Language of the texts, as in BCP 47.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lang: Option<String>,
    /// Height in CSS pixels.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "number | \"auto\""))]
    pub height: Option<u64>,
    /// What computes; default the lab's choice.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"cpu\" | \"gpu\""))]
    pub backend: Option<String>,
    /// A title above the lab, of at most 200 characters.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub title: Option<String>,
    /// What was the maker's own and is not in the link.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(optional, type = "(\"data\" | \"model\" | \"weights\" | \"schedule\" | \"runs\")[]")
    )]
    pub own: Option<Vec<String>>,
}

/// A run to compare with.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LinkRun {
    /// Its rate.
    pub lr: f64,
    /// The rate over time; default constant.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Schedule"))]
    pub schedule: Option<Policy>,
}
