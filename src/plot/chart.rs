//! A figure as pure data, in CSS pixels, and its drawing on any plotters backend.

use super::axis::Axis;
use super::geometry::{Point, Rect, dashed};
use super::text::{FONT_STACK, TextMeasure, Weight};
use super::theme::Color;
use crate::sentence::Sentence;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontFamily, FontStyle, FontTransform, IntoFont, RGBAColor, ShapeStyle, TextStyle};

/// A figure, ready to draw. Later marks cover earlier ones, and labels cover every mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What lies under everything.
    pub background: Color,
    /// Areas, lines and dots.
    pub marks: Vec<Mark>,
    /// Texts, laid out.
    pub labels: Vec<Label>,
    /// Where the data lies, for whoever draws over the figure.
    pub layout: Layout,
}

/// The plot inside a figure: a rectangle and what its edges mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The rectangle in CSS pixels from the figure's upper left corner.
    pub plot: Rect,
    /// From the left edge to the right one.
    pub x: Axis,
    /// From the bottom edge to the top one.
    pub y: Axis,
}

impl Layout {
    /// Pixel column of a value; NaN where it has no place.
    pub fn x_of(&self, value: f64) -> f64 {
        self.plot.left + self.x.position(value) * self.plot.width()
    }

    /// Pixel row of a value; NaN where it has no place.
    pub fn y_of(&self, value: f64) -> f64 {
        self.plot.bottom - self.y.position(value) * self.plot.height()
    }

    /// Pixel column of a value that lies in the plot.
    pub(super) fn column(&self, value: f64) -> Option<f64> {
        Some(self.x_of(value)).filter(|x| self.plot.spans(*x))
    }

    /// Where the values of two columns lie.
    pub(super) fn points(&self, xs: &[f64], ys: &[f64]) -> impl Iterator<Item = Point> {
        xs.iter().zip(ys).map(|(&x, &y)| (self.x_of(x), self.y_of(y)))
    }
}

/// Something drawn that is not text.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled rectangle.
    Area {
        /// Its place.
        rect: Rect,
        /// Its colour.
        color: Color,
    },
    /// A filled polygon.
    Patch {
        /// Its corners, all finite.
        points: Vec<Point>,
        /// Its colour.
        color: Color,
    },
    /// A line through points.
    Line {
        /// The points, all finite.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled circle, perhaps with a rim.
    Dot {
        /// Its centre.
        center: Point,
        /// Its radius, to the middle of the rim.
        radius: f64,
        /// The inside.
        fill: Color,
        /// The rim.
        rim: Option<Stroke>,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width in CSS pixels.
    pub width: f64,
    /// Lengths of a dash and of the gap after it; absent for a solid line.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(color: Color, width: f64) -> Self {
        Self { color, width, dash: None }
    }

    /// The same line, dashed.
    #[must_use]
    pub const fn dashed(self, dash: Option<(f64, f64)>) -> Self {
        Self { dash, ..self }
    }

    /// A line through each of `pieces`.
    pub(super) fn lines(self, pieces: impl IntoIterator<Item = Vec<Point>>) -> impl Iterator<Item = Mark> {
        pieces.into_iter().map(move |points| Mark::Line { points, stroke: self })
    }
}

/// Which point of a text its place names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// One line of text and the box that it fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The words.
    pub text: Sentence,
    /// The point that `align` names, at half the height of a capital letter.
    pub at: Point,
    /// Which point of the text lies there.
    pub align: Align,
    /// How it looks.
    pub ink: Ink,
    /// Reads upward instead of rightward.
    pub upward: bool,
    /// The box that the text fills.
    pub rect: Rect,
}

/// How a text looks, apart from its words and place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// Font size in CSS pixels.
    pub px: f64,
    /// Thickness.
    pub weight: Weight,
    /// Colour.
    pub color: Color,
}

impl Ink {
    /// Height of a line of this text.
    pub fn line_height(&self) -> f64 {
        self.px * 1.25
    }

    /// Width of `text`.
    pub fn width(&self, text: &str, measure: &dyn TextMeasure) -> f64 {
        // A canvas that cannot measure says NaN or less; a box has an extent all the same.
        measure.width(text, self.px, self.weight).max(0.0)
    }
}

