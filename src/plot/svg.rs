//! A chart as SVG text.

use super::chart::{Chart, Surface};
use crate::error::{Error, Result};
use crate::sentence;
use crate::sentence::Sentence;
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;

/// plotters-svg writes whole coordinates, so four to a CSS pixel; divides font sizes by 1.24; and centres a text on
/// its small letters, half an ex above its baseline, where a label's place is half a capital above it.
const SVG: Surface = Surface { units: 4.0, font: 1.24, drop: 0.09 };

/// That a backend failed, and why.
pub(crate) fn not_drawn(reason: &str) -> Sentence {
    sentence!("error.not-drawn", "the figure could not be drawn: {reason}", reason)
}

/// The chart as an `<svg>` element of its size in CSS pixels.
///
/// # Errors
/// Where the backend cannot draw.
pub fn to_svg(chart: &Chart) -> Result<String> {
    let failed = |reason: &dyn std::fmt::Display| Error::new("svg", not_drawn(&reason.to_string()));
    let units = |length: f64| (length * SVG.units).round() as u32;
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (units(chart.width), units(chart.height))).into_drawing_area();
        chart.draw(&area, SVG).map_err(|reason| failed(&reason))?;
    }
    // The backend's own element is as large as its units; ours scales them down and rounds the joints of noisy lines.
    let body = drawn.split_once('>').map(|(_, body)| body).ok_or_else(|| failed(&"no element"))?;
    let (width, height) = (chart.width, chart.height);
    let view = format!("0 0 {} {}", units(width), units(height));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"{view}\" \
         stroke-linejoin=\"round\">{body}"
    ))
}

#[cfg(test)]
mod tests {
    use super::to_svg;
    use crate::plot::axis::Axis;
    use crate::plot::chart::{Align, Chart, Ink, Label, Layout, Mark, Stroke};
    use crate::plot::geometry::Rect;
    use crate::plot::text::{Weight, estimate};
    use crate::plot::theme::Theme;
    use crate::sentence::Sentence;

    #[test]
    fn a_chart_keeps_its_size_and_its_words() {
        let t = Theme::Light.tokens();
        let ink = Ink { px: 12.0, weight: Weight::Bold, color: t.ink };
        let chart = Chart {
            width: 100.0,
            height: 50.0,
            background: t.paper,
            marks: vec![Mark::Line {
                points: vec![(0.25, 1.5), (10.0, 20.0)],
                stroke: Stroke::solid(t.accent.alpha(0.5), 1.5),
            }],
            labels: vec![Label::new(Sentence::given("a < b"), (10.0, 10.0), Align::Start, ink, &estimate)],
            layout: Layout {
                plot: Rect::new((0.0, 100.0), (0.0, 50.0)),
                x: Axis::linear(0.0, 1.0),
                y: Axis::linear(0.0, 1.0),
            },
        };
        let svg = to_svg(&chart).unwrap();
        assert!(svg.starts_with(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" viewBox=\"0 0 400 200\""
        ));
        assert!(svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("points=\"1,6 40,80 \"") && svg.contains("stroke-width=\"6\""), "{svg}");
        assert!(svg.contains("opacity=\"0.5\" stroke=\"#0B5CAD\""), "{svg}");
        assert!(svg.contains("font-size=\"48\"") && svg.contains("font-weight=\"bold\""), "{svg}");
        assert!(svg.contains("a &lt; b"), "{svg}");
        assert_eq!(svg.matches("<svg").count(), 1);
    }
}
