//! What a training run gave.

use crate::finder;
use crate::model::Weight;
use crate::named::Named as _;
use crate::run::{Progress, SharpnessTrace};
use crate::train::{DecisionPoints, DecisionSurface, Trace, TraceStop, Validation};

use super::{Said, report};

report! {
    /// How far a run has come.
    ProgressReport of it: Progress {
        /// Whether it has ended.
        done: it.done,
        /// Steps taken.
        step: it.step,
        /// Steps planned.
        total: it.total,
        /// The last loss; NaN before the first.
        loss: it.loss,
        /// The last rate; NaN before the first.
        lr: it.lr,
    }
}

/// A stop is the same to the reader, whichever set its reason is from.
macro_rules! stops {
    ($($stop:ty),*) => {
        $(report! {
            /// Where and why a run ended.
            StopReport of it: $stop {
                /// `completed`, `diverged`, `non-finite`, `lr-cap` or `cancelled`.
                reason: it.reason.name(),
                /// Index of the last recorded loss, from 0.
                step: it.step,
                /// The rate of that step.
                lr: it.lr,
                /// One sentence for a person.
                message: it.message.to_string(),
                /// The same, apart from its words.
                sentence: Said(it.message),
            }
        })*
    };
}

stops!(finder::Stop, TraceStop);

report! {
    /// Measured at the end of each epoch and after the last step.
    Validation of it: Validation {
        /// Epochs trained when this was measured; a run that ends inside an epoch ends with a fraction.
        epochs: it.epochs,
        /// Mean loss.
        losses: it.losses,
        /// Share of right answers; NaN for regression.
        accuracies: it.accuracies,
    }
}

report! {
    /// The columns of a training run: one loss a step, before the update.
    Trace of it: Trace {
        /// Step of each entry, from 0.
        steps: it.steps,
        /// Learning rate of each step.
        lrs: it.lrs,
        /// Loss of each step's batch.
        losses: it.losses,
        /// Steps in an epoch.
        steps_per_epoch: it.steps_per_epoch,
        /// Measured on the rows held out; empty columns where there are none.
        validation: it.validation,
        /// Null while the run goes on.
        stop: it.stop,
    }
}

report! {
    /// One weight tensor, as it leaves.
    TrainedWeight of it: Weight {
        /// Shape; a dense kernel is [inputs, outputs].
        shape: it.shape,
        /// The numbers, row-major.
        values: it.values,
    }
}

report! {
    /// The rows of the data in columns, those to train on first.
    DecisionPoints of it: DecisionPoints {
        /// The first feature.
        xs: it.xs,
        /// The second feature; empty where there is none.
        ys: it.ys,
        /// Number of the class, or the quantity.
        targets: it.targets,
        /// Whether the row is held out.
        held_out: it.held_out,
    }
}

report! {
    /// What a network answers on a grid of features, and the rows that it learns from. Features are in their own units, as
    /// they were before the standardization.
    DecisionSurface of it: DecisionSurface {
        /// Number of classes; 0 where a quantity is predicted.
        classes: it.classes,
        /// The first feature at each column of the grid, ascending in even steps.
        xs: it.xs,
        /// The second feature at each row of the grid, ascending in even steps; empty for a curve over one feature.
        ys: it.ys,
        /// The class with the largest output, or the quantity, at each place of the grid, one row after the other; NaN for
        /// a class where an output is not finite.
        outputs: it.outputs,
        /// The probability of that class; under a loss that makes none of the outputs, the output itself, cut to 0 … 1.
        /// Empty for a curve.
        probabilities: it.probabilities,
        /// The rows of the data.
        points: it.points,
    }
}

report! {
    /// The sharpest curvature along a run: columns with one entry for each point where it was measured.
    SharpnessRunReport of it: SharpnessTrace {
        /// Optimizer steps taken before the measurement.
        steps: it.steps,
        /// Largest eigenvalue of the Hessian of the mean loss.
        lambda_max: it.lambda_max,
        /// The same of the Hessian divided by what the optimizer divides the gradient by; empty where it does not.
        preconditioned: it.preconditioned,
        /// The rate below which the optimizer is stable, infinite where nothing curves up; empty for those without one.
        limits: it.limits,
        /// Rate of the step that follows; at the end that of the last.
        lrs: it.lrs,
        /// Mean loss of the rows that are looked at.
        losses: it.losses,
        /// Whether the tolerance was met.
        converged: it.converged,
        /// How the limits follow from the curvature, such as `2/λ`; null where there is none.
        formula: it.stability.formula().map(str::to_owned),
        /// What λ stands for there, or why there is no limit.
        reason: it.stability.meaning(),
        /// Null while the run goes on.
        stop: it.stop,
    }
}
