//! From a request to the schedule itself. What was left out is what the schedule's own configuration says.

use crate::error::{Error, Result};
use crate::schedule::{
    self, Anneal, Constant, Cosine, CosineConfig, Cyclic, CyclicConfig, Exponential, ExponentialConfig, Expression,
    Geometric, InverseSqrt, InverseSqrtConfig, InverseTime, InverseTimeConfig, Join, Linear, MultiStep,
    NaturalExponential, Noam, OneCycle, OneCycleConfig, OneCycleConvention, Piecewise, Plateau, PlateauConfig,
    PlateauConvention, PlateauRule, Policy, Polynomial, PolynomialConfig, Product, StepDecay, Table, ThresholdMode,
    Unit, WarmRestarts, WarmRestartsConfig, WarmupStableDecay, WarmupStableDecayConfig,
};

use super::{Schedule, Shape};

impl Schedule {
    /// What decides the rates of a run: a schedule, or plateau.
    ///
    /// # Errors
    /// The first field whose value does not fit, by its path.
    pub fn build(self) -> Result<Policy> {
        match self.shape {
            Shape::Plateau { .. } if self.unit == Some(Unit::Step) => {
                Err(Error::new("unit", "\"step\" is not accepted; plateau acts at the ends of epochs"))
            }
            Shape::Plateau { .. } => plateau(self.shape).map(Policy::Plateau),
            _ => self.build_schedule().map(Policy::Schedule),
        }
    }

    /// A schedule of the step alone.
    ///
    /// # Errors
    /// As [`Schedule::build`]; `kind`: plateau, which follows a metric.
    pub fn build_schedule(self) -> Result<schedule::Schedule> {
        built(self, Unit::default())
    }
}

fn built(request: Schedule, outer: Unit) -> Result<schedule::Schedule> {
    let unit = request.unit.unwrap_or(outer);
    Ok(schedule::Schedule::new(shape(request.shape, unit)?, unit))
}

fn pieces(schedules: Vec<Schedule>, unit: Unit) -> Result<Vec<schedule::Schedule>> {
    let built = |(i, piece)| built(piece, unit).map_err(|error| error.under(&format!("schedules[{i}]")));
    schedules.into_iter().enumerate().map(built).collect()
}

fn shape(shape: Shape, unit: Unit) -> Result<schedule::Shape> {
    use schedule::Shape as Made;
    Ok(match shape {
        Shape::Constant { lr } => Made::Constant(Constant::new(lr)?),
        Shape::InverseTime { init_lr, decay_rate, decay_steps, staircase } => {
            let usual = InverseTimeConfig::new(init_lr, decay_rate);
            Made::InverseTime(InverseTime::new(InverseTimeConfig {
                decay_steps: decay_steps.unwrap_or(usual.decay_steps),
                staircase: staircase.unwrap_or(usual.staircase),
                ..usual
            })?)
        }
        Shape::Step { init_lr, factor, step_size } => Made::StepDecay(StepDecay::new(init_lr, factor, step_size)?),
        Shape::MultiStep { init_lr, factor, milestones } => {
            Made::MultiStep(MultiStep::new(init_lr, factor, milestones)?)
        }
        Shape::Piecewise { boundaries, values } => Made::Piecewise(Piecewise::new(boundaries, values)?),
        Shape::Exponential { init_lr, decay_rate, decay_steps, staircase, begin, end_lr } => {
            let usual = ExponentialConfig::new(init_lr, decay_rate);
            Made::Exponential(Exponential::new(ExponentialConfig {
                decay_steps: decay_steps.unwrap_or(usual.decay_steps),
                staircase: staircase.unwrap_or(usual.staircase),
                begin: begin.unwrap_or(usual.begin),
                end_lr,
                ..usual
            })?)
        }
        Shape::NaturalExponential { init_lr, k } => Made::NaturalExponential(NaturalExponential::new(init_lr, k)?),
        Shape::Geometric { start_lr, end_lr, steps } => Made::Geometric(Geometric::new(start_lr, end_lr, steps)?),
        Shape::Linear { start_lr, end_lr, steps } => Made::Linear(Linear::new(start_lr, end_lr, steps)?),
        Shape::Polynomial { init_lr, end_lr, decay_steps, power, cycle } => {
            let usual = PolynomialConfig::new(init_lr, decay_steps);
            Made::Polynomial(Polynomial::new(PolynomialConfig {
                end_lr: end_lr.unwrap_or(usual.end_lr),
                power: power.unwrap_or(usual.power),
                cycle: cycle.unwrap_or(usual.cycle),
                ..usual
            })?)
        }
        Shape::Cosine { init_lr, decay_steps, alpha, warmup_target, warmup_steps } => {
            let usual = CosineConfig::new(init_lr, decay_steps);
            Made::Cosine(Cosine::new(CosineConfig {
                alpha: alpha.unwrap_or(usual.alpha),
                warmup_target,
                warmup_steps: warmup_steps.unwrap_or(usual.warmup_steps),
                ..usual
            })?)
        }
        Shape::WarmRestarts { init_lr, first_decay_steps, t_mul, m_mul, alpha } => {
            let usual = WarmRestartsConfig::new(init_lr, first_decay_steps);
            Made::WarmRestarts(WarmRestarts::new(WarmRestartsConfig {
                t_mul: t_mul.unwrap_or(usual.t_mul),
                m_mul: m_mul.unwrap_or(usual.m_mul),
                alpha: alpha.unwrap_or(usual.alpha),
                ..usual
            })?)
        }
        Shape::Cyclic { base_lr, max_lr, step_size_up, step_size_down, mode, gamma } => {
            let usual = CyclicConfig::new(base_lr, max_lr, step_size_up);
            Made::Cyclic(Cyclic::new(CyclicConfig {
                step_size_down: step_size_down.unwrap_or(usual.step_size_down),
                mode: mode.unwrap_or(usual.mode),
                gamma: gamma.unwrap_or(usual.gamma),
                ..usual
            })?)
        }
        Shape::OneCycle { .. } => Made::OneCycle(one_cycle(shape)?),
        Shape::InverseSqrt { max_lr, warmup_steps, timescale } => {
            let usual = InverseSqrtConfig::new(max_lr, warmup_steps.unwrap_or(0.0));
            let timescale = timescale.unwrap_or(usual.timescale);
            Made::InverseSqrt(InverseSqrt::new(InverseSqrtConfig { timescale, ..usual })?)
        }
        Shape::Noam { model_size, warmup_steps, factor } => {
            Made::Noam(Noam::new(model_size, warmup_steps, factor.unwrap_or(Noam::FACTOR))?)
        }
        Shape::WarmupStableDecay { max_lr, warmup_steps, stable_steps, decay_steps, start_lr, end_lr, anneal } => {
            let usual = WarmupStableDecayConfig::new(max_lr, warmup_steps, stable_steps, decay_steps);
            Made::WarmupStableDecay(WarmupStableDecay::new(WarmupStableDecayConfig {
                start_lr: start_lr.unwrap_or(usual.start_lr),
                end_lr: end_lr.unwrap_or(usual.end_lr),
                anneal: anneal.unwrap_or(usual.anneal),
                ..usual
            })?)
        }
        Shape::Join { schedules, boundaries } => Made::Join(Join::new(pieces(schedules, unit)?, boundaries)?),
        Shape::Product { schedules } => Made::Product(Product::new(pieces(schedules, unit)?)?),
        Shape::Plateau { .. } => {
            let problem = "\"plateau\" is not accepted here; it follows a metric, not the step, and stands alone";
            return Err(Error::new("kind", problem));
        }
        Shape::Expression { expression, init_lr } => Made::Expression(Expression::new(&expression, init_lr)?),
        Shape::Table { values } => Made::Table(Table::new(values)?),
    })
}

