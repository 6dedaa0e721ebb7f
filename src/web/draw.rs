//! Figures on a canvas and as SVG text.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use crate::api::{
    DecisionFigure, FigureOptions, LossFigure, LrBandFigure, LrEpochsFigure, LrFindFigure, LrSweepFigure,
    ScheduleFigure, SharpnessFigure,
};
use crate::plot::chart::Chart;
use crate::plot::svg;
use crate::plot::text::{TextMeasure, estimate};

use super::error::or_throw;
use super::value::{given, optional};
use super::{canvas, report};

/// A figure's two exports: what it is, its size as SVG where the options name none, of what it is, and its options.
/// Docs are plain texts, as in `run`.
macro_rules! figures {
    ($(
        $($doc:literal)*
        $draw:ident $js_draw:ident, $svg:ident $js_svg:ident: $figure:ident, $size:expr, $what:ident $type:tt, $options:tt;
    )*) => {$(
        $(#[doc = $doc])*
        ///
        /// Drawn on a canvas, which gets the pixels of the screen, while its size on the page is the style sheet's. Tells
        /// where the plot lies.
        #[wasm_bindgen(js_name = $js_draw, unchecked_return_type = "FigureLayout")]
        pub fn $draw(
            canvas: &HtmlCanvasElement,
            #[wasm_bindgen(unchecked_param_type = $type)] $what: &JsValue,
            #[wasm_bindgen(unchecked_optional_param_type = $options)] options: &JsValue,
        ) -> Result<JsValue, JsValue> {
            let figure = or_throw($figure::read(&given("", $what)?, optional("", options)?.as_ref()))?;
            draw(canvas, figure.options(), &|size, measure| figure.chart(size, measure))
        }

        $(#[doc = $doc])*
        ///
        /// As SVG text.
        #[wasm_bindgen(js_name = $js_svg)]
        pub fn $svg(
            #[wasm_bindgen(unchecked_param_type = $type)] $what: &JsValue,
            #[wasm_bindgen(unchecked_optional_param_type = $options)] options: &JsValue,
        ) -> Result<String, JsValue> {
            let figure = or_throw($figure::read(&given("", $what)?, optional("", options)?.as_ref()))?;
            or_throw(svg::to_svg(&figure.chart($size, &estimate)))
        }
    )*};
}

figures! {
    "A finder's report."
    draw_lr_find drawLrFind, lr_find_svg lrFindSvg: LrFindFigure, (720.0, 320.0),
        report "LrFindReport", "LrFindFigureOptions";
    "The truth, a sweep's report."
    draw_lr_sweep drawLrSweep, lr_sweep_svg lrSweepSvg: LrSweepFigure, (720.0, 220.0),
        report "LrSweepReport", "LrSweepFigureOptions";
    "What each rule suggests over many seeds, a histogram a rule."
    draw_lr_band drawLrBand, lr_band_svg lrBandSvg: LrBandFigure, (720.0, 400.0),
        report "LrBandReport", "LrBandFigureOptions";
    "A finder's losses and rates over its steps, on two axes."
    draw_lr_epochs drawLrEpochs, lr_epochs_svg lrEpochsSvg: LrEpochsFigure, (720.0, 320.0),
        report "LrFindReport", "LrEpochsFigureOptions";
    "The limit of stability along a run, and the rate that it used."
    draw_sharpness drawSharpness, sharpness_svg sharpnessSvg: SharpnessFigure, (720.0, 320.0),
        report "SharpnessColumns", "SharpnessFigureOptions";
    "The losses of one trace, or of runs `{ label, letter, trace }`."
    draw_loss drawLoss, loss_svg lossSvg: LossFigure, (720.0, 320.0),
        runs "Trace | { label?: string; letter?: string; trace: Trace }[]", "LossFigureOptions";
    "The rates of a schedule, of schedules and given rates `{ label, schedule | lrs }`, or of an array of rates."
    "Schedules need the options' `steps`."
    draw_schedule drawSchedule, schedule_svg scheduleSvg: ScheduleFigure, (720.0, 320.0),
        schedules "Schedule | ScheduleCurve[] | ArrayLike<number>", "ScheduleFigureOptions";
    "What a network answers all over its features, with the rows of the data on top."
    draw_decision drawDecision, decision_svg decisionSvg: DecisionFigure, (400.0, 400.0),
        surface "DecisionSurface", "DecisionFigureOptions";
}

/// A figure of some size, with the means to measure its texts.
type Drawn<'a> = dyn Fn((f64, f64), &dyn TextMeasure) -> Chart + 'a;

fn draw(canvas: &HtmlCanvasElement, options: &FigureOptions, chart: &Drawn) -> Result<JsValue, JsValue> {
    // A canvas that is not laid out has no size on the page; then its pixels count. Whoever names a size spares the page
    // from being laid out to answer.
    let side = |shown: i32, pixels: u32| if shown > 0 { f64::from(shown) } else { f64::from(pixels) };
    let width = options.width.unwrap_or_else(|| side(canvas.client_width(), canvas.width()));
    let height = options.height.unwrap_or_else(|| side(canvas.client_height(), canvas.height()));
    let screen = || web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let ratio = options.pixel_ratio.unwrap_or_else(screen);
    report::told(canvas::draw(canvas, ratio, |measure| chart((width, height), measure)))
}
