//! The range test: its rates, and when it ends. Each framework brings the steps.

use crate::declare::Datum;
use crate::finder::{Against, FinderConfig, RampConfig, RampShape, Smoothing, StopRule};

use super::python::{Lines, number};

/// `def sweep()` and `class RangeTest`, which has `lr` and `record(loss)`.
pub(super) fn definitions(config: &FinderConfig) -> Lines {
    let mut lines = Lines::default();
    lines.definition(sweep(&config.sweep));
    lines.definition(class(config));
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

fn class(config: &FinderConfig) -> String {
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
            let floor = config.diverged_above.map_or(String::new(), |loss| {
                format!(
                    "\n        # Up to the loss of a network that has learned nothing, nothing has diverged.\n        limit = max(limit, {})",
                    number(loss)
                )
            });
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

    def __init__(self):
        self.rates = list(sweep())
        self.lrs, self.losses = [], []{average}{first}

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

/// Prints the rates and losses of `test`.
pub(super) const PRINTING: &str = "for lr, loss in zip(test.lrs, test.losses):\n    print(lr, loss)";
