//! The finder's report on a curve from elsewhere.

use crate::error::{Error, Result};
use crate::finder::{CurveReading, LrFindReport, LrFinder, Ramp, RampConfig, Smoothing, StopRule, is_smoothed_already};
use crate::math::ln;
use crate::named::Named as _;
use crate::run::MAX_STEPS;
use crate::sentence;
use crate::source::csv;

use super::suggest::not_a_loss_each;
use crate::request::{Ask as _, Options as _, Plan, Preset, Value, asks, options};

options! {
    /// How a curve from elsewhere is read. What is left out is as the preset has it or, without one, as in a range test of
    /// the lab's own: smoothed with a corrected average of β = 0.95.
    #[derive(Default)]
    pub struct CurveOptions {
        /// How the losses are smoothed; `none` where they are smooth already.
        pub smoothing: Option<Smoothing>,
        /// When the last loss has diverged; default: past 4 times the lowest smoothed loss. Nothing is left out.
        pub stop: Option<StopRule>,
        /// How many steps the sweep had planned, of which fastai's rules cut a tenth; default: the number of losses.
        pub steps: Option<u64>,
        /// Smooth and stop as this text or library does.
        pub preset: Option<Preset>,
        /// Whether the losses are smoothed already, so that nothing smooths them again; default `auto`: by their look.
        pub smoothed: Option<Smoothed>,
    }
}

/// What is known of whether losses are smoothed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smoothed {
    /// By their look.
    Auto,
    /// They are, or they are not.
    Known(bool),
}

asks! {
    Smoothed: Smoothed::read, "boolean | \"auto\"";
}

impl Smoothed {
    fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Bool(known) => Ok(Self::Known(*known)),
            Value::Text(text) if text == "auto" => Ok(Self::Auto),
            other => Err(Error::not_accepted("", other, sentence!("accepted.smoothed", "true, false or \"auto\""))),
        }
    }
}

options! {
    /// A curve from elsewhere.
    pub struct LrCurve {
        /// The rate of each step.
        pub lrs: Vec<f64>,
        /// Its loss, before any smoothing.
        pub losses: Vec<f64>,
    }
}

/// The report of a range test that ran elsewhere, as if it had run here: `readLrFind(table, options?)`. The table is
/// `{ lrs, losses }` or a text with a column of rates and one of losses, as [`csv::read_curve`] reads it.
///
/// # Errors
/// `table`: what cannot be read, by line and column; `lrs[i]`: not above 0, or below the rate in front of it; `losses`:
/// another number of them; an option by its name.
pub fn read_lr_find(table: &Value, options: Option<&Value>) -> Result<(LrFindReport, CurveReading)> {
    let LrCurve { lrs, losses } = curve(table)?;
    let options = CurveOptions::asked(options)?;
    let plan = options.preset.map_or(Plan::DEFAULT, Preset::plan);
    let (smoothing, stop) = (options.smoothing.unwrap_or(plan.smoothing), options.stop.unwrap_or(plan.stop));
    let smoothed = match options.smoothed.unwrap_or(Smoothed::Auto) {
        Smoothed::Known(known) => known,
        Smoothed::Auto => smoothing != Smoothing::None && is_smoothed_already(&losses),
    };
    let tried = losses.len() as u64;
    let planned = options.steps.or_else(|| planned(&lrs, options.preset)).unwrap_or(tried);
    let mut notes = Vec::new();
    if smoothed && options.smoothed.is_none_or(|smoothed| smoothed == Smoothed::Auto) {
        notes.push(sentence!(
            "curve.smoothed",
            "These losses are smoothed already, as a library's history is, so they are not smoothed again."
        ));
    }
    if planned != tried && options.steps.is_none() {
        notes.push(sentence!(
            "curve.planned",
            "{planned} steps were planned, as the rates show; the curve has {tried}.",
            planned,
            tried
        ));
    }
    let smoothing = if smoothed { Smoothing::None } else { smoothing };
    let sweep = Ramp::given(lrs, planned)?;
    let mut finder = LrFinder::over(sweep, smoothing, stop)?.on_finished_curve();
    for loss in losses {
        finder.record(loss);
    }
    Ok((finder.report(), CurveReading { smoothed, planned, notes }))
}

/// How many steps the sweep had that these rates begin: the library's whose ends and way of counting they fit.
fn planned(lrs: &[f64], preset: Option<Preset>) -> Option<u64> {
    let [first, second, ..] = *lrs else { return None };
    let fits = |plan: Plan| {
        let shape = plan.growth.of_whole_steps()?;
        let steps = (ln(plan.end_lr / plan.start_lr) / ln(second / first)).round();
        // The last rate is the end, or one step short of it.
        let counts = [steps, steps + 1.0].map(|steps| steps as u64).into_iter();
        counts.filter(|steps| *steps >= lrs.len() as u64).find(|steps| {
            let config = RampConfig { start_lr: plan.start_lr, end_lr: plan.end_lr, steps: *steps, shape };
            let close = |(own, given): (f64, &f64)| (own / given - 1.0).abs() < 1e-4;
            Ramp::new(config).is_ok_and(|ramp| ramp.zip(lrs).all(close))
        })
    };
    let mut plans = preset.into_iter().chain(Preset::ALL.iter().copied()).map(Preset::plan);
    plans.find_map(fits)
}

