//! What a schedule probably does not mean to do, in one sentence each.

use crate::named;
use crate::number::number;
use crate::sentence;
use crate::sentence::Sentence;

use super::{Curve as _, Horizon, Plateau, Schedule, Shape, Unit, is_rate};

named! {
    /// How bad a finding is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Severity {
        /// It cannot do what it says.
        Error = "error",
        /// It probably does something else than meant.
        Warning = "warning",
        /// Worth knowing.
        Note = "note",
    }
}

/// Something that a linter found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// `upward-jump`, `plateau-floor`, `zero-first-step`, `zero-rate`, `length-mismatch`, `never-ends`,
    /// `epochs-as-steps` or `not-a-rate`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: Sentence,
}

fn finding(rule: &'static str, severity: Severity, message: Sentence) -> Finding {
    Finding { rule, severity, message }
}

/// Rises of less than this belong to a curve.
const JUMP: f64 = 1.05;

/// What is odd about `schedule` over a run. It looks at every rate of the run and at the settings.
///
/// ```
/// use lr_lab::schedule::{Expression, Horizon, Schedule, Shape, Unit, lint};
///
/// let document_004 = Expression::new("epoch < 5 ? 0.01 : 0.01 * exp(0.1 * (10 - epoch))", None)?;
/// let schedule = Schedule::new(Shape::Expression(document_004), Unit::Epoch);
/// let findings = lint(&schedule, &Horizon::new(500, 10));
/// assert_eq!(findings[0].rule, "upward-jump");
/// assert!(findings[0].message.starts_with("The rate jumps upward by 65 % at step 50 (epoch 5)"));
/// # Ok::<(), lr_lab::error::Error>(())
/// ```
pub fn lint(schedule: &Schedule, horizon: &Horizon) -> Vec<Finding> {
    let seen = Seen::over(schedule, horizon);
    let mut findings = seen.findings(horizon);
    timing(schedule, horizon, &sentence!("lint.the-schedule", "The schedule"), &mut findings);
    findings.extend(epochs_as_steps(schedule, horizon, &seen));
    findings
}

/// What is odd about `plateau` over a run.
pub fn lint_plateau(plateau: &Plateau, horizon: &Horizon) -> Vec<Finding> {
    let config = plateau.config();
    let epochs = horizon.steps / horizon.steps_per_epoch;
    let mut findings = Vec::new();
    if config.min_lr >= config.init_lr {
        let message = sentence!(
            "lint.plateau-floor",
            "minLr {floor} is not below the first rate {first}, so plateau never lowers the rate.",
            floor = number(config.min_lr, 3),
            first = number(config.init_lr, 3)
        );
        findings.push(finding("plateau-floor", Severity::Error, message));
    } else if config.patience >= epochs && epochs > 0 {
        let message = sentence!(
            "lint.plateau-patience",
            "A patience of {patience} epochs is as long as the run of {epochs} or longer, so plateau never lowers the \
             rate.",
            patience = config.patience,
            epochs
        );
        findings.push(finding("never-ends", Severity::Warning, message));
    }
    findings
}

/// A stretch of equal rates.
#[derive(Clone, Copy)]
struct Level {
    lr: f64,
    start: u64,
    length: u64,
}

/// A rise where a decay is meant.
#[derive(Clone, Copy)]
struct Jump {
    step: u64,
    from: f64,
    to: f64,
}

/// What a look at every rate of a run tells.
#[derive(Default)]
struct Seen {
    /// What is no rate, and at which step.
    fault: Option<(f64, u64)>,
    first_jump: Option<Jump>,
    jumps: u64,
    first_zero: Option<u64>,
    zeros: u64,
    endless: Option<u64>,
    first: f64,
    peak: f64,
    last: f64,
}

impl Seen {
    fn over(schedule: &Schedule, horizon: &Horizon) -> Self {
        let mut seen = Self::default();
        let again = rises_again(schedule);
        let (mut before, mut level): (Option<Level>, Option<Level>) = (None, None);
        let mut fell = false;
        for step in 0..horizon.steps {
            let lr = schedule.lr_at(step, horizon);
            if !is_rate(lr) {
                seen.fault = Some((schedule.fault(step, horizon).map_or(lr, |(_, value)| value), step));
                break;
            }
            seen.look(step, lr);
            match &mut level {
                Some(now) if now.lr == lr => now.length += 1,
                now => {
                    let next = Level { lr, start: step, length: 1 };
                    if let Some(now) = now.take() {
                        if !again {
                            seen.change(before, now, next, fell);
                        }
                        fell |= next.lr < now.lr;
                        before = Some(now);
                    }
                    *now = Some(next);
                }
            }
        }
        seen
    }