impl Label {
    /// Text that reads rightward, its box measured.
    pub fn new(text: impl Into<Sentence>, at: Point, align: Align, ink: Ink, measure: &dyn TextMeasure) -> Self {
        let text = text.into();
        let width = ink.width(&text, measure);
        let left = match align {
            Align::Start => at.0,
            Align::Middle => at.0 - width / 2.0,
            Align::End => at.0 - width,
        };
        let half = ink.line_height() / 2.0;
        let rect = Rect::new((left, left + width), (at.1 - half, at.1 + half));
        Self { text, at, align, ink, upward: false, rect }
    }

    /// Text that reads upward, centred at a point.
    pub fn upward(text: impl Into<Sentence>, at: Point, ink: Ink, measure: &dyn TextMeasure) -> Self {
        let label = Self::new(text, at, Align::Middle, ink, measure);
        let (half_width, half_height) = (label.rect.width() / 2.0, label.rect.height() / 2.0);
        let rect = Rect::new((at.0 - half_height, at.0 + half_height), (at.1 - half_width, at.1 + half_width));
        Self { upward: true, rect, ..label }
    }
}

/// How a backend's pixels relate to CSS pixels.
///
/// plotters counts in whole pixels. At one unit a pixel a curve turns into stairs, so the backends are drawn on in
/// finer units, and scaled down by whoever shows them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Backend pixels in a CSS pixel.
    pub units: f64,
    /// Undoes what the backend does to a font size.
    pub font: f64,
    /// How far below a label's place the backend's middle line must lie, in font sizes.
    pub drop: f64,
}

impl Chart {
    /// Draws the figure.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        surface: Surface,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let everything = Rect::new((0.0, self.width), (0.0, self.height));
        area.draw(&rectangle(&everything, self.background, surface))?;
        for mark in &self.marks {
            match mark {
                Mark::Area { rect, color } => area.draw(&rectangle(rect, *color, surface))?,
                Mark::Patch { points, color } => area.draw(&Polygon::new(surface.path(points), filled(*color)))?,
                Mark::Line { points, stroke } => {
                    for piece in stroke.dash.map_or_else(|| vec![points.clone()], |dash| dashed(points, dash)) {
                        area.draw(&PathElement::new(surface.path(&piece), stroked(*stroke, surface)))?;
                    }
                }
                Mark::Dot { center, radius, fill, rim } => {
                    let radius = surface.length(*radius);
                    area.draw(&Circle::new(surface.point(*center), radius, filled(*fill)))?;
                    if let Some(rim) = rim {
                        area.draw(&Circle::new(surface.point(*center), radius, stroked(*rim, surface)))?;
                    }
                }
            }
        }
        for label in &self.labels {
            let h_pos = match label.align {
                Align::Start => HPos::Left,
                Align::Middle => HPos::Center,
                Align::End => HPos::Right,
            };
            let Ink { px, weight, color } = label.ink;
            let font_style = if weight == Weight::Bold { FontStyle::Bold } else { FontStyle::Normal };
            let font = (FontFamily::Name(FONT_STACK), px * surface.units * surface.font, font_style).into_font();
            let font = if label.upward { font.transform(FontTransform::Rotate270) } else { font };
            let color = rgba(color);
            let style = TextStyle::from(font).color(&color).pos(Pos::new(h_pos, VPos::Center));
            let drop = surface.drop * px;
            let at = if label.upward { (label.at.0 + drop, label.at.1) } else { (label.at.0, label.at.1 + drop) };
            area.draw_text(&label.text, &style, surface.point(at))?;
        }
        area.present()
    }
}

impl Surface {
    fn point(self, (x, y): Point) -> (i32, i32) {
        ((x * self.units).round() as i32, (y * self.units).round() as i32)
    }

    fn path(self, points: &[Point]) -> Vec<(i32, i32)> {
        points.iter().map(|point| self.point(*point)).collect()
    }

    fn length(self, length: f64) -> u32 {
        (length * self.units).round().max(1.0) as u32
    }
}

fn rectangle(rect: &Rect, color: Color, surface: Surface) -> Rectangle<(i32, i32)> {
    let corners = [surface.point((rect.left, rect.top)), surface.point((rect.right, rect.bottom))];
    Rectangle::new(corners, filled(color))
}

fn rgba(color: Color) -> RGBAColor {
    let (red, green, blue) = color.rgb;
    RGBAColor(red, green, blue, color.alpha)
}

fn filled(color: Color) -> ShapeStyle {
    ShapeStyle { color: rgba(color), filled: true, stroke_width: 0 }
}

fn stroked(stroke: Stroke, surface: Surface) -> ShapeStyle {
    ShapeStyle { color: rgba(stroke.color), filled: false, stroke_width: surface.length(stroke.width) }
}
