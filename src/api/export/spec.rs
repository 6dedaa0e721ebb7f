//! From requests to what a script is written from: every setting with a value, what was left out by the defaults of
//! the schedules' own configurations.

use crate::error::Result;
use crate::export::{Curve, Rates};
use crate::model::Shape as Input;
use crate::rng::{Rng, Stream};
use crate::schedule::{
    Anneal, CosineConfig, CyclicConfig, ExponentialConfig, Expression, InverseSqrtConfig, InverseTimeConfig, Noam,
    OneCycleConfig, PolynomialConfig, Unit, WarmRestartsConfig, WarmupStableDecayConfig,
};

use super::super::schedule::{Schedule, Shape};
use super::super::{Experiment, Optimizer, Value};

/// What a row of the experiment's data is to its network.
pub(super) fn input(request: &Experiment) -> Result<Input> {
    let mut rng = Rng::new(request.seed.unwrap_or(0), Stream::Data);
    let (table, _) = request.data.table(&mut rng).map_err(|error| error.under("data"))?;
    request.model.input(&table).map_err(|error| error.under("data"))
}

/// The rate that the optimizer's library takes where none is given.
pub(super) fn default_schedule(optimizer: Optimizer) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    Value::Map(vec![
        ("kind".to_owned(), text("constant")),
        ("lr".to_owned(), Value::Number(optimizer.rule().default_lr())),
    ])
}

/// The rates of a schedule that [`Schedule::build`] has accepted. Plateau, which stands alone, has its own way.
///
/// # Errors
/// An expression that cannot be read.
pub(super) fn rates(schedule: Schedule, outer: Unit) -> Result<Rates> {
    let unit = schedule.unit.unwrap_or(outer);
    Ok(Rates { unit, curve: curve(schedule.shape, unit)? })
}

