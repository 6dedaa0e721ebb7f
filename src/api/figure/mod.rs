//! Figures as they are asked for, one a file: what to draw, and how.

/// A figure of something that comes from outside: how it is read, with what is left to check of its options, or how both
/// are read, and how it is drawn.
macro_rules! figure {
    (
        $(#[doc = $doc:literal])*
        $figure:ident of $what:ident: $type:ty = $read:path, $options:ident $(, $check:expr)?; $draw:expr
    ) => {
        figure! {
            $(#[doc = $doc])*
            $figure of $what: $type, $options = |$what, options| {
                use $crate::request::Under as _;
                let $what = $read($what).under(stringify!($what))?;
                let options = <$options as $crate::request::Options>::asked(options)$(.and_then($check))?;
                Ok(($what, options.under("options")?))
            }; $draw
        }
    };
    (
        $(#[doc = $doc:literal])*
        $figure:ident of $what:ident: $type:ty, $options:ident = $read:expr; $draw:expr
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $figure {
            $what: $type,
            options: $options,
        }

        impl $figure {
            /// Reads what is drawn, and the options.
            ///
            /// # Errors
            /// A refused field of what is drawn under its name, of the options under `options`.
            pub fn read(
                $what: &$crate::request::Value,
                options: Option<&$crate::request::Value>,
            ) -> $crate::error::Result<Self> {
                let read: super::Read<$type, $options> = $read;
                read($what, options).map(|($what, options)| Self { $what, options })
            }

            /// The options of every figure.
            pub fn options(&self) -> &super::FigureOptions {
                &self.options.figure.0
            }

            /// The figure, `width` × `height` unless the options say otherwise.
            pub fn chart(
                &self,
                size: (f64, f64),
                measure: &dyn $crate::plot::text::TextMeasure,
            ) -> $crate::plot::chart::Chart {
                let draw: super::Draw<$type, $options> = $draw;
                draw(&self.$what, &self.options, self.options().sheet(size), measure)
            }
        }
    };
}

mod decision;
mod limit;
mod loss;
mod lr_band;
mod lr_epochs;
mod lr_find;
mod lr_sweep;
mod schedule;
mod sharpness;

use crate::error::Result;
use crate::named::Named;
use crate::plot::axis::Axis;
use crate::plot::chart::{Chart, Layout};
use crate::plot::geometry::Rect;
use crate::plot::text::TextMeasure;
use crate::plot::theme::Theme;
use crate::range::Range;
use crate::report::report;

use crate::request::{Value, choices, options, within};

pub use decision::*;
pub use limit::FigureLimit;
pub use loss::*;
pub use lr_band::*;
pub use lr_epochs::*;
pub use lr_find::*;
pub use lr_sweep::*;
pub use schedule::*;
pub use sharpness::*;

options! {
    /// How any figure is drawn. Lengths are in CSS pixels.
    #[derive(Copy, Default)]
    pub struct FigureOptions {
        /// Width; default the canvas's own.
        pub width: Option<f64> where (Range::POSITIVE),
        /// Height; default the canvas's own.
        pub height: Option<f64> where (Range::POSITIVE),
        /// Pixels of the screen in a CSS pixel; default what the screen has.
        pub pixel_ratio: Option<f64> where (Range::POSITIVE),
        /// The sheet; default `light`.
        pub theme: Option<Theme>,
    }
}

choices! { Theme }

impl Named for Theme {
    const ALL: &'static [Self] = &[Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

report! {
    /// Where a figure's plot lies, for what is laid over it.
    FigureLayout of it: Layout {
        /// The plot's rectangle.
        plot: it.plot,
        /// From its left edge to its right one.
        x: it.x,
        /// From its bottom edge to its top one.
        y: it.y,
    }
}

report! {
    /// A rectangle in CSS pixels from the figure's upper left corner.
    PlotRectangle of it: Rect {
        /// Left edge.
        x: it.left,
        /// Upper edge.
        y: it.top,
        /// Width.
        width: it.width(),
        /// Height.
        height: it.height(),
    }
}

report! {
    /// What the two ends of an axis stand for.
    AxisInfo of it: Axis {
        /// Value at the first end.
        min: it.min(),
        /// Value at the other.
        max: it.max(),
        /// `log` or `linear` between them.
        kind: it.kind().name() => ("\"log\" | \"linear\""),
    }
}

/// How a figure and its options are read.
type Read<T, O> = fn(&Value, Option<&Value>) -> Result<(T, O)>;

/// How a figure is drawn: what it is of, its options, width, height and theme, and the means to measure its texts.
type Draw<T, O> = fn(&T, &O, (f64, f64, Theme), &dyn TextMeasure) -> Chart;

impl FigureOptions {
    /// Width and height, `size` unless the options say otherwise, and theme.
    fn sheet(&self, size: (f64, f64)) -> (f64, f64, Theme) {
        (self.width.unwrap_or(size.0), self.height.unwrap_or(size.1), self.theme.unwrap_or_default())
    }
}

/// Whether the last step that is shown lies behind the first one.
fn behind(to: Option<f64>, from: Option<f64>) -> Result<()> {
    within(to, "to", &Range::above(from.unwrap_or(0.0)))
}