    fn look(&mut self, step: u64, lr: f64) {
        if step == 0 {
            self.first = lr;
        } else if lr == 0.0 {
            self.first_zero = self.first_zero.or(Some(step));
            self.zeros += 1;
        }
        if lr == f64::MAX {
            self.endless = self.endless.or(Some(step));
        }
        if lr > self.peak {
            self.peak = lr;
        }
        self.last = lr;
    }

    /// The rate goes from `now` to `next`, and came to `now` from `before`.
    fn change(&mut self, before: Option<Level>, now: Level, next: Level, fell: bool) {
        let up = |from: &Level, to: &Level| to.lr > JUMP * from.lr;
        // After a fall every jump is one. Before it, the levels of a warm-up rise too; but a rate that was held, leaps
        // and then falls at once was not warming up.
        let held = |before: &Level| before.length >= 2 * now.length && up(before, &now) && next.lr < now.lr;
        let jump = match before {
            _ if fell && up(&now, &next) => Jump { step: next.start, from: now.lr, to: next.lr },
            Some(before) if !fell && held(&before) => Jump { step: now.start, from: before.lr, to: now.lr },
            _ => return,
        };
        self.first_jump = self.first_jump.or(Some(jump));
        self.jumps += 1;
    }

    fn findings(&self, horizon: &Horizon) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some((value, step)) = self.fault {
            let message = sentence!(
                "lint.not-a-rate",
                "The expression gives {value} at step {step} is no learning rate.",
                value,
                step
            );
            findings.push(finding("not-a-rate", Severity::Error, message));
        }
        if let Some(step) = self.endless {
            let place = at(step, horizon);
            let message = sentence!("lint.endless", "The rate has grown beyond every number at {place}.", place);
            findings.push(finding("not-a-rate", Severity::Error, message));
        }
        if let Some(Jump { step, from, to }) = self.first_jump {
            let (place, low, high) = (at(step, horizon), number(from, 3), number(to, 3));
            let jump = if from > 0.0 {
                sentence!(
                    "lint.jump-by",
                    "The rate jumps upward by {percent} % at {place}, from {low} to {high}, amid a decay",
                    percent = format!("{:.0}", 100.0 * (to / from - 1.0)),
                    place,
                    low,
                    high
                )
            } else {
                sentence!(
                    "lint.jump",
                    "The rate jumps upward at {place}, from {low} to {high}, amid a decay",
                    place,
                    low,
                    high
                )
            };
            let message = match self.jumps {
                1 => sentence!("lint.upward-jump", "{jump}.", jump),
                jumps => {
                    sentence!("lint.upward-jumps", "{jump}, the first of {count} such jumps.", jump, count = jumps)
                }
            };
            findings.push(finding("upward-jump", Severity::Warning, message));
        }
        if horizon.steps > 0 && self.fault.is_none() && self.first == 0.0 {
            let message = sentence!("lint.zero-first-step", "The first step has a rate of 0, so it changes nothing.");
            findings.push(finding("zero-first-step", Severity::Warning, message));
        }
        if let Some(step) = self.first_zero {
            let (zeros, steps) = (self.zeros, horizon.steps);
            let severity = if zeros == 1 && step + 1 == steps { Severity::Note } else { Severity::Warning };
            let message = sentence!(
                "lint.zero-rate",
                "The rate is 0 at {zeros} of {steps} steps, first at {place}.",
                zeros,
                steps,
                place = at(step, horizon)
            );
            findings.push(finding("zero-rate", severity, message));
        }
        findings
    }
}

fn at(step: u64, horizon: &Horizon) -> Sentence {
    match horizon.steps_per_epoch {
        1 => sentence!("lint.at-step", "step {step}", step),
        per_epoch => {
            sentence!("lint.at-step-of-epoch", "step {step} (epoch {epoch})", step, epoch = step / per_epoch)
        }
    }
}

fn rises_again(schedule: &Schedule) -> bool {
    schedule.shape.rises_again() || schedule.schedules().iter().any(rises_again)
}

