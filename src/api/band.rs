//! The range test over many seeds.

use crate::error::Result;
use crate::finder::{BandRuns, LrBandReport, RuleAnswers};
use crate::run::{LrBand, LrBandConfig, Share};
use crate::train::Vary;

use super::runs::{self, PartOptions, Seeds};
use crate::report;
use crate::request::fields::{self, Fields};
use crate::request::{Experiment, FinderOptions, Options as _, Under as _, Value, options};

/// How many seeds a band has where nothing is said.
const SEEDS: u64 = 8;

options! {
    /// Which seeds, and what they change.
    #[derive(Default)]
    pub struct LrBandOptions {
        /// The seeds, or how many from the experiment's own upward; default 8.
        pub seeds: Option<Seeds>,
        /// Initial weights, order (and what dropout drops), or default both. Data and split stay.
        pub vary: Option<Vary>,
        /// Make only a part of the runs.
        pub part: Option<PartOptions>,
    }
}

/// A band at its start: `new LrBand(experiment, finderOptions, options)`.
///
/// # Errors
/// A refused experiment by its path, a refused option of the finder under `finder`, another one under `band`.
pub fn lr_band(experiment: &Value, finder: Option<&Value>, options: Option<&Value>) -> Result<LrBand> {
    let finder = FinderOptions::read(finder).under("finder")?;
    let LrBandOptions { seeds, vary, part } = LrBandOptions::asked(options).under("band")?;
    let experiment = Experiment::read(experiment)?;
    let trainer = experiment.trainer()?;
    let seeds = seeds.unwrap_or(Seeds::Count(SEEDS)).list(experiment.seed.unwrap_or(0));
    let config = LrBandConfig {
        find: finder.config(&trainer).under("finder")?,
        seeds: seeds.under("band.seeds")?,
        vary: vary.unwrap_or(Vary::Both),
        part: part.map_or(Share::ALL, Into::into),
    };
    LrBand::new(trainer, config)
        .map_err(|error| if error.field().starts_with("finder") { error } else { error.under("band") })
}

/// Reads a band's report back; what follows from the runs is computed anew.
///
/// # Errors
/// The first field that is missing or of another type, or that does not fit the others.
pub fn read_lr_band_report(value: &Value) -> Result<LrBandReport> {
    let mut fields = Fields::of(value)?;
    let lrs = fields.required("lrs", fields::numbers)?;
    let seeds = fields.required("seeds", fields::wholes)?;
    let counts = fields.required("steps", fields::numbers)?;
    let bounds = |which| move |bounds: &Value| Fields::of(bounds)?.required(which, fields::numbers);
    let runs = BandRuns {
        steps: counts.into_iter().map(|steps| steps as usize).collect(),
        smoothed: fields.required("smoothed", fields::numbers)?,
        rules: fields.required("rules", |rules| fields::list(rules, read_answers))?,
        bounds_lower: fields.required("bounds", bounds("lower"))?,
        bounds_upper: fields.required("bounds", bounds("upper"))?,
    };
    let stop = fields.nullable("stop", runs::read_stop)?;
    LrBandReport::new(lrs, seeds, runs, stop)
}

fn read_answers(value: &Value) -> Result<RuleAnswers> {
    let mut fields = Fields::of(value)?;
    let rule = fields.required("rule", report::read_rule)?;
    Ok(RuleAnswers { rule: rule.name, system: rule.system, lrs: fields.required("lrs", fields::numbers)? })
}

/// One report of several that made different parts of a band: `mergeLrBands(reports)`.
///
/// # Errors
/// `reports[i]`: no report, or of another band than the first.
pub fn merge_lr_bands(reports: &Value) -> Result<LrBandReport> {
    LrBandReport::merge(&runs::read_reports(reports, read_lr_band_report)?)
}
