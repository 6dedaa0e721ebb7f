//! Training runs as a figure.

use crate::error::{Error, Result};
use crate::plot::figure::loss;
use crate::range::Range;
use crate::report::read_trace;
use crate::request::fields::{self, Fields};
use crate::request::{Flat, Options as _, Under as _, Value, options};
use crate::sentence;
use crate::train::Trace;

use super::{FigureOptions, behind};

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
        /// Where the plot begins: `plot.x` of the figure above, for plots that lie flush.
        pub left: Option<f64> where (Range::POSITIVE),
        /// Where the plot ends: `plot.x + plot.width` of the figure above.
        pub right: Option<f64> where (Range::POSITIVE),
        /// Whether the losses of batches are drawn, faint, behind those on held-out rows; default yes. A run without any on
        /// held-out rows has them in front.
        pub batches: Option<bool>,
        /// Whether the runs are named over the plot; default yes, else their letters are enough.
        pub legend: Option<bool>,
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

figure! {
    /// Training runs as a figure: a trace, or a list of `{ label, letter, trace }`.
    LossFigure of runs: Vec<Named>, LossFigureOptions = |runs, options| {
        let runs = match runs {
            Value::List(_) => fields::list(runs, read_run).under("runs")?,
            trace => vec![Named { label: String::new(), letter: None, trace: read_trace(trace).under("trace")? }],
        };
        Ok((runs, LossFigureOptions::asked(options).under("options")?))
    };
    |runs, &LossFigureOptions { total, from, to, left, right, batches, legend, .. }, (width, height, theme), measure| {
        let drawn = runs.iter().enumerate().map(|(place, Named { label, letter, trace })| loss::Run {
            trace,
            name: label,
            place: letter.unwrap_or(place),
        });
        let runs: Vec<_> = drawn.collect();
        let (held_out_only, unnamed) = (batches == Some(false), legend == Some(false));
        let options = loss::LossOptions {
            width, height, theme, total, from, to, left, right, held_out_only, unnamed,
        };
        loss::figure(&runs, &options, measure)
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