/// Settings that do not fit the run; `who` is what the sentence calls the schedule.
fn timing(schedule: &Schedule, horizon: &Horizon, who: &Sentence, findings: &mut Vec<Finding>) {
    let per_unit = schedule.steps_per_unit(horizon);
    let units = horizon.steps.div_ceil(per_unit);
    let count = |units: f64| counted(units, schedule.unit());
    match &schedule.shape {
        Shape::Join(join) => {
            for (index, piece) in join.schedules().iter().enumerate() {
                let place = join.nth(index, per_unit, horizon);
                let kind = piece.shape.kind().name;
                let piece_name = sentence!("lint.piece", "Piece {index} ({kind})", index = index + 1, kind);
                if place.start >= horizon.steps {
                    let message = sentence!(
                        "lint.piece-too-late",
                        "{piece} would begin at step {start}, but the run has {steps}.",
                        piece = piece_name,
                        start = place.start,
                        steps = horizon.steps
                    );
                    findings.push(finding("length-mismatch", Severity::Warning, message));
                } else if place.horizon.steps == 0 {
                    let message = sentence!(
                        "lint.piece-without-steps",
                        "{piece} has no steps, since its boundaries are equal.",
                        piece = piece_name
                    );
                    findings.push(finding("length-mismatch", Severity::Note, message));
                } else {
                    // A stretch that goes on past the run ends with it.
                    let left = horizon.steps - place.start;
                    let horizon = Horizon { steps: place.horizon.steps.min(left), ..place.horizon };
                    timing(piece, &horizon, &piece_name, findings);
                }
            }
        }
        Shape::Product(product) => {
            for (index, factor) in product.schedules().iter().enumerate() {
                let kind = factor.shape.kind().name;
                let name = sentence!("lint.factor", "Factor {index} ({kind})", index = index + 1, kind);
                timing(factor, horizon, &name, findings);
            }
        }
        shape => {
            let timing = shape.timing();
            let run = count(units as f64);
            let late = |end: Option<f64>| end.filter(|end| *end > units as f64 && units > 0);
            // Who counts the steps of a run in epochs sees an end far beyond it.
            let meant = |end: f64, problem: Sentence| match schedule.unit() {
                Unit::Epoch if end <= horizon.steps as f64 => {
                    sentence!("lint.steps-meant", "{problem}; is unit \"step\" meant?", problem)
                }
                _ => sentence!("lint.as-it-is", "{problem}.", problem),
            };
            if let Some(length) = timing.length.filter(|length| *length != units && units > 0) {
                let length = length as f64;
                let problem = if length < units as f64 {
                    sentence!(
                        "lint.too-short",
                        "{schedule} is made for {length}, but there are {run}: its last rate is held",
                        schedule = who,
                        length = count(length),
                        run
                    )
                } else {
                    sentence!(
                        "lint.too-long",
                        "{schedule} is made for {length}, but there are {run}: its end is not reached",
                        schedule = who,
                        length = count(length),
                        run
                    )
                };
                findings.push(finding("length-mismatch", Severity::Warning, meant(length, problem)));
            } else if let Some(warmup) = late(timing.warmup) {
                let problem = sentence!(
                    "lint.long-warm-up",
                    "{schedule} warms up for {length}, but there are only {run}",
                    schedule = who,
                    length = count(warmup),
                    run
                );
                findings.push(finding("never-ends", Severity::Warning, meant(warmup, problem)));
            } else if let Some(end) = late(timing.end) {
                let problem = sentence!(
                    "lint.never-ends",
                    "{schedule} reaches its end after {length}, but there are only {run}",
                    schedule = who,
                    length = count(end),
                    run
                );
                findings.push(finding("never-ends", Severity::Warning, meant(end, problem)));
            }
        }
    }
}

fn counted(units: f64, unit: Unit) -> Sentence {
    let count = number(units, 6);
    match (unit, units == 1.0) {
        (Unit::Step, true) => sentence!("lint.one-step", "1 step"),
        (Unit::Step, false) => sentence!("lint.steps", "{count} steps", count),
        (Unit::Epoch, true) => sentence!("lint.one-epoch", "1 epoch"),
        (Unit::Epoch, false) => sentence!("lint.epochs", "{count} epochs", count),
    }
}

