//! Schedules as a figure.

use crate::error::{Error, Result};
use crate::plot::figure::schedule;
use crate::range::Range;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Options as _, Under as _, Value, options};
use crate::run::MAX_STEPS;
use crate::schedule::{Horizon, Schedule};
use crate::sentence;

use super::super::sample;
use super::{FigureOptions, behind};

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

/// A name and the rate of each step.
type Curve = (String, Vec<f64>);

figure! {
    /// Schedules as a figure: a schedule, a list of `{ label, schedule }` and `{ label, lrs }`, or an array of rates.
    ScheduleFigure of curves: Vec<Curve>, ScheduleFigureOptions = read;
    |curves, &ScheduleFigureOptions { from, to, .. }, (width, height, theme), measure| {
        let curves: Vec<_> = curves.iter().map(|(name, lrs)| schedule::Curve { lrs, name }).collect();
        schedule::figure(&curves, &schedule::ScheduleOptions { width, height, theme, from, to }, measure)
    }
}

/// Reads the curves and the options, whose `steps` and `stepsPerEpoch` schedules need. Of plateau the rates are drawn,
/// since it has none without a metric.
///
/// # Errors
/// A refused schedule under `schedule` or `schedules[i].schedule`, rates under `schedules[i].lrs`, an option under
/// `options`; `options.steps`: missing beside a schedule, or more than 10 million rates in all.
fn read(schedules: &Value, options: Option<&Value>) -> Result<(Vec<Curve>, ScheduleFigureOptions)> {
    let options = ScheduleFigureOptions::asked(options).under("options")?;
    let count = if let Value::List(curves) = schedules { curves.len() as u64 } else { 1 };
    let sampling = || {
        let missing = || sentence!("error.no-length", "missing; schedules are drawn for that many steps");
        let steps = options.steps.ok_or_else(|| Error::new("steps", missing()))?;
        Range::whole(0, MAX_STEPS / count.max(1)).check("steps", steps as f64)?;
        sample::horizon(steps, options.steps_per_epoch)
    };
    let horizon = sampling().under("options");
    let curves = match schedules {
        Value::List(curves) => {
            let read = |(i, curve)| {
                let path = format!("schedules[{i}]");
                read_curve(curve, &path, &horizon)
            };
            curves.iter().enumerate().map(read).collect::<Result<_>>()?
        }
        Value::Numbers(lrs) => vec![(String::new(), lrs.clone())],
        schedule => vec![(String::new(), sample::column(schedule, "", &horizon)?)],
    };
    Ok((curves, options))
}

fn read_curve(curve: &Value, path: &str, horizon: &Result<Horizon>) -> Result<Curve> {
    let mut fields = Fields::of(curve).under(path)?;
    let label = fields.optional("label", fields::text).under(path)?.unwrap_or_default().to_owned();
    let lrs = fields.optional("lrs", fields::numbers).under(path)?;
    let schedule = fields.get("schedule");
    fields.finish().under(path)?;
    match (schedule, lrs) {
        (Some(schedule), None) => Ok((label, sample::column(schedule, path, horizon)?)),
        (None, Some(lrs)) => Ok((label, lrs)),
        (None, None) => {
            Err(Error::missing_either("schedule", sentence!("value.schedule-or-lrs", "schedule or lrs")).under(path))
        }
        (Some(_), Some(_)) => Err(Error::given_beside("lrs", "schedule").under(path)),
    }
}
