//! The keys of a link.

use crate::report::report;

report! {
    /// A key of a link, which is also an attribute of the element and a field of the widget.
    #[derive(Copy, Eq)]
    pub struct LinkKey {
        /// Its name.
        pub name: &'static str,
        /// What holds where a link leaves it out, in version 1.
        pub default: &'static str,
        /// One as it stands in a link.
        pub example: &'static str,
        /// One sentence.
        pub description: &'static str,
    }
}

const fn key(name: &'static str, default: &'static str, example: &'static str, description: &'static str) -> LinkKey {
    LinkKey { name, default, example, description }
}

/// Every key, in the order in which a link has them.
pub(super) const KEYS: &[LinkKey] = &[
    key("v", "1", "1", "Version of the defaults: what a link leaves out is as it was when the link was made."),
    key("view", "the page's own", "finder", "What is on the page: finder, truth, schedule, train, compare or full."),
    key("preset", "none", "document-001", "The starting point instead of the defaults; other keys change it."),
    key("lesson", "none", "find-the-rate-by-epochs", "The lesson that is open."),
    key("data", "breast-cancer", "moons", "Name of a data set."),
    key("n", "200", "500", "Number of rows of a synthetic set."),
    key("noise", "the set's own", "0.2", "How far a synthetic set's points lie off their shape."),
    key("classes", "all", "0:1:2", "The classes whose rows are taken, counted from 0."),
    key("validation", "0.2", "0.3", "Share of the rows that is held out."),
    key("standardize", "yes, but no for mnist", "no", "Mean 0 and deviation 1 for each feature."),
    key("encoding", "one-hot", "label", "Targets of a classification: one-hot, or the number of the class."),
    key("model", "10-10 and the outputs", "16-16-2", "The layers to the outputs, as below, or the JSON of the layers."),
    key("act", "relu", "tanh", "Activation of all layers but the last, which has what the loss asks for."),
    key("init", "glorot-uniform", "he-normal", "How the initial weights are drawn."),
    key("weights", "drawn", "1x1:0.1;1:0", "The initial weights themselves: shape and numbers of each tensor."),
    key("loss", "categorical-crossentropy, for quantities mse", "huber", "What training makes small."),
    key("opt", "sgd", "sgd:m=0.9,nesterov", "The optimizer and its settings, as below."),
    key("batch", "32", "full", "Rows of a batch, or full."),
    key("shuffle", "yes", "no", "A new random order in every epoch."),
    key("seed", "1", "7", "Decides initial weights, order, split and synthetic points."),
    key("finder", "1e-5:10:200;exp;beta=0.95;stop=4", "1e-6:10:200;beta=0.98", "The range test, as below."),
    key("rule", "answer", "fastai-valley", "Whose answer is the picked rate."),
    key("lr", "what the rule says", "0.05", "The picked rate."),
    key("schedule", "constant", "one-cycle(pctStart=0.4)", "The rate over time, as below; it starts from lr."),
    key("steps", "400", "1000", "Optimizer steps of a training run."),
    key("runs", "none", "0.1;0.02:cosine", "Runs to compare with: a rate, and a schedule behind a colon."),
    key("seeds", "8", "16", "Seeds of the band and of the truth."),
    key("vary", "both", "order", "What another seed of the band changes: weights, order or both."),
    key("edge", "yes", "no", "The edge of stability in the finder's figure."),
    key("rates", "20", "40", "Number of rates that are trained for the truth."),
    key("search", "grid", "random", "How those rates are chosen: grid or random."),
    key("show", "everything of the view", "finder,truth", "The parts of the page that are shown."),
    key("lock", "none", "data,model", "The keys that the reader cannot change, or all."),
    key("autorun", "visible", "no", "Whether the finder starts by itself: no, visible (when it is seen) or yes."),
    key("theme", "the system's", "dark", "Colours: light or dark."),
    key("lang", "the page's", "en", "Language of the texts."),
    key("height", "auto", "480", "Height in CSS pixels, or auto."),
    key("backend", "the lab's choice", "cpu", "What computes: cpu or gpu."),
    key("title", "none", "Batch%2032", "A title above the lab."),
    key("own", "none", "data", "What was the maker's own and no link carries: data, model, weights, schedule, runs."),
];

/// Every key of a link, in its order.
pub fn link_keys() -> &'static [LinkKey] {
    KEYS
}

/// The text of each key that is given, in the order of [`KEYS`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Texts(Vec<(&'static str, String)>);

impl Texts {
    /// What is said of `key`; empty where nothing is.
    pub(super) fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(name, _)| *name == key).map_or("", |(_, text)| text)
    }

    /// What is said of `key`, if anything is.
    pub(super) fn given(&self, key: &str) -> Option<&str> {
        Some(self.get(key)).filter(|text| !text.is_empty())
    }

    /// Whether `key` is there, be it empty.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| *name == key)
    }

    /// Says `text` of `key`.
    pub(super) fn set(&mut self, key: &'static str, text: impl Into<String>) {
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = text.into(),
            None => self.0.push((key, text.into())),
        }
    }

    /// What `other` says too, where this says nothing.
    pub(super) fn over(mut self, other: Self) -> Self {
        for (key, text) in other.0 {
            if !self.has(key) {
                self.0.push((key, text));
            }
        }
        self
    }

    /// What this says otherwise than `base`, in the order of [`KEYS`].
    pub(super) fn beyond<'a>(&'a self, base: &'a Self) -> impl Iterator<Item = (&'static str, &'a str)> {
        KEYS.iter().map(|key| (key.name, self.get(key.name))).filter(|(name, text)| base.get(name) != *text)
    }
}
