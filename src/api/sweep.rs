//! The truth under a finder's curve: training at fixed rates.

use crate::error::{Error, Result};
use crate::finder::{Gain, JudgedBy, LrSweepPlan, LrSweepReport};
use crate::run::{LrSweep, LrSweepConfig, RateSearch, Search, Share, with_also};
use crate::schedule::Policy;
use crate::sentence;

use super::runs::{self, PartOptions, Seeds};
use crate::request::fields::{self, Fields};
use crate::request::{Ask as _, Experiment, Under as _, Value, options};

options! {
    /// What to train: rates, as a list or between two ends, with seeds.
    pub struct LrSweepOptions {
        /// The rates; instead of `from`, `to` and `count`.
        pub lrs: Option<Vec<f64>>,
        /// The lowest rate.
        pub from: Option<f64>,
        /// The highest rate.
        pub to: Option<f64>,
        /// How many rates between them, both included.
        pub count: Option<u64>,
        /// Equal factors or, by the experiment's seed, chance; default `grid`.
        pub search: Option<Search>,
        /// Further rates, such as what the finder's rules suggest.
        pub also: Option<Vec<f64>>,
        /// The seeds, or how many from the experiment's own upward; default 1. Weights, order and dropout vary with them;
        /// data and split stay.
        pub seeds: Option<Seeds>,
        /// Optimizer steps of each run.
        pub steps: u64,
        /// Which loss counts: on the rows held out after the last step, the lowest on them at the end of an epoch, or on the
        /// rows trained on; default those held out, else those trained on.
        pub judged_by: Option<JudgedBy>,
        /// How the rate goes over a run; default: it stays. The whole of it is multiplied, so that its highest rate is each
        /// of the rates.
        pub schedule: Option<Policy>,
        /// Make only a part of the runs.
        pub part: Option<PartOptions>,
    }
}

impl LrSweepOptions {
    /// The rates of an experiment with this seed.
    fn rates(&self, seed: u64) -> Result<Vec<f64>> {
        let rates = || sentence!("value.rates-or-range", "lrs, or from, to and count");
        let missing = |name| move || Error::missing_either(name, rates());
        let between = [("from", self.from.is_some()), ("to", self.to.is_some()), ("count", self.count.is_some())];
        let lrs = match (&self.lrs, between.iter().find(|(_, given)| *given)) {
            (Some(_), Some((name, _))) => return Err(Error::given_beside(*name, "lrs")),
            (Some(_), None) if self.search.is_some() => {
                let problem =
                    sentence!("error.nothing-to-search", "given beside lrs, where there is nothing to search");
                return Err(Error::new("search", problem));
            }
            (Some(lrs), None) => lrs.clone(),
            (None, _) => {
                let (from, to) = (self.from.ok_or_else(missing("from"))?, self.to.ok_or_else(missing("to"))?);
                let count = self.count.ok_or_else(missing("count"))?;
                RateSearch { from, to, count, search: self.search.unwrap_or_default() }.rates(seed)?
            }
        };
        with_also(&lrs, self.also.as_deref().unwrap_or_default())
    }
}

/// A sweep at its start: `new LrSweep(experiment, options)`.
///
/// # Errors
/// A refused experiment by its path, a refused option under `sweep` (`sweep.from`).
pub fn lr_sweep(experiment: &Value, options: &Value) -> Result<LrSweep> {
    let options = LrSweepOptions::ask(options).under("sweep")?;
    let experiment = Experiment::read(experiment)?;
    let trainer = experiment.trainer()?;
    let seed = experiment.seed.unwrap_or(0);
    let sweep = || -> Result<LrSweep> {
        let lrs = options.rates(seed)?;
        let seeds = options.seeds.unwrap_or(Seeds::Count(1)).list(seed).under("seeds")?;
        let LrSweepOptions { steps, judged_by, schedule, part, .. } = options;
        let part = part.map_or(Share::ALL, Into::into);
        LrSweep::new(trainer, LrSweepConfig { lrs, seeds, steps, judged_by, schedule, part })
    };
    sweep().under("sweep")
}

/// Reads a sweep's report back; what follows from the losses is computed anew.
///
/// # Errors
/// The first field that is missing or of another type, or that does not fit the others.
pub fn read_lr_sweep_report(value: &Value) -> Result<LrSweepReport> {
    let mut fields = Fields::of(value)?;
    let plan = LrSweepPlan {
        lrs: fields.required("lrs", fields::numbers)?,
        seeds: fields.required("seeds", fields::wholes)?,
        steps: fields.required("steps", fields::whole)?,
        judged_by: fields.required("judgedBy", fields::named)?,
        reference: fields.required("reference", fields::number)?,
    };
    let finals = fields.required("finals", fields::numbers)?;
    let accuracies = fields.optional("accuracies", fields::numbers)?.unwrap_or_else(|| vec![f64::NAN; finals.len()]);
    let stop = fields.nullable("stop", runs::read_stop)?;
    LrSweepReport::new(plan, finals, accuracies, stop)
}

/// One report of several that made different parts of a sweep: `mergeLrSweeps(reports)`.
///
/// # Errors
/// `reports[i]`: no report, or of another sweep than the first.
pub fn merge_lr_sweeps(reports: &Value) -> Result<LrSweepReport> {
    LrSweepReport::merge(&runs::read_reports(reports, read_lr_sweep_report)?)
}

/// How much of the gain a rate keeps, `None` outside of a sweep's rates: `sweepGain(report, lr)`.
///
/// # Errors
/// A refused field of the report under `report`; `lr`: not a number.
pub fn sweep_gain(report: &Value, lr: &Value) -> Result<Option<Gain>> {
    let report = read_lr_sweep_report(report).under("report")?;
    let lr = fields::number(lr).under("lr")?;
    Ok(report.gain_at(lr))
}
