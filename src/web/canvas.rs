//! Draws a chart on an HTML canvas, sharp on any screen.
//!
//! plotters-canvas counts in whole pixels and knows nothing of the screen's pixel ratio. [`Canvas`] wraps it: shapes are
//! drawn in sixteenths of a CSS pixel under a transform that scales them to the screen's pixels, and text is placed and
//! measured here.

use crate::error::{Error, Result};
use crate::plot::chart::{Chart, Layout, Surface};
use crate::plot::svg::not_drawn;
use crate::plot::text::{FONT_STACK, TextMeasure, Weight};
use crate::sentence;
use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};
use plotters_canvas::CanvasBackend;
use std::cell::Cell;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Backend pixels in a CSS pixel: curves are smooth, and a canvas of 8192 CSS pixels stays far inside `i32`.
const UNITS: f64 = 16.0;

/// Browsers refuse canvases with a longer side.
const LONGEST_SIDE: f64 = 16_384.0;

/// Lays out a figure with the canvas's own text measure, sizes the canvas for the screen, and draws.
///
/// The canvas's style, not this function, gives it its size on the page: `layout.plot` is in CSS pixels of a canvas
/// that is shown `chart.width` wide.
///
/// # Errors
/// Where the canvas has no 2d context (it has another one, or the browser gives none) or drawing fails.
pub(crate) fn draw(
    canvas: &HtmlCanvasElement,
    pixel_ratio: f64,
    figure: impl FnOnce(&dyn TextMeasure) -> Chart,
) -> Result<Layout> {
    let no_context = || Error::new("canvas", sentence!("error.no-context", "this canvas has no 2d context"));
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok()).ok_or_else(no_context)?;
    let pen = Pen::new(context.clone());
    let chart =
        figure(&|text: &str, px: f64, weight: Weight| pen.width(text, px, weight == Weight::Bold).unwrap_or_default());

    let ratio = if pixel_ratio.is_finite() { pixel_ratio.clamp(0.5, 8.0) } else { 1.0 };
    let ratio = ratio.min(LONGEST_SIDE / chart.width.max(chart.height).max(1.0));
    // This also clears the canvas and resets its state, so it comes before everything that sets some.
    canvas.set_width((chart.width * ratio).round() as u32);
    canvas.set_height((chart.height * ratio).round() as u32);
    context.set_line_join("round");

    let inner = CanvasBackend::with_canvas_object(canvas.clone()).ok_or_else(no_context)?;
    let size = [chart.width, chart.height].map(|length| (length * UNITS).round() as u32);
    let backend = Canvas { inner, pen: Pen::new(context), ratio, size: (size[0], size[1]) };
    backend.units().map_err(|reason| failed(&Fault::from(reason)))?;
    // Labels are placed at the middle of their capitals, and so does `draw_text` below: no drop.
    let surface = Surface { units: UNITS, font: 1.0, drop: 0.0 };
    chart.draw(&backend.into_drawing_area(), surface).map_err(|reason| failed(&reason))?;
    Ok(chart.layout)
}

fn failed(reason: &dyn fmt::Display) -> Error {
    Error::new("canvas", not_drawn(&reason.to_string()))
}

/// A context that remembers its font: to set one, even the same, makes the browser look up the canvas's style.
struct Pen {
    context: CanvasRenderingContext2d,
    font: Cell<Option<(f64, bool)>>,
}

impl Pen {
    /// To be made anew whenever the canvas's size is set, which resets the context's font.
    fn new(context: CanvasRenderingContext2d) -> Self {
        Self { context, font: Cell::new(None) }
    }

    fn set_font(&self, px: f64, bold: bool) {
        if self.font.replace(Some((px, bold))) != Some((px, bold)) {
            let weight = if bold { "bold" } else { "normal" };
            self.context.set_font(&format!("{weight} {px}px {FONT_STACK}"));
        }
    }

