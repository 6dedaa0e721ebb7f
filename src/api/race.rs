//! A race as it is asked for.

use crate::error::Result;
use crate::finder::{LrRacePlan, LrRaceReport, RaceLength};
use crate::run::{LrRace, LrRaceConfig, RaceFrom, Share};
use crate::schedule::Policy;

use super::runs::{self, PartOptions};
use crate::request::fields::{self, Fields};
use crate::request::{Ask as _, Experiment, FinderOptions, Under as _, Value, options};

options! {
    /// What to race for.
    pub struct LrRaceOptions {
        /// Optimizer steps of the full training that a rate is sought for; the runs of a race are shorter.
        pub steps: u64,
        /// How the rate goes over such a training; default: it stays. The rate that is sought is its highest.
        pub schedule: Option<Policy>,
        /// `long`: seven rates, two seeds, half of the steps; `short`: six rates, one seed, a quarter. Default `long`.
        pub length: Option<RaceLength>,
        /// The rate to start from, such as a range test's answer; default: that of a range test of its own.
        pub from: Option<f64>,
        /// Make only a part of the runs.
        pub part: Option<PartOptions>,
    }
}

/// A race at its start: `new LrRace(experiment, options)`. Its seeds are the experiment's own and the next, which vary
/// the split as well.
///
/// # Errors
/// A refused experiment by its path, a refused option under `race` (`race.from`).
pub fn lr_race(experiment: &Value, options: &Value) -> Result<LrRace> {
    let LrRaceOptions { steps, schedule, length, from, part } = LrRaceOptions::ask(options).under("race")?;
    let experiment = Experiment::read(experiment)?;
    let seed = experiment.seed.unwrap_or(0);
    let length = length.unwrap_or_default();
    let of_seed = |seed| Ok((seed, experiment.with_seed(seed).trainer()?));
    let starts = (seed..seed + length.seeds()).map(of_seed).collect::<Result<Vec<_>>>()?;
    let from = match from {
        Some(lr) => RaceFrom::Lr(lr),
        None => RaceFrom::RangeTest(Box::new(FinderOptions::for_race().find(starts[0].1.clone())?)),
    };
    let part = part.map_or(Share::ALL, Into::into);
    LrRace::new(starts, LrRaceConfig { length, from, steps, schedule, part }).under("race")
}

/// Reads a race's report back; what follows from the losses is computed anew.
///
/// # Errors
/// The first field that is missing or of another type, or that does not fit the others.
pub fn read_lr_race_report(value: &Value) -> Result<LrRaceReport> {
    let mut fields = Fields::of(value)?;
    let plan = LrRacePlan {
        from: fields.required("from", fields::number)?,
        length: fields.required("length", fields::named)?,
        steps: fields.required("steps", fields::whole)?,
        seeds: fields.required("seeds", fields::wholes)?,
        steps_before: fields.required("stepsBefore", fields::whole)?,
        reference: fields.required("reference", fields::number)?,
    };
    let finals = fields.required("finals", fields::numbers)?;
    let stop = fields.nullable("stop", runs::read_stop)?;
    LrRaceReport::new(plan, finals, stop)
}

/// One report of several that made different parts of a race: `mergeLrRaces(reports)`.
///
/// # Errors
/// `reports[i]`: no report, or of another race than the first.
pub fn merge_lr_races(reports: &Value) -> Result<LrRaceReport> {
    LrRaceReport::merge(&runs::read_reports(reports, read_lr_race_report)?)
}
