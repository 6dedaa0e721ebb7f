//! The experiment as a script.

use crate::error::{Error, Result};
use crate::export::{Framework, Script};
use crate::finder::{FinderConfig, LrFinder};
use crate::named::Named as _;
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::run::{LossOn, LrFindConfig, Per};
use crate::schedule::{Horizon, Policy};
use crate::sentence;
use crate::train::Trainer;

use super::{STEPS, default_schedule, input};
use crate::request::{Ask as _, Experiment, FinderOptions, Under as _, Value, choices, options, read_policy};

choices! { Framework }

options! {
    /// What to write: for which framework, and what the script does.
    pub struct ExportCodeOptions {
        /// The rate over time; by default the rate that the optimizer's library takes where none is given.
        pub schedule: Option<Policy>,
        /// A range test in front of the run; without it there is none.
        pub finder: Option<FinderOptions>,
        /// Number of optimizer steps; default 400.
        pub steps: Option<u64>,
        /// Whose script.
        pub framework: Framework,
    }
}

/// A script that trains the experiment in another library:
/// `exportCode(experiment, { schedule?, finder?, steps?, framework })`.
///
/// It reads `lr-lab-run.json`, which [`export_run`](super::export_run) makes of the same experiment, schedule and
/// steps, and prints the loss of each step. With `finder` it runs a range test first and prints rate and loss of each
/// of its steps. A rule or schedule that the library has is the library's own; another is written out.
///
/// # Errors
/// A refused experiment by its path, a refused schedule under `schedule`, refused finder options under `finder`;
/// `steps`: 0, too many, or fewer than the range test takes; `framework`: unknown.
pub fn export_code(experiment: &Value, options: &Value) -> Result<String> {
    let request = Experiment::read(experiment)?;
    let ExportCodeOptions { schedule, finder, steps, framework } = ExportCodeOptions::ask(options)?;
    let steps = steps.unwrap_or(STEPS);
    Range::whole(1, MAX_STEPS).check("steps", steps as f64)?;
    let policy = schedule.map_or_else(|| read_policy(&default_schedule(request.optimizer)), Ok)?;
    let trainer = request.trainer()?;
    let horizon = Horizon::new(steps, trainer.steps_per_epoch() as u64);
    if let Policy::Schedule(schedule) = &policy {
        schedule.check(&horizon).under("schedule")?;
    }
    let finder = finder.map(|finder| finder_config(&finder, &trainer, steps)).transpose()?;
    let script = Script {
        input: input(&request)?,
        layers: request.model.layers.clone(),
        loss: request.loss,
        rule: request.optimizer,
        policy,
        horizon,
        validation: trainer.data().validation.is_some(),
        finder,
    };
    Ok(script.write(framework))
}

/// The range test, if the run has enough batches for it.
fn finder_config(options: &FinderOptions, trainer: &Trainer, steps: u64) -> Result<FinderConfig> {
    let range_test = || {
        let LrFindConfig { finder, per, loss_on } = options.config(trainer)?;
        if per != Per::Batch {
            let accepted = sentence!("accepted.per-batch", "batch; a script keeps each rate for one batch");
            return Err(Error::not_accepted("per", per.name(), accepted));
        }
        if loss_on != LossOn::Batch {
            let accepted =
                sentence!("accepted.loss-on-batch", "batch; a script judges a rate by the loss of its batch");
            return Err(Error::not_accepted("lossOn", loss_on.name(), accepted));
        }
        LrFinder::new(finder).map(|_| finder)
    };
    let config = range_test().under("finder")?;
    let wanted = config.sweep.steps;
    if wanted > steps {
        let accepted = sentence!(
            "accepted.steps-of-range-test",
            "at least {least}, since the range test takes its batches from those of the run",
            least = wanted
        );
        return Err(Error::not_accepted("steps", steps, accepted));
    }
    Ok(config)
}
