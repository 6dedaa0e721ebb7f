//! The race: its rates, its runs and its answer. Each framework brings the training.

use crate::finder::RaceLength;
use crate::finder::excess::{AS_GOOD, LEAST_GAIN};
use crate::finder::race::{LEARNED, MIDDLE};
use crate::schedule::{Policy, Shape};

use super::python::{Lines, count, list, number};
use super::{Script, plateau, rates};

/// A race in front of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Race {
    /// How much it trains.
    pub length: RaceLength,
    /// The rate that it starts from; `None`: what the range test answers.
    pub from: Option<f64>,
}

/// `def race(start)`, and in front of it what it takes.
pub(super) fn definitions(script: &Script, length: RaceLength) -> Lines {
    let mut lines = Lines::default();
    let planned = script.horizon.steps;
    let steps = length.run_steps(planned);
    lines.add(format!("STEPS = {planned}  # of a training\nRACE_STEPS = {steps}  # of each run of the race"));
    let train = train(script, steps, &mut lines);
    lines.definition(format!(
        r#"
def final_loss(seed, lr):
    """Trains from the start with this peak rate; the loss on held-out rows, infinite if training diverges."""
    training = Training(seed)
{train}    loss = training.held_out_loss()
    return loss if math.isfinite(loss) else math.inf"#,
        train = train.indented(1).text()
    ));
    lines.definition(race(length));
    lines
}

/// The lines that train `steps` steps of a race; what they call is defined in `lines`.
fn train(script: &Script, steps: u64, lines: &mut Lines) -> Lines {
    let at = |rate: String| {
        format!(
            r#"
for step in range(RACE_STEPS):
    if not math.isfinite(training.step({rate})):
        return math.inf"#
        )
        .into()
    };
    let schedule = match &script.policy {
        Policy::Schedule(schedule) if matches!(schedule.shape(), Shape::Constant(_)) => return at("lr".to_owned()),
        Policy::Schedule(schedule) => schedule,
        Policy::Plateau(plateau) => {
            lines.definition(plateau::class(&plateau.compressed(steps, script.horizon.steps), "RacePlateau"));
            let metric = match script.watches_validation() {
                true => "training.held_out_loss()",
                false => "np.average(losses[-STEPS_PER_EPOCH:], weights=sizes[-STEPS_PER_EPOCH:])",
            };
            return Lines::from(format!(
                r#"
plateau, losses, sizes = RacePlateau(lr), [], []
for step in range(RACE_STEPS):
    losses.append(training.step(plateau.lr))
    sizes.append(len(training.rows))
    if not math.isfinite(losses[-1]):
        return math.inf
    if (step + 1) % STEPS_PER_EPOCH == 0:
        plateau.after({metric})"#
            ));
        }
    };
    lines.definition(rates::function(schedule, "schedule", &script.horizon));
    let called = |step: &str| rates::called(schedule, "schedule", step, &script.horizon);
    lines.add("# The whole schedule is multiplied; the shorter runs of a race go through it faster.");
    lines.add(format!("HIGHEST = max({} for step in range(STEPS))", called("step")));
    at(format!("lr * {} / HIGHEST", called("step * STEPS // RACE_STEPS")))
}

fn race(length: RaceLength) -> String {
    let decades = list(length.decades().iter().copied().map(number));
    let [seeds, bias, learned, least, good] =
        [length.seeds() as f64, length.bias(), LEARNED, LEAST_GAIN, AS_GOOD].map(count);
    format!(
        r#"
def race(start):
    """Trains briefly at rates around one to start from, as LR Lab does.

    Returns the rates, their losses, the rate to train at (None where nothing is learned), and whether that is sure.
    """
    lrs = [start * 10**decades for decades in {decades}]
    losses = [sum(final_loss(seed, lr) for seed in range({seeds})) / {seeds} for lr in lrs]
    untrained = [Training(seed) for seed in range({seeds})]
    reference = sum(min(one.held_out_loss(), one.constant_loss) for one in untrained) / {seeds}
    best = losses.index(min(losses))
    if losses[best] >= reference:
        return lrs, losses, None, False
    # The unbroken stretch round the best rate that keeps nine tenths of what there is to gain.
    gain = max(reference - losses[best], {least} * abs(reference))
    good = [(loss - losses[best]) / gain <= {good} for loss in losses]
    low = high = best
    while low > 0 and good[low - 1]:
        low -= 1
    while high + 1 < len(lrs) and good[high + 1]:
        high += 1
    at_edge = (low == 0 or high == len(lrs) - 1) and high - low < 2
    sure = losses[best] <= {learned} * reference and not at_edge
    # Short runs favour high rates.
    return lrs, losses, math.sqrt(lrs[low] * lrs[high]) / {bias}, sure"#
    )
}

/// Runs the race and prints what it finds.
pub(super) fn running(from: Option<f64>) -> Lines {
    let mut lines = Lines::from("# The race.");
    match from {
        Some(lr) => lines.add(format!("start = {}", number(lr))),
        None => lines.add(format!(
            r#"
at = lowest_held_out(test)
start = guess or ({} if at is None else test.lrs[at])"#,
            number(MIDDLE)
        )),
    }
    lines.add(
        r#"
race_lrs, race_losses, answer, sure = race(start)
for lr, loss in zip(race_lrs, race_losses):
    print("race", lr, loss)
print("The race answers", answer, "sure" if sure else "not sure")"#,
    );
    lines
}
