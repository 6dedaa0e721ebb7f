//! Training runs as a figure.

use crate::error::{Error, Result};
use crate::plot::chart::Chart;
use crate::plot::figure::loss;
use crate::plot::text::TextMeasure;
use crate::range::Range;
use crate::sentence;
use crate::train::Trace;

use super::{FigureOptions, behind};
use crate::report::read_trace;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Options as _, Value, options};

options! {
    /// How runs are drawn.
    #[derive(Copy, Default)]
    pub struct LossFigureOptions {
        /// As for every figure.
        pub figure: Flat<FigureOptions>,
        /// The axis's first step, for a closer look; default 0.
        pub from: Option<f64> where (Range::NOT_NEGATIVE),
        /// The axis's last step; default the total.
        pub to: Option<f64> = (behind(to, from)),
        /// The planned steps, so that a running fit keeps its axis.
        pub total: Option<f64> where (Range::POSITIVE),
    }
}

/// A run as it is called.
#[derive(Clone, Debug)]
struct Named {
    label: String,
    /// 0 for A; without one, its place in the list.
    letter: Option<usize>,
    trace: Trace,
}

/// Training runs as a figure.
#[derive(Clone, Debug)]
pub struct LossFigure {
    runs: Vec<Named>,
    options: LossFigureOptions,
}

impl LossFigure {
    /// Reads a trace, or a list of `{ label, letter, trace }`, and the options.
    ///
    /// # Errors
    /// A refused field of a trace under `trace` or `runs[i].trace`, of the options under `options`.
    pub fn read(runs: &Value, options: Option<&Value>) -> Result<Self> {
        let runs = match runs {
            Value::List(_) => fields::list(runs, read_run).map_err(|error| error.under("runs"))?,
            trace => {
                let trace = read_trace(trace).map_err(|error| error.under("trace"))?;
                vec![Named { label: String::new(), letter: None, trace }]
            }
        };
        let options = LossFigureOptions::asked(options).map_err(|error| error.under("options"))?;
        Ok(Self { runs, options })
    }

    /// The options of every figure.
    pub fn options(&self) -> &FigureOptions {
        &self.options.figure.0
    }

    /// The figure, `width` × `height` unless the options say otherwise.
    pub fn chart(&self, size: (f64, f64), measure: &dyn TextMeasure) -> Chart {
        let LossFigureOptions { figure: Flat(figure), total, from, to } = self.options;
        let (width, height) = figure.size(size);
        let options = loss::LossOptions { width, height, theme: figure.theme.unwrap_or_default(), total, from, to };
        let runs: Vec<_> = self.runs.iter().enumerate().map(|(place, run)| run.drawn(place)).collect();
        loss::figure(&runs, &options, measure)
    }
}

impl Named {
    fn drawn(&self, place: usize) -> loss::Run<'_> {
        loss::Run { trace: &self.trace, name: &self.label, place: self.letter.unwrap_or(place) }
    }
}

fn read_run(value: &Value) -> Result<Named> {
    let mut fields = Fields::of(value)?;
    let label = fields.optional("label", fields::text)?.unwrap_or_default().to_owned();
    let letter = fields.optional("letter", read_letter)?;
    let trace = fields.required("trace", read_trace)?;
    fields.finish()?;
    Ok(Named { label, letter, trace })
}

fn read_letter(value: &Value) -> Result<usize> {
    match fields::text(value)?.as_bytes() {
        [letter @ b'A'..=b'Z'] => Ok(usize::from(letter - b'A')),
        _ => Err(Error::not_accepted("", value, sentence!("accepted.a-letter", "a letter from A to Z"))),
    }
}
