//! One figure per file: `(report, options, measure) -> Chart`.

/// The options of a figure of so many CSS pixels, light, with none of its own options unless said otherwise.
macro_rules! figure_options {
    (
        $(#[$about:meta])*
        pub struct $options:ident $(<$life:lifetime>)? = $width:literal by $height:literal {
            $($(#[$doc:meta])* pub $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $options $(<$life>)? {
            /// Width in CSS pixels.
            pub width: f64,
            /// Height in CSS pixels.
            pub height: f64,
            /// Light or dark.
            pub theme: crate::plot::theme::Theme,
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $(<$life>)? Default for $options $(<$life>)? {
            fn default() -> Self {
                Self { width: $width, height: $height, theme: Default::default(), $($field: Default::default()),* }
            }
        }

        impl $(<$life>)? $options $(<$life>)? {
            fn sheet<'m>(&self, measure: &'m dyn TextMeasure) -> super::frame::Sheet<'m> {
                super::frame::Sheet::new((self.width, self.height), self.theme, measure)
            }
        }
    };
}

mod behind;
pub mod decision;
mod frame;
mod gain;
mod legend;
pub mod loss;
pub mod lr_band;
pub mod lr_epochs;
pub mod lr_find;
pub mod lr_sweep;
mod marker;
mod names;
mod range;
#[cfg(test)]
mod samples;
pub mod schedule;
pub mod sharpness;
mod texts;
mod truth;
mod truth_legend;
mod words;
