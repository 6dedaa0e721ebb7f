//! What many runs gave.

use crate::finder::{
    AsGood, BestLr, Gain, LrBandReport, LrRaceReport, LrSweepReport, RaceAnswer, Rounds, RuleAnswers, RunsStop,
};
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
        /// The same, apart from its words.
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
    /// How much of the gain a rate keeps.
    GainReport of it: Gain {
        /// 1 is the best rate, 0 no better than not training, below 0 worse; -Infinity where it diverges.
        gain: it.gain,
        /// Points of accuracy lost against the best rate; NaN where no answer is right or wrong.
        points: it.points,
        /// Whether the rate itself was not trained, so that both lie on straight lines between its neighbours.
        interpolated: it.interpolated,
    }
}

report! {
    /// The unbroken stretch of rates round the best that keeps nine tenths of the gain.
    AsGoodReport of it: AsGood {
        /// The lowest rate.
        low: it.low,
        /// The highest rate.
        high: it.high,
    }
}

report! {
    /// How many of the seeds have been trained at every rate.
    RoundsReport of it: Rounds {
        /// So many have.
        done: it.done,
        /// Of so many.
        of: it.of,
    }
}

report! {
    /// Final losses over rates and seeds. The columns from `median` to `points` have an entry for each rate and count the
    /// seeds that have been trained at every rate; they are NaN before the first such round.
    LrSweepReport of it: LrSweepReport {
        /// The rates, rising: the highest of a run, where there is a schedule.
        lrs: it.plan.lrs,
        /// The seeds.
        seeds: counts(it.plan.seeds),
        /// Optimizer steps of each run.
        steps: it.plan.steps,
        /// Whose loss counts in the end: `validation`, `validation-best` or `training`.
        judged_by: it.plan.judged_by.name() => (crate::request::names::<crate::finder::JudgedBy>()),
        /// Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged.
        finals: it.finals,
        /// Share of right answers in the end, in the same order; NaN where no answer is right or wrong.
        accuracies: it.accuracies,
        /// What training must improve on: the loss of the untrained network or of the best constant answer, whichever is
        /// lower.
        reference: it.plan.reference,
        /// How many seeds count.
        rounds: it.rounds,
        /// Median over the seeds, a diverged run counting as infinity.
        median: it.median,
        /// Lower quartile.
        lower: it.lower,
        /// Upper quartile.
        upper: it.upper,
        /// How many runs diverged.
        diverged: counts(it.diverged),
        /// How much of the gain each rate keeps: 1 is the best, 0 no better than not training; NaN while there is no best.
        gain: it.gain,
        /// Points of accuracy that each rate loses against the best; NaN where no answer is right or wrong.
        points: it.points,
        /// The rate with the lowest median; null before the first round, and where everything diverged.
        best: it.best,
        /// The rates that are as good; null as `best` is.
        as_good: it.as_good,
        /// Null while it runs.
        stop: it.stop,
    }
}

report! {
    /// The rate that a race recommends.
    RaceAnswerReport of it: RaceAnswer {
        /// The rate to train at.
        lr: it.answer.lr,
        /// The lowest rate that is as good.
        low: it.low,
        /// The highest rate that is as good.
        high: it.high,
        /// Whether the race could tell.
        sure: it.is_sure,
        /// Where it comes from.
        reason: it.answer.reason.to_string(),
        /// The same, apart from its words.
        sentence: Said(it.answer.reason),
    }
}

report! {
    /// Losses of short trainings, and the rate that follows from them. The columns `losses` and `excess` have an entry for
    /// each rate.
    LrRaceReport of it: LrRaceReport {
        /// The rates, rising.
        lrs: it.lrs,
        /// The seeds: weights, order and split vary with them.
        seeds: counts(it.plan.seeds),
        /// Optimizer steps of the full training that a rate is sought for; a run takes a half or a quarter of them.
        steps: it.plan.steps,
        /// `long` or `short`.
        length: it.plan.length.name() => (crate::request::names::<crate::finder::RaceLength>()),
        /// The rate that it started from; NaN while it is being sought.
        from: it.plan.from,
        /// Steps that were taken to find it.
        steps_before: it.plan.steps_before,
        /// What training must improve on: the loss of the untrained network or of the best constant answer, whichever is
        /// lower, on average over the seeds.
        reference: it.plan.reference,
        /// Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged.
        finals: it.finals,
        /// Their means over the seeds, infinite where one diverged; NaN until all of a rate have ended.
        losses: it.losses,
        /// What each rate loses of the gain against the best, 0 to 1 and above; NaN until every run has ended.
        excess: it.excess,
        /// The rate to train at, or why there is none.
        answer: it.answer,
        /// What the race costs, in full trainings.
        cost: it.cost,
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
        /// The useful ranges.
        bounds: BoundsColumns { lower: it.runs.bounds_lower, upper: it.runs.bounds_upper },
        /// Null while it runs.
        stop: it.stop,
    }
}
