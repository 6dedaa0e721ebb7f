//! What many runs gave.

use crate::finder::{BestLr, LrBandReport, LrSweepReport, Regret, RuleAnswers, RunsStop};
use crate::named::Named as _;

use super::plain::{Said, counts};
use super::report;

report! {
    /// Why no further run is made.
    RunsStopReport of it: RunsStop {
        /// `completed` or `cancelled`.
        reason: it.reason.name(),
        /// One sentence for a person.
        message: it.message.to_string(),
        /// The same, apart from its English.
        sentence: Said(it.message),
    }
}

report! {
    /// The rate with the lowest median loss.
    BestLrReport of it: BestLr {
        /// Its index among the rates.
        index: it.index,
        /// The rate.
        lr: it.lr,
        /// Its median loss.
        loss: it.loss,
    }
}

report! {
    /// What a rate costs against the best.
    RegretReport of it: Regret {
        /// The quotient of its loss and the best one: 1 is the best; infinite where it diverges.
        regret: it.regret,
        /// Whether the rate itself was not trained, so that its loss is taken from its neighbours'.
        interpolated: it.interpolated,
    }
}

report! {
    /// Final losses over rates and seeds. The columns from `median` to `regret` have an entry for each rate and count the
    /// seeds trained so far; they are NaN before the first.
    LrSweepReport of it: LrSweepReport {
        /// The rates, rising.
        lrs: it.plan.lrs,
        /// The seeds.
        seeds: counts(it.plan.seeds),
        /// Optimizer steps of each run.
        steps: it.plan.steps,
        /// The rows whose mean loss after the last step counts.
        judged_by: it.plan.judged_by.name() => (crate::request::names::<crate::finder::JudgedBy>()),
        /// Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged.
        finals: it.finals,
        /// Median over the seeds, a diverged run counting as infinity.
        median: it.median,
        /// Lower quartile.
        lower: it.lower,
        /// Upper quartile.
        upper: it.upper,
        /// How many runs diverged.
        diverged: counts(it.diverged),
        /// The quotient of each rate's median and the best; NaN while there is no best.
        regret: it.regret,
        /// The rate with the lowest median; null while nothing is trained, and where everything diverged.
        best: it.best,
        /// Null while it runs.
        stop: it.stop,
    }
}

report! {
    /// A rule's answers.
    RuleAnswers of it: RuleAnswers {
        /// The rule, such as `fastai-valley`.
        rule: it.rule,
        /// The library that ships it.
        system: it.system,
        /// The suggested rates.
        lrs: it.lrs,
    }
}

report! {
    /// Useful ranges of rates.
    struct BoundsColumns {
        /// Where the smoothed loss first falls clearly.
        pub lower: Vec<f64>,
        /// The last rate before it rises again.
        pub upper: Vec<f64>,
    }
}

report! {
    /// One finder over many seeds. Columns of rates have an entry for each seed, NaN for none.
    LrBandReport of it: LrBandReport {
        /// The planned rates.
        lrs: it.lrs,
        /// The seeds.
        seeds: counts(it.seeds),
        /// How many losses each seed's run recorded; 0 is not made yet.
        steps: counts(it.runs.steps),
        /// Smoothed losses, [seeds × rates] row by row; NaN after a run's end.
        smoothed: it.runs.smoothed,
        /// At each rate, how many runs reached it with a loss that is a number.
        counts: counts(it.counts),
        /// Of their smoothed losses the 10 % quantile; NaN where no run came.
        lower: it.lower,
        /// The median.
        median: it.median,
        /// The 90 % quantile.
        upper: it.upper,
        /// What every rule suggests, in the order of the catalog.
        rules: it.runs.rules,
        /// What the rules agree on.
        consensus: it.runs.consensus,
        /// The useful ranges.
        bounds: BoundsColumns { lower: it.runs.bounds_lower, upper: it.runs.bounds_upper },
        /// Null while it runs.
        stop: it.stop,
    }
}
