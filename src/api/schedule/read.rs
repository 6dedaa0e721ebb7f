//! From a plain value to a schedule's request.

use crate::api::Value;
use crate::api::fields::{self, Fields};
use crate::error::{Error, Result};
use crate::schedule::MAX_DEPTH;

use super::{Schedule, Shape};

/// What `kind` may be, in the order in which a person is shown them.
pub(in crate::api) const KINDS: [&str; 22] = [
    "constant",
    "inverse-time",
    "step",
    "multi-step",
    "piecewise",
    "exponential",
    "natural-exponential",
    "geometric",
    "linear",
    "polynomial",
    "cosine",
    "warm-restarts",
    "cyclic",
    "one-cycle",
    "inverse-sqrt",
    "noam",
    "warmup-stable-decay",
    "join",
    "product",
    "plateau",
    "expression",
    "table",
];

impl Schedule {
    /// Reads a schedule.
    ///
    /// # Errors
    /// The first field that is missing, unknown or of another type, by its path.
    pub fn read(value: &Value) -> Result<Self> {
        read(value, MAX_DEPTH)
    }
}

/// A schedule that may contain `depth` levels, itself counted.
fn read(value: &Value, depth: usize) -> Result<Schedule> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::new("", format!("schedules nested more than {MAX_DEPTH} deep are not accepted")));
    };
    let mut fields = Fields::of(value)?;
    let unit = fields.optional("unit", fields::named)?;
    let kind = fields.required("kind", fields::text)?;
    let shape = shape(kind, &mut fields, depth)?;
    fields.finish()?;
    Ok(Schedule { unit, shape })
}