    fn width(&self, text: &str, px: f64, bold: bool) -> std::result::Result<f64, JsValue> {
        self.set_font(px, bold);
        self.context.measure_text(text).map(|metrics| metrics.width())
    }
}

/// A backend in units of a sixteenth of a CSS pixel.
///
/// Charts are data cut to their plot and broken where they are not finite, so nothing is left to clip here.
struct Canvas {
    inner: CanvasBackend,
    pen: Pen,
    ratio: f64,
    size: (u32, u32),
}

impl Canvas {
    /// The transform that everything but text is drawn under.
    fn units(&self) -> std::result::Result<(), JsValue> {
        let scale = self.ratio / UNITS;
        self.pen.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0)
    }

    /// Text at its place to a fraction of a pixel and in its own font size: the wrapped backend knows whole pixels
    /// only, and under our transform it would ask for a font sixteen times as large.
    fn text<S: BackendTextStyle>(&self, text: &str, style: &S, (x, y): (i32, i32)) -> std::result::Result<(), JsValue> {
        const MIDDLE_OF_CAPITALS: f64 = 0.36;
        let (x, y) = (f64::from(x) / UNITS, f64::from(y) / UNITS);
        let px = style.size() / UNITS;
        let (red, green, blue) = style.color().rgb;
        let context = &self.pen.context;
        self.pen.set_font(px, matches!(style.style(), FontStyle::Bold));
        context.set_fill_style_str(&format!("rgba({red},{green},{blue},{})", style.color().alpha));
        context.set_text_baseline("alphabetic");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        let ratio = self.ratio;
        // The columns of the rotation are exact for quarter turns.
        let (cos, sin) = match style.transform() {
            FontTransform::None => (1.0, 0.0),
            FontTransform::Rotate90 => (0.0, 1.0),
            FontTransform::Rotate180 => (-1.0, 0.0),
            FontTransform::Rotate270 => (0.0, -1.0),
        };
        context.set_transform(ratio * cos, ratio * sin, -ratio * sin, ratio * cos, ratio * x, ratio * y)?;
        context.fill_text(text, 0.0, MIDDLE_OF_CAPITALS * px)?;
        self.units()
    }
}

/// What the browser or the wrapped backend threw, in words.
#[derive(Debug)]
struct Fault(String);

impl From<JsValue> for Fault {
    fn from(thrown: JsValue) -> Self {
        Self(format!("{thrown:?}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

type Drawn = std::result::Result<(), DrawingErrorKind<Fault>>;

fn reported(result: std::result::Result<(), impl fmt::Display>) -> Drawn {
    result.map_err(|reason| DrawingErrorKind::DrawingError(Fault(reason.to_string())))
}

impl DrawingBackend for Canvas {
    type ErrorType = Fault;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        reported(self.inner.ensure_prepared())
    }

    fn present(&mut self) -> Drawn {
        reported(self.inner.present())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        reported(self.inner.draw_pixel(point, color))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        // The wrapped backend moves upright lines by half of what it takes for a screen pixel; a path stays.
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        reported(self.inner.draw_rect(from, to, style, fill))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        reported(self.inner.draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        reported(self.inner.draw_circle(center, radius, style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        reported(self.inner.fill_polygon(path, style))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.text(text, style, at).map_err(|thrown| DrawingErrorKind::DrawingError(thrown.into()))
    }

    /// The trait's default asks the style, and in a browser the style appends a span with an inline `style` to the
    /// page's body, which a strict policy forbids.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> std::result::Result<(u32, u32), DrawingErrorKind<Fault>> {
        let px = style.size() / UNITS;
        let measured = self.pen.width(text, px, matches!(style.style(), FontStyle::Bold));
        let width = measured.map_err(|thrown| DrawingErrorKind::DrawingError(thrown.into()))?;
        Ok(((width * UNITS).ceil() as u32, (px * UNITS).ceil() as u32))
    }
}
