//! A schedule as a Python function, written from its formula.

use crate::declare::Accepts;
use crate::schedule::{Curve as _, Expression, Formula, Horizon, Node, Schedule, Shape, Unit, Variable};

use super::formula::{Writer, snake};
use super::python::{Lines, WIDTH, count, list, number};
use crate::named::Named as _;

/// What the function of `schedule` takes: a schedule of schedules takes the step, since each has a unit of its own.
pub(super) fn takes(schedule: &Schedule) -> Unit {
    if schedule.schedules().is_empty() { schedule.unit() } else { Unit::Step }
}

/// `def name(step):` or `def name(epoch):`, and in front of it the functions of its pieces.
pub(super) fn function(schedule: &Schedule, name: &str, horizon: &Horizon) -> Lines {
    let mut lines = Lines::default();
    let mut pieces = Vec::new();
    for (i, (piece, start, horizon)) in schedule.stretches(horizon).into_iter().enumerate() {
        let within = format!("{name}_{}", i + 1);
        lines.definition(function(piece, &within, &horizon));
        let since = if start == 0 { "step".to_owned() } else { format!("step - {start}") };
        pieces.push(called(piece, &within, &since, &horizon));
    }
    let body = match schedule.shape() {
        Shape::Expression(expression) => own(expression, schedule.unit(), horizon),
        shape => {
            let mut body = Lines::default();
            let formula = shape.formula();
            if takes(schedule) != schedule.unit() && formula.rate.uses(Variable::T) {
                body.add(format!("epoch = step // {}", horizon.steps_per_epoch));
            }
            body.add(settings(shape, &formula));
            let variable = |variable: Variable| match variable {
                Variable::T => schedule.unit().name().to_owned(),
                Variable::Piece(i) => pieces[i].clone(),
                variable => format!("math.{}", variable.name()),
            };
            let writer = Writer { variable: &variable, careful: false };
            formula.parts.iter().for_each(|(name, part)| body.add(format!("{} = {}", snake(name), writer.value(part))));
            body.add(writer.returned(&formula.rate));
            body
        }
    };
    lines.block(&format!("def {name}({}):", takes(schedule).name()), body);
    lines
}

/// The function `name` of `schedule` at a step.
pub(super) fn called(schedule: &Schedule, name: &str, step: &str, horizon: &Horizon) -> String {
    match takes(schedule) {
        Unit::Step => format!("{name}({step})"),
        Unit::Epoch if step.contains(' ') => format!("{name}(({step}) // {})", horizon.steps_per_epoch),
        Unit::Epoch => format!("{name}({step} // {})", horizon.steps_per_epoch),
    }
}

/// The settings that a formula asks for, by name: numbers in one line, where they fit.
fn settings(shape: &Shape, formula: &Formula) -> Lines {
    let mut lines = Lines::default();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (name, node) in &formula.settings {
        let accepts = shape.kind().settings.iter().find(|setting| setting.name == *name).map(|setting| setting.accepts);
        let literal = |value: &f64| match accepts {
            // Keras takes no whole number for a rate.
            Some(Accepts::Numbers(range)) if !range.whole => number(*value),
            Some(Accepts::Number(_)) if name.to_lowercase().ends_with("lr") => number(*value),
            _ => count(*value),
        };
        match node {
            Node::Numbers(numbers) => lines.add(format!("{} = {}", snake(name), list(numbers.iter().map(literal)))),
            Node::Number(value) => {
                names.push(snake(name));
                values.push(literal(value));
            }
            _ => {}
        }
    }
    let line = format!("{} = {}", names.join(", "), values.join(", "));
    if line.len() > WIDTH {
        names.iter().zip(values).for_each(|(name, value)| lines.add(format!("{name} = {value}")));
    } else if !names.is_empty() {
        lines.add(line);
    }
    lines
}

/// The lines of a user's own formula, with NumPy's floats.
fn own(expression: &Expression, unit: Unit, horizon: &Horizon) -> Lines {
    let Horizon { steps, steps_per_epoch } = *horizon;
    let mut lines = Lines::from(format!("# {}", expression.formula()));
    let [step, epoch] = [Variable::Step, Variable::Epoch].map(|variable| expression.root().uses(variable));
    let mut given = |used: bool, line: String| {
        if used {
            lines.add(line)
        }
    };
    match unit {
        Unit::Step => {
            given(epoch, format!("epoch = np.float64(step // {steps_per_epoch})"));
            given(step, "step = np.float64(step)".to_owned());
        }
        Unit::Epoch => {
            given(step, format!("step = np.float64(epoch * {steps_per_epoch})  # the first of the epoch"));
            given(epoch, "epoch = np.float64(epoch)".to_owned());
        }
    }
    let variable = |variable: Variable| match variable {
        Variable::Lr => number(expression.init_lr()),
        Variable::TotalSteps => steps.to_string(),
        Variable::StepsPerEpoch => steps_per_epoch.to_string(),
        Variable::Pi | Variable::E => format!("np.{}", variable.name()),
        variable => variable.name().to_owned(),
    };
    lines.add(Writer { variable: &variable, careful: true }.returned(expression.root()));
    lines
}
