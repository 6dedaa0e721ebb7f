//! Schedules as they are asked for.

use crate::error::{Error, Result};
use crate::schedule::{self, Constant, Exponential, ExponentialConfig, Geometric, Table, Unit};

use super::Value;
use super::fields::{self, Fields};

/// A schedule: a shape over steps or epochs.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Schedule {
    /// What the shape's `t` counts; default `step`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "\"step\" | \"epoch\""))]
    pub unit: Option<Unit>,
    /// The shape.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub shape: Shape,
}

/// A shape of the rate over `t`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Shape {
    /// The same rate for ever.
    Constant {
        /// The rate.
        lr: f64,
    },
    /// Decay or growth by a factor.
    Exponential {
        /// The rate up to `begin`.
        init_lr: f64,
        /// The factor for each `decaySteps`.
        decay_rate: f64,
        /// Steps to one whole factor; default 1.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        decay_steps: Option<f64>,
        /// Change in jumps; default false.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        staircase: Option<bool>,
        /// Where the change begins; default 0.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        begin: Option<f64>,
        /// A floor when the rate falls, a ceiling when it rises.
        #[cfg_attr(target_arch = "wasm32", tsify(optional))]
        end_lr: Option<f64>,
    },
    /// From one rate to another by equal factors.
    Geometric {
        /// The first rate.
        start_lr: f64,
        /// The last rate.
        end_lr: f64,
        /// How many rates.
        steps: u64,
    },
    /// Given rates.
    Table {
        /// One rate for each `t`.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "ArrayLike<number>"))]
        values: Vec<f64>,
    },
}

impl Schedule {
    /// Reads a schedule.
    ///
    /// # Errors
    /// The first field that is missing, unknown or of another type.
    pub fn read(value: &Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        let unit = fields.optional("unit", fields::named)?;
        let shape = match fields.required("kind", fields::text)? {
            "constant" => Shape::Constant { lr: fields.required("lr", fields::number)? },
            "exponential" => Shape::Exponential {
                init_lr: fields.required("initLr", fields::number)?,
                decay_rate: fields.required("decayRate", fields::number)?,
                decay_steps: fields.optional("decaySteps", fields::number)?,
                staircase: fields.optional("staircase", fields::flag)?,
                begin: fields.optional("begin", fields::number)?,
                end_lr: fields.optional("endLr", fields::number)?,
            },
            "geometric" => Shape::Geometric {
                start_lr: fields.required("startLr", fields::number)?,
                end_lr: fields.required("endLr", fields::number)?,
                steps: fields.required("steps", fields::whole)?,
            },
            "table" => Shape::Table { values: fields.required("values", fields::numbers)? },
            kind => return Err(Error::unknown("kind", kind, ["constant", "exponential", "geometric", "table"])),
        };
        fields.finish()?;
        Ok(Self { unit, shape })
    }

    /// The schedule.
    ///
    /// # Errors
    /// The first field whose value does not fit.
    pub fn build(self) -> Result<schedule::Schedule> {
        let shape = match self.shape {
            Shape::Constant { lr } => schedule::Shape::Constant(Constant::new(lr)?),
            Shape::Exponential { init_lr, decay_rate, decay_steps, staircase, begin, end_lr } => {
                schedule::Shape::Exponential(Exponential::new(ExponentialConfig {
                    init_lr,
                    decay_rate,
                    decay_steps: decay_steps.unwrap_or(1.0),
                    staircase: staircase.unwrap_or(false),
                    begin: begin.unwrap_or(0.0),
                    end_lr,
                })?)
            }
            Shape::Geometric { start_lr, end_lr, steps } => {
                schedule::Shape::Geometric(Geometric::new(start_lr, end_lr, steps)?)
            }
            Shape::Table { values } => schedule::Shape::Table(Table::new(values)?),
        };
        Ok(schedule::Schedule::new(shape, self.unit.unwrap_or_default()))
    }
}