/// A decay that is over long before the run is, and would not be if its steps were epochs.
fn epochs_as_steps(schedule: &Schedule, horizon: &Horizon, seen: &Seen) -> Option<Finding> {
    let Horizon { steps, steps_per_epoch } = *horizon;
    let epochs = steps.div_ceil(steps_per_epoch);
    if steps_per_epoch == 1 || epochs < 2 || seen.fault.is_some() || seen.last >= seen.peak {
        return None;
    }
    let (end, counted) = end_in_steps(schedule, horizon)?;
    let over = match end {
        // As many steps as there are epochs, or fewer, and most of the run is left.
        Some(end) => end >= 2.0 && end <= epochs as f64 && 4.0 * end <= steps as f64,
        None => {
            let by_epochs = Schedule { unit: Some(Unit::Epoch), ..schedule.clone() };
            counted && seen.last < 1e-6 * seen.peak && by_epochs.lr_at(steps - 1, horizon) > 1e-3 * seen.peak
        }
    };
    over.then(|| {
        let what = match end {
            Some(end) => {
                sentence!("lint.early-end", "The decay is over after {count} steps", count = number(end, 6))
            }
            None => sentence!("lint.early-fall", "The rate falls to {lr}", lr = number(seen.last, 3)),
        };
        let message = sentence!(
            "lint.epochs-as-steps",
            "{problem} in a run of {steps} steps, which are {epochs} epochs; is unit \"epoch\" meant?",
            problem = what,
            steps,
            epochs
        );
        finding("epochs-as-steps", Severity::Warning, message)
    })
}

