//! The experiment as a script.

use crate::error::{Error, Result};
use crate::export::{Framework, RangeTest, Script};
use crate::finder::LrFinder;
use crate::named::Named as _;
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::run::{LossOn, LrFindConfig, Per};
use crate::schedule::{Horizon, Policy};
use crate::sentence;
use crate::train::Trainer;

use super::{RaceOptions, STEPS, default_schedule, input};
use crate::request::{Ask as _, Experiment, FinderOptions, Under as _, Value, choices, options, read_policy};

choices! { Framework }

options! {
    /// What to write: for which framework, and what the script does.
    pub struct ExportCodeOptions {
        /// The rate over time; by default the rate that the optimizer's library takes where none is given.
        pub schedule: Option<Policy>,
        /// A range test in front of the run; without it there is none.
        pub finder: Option<FinderOptions>,
        /// A race in front of the run, after the range test that it starts from; without it there is none.
        pub race: Option<RaceOptions>,
        /// Number of optimizer steps; default 400.
        pub steps: Option<u64>,
        /// Whose script.
        pub framework: Framework,
    }
}

/// A script that trains the experiment in another library:
/// `exportCode(experiment, { schedule?, finder?, race?, steps?, framework })`.
///
/// It reads `lr-lab-run.json`, which [`export_run`](super::export_run) makes of the same experiment, schedule, race and
/// steps, and prints the loss of each step. With `finder` it runs a range test first and prints rate and loss of each of
/// its steps, and the lab's own answer; with `race` a race, as [`lr_race`](crate::api::lr_race) runs it: from `race.from`,
/// else from the answer of the range test, for which it makes the race's own where `finder` asks for none. Test and race
/// ask for nothing but a class `Training`: with another in its place they find a rate for a network of one's own. A rule
/// or schedule that the library has is the library's own; another is written out.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, refused finder options under `finder`, refused
/// options of the race under `race`; `schedule` also: 0 throughout, where a race is to raise it; `steps`: 0, too many, or
/// fewer than the range test takes; `framework`: unknown.
pub fn export_code(experiment: &Value, options: &Value) -> Result<String> {
    let request = Experiment::read(experiment)?;
    let ExportCodeOptions { schedule, finder, race, steps, framework } = ExportCodeOptions::ask(options)?;
    let steps = steps.unwrap_or(STEPS);
    Range::whole(1, MAX_STEPS).check("steps", steps as f64)?;
    let policy = schedule.map_or_else(|| read_policy(&default_schedule(request.optimizer)), Ok)?;
    let trainer = request.trainer()?;
    let horizon = Horizon::new(steps, trainer.steps_per_epoch() as u64);
    if let Policy::Schedule(schedule) = &policy {
        schedule.check(&horizon).under("schedule")?;
    }
    let race = race.map(|race| race.read(&policy, horizon)).transpose()?;
    let wants_answer = race.is_some_and(|race| race.from.is_none());
    let finder = finder.or_else(|| wants_answer.then(FinderOptions::for_race));
    let finder = finder.map(|finder| range_test(&finder, &trainer, steps)).transpose()?;
    let script = Script {
        input: input(&request)?,
        layers: request.model.layers.clone(),
        loss: request.loss,
        rule: request.optimizer,
        policy,
        horizon,
        validation: trainer.data().validation.is_some(),
        finder,
        race,
    };
    Ok(script.write(framework))
}

/// The range test, if the run has enough batches for it.
fn range_test(options: &FinderOptions, trainer: &Trainer, steps: u64) -> Result<RangeTest> {
    let read = || {
        let LrFindConfig { finder: config, per, loss_on } = options.config(trainer)?;
        if per != Per::Batch {
            let accepted = sentence!("accepted.per-batch", "batch; a script keeps each rate for one batch");
            return Err(Error::not_accepted("per", per.name(), accepted));
        }
        if loss_on != LossOn::Batch {
            let accepted =
                sentence!("accepted.loss-on-batch", "batch; a script judges a rate by the loss of its batch");
            return Err(Error::not_accepted("lossOn", loss_on.name(), accepted));
        }
        let rows = trainer.data().judging().rows();
        let measurements = LrFinder::new(config)?.measurements(rows, trainer.batch_size());
        Ok(RangeTest { config, measurements })
    };
    let test = read().under("finder")?;
    let wanted = test.config.sweep.steps;
    if wanted > steps {
        let accepted = sentence!(
            "accepted.steps-of-range-test",
            "at least {least}, since the range test takes its batches from those of the run",
            least = wanted
        );
        return Err(Error::not_accepted("steps", steps, accepted));
    }
    Ok(test)
}
