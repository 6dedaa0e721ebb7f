//! The types of a configuration, for TypeScript: it is read field by field, in `encode` and `ui`.

use crate::report::report;
use crate::request::{Experiment, FinderOptions, Value, options, texts};
use crate::schedule::Policy;
use crate::sentence::Sentence;

use super::ui::{LinkUi, VIEWS};

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