/// Where a schedule that counts steps is over, and whether it has a scale where it has no end; none where epochs are
/// counted already.
fn end_in_steps(schedule: &Schedule, horizon: &Horizon) -> Option<(Option<f64>, bool)> {
    if schedule.unit() == Unit::Epoch {
        return None;
    }
    match &schedule.shape {
        Shape::Join(join) => {
            let last = join.schedules().len() - 1;
            let place = join.nth(last, 1, horizon);
            let (end, _) = end_in_steps(&join.schedules()[last], &place.horizon)?;
            Some((Some(place.start as f64 + end.unwrap_or(0.0)), false))
        }
        Shape::Product(product) => {
            let ends = product.schedules().iter().map(|factor| end_in_steps(factor, horizon));
            let ends: Vec<_> = ends.collect::<Option<_>>()?;
            let last = ends.iter().filter_map(|(end, _)| *end).fold(None, |last: Option<f64>, end| {
                Some(last.map_or(end, |last| if end > last { end } else { last }))
            });
            Some((last, false))
        }
        shape => {
            let timing = shape.timing();
            (!shape.rises_again()).then_some((timing.end, timing.scale.is_some()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Constant, Cosine, CosineConfig, Cyclic, CyclicConfig, Exponential, ExponentialConfig, Expression, Horizon,
        Join, Linear, Plateau, PlateauConfig, PlateauConvention, Schedule, Shape, StepDecay, Table, Unit,
    };
    use super::{lint, lint_plateau};

    fn step(shape: Shape) -> Schedule {
        Schedule::new(shape, Unit::Step)
    }

    fn epoch(shape: Shape) -> Schedule {
        Schedule::new(shape, Unit::Epoch)
    }

    fn expression(source: &str) -> Shape {
        Shape::Expression(Expression::new(source, None).unwrap())
    }

    fn cosine(decay_steps: f64) -> Shape {
        Shape::Cosine(Cosine::new(CosineConfig { alpha: 0.1, ..CosineConfig::new(0.1, decay_steps) }).unwrap())
    }

    fn linear(start: f64, end: f64, steps: u64) -> Shape {
        Shape::Linear(Linear::new(start, end, steps).unwrap())
    }

    fn table(values: &[f64]) -> Shape {
        Shape::Table(Table::new(values.to_vec()).unwrap())
    }

    fn join(schedules: Vec<Schedule>, boundaries: Vec<u64>) -> Shape {
        Shape::Join(Join::new(schedules, boundaries).unwrap())
    }

    fn rules(schedule: &Schedule, steps: u64, per_epoch: u64) -> Vec<&'static str> {
        lint(schedule, &Horizon::new(steps, per_epoch)).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn findings() {
        let exponential =
            |factor: f64| Shape::Exponential(Exponential::new(ExponentialConfig::new(0.1, factor)).unwrap());
        let drops = |every: f64| Shape::StepDecay(StepDecay::new(0.1, 0.5, every).unwrap());
        let warm = |unit| {
            let rest = Schedule::new(cosine(25.0), unit);
            Schedule::new(join(vec![Schedule::new(linear(0.02, 0.1, 5), unit), rest], vec![5]), unit)
        };
        let document_004 = "epoch < 5 ? 0.01 : 0.01 * exp(0.1 * (10 - epoch))";
        for (schedule, steps, per_epoch, want) in [
            (step(cosine(100.0)), 100, 10, vec![]),
            (step(exponential(0.99)), 100, 10, vec![]),
            (warm(Unit::Step), 30, 1, vec![]),
            (warm(Unit::Epoch), 300, 10, vec![]),
            (step(Shape::Cyclic(Cyclic::new(CyclicConfig::new(0.01, 0.1, 5.0)).unwrap())), 100, 10, vec![]),
            // Document 004, whichever way it is counted.
            (epoch(expression(document_004)), 500, 10, vec!["upward-jump"]),
            (step(expression(document_004)), 50, 1, vec!["upward-jump"]),
            (step(table(&[0.1, 0.05, 0.08, 0.04])), 4, 1, vec!["upward-jump"]),
            (step(table(&[0.1, 0.2, 0.3, 0.2])), 4, 1, vec![]),
            // A level rate, then a higher one for good, is no decay.
            (step(table(&[0.1, 0.1, 0.1, 0.2])), 10, 1, vec!["length-mismatch"]),
            (step(linear(0.0, 0.1, 5)), 10, 1, vec!["zero-first-step"]),
            (step(linear(0.1, 0.0, 5)), 10, 1, vec!["zero-rate"]),
            (step(linear(0.1, 0.0, 5)), 6, 1, vec!["zero-rate"]),
            (step(linear(0.0, 0.1, 20)), 10, 1, vec!["zero-first-step", "never-ends"]),
            (step(cosine(200.0)), 100, 1, vec!["never-ends"]),
            (epoch(cosine(100.0)), 100, 10, vec!["never-ends"]),
            (step(table(&[0.1, 0.2])), 3, 1, vec!["length-mismatch"]),
            (step(join(vec![step(cosine(10.0)), step(cosine(10.0))], vec![100])), 50, 1, vec!["length-mismatch"]),
            (step(join(vec![step(linear(0.1, 0.2, 9)), step(cosine(5.0))], vec![5])), 10, 1, vec!["never-ends"]),
            (step(cosine(30.0)), 1200, 40, vec!["epochs-as-steps"]),
            (step(drops(10.0)), 1200, 40, vec!["epochs-as-steps"]),
            (step(exponential(0.9)), 1200, 40, vec!["epochs-as-steps"]),
            (step(drops(400.0)), 1200, 40, vec![]),
            (step(expression("0.095 - 0.01 * step")), 20, 1, vec!["not-a-rate"]),
            (step(expression("1 / step")), 20, 1, vec!["not-a-rate"]),
            (step(exponential(1e9)), 100, 1, vec!["not-a-rate"]),
            (step(Shape::Constant(Constant::new(0.1).unwrap())), 0, 1, vec![]),
        ] {
            assert_eq!(rules(&schedule, steps, per_epoch), want, "{schedule:?} over {steps} by {per_epoch}");
        }
    }

    #[test]
    fn messages_are_sentences() {
        let messages = |schedule: &Schedule, steps, per_epoch| -> Vec<String> {
            lint(schedule, &Horizon::new(steps, per_epoch)).into_iter().map(|finding| finding.message.into()).collect()
        };
        let jump = messages(&epoch(expression("epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch))")), 500, 10);
        let want = "The rate jumps upward by 65 % at step 50 (epoch 5), from 0.01 to 0.0165, amid a decay.";
        assert_eq!(jump, [want]);
        let late = messages(&epoch(cosine(100.0)), 100, 10);
        let want =
            "The schedule reaches its end after 100 epochs, but there are only 10 epochs; is unit \"step\" meant?";
        assert_eq!(late, [want]);
        let fault = messages(&step(expression("0.1 - 0.05 * step")), 20, 1);
        assert!(fault[0].starts_with("The expression gives -0.05"), "{fault:?}");
        assert!(fault[0].ends_with("at step 3 is no learning rate."), "{fault:?}");
    }

    #[test]
    fn plateau_that_never_acts() {
        // Document 004: min_lr=0.001 with Adam's default rate of 0.001.
        let adam = PlateauConfig {
            factor: 0.2,
            patience: 3,
            min_lr: 0.001,
            ..PlateauConfig::new(0.001, PlateauConvention::Keras)
        };
        for (config, want) in [
            (adam, vec!["plateau-floor"]),
            (PlateauConfig { init_lr: 0.01, ..adam }, vec![]),
            (PlateauConfig { init_lr: 0.01, patience: 100, ..adam }, vec!["never-ends"]),
        ] {
            let findings = lint_plateau(&Plateau::new(config).unwrap(), &Horizon::new(1000, 10));
            assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), want, "{config:?}");
        }
    }
}
