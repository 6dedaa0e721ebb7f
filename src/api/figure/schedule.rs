//! Schedules as a figure.

use crate::error::{Error, Result};
use crate::plot::chart::Chart;
use crate::plot::figure::schedule;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::schedule::Horizon;

use super::super::sample;
use super::{FigureOptions, steps_shown};
use crate::request::Value;
use crate::request::fields::{self, Fields};
use crate::schedule::Schedule;

/// How schedules are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct ScheduleFigureOptions {
    /// As for every figure.
    #[cfg_attr(target_arch = "wasm32", serde(flatten))]
    pub figure: FigureOptions,
    /// How many steps; schedules need it.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps: Option<u64>,
    /// Steps in an epoch; default 1.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub steps_per_epoch: Option<u64>,
    /// The axis's first step, for a closer look; default 0.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub from: Option<f64>,
    /// The axis's last step; default that of the longest schedule.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub to: Option<f64>,
}

impl ScheduleFigureOptions {
    fn read(value: Option<&Value>) -> Result<Self> {
        let mut fields = Fields::of_optional(value)?;
        let (from, to) = steps_shown(&mut fields)?;
        let options = Self {
            figure: FigureOptions::read(&mut fields)?,
            from,
            to,
            steps: fields.optional("steps", fields::whole)?,
            steps_per_epoch: fields.optional("stepsPerEpoch", fields::whole)?,
        };
        fields.finish()?;
        Ok(options)
    }
}

/// A curve of a schedule figure: a schedule or its rates.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ScheduleCurve {
    /// What the legend calls it.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub label: Option<String>,
    /// What to sample, or else
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Schedule"))]
    pub schedule: Option<Schedule>,
    /// the rate of each step.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "ArrayLike<number>"))]
    pub lrs: Option<Vec<f64>>,
}

/// Schedules as a figure.
#[derive(Clone, Debug)]
pub struct ScheduleFigure {
    curves: Vec<(String, Vec<f64>)>,
    options: ScheduleFigureOptions,
}

impl ScheduleFigure {
    /// Reads a schedule, a list of `{ label, schedule }` and `{ label, lrs }`, or an array of rates; and the options, whose
    /// `steps` and `stepsPerEpoch` schedules need. Of plateau the rates are drawn, since it has none without a metric.
    ///
    /// # Errors
    /// A refused schedule under `schedule` or `schedules[i].schedule`, rates under `schedules[i].lrs`, an option under
    /// `options`; `options.steps`: missing beside a schedule, or more than 10 million rates in all.
    pub fn read(schedules: &Value, options: Option<&Value>) -> Result<Self> {
        let options = ScheduleFigureOptions::read(options).map_err(|error| error.under("options"))?;
        let count = if let Value::List(curves) = schedules { curves.len() as u64 } else { 1 };
        let sampling = || {
            let steps = options.steps.ok_or_else(|| Error::new("steps", "missing; schedules are drawn so far"))?;
            Range::whole(0, MAX_STEPS / count.max(1)).check("steps", steps as f64)?;
            sample::horizon(steps, options.steps_per_epoch)
        };
        let horizon = sampling().map_err(|error: Error| error.under("options"));
        let curves = match schedules {
            Value::List(curves) => {
                let read = |(i, curve)| read_curve(curve, &format!("schedules[{i}]"), &horizon);
                curves.iter().enumerate().map(read).collect::<Result<_>>()?
            }
            Value::Numbers(lrs) => vec![(String::new(), lrs.clone())],
            schedule => vec![(String::new(), sample::column(schedule, "", &horizon)?)],
        };
        Ok(Self { curves, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let ScheduleFigureOptions { figure, from, to, .. } = self.options;
        let (width, height) = figure.size(size);
        let options = schedule::ScheduleOptions { width, height, theme: figure.theme.unwrap_or_default(), from, to };
        let curves: Vec<_> = self.curves.iter().map(|(name, lrs)| schedule::Curve { lrs, name }).collect();
        schedule::figure(&curves, &options, measure)
    }
}

fn read_curve(value: &Value, path: &str, horizon: &Result<Horizon>) -> Result<(String, Vec<f64>)> {
    let under = |error: Error| error.under(path);
    let mut fields = Fields::of(value).map_err(under)?;
    let label = fields.optional("label", fields::text).map_err(under)?.unwrap_or_default().to_owned();
    let lrs = fields.optional("lrs", fields::numbers).map_err(under)?;
    let schedule = fields.get("schedule");
    fields.finish().map_err(under)?;
    match (schedule, lrs) {
        (Some(schedule), None) => Ok((label, sample::column(schedule, path, horizon)?)),
        (None, Some(lrs)) => Ok((label, lrs)),
        (None, None) => Err(under(Error::new("schedule", "missing; give schedule or lrs"))),
        (Some(_), Some(_)) => Err(under(Error::new("lrs", "given beside schedule; give one of them"))),
    }
}
