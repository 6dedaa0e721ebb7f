//! The file `lr-lab-run.json`.

use std::io::{self, Write};

use ndarray::Array2;
use serde::Serialize;
use serde::ser::Serializer;

use crate::named::Named as _;
use crate::report::FingerprintsReport;
use crate::request::Value;
use crate::train::TraceStop;

/// The longest text, in bytes.
pub(super) const MAX_BYTES: usize = 20_000_000;

/// A part of the data.
#[derive(Serialize)]
pub(super) struct Rows<'a> {
    #[serde(serialize_with = "matrix")]
    pub(super) features: &'a Array2<f32>,
    #[serde(serialize_with = "matrix")]
    pub(super) targets: &'a Array2<f32>,
}

/// A weight tensor, row-major.
#[derive(Serialize)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
}

/// Measured on the rows held out.
#[derive(Serialize)]
pub(super) struct Evaluations<'a> {
    pub(super) epochs: &'a [f64],
    pub(super) losses: &'a [f64],
    pub(super) accuracies: &'a [f64],
}

/// Where and why the run ended.
#[derive(Serialize)]
pub(super) struct End<'a> {
    pub(super) reason: &'static str,
    pub(super) step: usize,
    pub(super) lr: f64,
    pub(super) message: &'a str,
}

impl<'a> From<&'a TraceStop> for End<'a> {
    fn from(stop: &'a TraceStop) -> Self {
        Self { reason: stop.reason.name(), step: stop.step, lr: stop.lr, message: &stop.message }
    }
}

/// What a training starts from, at a seed, and its batches.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start<'a> {
    pub(super) training: Rows<'a>,
    pub(super) validation: Option<Rows<'a>>,
    pub(super) initial_weights: Vec<Tensor>,
    pub(super) batches: Vec<Vec<u32>>,
    pub(super) best_constant_loss: f64,
}

/// The file `lr-lab-run.json`. `lrs` and `losses` have an entry for each step that was taken.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunFile<'a> {
    pub(super) format: &'static str,
    pub(super) version: &'static str,
    pub(super) experiment: &'a Value,
    pub(super) schedule: &'a Value,
    pub(super) steps_per_epoch: usize,
    pub(super) input_shape: Vec<usize>,
    #[serde(flatten)]
    pub(super) start: Start<'a>,
    pub(super) other_starts: Vec<Start<'a>>,
    pub(super) lrs: &'a [f64],
    pub(super) losses: &'a [f64],
    pub(super) evaluations: Evaluations<'a>,
    pub(super) fingerprints: FingerprintsReport,
    pub(super) stop: Option<End<'a>>,
}

fn matrix<S: Serializer>(matrix: &&Array2<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(matrix.rows().into_iter().map(|row| row.to_vec()))
}

impl RunFile<'_> {
    /// The JSON; `None` where it is too long.
    pub(super) fn write(&self) -> Option<String> {
        let mut text = Limited::default();
        serde_json::to_writer(&mut text, self).ok()?;
        String::from_utf8(text.0).ok()
    }
}

/// A text that refuses to grow beyond [`MAX_BYTES`].
#[derive(Default)]
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