fn one_cycle(shape: Shape) -> Result<OneCycle> {
    let Shape::OneCycle {
        max_lr,
        total_steps,
        pct_start,
        div_factor,
        final_div_factor,
        anneal,
        three_phase,
        pct_final,
        convention,
    } = shape
    else {
        return Err(Error::new("kind", "not a one-cycle"));
    };
    let convention = convention.unwrap_or_default();
    let usual = OneCycleConfig::new(max_lr, total_steps, convention, anneal.unwrap_or(Anneal::default()));
    let three_phase = three_phase.unwrap_or(usual.three_phase);
    if pct_final.is_some() && !(convention == OneCycleConvention::Optax && three_phase) {
        return Err(Error::new("pctFinal", "not accepted here; only optax's one-cycle of three phases has it"));
    }
    OneCycle::new(OneCycleConfig {
        pct_start: pct_start.unwrap_or(usual.pct_start),
        div_factor: div_factor.unwrap_or(usual.div_factor),
        final_div_factor: final_div_factor.unwrap_or(usual.final_div_factor),
        three_phase,
        pct_final: pct_final.unwrap_or(usual.pct_final),
        ..usual
    })
}

fn plateau(shape: Shape) -> Result<Plateau> {
    let Shape::Plateau {
        init_lr,
        factor,
        patience,
        min_delta,
        threshold,
        threshold_mode,
        cooldown,
        min_lr,
        monitor,
        convention,
    } = shape
    else {
        return Err(Error::new("kind", "not a plateau"));
    };
    let convention = convention.unwrap_or_default();
    let usual = PlateauConfig::new(init_lr, convention);
    let rule = match convention {
        PlateauConvention::Keras => {
            let foreign = [("threshold", threshold.is_some()), ("thresholdMode", threshold_mode.is_some())];
            if let Some((field, _)) = foreign.into_iter().find(|(_, given)| *given) {
                return Err(Error::new(field, "not accepted by the convention keras; use minDelta"));
            }
            PlateauRule::Keras { min_delta: min_delta.unwrap_or(PlateauRule::LEAST) }
        }
        PlateauConvention::Pytorch => {
            if min_delta.is_some() {
                return Err(Error::new("minDelta", "not accepted by the convention pytorch; use threshold"));
            }
            PlateauRule::Pytorch {
                threshold: threshold.unwrap_or(PlateauRule::LEAST),
                mode: threshold_mode.unwrap_or(ThresholdMode::default()),
            }
        }
    };
    Plateau::new(PlateauConfig {
        factor: factor.unwrap_or(usual.factor),
        patience: patience.unwrap_or(usual.patience),
        cooldown: cooldown.unwrap_or(usual.cooldown),
        min_lr: min_lr.unwrap_or(usual.min_lr),
        rule,
        monitor: monitor.unwrap_or(usual.monitor),
        ..usual
    })
}
