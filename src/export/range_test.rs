//! The range test: its rates, when it ends, and the lab's own answer to it. Each framework brings the training.

use crate::declare::Datum;
use crate::finder::{Against, FinderConfig, RampConfig, RampShape, Smoothing, StopRule, answer, fall};

use super::python::{Lines, count, number};

/// A range test in front of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeTest {
    /// Its rates, and what is done with the losses.
    pub config: FinderConfig,
    /// On how many held-out rows the loss is measured as well, and after how many steps each.
    pub measurements: Option<(usize, usize)>,
}

impl RangeTest {
    /// The loss up to which nothing has diverged.
    pub(super) fn learned_nothing(&self) -> Option<f64> {
        self.config.diverged_above.filter(|_| self.config.stop != StopRule::Never)
    }
}

/// `def sweep()`, `class RangeTest`, which has `lr` and `record(loss)`, `def range_test(training)` and, where the loss is
/// measured on held-out rows, `def lowest_held_out(test)` and `def first_guess(test)`.
pub(super) fn definitions(test: &RangeTest) -> Lines {
    let RangeTest { config, measurements } = test;
    let has_floor = test.learned_nothing().is_some();
    let mut lines = Lines::default();
    lines.definition(sweep(&config.sweep));
    lines.definition(class(config, has_floor));
    let measuring = measurements.map_or(String::new(), |(rows, every)| {
        format!(
            r#"
        due = len(test.losses) % {every} == 0
        test.held_out.append(training.held_out_loss({rows}) if due else math.nan)"#
        )
    });
    let floor = if has_floor { "training.learned_nothing" } else { "" };
    lines.definition(format!(
        r#"
def range_test(training):
    """Trains at one rate of the sweep after the other, until the test ends."""
    test, goes_on = RangeTest({floor}), True
    while goes_on:
        loss = training.step(test.lr){measuring}
        goes_on = test.record(loss)
    return test"#
    ));
    if let Some((_, every)) = measurements {
        lines.add(reading(*every));
    }
    lines
}