fn shape(kind: &str, fields: &mut Fields, depth: usize) -> Result<Shape> {
    Ok(match kind {
        "constant" => Shape::Constant { lr: fields.required("lr", fields::number)? },
        "inverse-time" => Shape::InverseTime {
            init_lr: fields.required("initLr", fields::number)?,
            decay_rate: fields.required("decayRate", fields::number)?,
            decay_steps: fields.optional("decaySteps", fields::number)?,
            staircase: fields.optional("staircase", fields::flag)?,
        },
        "step" => Shape::Step {
            init_lr: fields.required("initLr", fields::number)?,
            factor: fields.required("factor", fields::number)?,
            step_size: fields.required("stepSize", fields::number)?,
        },
        "multi-step" => Shape::MultiStep {
            init_lr: fields.required("initLr", fields::number)?,
            factor: fields.required("factor", fields::number)?,
            milestones: fields.required("milestones", fields::wholes)?,
        },
        "piecewise" => Shape::Piecewise {
            boundaries: fields.required("boundaries", fields::wholes)?,
            values: fields.required("values", fields::numbers)?,
        },
        "exponential" => Shape::Exponential {
            init_lr: fields.required("initLr", fields::number)?,
            decay_rate: fields.required("decayRate", fields::number)?,
            decay_steps: fields.optional("decaySteps", fields::number)?,
            staircase: fields.optional("staircase", fields::flag)?,
            begin: fields.optional("begin", fields::number)?,
            end_lr: fields.optional("endLr", fields::number)?,
        },
        "natural-exponential" => Shape::NaturalExponential {
            init_lr: fields.required("initLr", fields::number)?,
            k: fields.required("k", fields::number)?,
        },
        "geometric" => Shape::Geometric {
            start_lr: fields.required("startLr", fields::number)?,
            end_lr: fields.required("endLr", fields::number)?,
            steps: fields.required("steps", fields::whole)?,
        },
        "linear" => Shape::Linear {
            start_lr: fields.required("startLr", fields::number)?,
            end_lr: fields.required("endLr", fields::number)?,
            steps: fields.required("steps", fields::whole)?,
        },
        "polynomial" => Shape::Polynomial {
            init_lr: fields.required("initLr", fields::number)?,
            end_lr: fields.optional("endLr", fields::number)?,
            decay_steps: fields.required("decaySteps", fields::number)?,
            power: fields.optional("power", fields::number)?,
            cycle: fields.optional("cycle", fields::flag)?,
        },
        "cosine" => Shape::Cosine {
            init_lr: fields.required("initLr", fields::number)?,
            decay_steps: fields.required("decaySteps", fields::number)?,
            alpha: fields.optional("alpha", fields::number)?,
            warmup_target: fields.optional("warmupTarget", fields::number)?,
            warmup_steps: fields.optional("warmupSteps", fields::number)?,
        },
        "warm-restarts" => Shape::WarmRestarts {
            init_lr: fields.required("initLr", fields::number)?,
            first_decay_steps: fields.required("firstDecaySteps", fields::number)?,
            t_mul: fields.optional("tMul", fields::number)?,
            m_mul: fields.optional("mMul", fields::number)?,
            alpha: fields.optional("alpha", fields::number)?,
        },
        "cyclic" => Shape::Cyclic {
            base_lr: fields.required("baseLr", fields::number)?,
            max_lr: fields.required("maxLr", fields::number)?,
            step_size_up: fields.required("stepSizeUp", fields::number)?,
            step_size_down: fields.optional("stepSizeDown", fields::number)?,
            mode: fields.optional("mode", fields::named)?,
            gamma: fields.optional("gamma", fields::number)?,
        },
        "one-cycle" => Shape::OneCycle {
            max_lr: fields.required("maxLr", fields::number)?,
            total_steps: fields.required("totalSteps", fields::whole)?,
            pct_start: fields.optional("pctStart", fields::number)?,
            div_factor: fields.optional("divFactor", fields::number)?,
            final_div_factor: fields.optional("finalDivFactor", fields::number)?,
            anneal: fields.optional("anneal", fields::named)?,
            three_phase: fields.optional("threePhase", fields::flag)?,
            pct_final: fields.optional("pctFinal", fields::number)?,
            convention: fields.optional("convention", fields::named)?,
        },
        "inverse-sqrt" => Shape::InverseSqrt {
            max_lr: fields.required("maxLr", fields::number)?,
            warmup_steps: fields.optional("warmupSteps", fields::number)?,
            timescale: fields.optional("timescale", fields::number)?,
        },
        "noam" => Shape::Noam {
            model_size: fields.required("modelSize", fields::whole)?,
            warmup_steps: fields.required("warmupSteps", fields::whole)?,
            factor: fields.optional("factor", fields::number)?,
        },
        "warmup-stable-decay" => Shape::WarmupStableDecay {
            max_lr: fields.required("maxLr", fields::number)?,
            warmup_steps: fields.required("warmupSteps", fields::whole)?,
            stable_steps: fields.required("stableSteps", fields::whole)?,
            decay_steps: fields.required("decaySteps", fields::whole)?,
            start_lr: fields.optional("startLr", fields::number)?,
            end_lr: fields.optional("endLr", fields::number)?,
            anneal: fields.optional("anneal", fields::named)?,
        },
        "join" => Shape::Join {
            schedules: fields.required("schedules", |value| pieces(value, depth))?,
            boundaries: fields.required("boundaries", fields::wholes)?,
        },
        "product" => Shape::Product { schedules: fields.required("schedules", |value| pieces(value, depth))? },
        "plateau" => Shape::Plateau {
            init_lr: fields.required("initLr", fields::number)?,
            factor: fields.optional("factor", fields::number)?,
            patience: fields.optional("patience", fields::whole)?,
            min_delta: fields.optional("minDelta", fields::number)?,
            threshold: fields.optional("threshold", fields::number)?,
            threshold_mode: fields.optional("thresholdMode", fields::named)?,
            cooldown: fields.optional("cooldown", fields::whole)?,
            min_lr: fields.optional("minLr", fields::number)?,
            monitor: fields.optional("monitor", fields::named)?,
            convention: fields.optional("convention", fields::named)?,
        },
        "expression" => Shape::Expression {
            expression: fields.required("expression", owned)?,
            init_lr: fields.optional("initLr", fields::number)?,
        },
        "table" => Shape::Table { values: fields.required("values", fields::numbers)? },
        kind => return Err(Error::unknown("kind", kind, KINDS)),
    })
}

fn pieces(value: &Value, depth: usize) -> Result<Vec<Schedule>> {
    fields::list(value, |piece| read(piece, depth))
}

fn owned(value: &Value) -> Result<String> {
    fields::text(value).map(str::to_owned)
}