fn curve(shape: Shape, unit: Unit) -> Result<Curve> {
    let pieces = |schedules: Vec<Schedule>| -> Result<Vec<Rates>> {
        schedules.into_iter().map(|piece| rates(piece, unit)).collect()
    };
    Ok(match shape {
        Shape::Constant { lr } => Curve::Constant { lr },
        Shape::InverseTime { init_lr, decay_rate, decay_steps, staircase } => {
            let usual = InverseTimeConfig::new(init_lr, decay_rate);
            Curve::InverseTime(InverseTimeConfig {
                decay_steps: decay_steps.unwrap_or(usual.decay_steps),
                staircase: staircase.unwrap_or(usual.staircase),
                ..usual
            })
        }
        Shape::Step { init_lr, factor, step_size } => Curve::Step { init_lr, factor, step_size },
        Shape::MultiStep { init_lr, factor, milestones } => Curve::MultiStep { init_lr, factor, milestones },
        Shape::Piecewise { boundaries, values } => Curve::Piecewise { boundaries, values },
        Shape::Exponential { init_lr, decay_rate, decay_steps, staircase, begin, end_lr } => {
            let usual = ExponentialConfig::new(init_lr, decay_rate);
            Curve::Exponential(ExponentialConfig {
                decay_steps: decay_steps.unwrap_or(usual.decay_steps),
                staircase: staircase.unwrap_or(usual.staircase),
                begin: begin.unwrap_or(usual.begin),
                end_lr,
                ..usual
            })
        }
        Shape::NaturalExponential { init_lr, k } => Curve::NaturalExponential { init_lr, k },
        Shape::Geometric { start_lr, end_lr, steps } => Curve::Geometric { start_lr, end_lr, steps },
        Shape::Linear { start_lr, end_lr, steps } => Curve::Linear { start_lr, end_lr, steps },
        Shape::Polynomial { init_lr, end_lr, decay_steps, power, cycle } => {
            let usual = PolynomialConfig::new(init_lr, decay_steps);
            Curve::Polynomial(PolynomialConfig {
                end_lr: end_lr.unwrap_or(usual.end_lr),
                power: power.unwrap_or(usual.power),
                cycle: cycle.unwrap_or(usual.cycle),
                ..usual
            })
        }
        Shape::Cosine { init_lr, decay_steps, alpha, warmup_target, warmup_steps } => {
            let usual = CosineConfig::new(init_lr, decay_steps);
            Curve::Cosine(CosineConfig {
                alpha: alpha.unwrap_or(usual.alpha),
                warmup_target,
                warmup_steps: warmup_steps.unwrap_or(usual.warmup_steps),
                ..usual
            })
        }
        Shape::WarmRestarts { init_lr, first_decay_steps, t_mul, m_mul, alpha } => {
            let usual = WarmRestartsConfig::new(init_lr, first_decay_steps);
            Curve::WarmRestarts(WarmRestartsConfig {
                t_mul: t_mul.unwrap_or(usual.t_mul),
                m_mul: m_mul.unwrap_or(usual.m_mul),
                alpha: alpha.unwrap_or(usual.alpha),
                ..usual
            })
        }
        Shape::Cyclic { base_lr, max_lr, step_size_up, step_size_down, mode, gamma } => {
            let usual = CyclicConfig::new(base_lr, max_lr, step_size_up);
            Curve::Cyclic(CyclicConfig {
                step_size_down: step_size_down.unwrap_or(usual.step_size_down),
                mode: mode.unwrap_or(usual.mode),
                gamma: gamma.unwrap_or(usual.gamma),
                ..usual
            })
        }
        Shape::OneCycle {
            max_lr,
            total_steps,
            pct_start,
            div_factor,
            final_div_factor,
            anneal,
            three_phase,
            pct_final,
            convention,
        } => {
            let anneal = anneal.unwrap_or(Anneal::default());
            let usual = OneCycleConfig::new(max_lr, total_steps, convention.unwrap_or_default(), anneal);
            Curve::OneCycle(OneCycleConfig {
                pct_start: pct_start.unwrap_or(usual.pct_start),
                div_factor: div_factor.unwrap_or(usual.div_factor),
                final_div_factor: final_div_factor.unwrap_or(usual.final_div_factor),
                three_phase: three_phase.unwrap_or(usual.three_phase),
                pct_final: pct_final.unwrap_or(usual.pct_final),
                ..usual
            })
        }
        Shape::InverseSqrt { max_lr, warmup_steps, timescale } => {
            let usual = InverseSqrtConfig::new(max_lr, warmup_steps.unwrap_or(0.0));
            Curve::InverseSqrt(InverseSqrtConfig { timescale: timescale.unwrap_or(usual.timescale), ..usual })
        }
        Shape::Noam { model_size, warmup_steps, factor } => {
            Curve::Noam { model_size, warmup_steps, factor: factor.unwrap_or(Noam::FACTOR) }
        }
        Shape::WarmupStableDecay { max_lr, warmup_steps, stable_steps, decay_steps, start_lr, end_lr, anneal } => {
            let usual = WarmupStableDecayConfig::new(max_lr, warmup_steps, stable_steps, decay_steps);
            Curve::WarmupStableDecay(WarmupStableDecayConfig {
                start_lr: start_lr.unwrap_or(usual.start_lr),
                end_lr: end_lr.unwrap_or(usual.end_lr),
                anneal: anneal.unwrap_or(usual.anneal),
                ..usual
            })
        }
        Shape::Join { schedules, boundaries } => Curve::Join { schedules: pieces(schedules)?, boundaries },
        Shape::Product { schedules } => Curve::Product { schedules: pieces(schedules)? },
        Shape::Expression { expression, init_lr } => {
            Curve::Expression { expression: Expression::new(&expression, init_lr)?, init_lr }
        }
        Shape::Table { values } => Curve::Table { values },
        Shape::Plateau { init_lr, .. } => Curve::Constant { lr: init_lr },
    })
}
