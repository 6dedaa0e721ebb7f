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
    let mut body = Lines::default();
    let (words, mut each) = match shape {
        RampShape::Product { iterations } => {
            body.add(format!("factor = np.float32(math.exp(math.log({end} / {start}) / {}))", number(iterations)));
            body.add(format!("lr = np.float32({start})"));
            ("each the last one times a factor, in float32", Lines::from(["yield float(lr)"]))
        }
        RampShape::Linear => {
            let rate = format!("yield {start} + i * ({end} - {start}) / {}", (steps - 1).max(1));
            ("by equal differences", Lines::from([rate.as_str()]))
        }
        RampShape::Exponential | RampShape::Short | RampShape::Ahead | RampShape::Skipping => {
            let exponent = match shape {
                RampShape::Exponential => format!("i / {}", (steps - 1).max(1)),
                RampShape::Short => format!("i / {steps}"),
                RampShape::Skipping => format!("(i + 1 if i > 0 else 0) / {steps}"),
                _ => format!("(i + 1) / {steps}"),
            };
            let rate = format!("yield {start} * ({end} / {start}) ** ({exponent})");
            ("by equal factors", Lines::from([rate.as_str()]))
        }
    };
    if let RampShape::Product { .. } = shape {
        each.add("lr = lr * factor");
    }
    let unused = if matches!(shape, RampShape::Product { .. }) { "_" } else { "i" };
    body.block(format!("for {unused} in range({steps}):"), each);
    let mut doc = Lines::default();
    doc.add(format!("\"\"\"{steps} rates from {start} towards {end}, {words}.\"\"\""));
    doc.append(body);
    Lines::of_block("def sweep():", doc)
}

fn class(config: &FinderConfig) -> Lines {
    let mut start = Lines::from(["self.rates = list(sweep())", "self.lrs, self.losses = [], []"]);
    if config.smoothing != Smoothing::None {
        start.add("self.average = 0.0");
    }
    if config.stop != StopRule::Never {
        start.add("self.first = self.best = math.inf");
    }
    let mut lr = Lines::from(["\"\"\"The rate of the next step.\"\"\""]);
    lr.add("return self.rates[len(self.losses)]");
    let mut body = Lines::from(["\"\"\"The rates of a range test, and when it has seen enough.\"\"\"", ""]);
    body.block("def __init__(self):", start);
    body.blank();
    body.add("@property");
    body.block("def lr(self):", lr);
    body.blank();
    body.block("def record(self, loss):", record(config));
    Lines::of_block("class RangeTest:", body)
}

fn record(config: &FinderConfig) -> Lines {
    let mut lines = Lines::from([
        "\"\"\"Takes the loss of a step, measured before its update; False ends the test.\"\"\"",
        "self.lrs.append(self.lr)",
        "self.losses.append(loss)",
        "count = len(self.losses)",
    ]);
    let beta = if let [Datum::Number(beta)] = config.smoothing.data()[..] { number(beta) } else { String::new() };
    for line in config.smoothing.python() {
        lines.add(line.replace("{beta}", &beta));
    }
    lines.block("if not math.isfinite(smoothed):", Lines::from(["return False"]));
    if let StopRule::Diverged { factor, against } = config.stop {
        let factor = number(factor);
        lines.add("# A multiple of a loss below 0 is no limit: there the first loss measures the distance.");
        lines.add(format!(
            "limit = {factor} * self.best if self.best > 0 else self.best + ({factor} - 1) * abs(self.first)"
        ));
        lines.block("if smoothed > limit:", Lines::from(["return False"]));
        lines.block("if count == 1:", Lines::from(["self.first = self.best = loss"]));
        match against {
            Against::BestSmoothed => lines.add("self.best = min(self.best, smoothed)"),
            Against::BestRaw => lines.add("self.best = min(self.best, loss)"),
            Against::Initial => {}
        }
    }
    let more = "count < len(self.rates)";
    lines.add(match config.lr_cap {
        Some(cap) => format!("return {more} and self.rates[count] <= {}", number(cap)),
        None => format!("return {more}"),
    });
    lines
}

/// Prints the rates and losses of `test`.
pub(super) fn printing() -> Lines {
    Lines::of_block("for lr, loss in zip(test.lrs, test.losses):", Lines::from(["print(lr, loss)"]))
}
