//! Schedules as a figure.

use crate::error::{Error, Result};
use crate::plot::chart::Chart;
use crate::plot::figure::schedule;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::run::MAX_STEPS;
use crate::schedule::Horizon;
use crate::sentence;

use super::super::sample;
use super::{FigureOptions, behind};
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Options as _, Value, options};
use crate::schedule::Schedule;

options! {
    /// How schedules are drawn.
    #[derive(Copy, Default)]
    pub struct ScheduleFigureOptions {
        /// The axis's first step, for a closer look; default 0.
        pub from: Option<f64> where (Range::NOT_NEGATIVE),
        /// The axis's last step; default that of the longest schedule.
        pub to: Option<f64> = (behind(to, from)),
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// How many steps; schedules need it.
        pub steps: Option<u64>,
        /// Steps in an epoch; default 1.
        pub steps_per_epoch: Option<u64>,
    }
}

options! {
    /// A curve of a schedule figure: a schedule or its rates.
    pub struct ScheduleCurve {
        /// What the legend calls it.
        pub label: Option<String>,
        /// What to sample, or else
        pub schedule: Option<Schedule>,
        /// the rate of each step.
        pub lrs: Option<Vec<f64>>,
    }
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
        let options = ScheduleFigureOptions::asked(options).map_err(|error| error.under("options"))?;
        let count = if let Value::List(curves) = schedules { curves.len() as u64 } else { 1 };
        let sampling = || {
            let missing = || sentence!("error.no-length", "missing; schedules are drawn for that many steps");
            let steps = options.steps.ok_or_else(|| Error::new("steps", missing()))?;
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
        &self.options.figure.0
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let ScheduleFigureOptions { figure: Flat(figure), from, to, .. } = self.options;
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
        (None, None) => Err(under(Error::missing_either("schedule", "schedule or lrs"))),
        (Some(_), Some(_)) => Err(under(Error::given_beside("lrs", "schedule"))),
    }
}