/// The lab's own answer.
fn reading(every: usize) -> Lines {
    let [noise, rounding, neighbours] = [fall::CLEAR, fall::ROUNDING, fall::OF_NEIGHBOURS].map(number);
    let (head, divisor) = (fall::HEAD, answer::DIVISOR_PYTHON);
    let [coarsest, most_below] = [answer::COARSEST, answer::MOST_BELOW].map(count);
    let [of_fall, of_answer, done] = [fall::BETA, answer::BETA, answer::FALLEN].map(number);
    let mut lines = Lines::default();
    lines.definition(
        r#"
def averages(losses, beta):
    """The running average of losses, corrected for its start at 0."""
    average, corrected = 0.0, []
    for count, loss in enumerate(losses, 1):
        average = beta * average + (1 - beta) * loss
        corrected.append(average / (1 - beta**count))
    return corrected"#,
    );
    lines.definition(format!(
        r#"
def falls_clearly(losses):
    """Whether losses fall by more than noise and rounding explain."""
    losses = [loss for loss in losses if math.isfinite(loss)]
    if len(losses) < 2:
        return False
    head = min(max(math.ceil(len(losses) / 10), {head}), len(losses))
    fall = sum(losses[:head]) / head - min(averages(losses, {of_fall})[min(head, len(losses) - 1) :])
    noise = np.median(np.abs(np.diff(losses))) / {neighbours}
    return bool(fall > {noise} * noise and fall > {rounding} * abs(losses[0]))"#
    ));
    lines.definition(format!(
        r#"
def held_out_averages(test):
    """The average losses on held-out rows, one for every {every} steps."""
    return averages(test.held_out[::{every}], {of_answer}**{every})


def lowest_held_out(test):
    """The step at which the average loss on held-out rows is lowest; None where there is none."""
    losses = held_out_averages(test)
    finite = [i for i, loss in enumerate(losses) if math.isfinite(loss)]
    return {every} * min(finite, key=losses.__getitem__) if finite else None"#
    ));
    lines.definition(format!(
        r#"
def first_guess(test):
    """The middle of two rates: where the loss on held-out rows has done most of its fall, and below where it is lowest.

    None where the loss does not fall clearly, is lowest in the first tenth, or the sweep is too coarse to tell.
    """
    at, losses = lowest_held_out(test), held_out_averages(test)
    if at is None or not falls_clearly(test.held_out[::{every}]) or at * 10 < len(test.rates):
        return None
    low, high = max(at - 4, 0), min(at + 4, len(test.lrs) - 1)
    per_decade = (high - low) / math.log10(test.lrs[high] / test.lrs[low])
    if per_decade < {coarsest}:
        return None
    below = test.lrs[at] / {divisor}
    head = max(len(losses) // 10, 1)
    before = sum(losses[:head]) / head
    fallen = at // {every}
    while fallen > 0 and losses[fallen - 1] <= before - {done} * (before - losses[at // {every}]):
        fallen -= 1
    return max(math.sqrt(below * test.lrs[fallen * {every}]), test.lrs[at] / {most_below})"#
    ));
    lines
}

fn sweep(config: &RampConfig) -> Lines {
    let RampConfig { start_lr, end_lr, steps, shape } = *config;
    let [start, end] = [start_lr, end_lr].map(number);
    let intervals = (steps - 1).max(1);
    let by_factors = |exponent: String| {
        let each = format!("    for i in range({steps}):\n        yield {start} * ({end} / {start}) ** ({exponent})");
        ("by equal factors", each)
    };
    let (words, body) = match shape {
        RampShape::Product { iterations } => {
            let iterations = number(iterations);
            let body = format!(
                r#"
    factor = np.float32(math.exp(math.log({end} / {start}) / {iterations}))
    lr = np.float32({start})
    for _ in range({steps}):
        yield float(lr)
        lr = lr * factor"#
            );
            ("each the last one times a factor, in float32", body)
        }
        RampShape::Linear => {
            let rate = format!("{start} + i * ({end} - {start}) / {intervals}");
            ("by equal differences", format!("    for i in range({steps}):\n        yield {rate}"))
        }
        RampShape::LinearShort | RampShape::LinearSkipping => {
            let at = if shape == RampShape::LinearShort { "i" } else { "(i + 1 if i > 0 else 0)" };
            let rate = format!("{start} + {at} * ({end} - {start}) / {steps}");
            ("by equal differences", format!("    for i in range({steps}):\n        yield {rate}"))
        }
        RampShape::Exponential => by_factors(format!("i / {intervals}")),
        RampShape::Short => by_factors(format!("i / {steps}")),
        RampShape::Ahead => by_factors(format!("(i + 1) / {steps}")),
        RampShape::Skipping => by_factors(format!("(i + 1 if i > 0 else 0) / {steps}")),
    };
    let mut lines = Lines::from("def sweep():");
    lines.add(format!("    \"\"\"{steps} rates from {start} towards {end}, {words}.\"\"\""));
    lines.add(body);
    lines
}

fn class(config: &FinderConfig, has_floor: bool) -> String {
    let (floor, kept) = match has_floor {
        true => (", learned_nothing", "\n        self.learned_nothing = learned_nothing"),
        false => ("", ""),
    };
    let average = if config.smoothing == Smoothing::None { "" } else { "\n        self.average = 0.0" };
    let (first, stop) = match config.stop {
        StopRule::Never => ("", String::new()),
        StopRule::Diverged { factor, against } => {
            let factor = number(factor);
            let best = match against {
                Against::BestSmoothed => "\n        self.best = min(self.best, smoothed)",
                Against::BestRaw => "\n        self.best = min(self.best, loss)",
                Against::Initial => "",
            };
            let floor = if has_floor { "\n        limit = max(limit, self.learned_nothing)" } else { "" };
            let stop = format!(
                r#"
        # A multiple of a loss below 0 is no limit: there the first loss, or the fall, measures the distance.
        unit = max(abs(self.first), self.first - self.best)
        limit = {factor} * self.best if self.best > 0 else self.best + ({factor} - 1) * unit{floor}
        if smoothed > limit:
            return False
        if count == 1:
            self.first = self.best = loss{best}"#
            );
            ("\n        self.first = self.best = math.inf", stop)
        }
    };
    let beta = if let [Datum::Number(beta)] = config.smoothing.data()[..] { number(beta) } else { String::new() };
    let smoothing = Lines::from(config.smoothing.python().join("\n").replace("{beta}", &beta)).indented(2).text();
    let within = config.lr_cap.map_or(String::new(), |cap| format!(" and self.rates[count] <= {}", number(cap)));
    format!(
        r#"
class RangeTest:
    """The rates of a range test, and when it has seen enough."""

    def __init__(self{floor}):{kept}
        self.rates = list(sweep())
        self.lrs, self.losses, self.held_out = [], [], []{average}{first}

    @property
    def lr(self):
        """The rate of the next step."""
        return self.rates[len(self.losses)]

    def record(self, loss):
        """Takes the loss of a step, measured before its update; False ends the test."""
        self.lrs.append(self.lr)
        self.losses.append(loss)
        count = len(self.losses)
{smoothing}        if not math.isfinite(smoothed):
            return False{stop}
        return count < len(self.rates){within}"#
    )
}

/// Runs the test and prints what it finds.
pub(super) fn running(test: &RangeTest) -> Lines {
    let mut lines = Lines::from(
        r#"
# The range test.
test = range_test(Training())
for lr, loss in zip(test.lrs, test.losses):
    print(lr, loss)"#,
    );
    lines.add(match test.measurements {
        Some(_) => "guess = first_guess(test)\nprint(\"The range test answers\", guess)",
        None => "at = guess = None  # rates that rise by equal steps say little",
    });
    lines
}