fn curve(table: &Value) -> Result<LrCurve> {
    let curve = if let Value::Text(text) = table {
        let (lrs, losses) = csv::read_curve(text)?;
        LrCurve { lrs, losses }
    } else {
        let whole = |error: Error| if error.field().is_empty() { error.under("table") } else { error };
        LrCurve::ask(table).map_err(whole)?
    };
    let (rates, losses) = (curve.lrs.len(), curve.losses.len());
    if rates != losses {
        return Err(not_a_loss_each(losses, rates));
    }
    if rates as u64 > MAX_STEPS {
        let given = sentence!("value.rates", "{count} rates", count = rates);
        return Err(Error::not_accepted(
            "lrs",
            given,
            sentence!("accepted.at-most", "at most {most}", most = MAX_STEPS),
        ));
    }
    Ok(curve)
}

#[cfg(test)]
mod tests {
    use super::read_lr_find as read;
    use crate::error::Result;
    use crate::finder::{LrFindReport, StopReason};
    use crate::request::Value;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    fn read_lr_find(table: &Value, options: Option<&Value>) -> Result<LrFindReport> {
        read(table, options).map(|(report, _)| report)
    }

    #[test]
    fn a_text_and_columns_say_the_same() {
        let losses: Vec<f64> =
            (0..40).map(|i| 1.0 - 0.02 * f64::from(i)).chain((0..10).map(|i| 3.0 * f64::from(i))).collect();
        let lrs: Vec<f64> = std::iter::successors(Some(1e-4), |lr| Some(1.2 * lr)).take(50).collect();
        let rows: Vec<String> = lrs.iter().zip(&losses).map(|(lr, loss)| format!("{lr},{loss}")).collect();
        let text = read_lr_find(&Value::Text(format!("lr,loss\n{}", rows.join("\n"))), None).unwrap();
        let columns = Value::Map(vec![
            ("lrs".to_owned(), Value::Numbers(lrs)),
            ("losses".to_owned(), Value::Numbers(losses.clone())),
        ]);
        // As texts, in which NaN is itself.
        assert_eq!(format!("{text:?}"), format!("{:?}", read_lr_find(&columns, None).unwrap()));
        assert!(text.suggestions.len() > 5, "{:?}", text.suggestions);
        assert_eq!(text.stop.unwrap().reason, StopReason::Diverged);

        let raw =
            read_lr_find(&columns, Some(&value(r#"{ "smoothing": { "kind": "none" }, "stop": "never" }"#))).unwrap();
        assert_eq!((raw.smoothed, raw.stop.unwrap().reason), (losses, StopReason::Completed));
    }

    #[test]
    fn a_loss_that_is_no_number_is_a_gap_or_the_end() {
        for (losses, reason) in [("2\n2,nan\n3,1", StopReason::Completed), ("2\n2,1\n3,nan", StopReason::NonFinite)] {
            let report = read_lr_find(&Value::Text(format!("lr,loss\n1,{losses}")), None).unwrap();
            let stop = report.stop.unwrap();
            assert_eq!((stop.reason, stop.step, report.lrs.len()), (reason, 2, 3), "{losses}");
        }
    }

    #[test]
    fn refusals() {
        for (table, options, field) in [
            (r#"{ "lrs": [0.1], "losses": [1, 2] }"#, "{}", "losses"),
            (r#"{ "lrs": [0.1, 0.01], "losses": [1, 2] }"#, "{}", "lrs[1]"),
            (r#"{ "lrs": [0.1, 0], "losses": [1, 2] }"#, "{}", "lrs[1]"),
            (r#"{ "lrs": [], "losses": [] }"#, "{}", "lrs"),
            (r#"{ "lrs": [0.1] }"#, "{}", "losses"),
            ("3", "{}", "table"),
            (r#""nothing""#, "{}", "table"),
            (r#"{ "lrs": [0.1], "losses": [1] }"#, r#"{ "steps": 0 }"#, "steps"),
            (r#"{ "lrs": [0.1], "losses": [1] }"#, r#"{ "startLr": 0 }"#, "startLr"),
            (
                r#"{ "lrs": [0.1], "losses": [1] }"#,
                r#"{ "smoothing": { "kind": "corrected", "beta": 2 } }"#,
                "smoothing.beta",
            ),
            (r#"{ "lrs": [0.1], "losses": [1] }"#, r#"{ "preset": "keras" }"#, "preset"),
        ] {
            let error = read_lr_find(&value(table), Some(&value(options))).unwrap_err();
            assert_eq!(error.field(), field, "{table} {options}: {error}");
        }
    }
}
