//! Figures on a canvas and as SVG text.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use crate::api::{
    DecisionFigure, FigureLayout, FigureOptions, LossFigure, LrBandFigure, LrEpochsFigure, LrFindFigure, LrSweepFigure,
    ScheduleFigure, SharpnessFigure,
};
use crate::error::Result;
use crate::plot::chart::Chart;
use crate::plot::text::{TextMeasure, estimate};
use crate::plot::{chart, svg};

use super::error::or_throw;
use super::{canvas, report, value};

/// Size of a figure as SVG when the options name none.
const SVG_SIZE: (f64, f64) = (720.0, 320.0);

/// Height of the truth strip as SVG.
const STRIP: f64 = 180.0;

/// Height of the rules' histograms as SVG.
const HISTOGRAMS: f64 = 400.0;

/// Sides of a decision surface as SVG.
const SQUARE: f64 = 400.0;

/// Draws a finder's report on a canvas and tells where its plot lies. The canvas gets the pixels of the screen; its
/// size on the page is the style sheet's.
#[wasm_bindgen(js_name = drawLrFind, unchecked_return_type = "FigureLayout")]
pub fn draw_lr_find(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "LrFindReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrFindFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(report, options, LrFindFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws the truth strip, a sweep's report, on a canvas and tells where its plot lies.
#[wasm_bindgen(js_name = drawLrSweep, unchecked_return_type = "FigureLayout")]
pub fn draw_lr_sweep(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "LrSweepReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrSweepFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(report, options, LrSweepFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws what each rule suggests over many seeds, a histogram a rule, on a canvas and tells where the
/// plot lies.
#[wasm_bindgen(js_name = drawLrBand, unchecked_return_type = "FigureLayout")]
pub fn draw_lr_band(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "LrBandReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrBandFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(report, options, LrBandFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws a finder's losses and rates over its steps, on two axes, on a canvas and tells where the
/// plot lies.
#[wasm_bindgen(js_name = drawLrEpochs, unchecked_return_type = "FigureLayout")]
pub fn draw_lr_epochs(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "LrFindReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrEpochsFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(report, options, LrEpochsFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws the limit of stability along a run, and the rate that it used, on a canvas and tells where the
/// plot lies.
#[wasm_bindgen(js_name = drawSharpness, unchecked_return_type = "FigureLayout")]
pub fn draw_sharpness(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "SharpnessColumns")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SharpnessFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(report, options, SharpnessFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws the losses of one trace, or of runs `{ label, letter, trace }`, on a canvas and tells where the plot lies.
#[wasm_bindgen(js_name = drawLoss, unchecked_return_type = "FigureLayout")]
pub fn draw_loss(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "Trace | { label?: string; letter?: string; trace: Trace }[]")]
    runs: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LossFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(runs, options, LossFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws the rates of a schedule, of schedules and given rates `{ label, schedule | lrs }`, or of an array of rates on a
/// canvas and tells where the plot lies. Schedules need the options' `steps`.
#[wasm_bindgen(js_name = drawSchedule, unchecked_return_type = "FigureLayout")]
pub fn draw_schedule(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "Schedule | ScheduleCurve[] | ArrayLike<number>")] schedules: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ScheduleFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(schedules, options, ScheduleFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// Draws what a network answers all over its features, with the rows of the data on top, on a canvas and tells where the
/// plot lies.
#[wasm_bindgen(js_name = drawDecision, unchecked_return_type = "FigureLayout")]
pub fn draw_decision(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "DecisionSurface")] surface: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DecisionFigureOptions")] options: &JsValue,
) -> std::result::Result<JsValue, JsValue> {
    let figure = or_throw(read(surface, options, DecisionFigure::read))?;
    draw(canvas, figure.options(), |size, measure| figure.chart(size, measure))
}

/// A finder's report as SVG text.
#[wasm_bindgen(js_name = lrFindSvg)]
pub fn lr_find_svg(
    #[wasm_bindgen(unchecked_param_type = "LrFindReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrFindFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(report, options, LrFindFigure::read))?;
    or_throw(svg::to_svg(&figure.chart(SVG_SIZE, &estimate)))
}

/// The truth strip, a sweep's report, as SVG text.
#[wasm_bindgen(js_name = lrSweepSvg)]
pub fn lr_sweep_svg(
    #[wasm_bindgen(unchecked_param_type = "LrSweepReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrSweepFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(report, options, LrSweepFigure::read))?;
    or_throw(svg::to_svg(&figure.chart((SVG_SIZE.0, STRIP), &estimate)))
}

/// What each rule suggests over many seeds, a histogram a rule, as SVG text.
#[wasm_bindgen(js_name = lrBandSvg)]
pub fn lr_band_svg(
    #[wasm_bindgen(unchecked_param_type = "LrBandReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrBandFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(report, options, LrBandFigure::read))?;
    or_throw(svg::to_svg(&figure.chart((SVG_SIZE.0, HISTOGRAMS), &estimate)))
}

/// A finder's losses and rates over its steps, on two axes, as SVG text.
#[wasm_bindgen(js_name = lrEpochsSvg)]
pub fn lr_epochs_svg(
    #[wasm_bindgen(unchecked_param_type = "LrFindReport")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LrEpochsFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(report, options, LrEpochsFigure::read))?;
    or_throw(svg::to_svg(&figure.chart(SVG_SIZE, &estimate)))
}

/// The limit of stability along a run, and the rate that it used, as SVG text.
#[wasm_bindgen(js_name = sharpnessSvg)]
pub fn sharpness_svg(
    #[wasm_bindgen(unchecked_param_type = "SharpnessColumns")] report: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SharpnessFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(report, options, SharpnessFigure::read))?;
    or_throw(svg::to_svg(&figure.chart(SVG_SIZE, &estimate)))
}

/// The losses of one trace, or of runs `{ label, letter, trace }`, as SVG text.
#[wasm_bindgen(js_name = lossSvg)]
pub fn loss_svg(
    #[wasm_bindgen(unchecked_param_type = "Trace | { label?: string; letter?: string; trace: Trace }[]")]
    runs: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LossFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(runs, options, LossFigure::read))?;
    or_throw(svg::to_svg(&figure.chart(SVG_SIZE, &estimate)))
}

/// The rates of a schedule, of schedules and given rates `{ label, schedule | lrs }`, or of an array of rates as SVG
/// text.
#[wasm_bindgen(js_name = scheduleSvg)]
pub fn schedule_svg(
    #[wasm_bindgen(unchecked_param_type = "Schedule | ScheduleCurve[] | ArrayLike<number>")] schedules: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ScheduleFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(schedules, options, ScheduleFigure::read))?;
    or_throw(svg::to_svg(&figure.chart(SVG_SIZE, &estimate)))
}

/// What a network answers all over its features, with the rows of the data on top, as SVG text.
#[wasm_bindgen(js_name = decisionSvg)]
pub fn decision_svg(
    #[wasm_bindgen(unchecked_param_type = "DecisionSurface")] surface: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DecisionFigureOptions")] options: &JsValue,
) -> std::result::Result<String, JsValue> {
    let figure = or_throw(read(surface, options, DecisionFigure::read))?;
    or_throw(svg::to_svg(&figure.chart((SQUARE, SQUARE), &estimate)))
}

fn read<F>(
    what: &JsValue,
    options: &JsValue,
    figure: impl Fn(&crate::api::Value, Option<&crate::api::Value>) -> Result<F>,
) -> Result<F> {
    figure(&value::read(what)?, value::read_optional(options)?.as_ref())
}

fn draw(
    canvas: &HtmlCanvasElement,
    options: &FigureOptions,
    chart: impl FnOnce((f64, f64), &dyn TextMeasure) -> Chart,
) -> std::result::Result<JsValue, JsValue> {
    // A canvas that is not laid out has no size on the page; then its pixels count. Whoever names a size spares the page
    // from being laid out to answer.
    let side = |shown: i32, pixels: u32| if shown > 0 { f64::from(shown) } else { f64::from(pixels) };
    let width = options.width.unwrap_or_else(|| side(canvas.client_width(), canvas.width()));
    let height = options.height.unwrap_or_else(|| side(canvas.client_height(), canvas.height()));
    let size = (width, height);
    let screen = || web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let ratio = options.pixel_ratio.unwrap_or_else(screen);
    let layout: chart::Layout = or_throw(canvas::draw(canvas, ratio, |measure| chart(size, measure)))?;
    report::write(&FigureLayout::from(&layout))
}
